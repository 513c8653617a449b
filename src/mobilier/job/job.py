"""From what is asked for to pieces: designs loaded, values checked, boards and sheets chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobilier.errors import DesignError, Finding
from mobilier.job.lengths import typed
from mobilier.job.request import Request
from mobilier.job.source import Source, source
from mobilier.job.wishes import Wishes, check_wishes
from mobilier.job.workshop import Workshop, boards, sheets_for, unused_sheets, workshop
from mobilier.model.design import Design
from mobilier.model.hardware import Hardware
from mobilier.model.part import Part
from mobilier.model.piece import Piece
from mobilier.plan.design import load_source
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.shop import shop
from mobilier.profiles.types import Lot, Material, Sheet, Stock
from mobilier.wording import Lang

if TYPE_CHECKING:
    from mobilier.nest.layout import Layout

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One source with its design loaded and the values given to it by hand."""

    source: Source
    design: Design
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A piece to make, how many, the design it comes from and the values given to it."""

    piece: Piece
    design: Design
    quantity: int
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def plain_values(self) -> dict[str, Any]:
        """Every value that the piece follows from, boards by name."""
        return {k: v.name if isinstance(v, Material) else v for k, v in self.piece.values.items()}

    @property
    def bought(self) -> list[Hardware]:
        """What is bought for all copies, spares for each."""
        return [
            replace(h, quantity=h.quantity * self.quantity, spare=h.spare * self.quantity)
            for h in self.piece.hardware
        ]

    def title(self, lang: Lang) -> str:
        """Return what is made: Le Chariot (atelier) x 2."""
        name = self.design.said("title", lang) or self.piece.name
        preset = f" ({self.piece.preset})" if self.piece.preset else ""
        return f"{name}{preset}" + (f" x {self.quantity}" if self.quantity > 1 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything a run needs; nothing is read from disk after this.

    ``boards`` and ``stock`` go by the board's name; ``in_stock`` are the sheets of the stock file.
    """

    orders: tuple[Order, ...]
    request: Request
    wishes: Wishes
    workshop: Workshop
    boards: Mapping[str, Material]
    stock: Mapping[str, tuple[Sheet, ...]]
    in_stock: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    shelf: Shelf

    @property
    def parts(self) -> dict[str, Part]:
        """The nominal parts of every piece by id."""
        return {p.id: p for order in self.orders for p in order.piece.parts}

    @property
    def quantities(self) -> dict[str, int]:
        """How many of each part the whole job needs, by id."""
        return {p.id: p.quantity * order.quantity for order in self.orders for p in order.piece.parts}

    @property
    def bought(self) -> list[Hardware]:
        """What is bought for the whole job, spares for each piece."""
        return [h for order in self.orders for h in order.bought]

    def title(self, lang: Lang) -> str:
        """Return what is made, piece by piece."""
        return " + ".join(order.title(lang) for order in self.orders)

    def names(self, lang: Lang) -> dict[str, str]:
        """Return what parts (by id) and hardware (by key) are called in a language."""
        out: dict[str, str] = {}
        for order in self.orders:
            out |= {p.id: order.design.text(f"parts.{p.name}", lang) for p in order.piece.parts}
            out |= {h.key: order.design.text(f"hardware.{h.key}", lang) for h in order.piece.hardware}
        return out


def select(request: Request, shelf: Shelf | None = None) -> tuple[Selection, ...]:
    """Return the designs that a request names, with the values given.  A design is a program: it runs here.

    A drawing is read in the unit asked for, else by evidence; the profiles it needs come from ``shelf``.

    Raises:
        DesignError, ProfileError: no such design, preset or parameter, or a value that cannot be read.
    """
    named = [source(text) for text in request.sources]
    if request.preset:
        named = [s if s.preset or s.values else replace(s, preset=request.preset) for s in named]
    shelf = shelf or Shelf()
    found = [Selection(source=s, design=load_source(s.file, shelf, request.read_as)) for s in named]
    known = {n for item in found for n in item.design.parameters}
    out = []
    for item in found:
        parameters = item.design.parameters
        mine = {
            n: typed(parameters[n], v, request.units or "mm") if n in parameters and isinstance(v, str) else v
            for n, v in request.values.items()
            if n in parameters or n not in known
        }
        item.design.values(item.source.preset, mine)
        out.append(replace(item, given=mine))
    return tuple(out)


