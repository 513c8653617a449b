"""From what is asked for to pieces: designs loaded, values checked, boards chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mobilier.errors import DesignError, Finding
from mobilier.job.laying import Laying, asked_for
from mobilier.job.source import Source
from mobilier.job.workshop import Workshop, boards, stock, workshop
from mobilier.model.design import Design, load
from mobilier.model.part import Part
from mobilier.model.piece import Piece
from mobilier.nest.layout import Budget
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Lot, Material, Sheet, Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One source with its design loaded and the values given to it by hand."""

    source: Source
    design: Design
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen for the whole job; "" stands for the main board.

    ``sheets`` are (length, width, nominal thickness or None for the main board), mm; ``rack``
    names a file of sheets in stock; ``split`` cuts plates that no sheet can hold in pieces that
    are spliced.
    """

    lab: str = ""
    machine: str = ""
    lot: str = ""
    material: Mapping[str, str] = field(default_factory=dict)
    thickness: Mapping[str, float] = field(default_factory=dict)
    sheets: tuple[tuple[float, float, float | None], ...] = ()
    rack: str = ""
    quantity: int = 1
    split: bool = False
    budget: Budget = field(default_factory=Budget)
    laying: Laying = field(default_factory=Laying)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A piece to make, how many, the design it comes from and the values given to it."""

    piece: Piece
    design: Design
    quantity: int
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything a run needs; nothing is read from disk after this."""

    orders: tuple[Order, ...]
    choice: Choice
    workshop: Workshop
    boards: Mapping[str, Material]
    stock: Mapping[str, tuple[Sheet, ...]]
    rack: tuple[Sheet, ...]
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


def wanted(sources: Sequence[Source]) -> tuple[Wanted, ...]:
    """Load the designs of sources.  A design is a program: it runs here."""
    return tuple(Wanted(source=s, design=load(s.file)) for s in sources)


def job(items: Sequence[Wanted], choice: Choice, shelf: Shelf | None = None) -> Job:
    """Return the job: pieces built, boards and stock chosen, profiles read.

    Raises:
        DesignError, ProfileError: what is asked for cannot be made.
    """
    shelf = shelf or Shelf()
    place = workshop(shelf, choice.lab, choice.machine)
    lot = shelf.take(Lot, choice.lot) if choice.lot else None
    rack = shelf.take(Stock, choice.rack).sheet if choice.rack else ()
    orders = _lettered([_order(item, choice, shelf, place, lot) for item in items])
    used: dict[str, Material] = {}
    for order in orders:
        for board in order.piece.boards:
            if used.setdefault(board.name, board) != board:
                msg = f"{board.name} has two thicknesses in one job; make two jobs of it"
                raise DesignError(msg)
    main = _main_board(orders[0])
    sheets: dict[str, tuple[Sheet, ...]] = {}
    told = list(place.findings)
    for name, board in used.items():
        sheets[name], about = stock(place.lab, board, choice.sheets, main, rack)
        told += about
        if not board.readings:
            told.append(_unmeasured(board))
    if choice.split:
        orders = tuple(replace(o, piece=_split(o.piece, place, sheets)) for o in orders)
    asked_for(choice.laying, {p.id: p.quantity * o.quantity for o in orders for p in o.piece.parts})
    return Job(
        orders=orders,
        choice=choice,
        workshop=place,
        boards=used,
        stock=sheets,
        rack=rack,
        findings=tuple(told),
        shelf=shelf,
    )


def _order(item: Wanted, choice: Choice, shelf: Shelf, place: Workshop, lot: Lot | None) -> Order:
    design, source = item.design, item.source
    given = {**source.values, **item.given}
    values = design.values(source.preset, given)
    preset = source.preset or next(iter(design.presets), "")
    by_hand = {n: values[n] for n in design.boards if n in given or n in design.preset(source.preset)}
    defaults = {n: values[n] for n in design.boards}
    chosen = {**by_hand, **{n or next(iter(defaults), ""): v for n, v in choice.material.items()}}
    picked = boards(shelf, place.lab, defaults, chosen, choice.thickness, lot)
    piece = design.build({**values, **picked}, preset=preset)
    return Order(piece=piece, design=design, quantity=source.quantity * choice.quantity, given=given)


def _split(piece: Piece, place: Workshop, sheets: Mapping[str, tuple[Sheet, ...]]) -> Piece:
    """Return the piece with every plate that is too long for its sheet or the machine spliced."""
    from mobilier.check.tooling import select_cutter
    from mobilier.job.room import usable
    from mobilier.model.splice import split_for

    cutter = select_cutter([piece], place.tools) or place.tools[0]
    rooms = [usable(place, sheets[b.name], cutter) for b in piece.boards]
    return split_for(piece, (min(r[0] for r in rooms), min(r[1] for r in rooms)))


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


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


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