def prepare(
    request: Request, shelf: Shelf | None = None, selection: Sequence[Selection] | None = None
) -> Job:
    """Return the job of a request: pieces built, boards and sheets chosen, profiles read.

    ``selection`` stands for the sources of the request where they were loaded before.

    Raises:
        DesignError, ProfileError, NestError: what is asked for cannot be made.
    """
    shelf = shelf or Shelf()
    items = select(request, shelf) if selection is None else selection
    place = workshop(shelf, request.lab, request.machine)
    lot = shelf.take(Lot, request.lot) if request.lot else None
    held = shelf.take(Stock, request.stock).sheet if request.stock else ()
    with shop(shelf):
        orders = _lettered([_order(item, request, shelf, place, lot) for item in items])
    used = _boards(orders)
    main = _main_board(orders[0])
    sheets: dict[str, tuple[Sheet, ...]] = {}
    told = list(place.findings)
    for name, board in used.items():
        sheets[name], about = sheets_for(place.lab, board, request.sheets, main, held)
        told += about
        if not board.readings:
            told.append(_unmeasured(board))
    unused_sheets(request.sheets, used.values())
    if request.split:
        with shop(shelf):
            orders = tuple(replace(o, piece=_split(o.piece, place, sheets)) for o in orders)
    job = Job(
        orders=orders,
        request=request,
        wishes=_wishes(request),
        workshop=place,
        boards=used,
        stock=sheets,
        in_stock=held,
        findings=tuple(told),
        shelf=shelf,
    )
    check_wishes(job.wishes, job.quantities)
    return job


def _wishes(request: Request) -> Wishes:
    """Return how the parts are to lie, a given layout read.

    Raises:
        NestError: a file that is no layout.
    """
    file = request.improve or request.layout
    start: tuple[Layout, ...] = ()
    if file:
        from mobilier.nest.files import read_layouts

        start = read_layouts(Path(file))
    return Wishes(
        start=start, keep=bool(request.layout), pins=request.pins, runs=request.runs, apart=request.apart
    )


def _order(item: Selection, request: Request, shelf: Shelf, place: Workshop, lot: Lot | None) -> Order:
    design, named = item.design, item.source
    given = {**named.values, **item.given}
    values = design.values(named.preset, given)
    preset = named.preset or next(iter(design.presets), "")
    by_hand = {n: values[n] for n in design.boards if n in given or n in design.preset(named.preset)}
    defaults = {n: values[n] for n in design.boards}
    chosen = {**by_hand, **{n or next(iter(defaults), ""): v for n, v in request.material.items()}}
    picked = boards(shelf, place.lab, defaults, chosen, request.thickness, lot)
    piece = design.build({**values, **picked}, preset=preset)
    return Order(piece=piece, design=design, quantity=named.quantity * request.quantity, given=given)


def _boards(orders: Sequence[Order]) -> dict[str, Material]:
    """Return every board of the pieces by name."""
    used: dict[str, Material] = {}
    for board in (b for order in orders for b in order.piece.boards):
        first = used.setdefault(board.name, board)
        if first != board:
            raise DesignError.of("two-thicknesses", board.name, first=first.thickness, second=board.thickness)
    return used


def _split(piece: Piece, place: Workshop, sheets: Mapping[str, tuple[Sheet, ...]]) -> Piece:
    """Return the piece with every plate that is too long for its sheet or the machine spliced."""
    from mobilier.check.ladder import check_piece
    from mobilier.check.tooling import select_cutter
    from mobilier.job.usable_area import usable
    from mobilier.model.splice import split_for

    through = place.machine.through if place.machine else 0.0
    cutter = select_cutter([piece], place.tools, through) or place.tools[0]
    rooms = [usable(place, sheets[b.name], cutter, board=b) for b in piece.boards]

    def told(made: Piece) -> str:
        found = check_piece(made, place.tools, place.lab.habits, cutter)
        return next((f"{f.place()}: {f.message}" for f in found if f.level == "error"), "")

    return split_for(piece, (min(r[0] for r in rooms), min(r[1] for r in rooms)), told)


def _lettered(orders: Sequence[Order]) -> tuple[Order, ...]:
    """Give each piece its own letters, so that no two parts of a job share an id."""
    taken: set[str] = set()
    out = []
    for order in orders:
        letter, tail = order.piece.letter, 0
        while letter in taken:
            tail += 1
            letter = order.piece.letter + _LETTERS[tail]
        taken.add(letter)
        out.append(replace(order, piece=replace(order.piece, letter=letter)) if tail else order)
    return tuple(out)


def _main_board(order: Order) -> Material:
    """Return the board of the design's first board parameter, or the first one used."""
    name = next(iter(order.design.boards), None)
    board = order.piece.values.get(name) if name else None
    return board if isinstance(board, Material) else order.piece.boards[0]


def _unmeasured(board: Material) -> Finding:
    return Finding.of(
        "board-not-measured",
        board.name,
        thickest=board.thickness_max,
        clearance=board.clearance,
        loose=board.opening - board.thickness_min,
    )
