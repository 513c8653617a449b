"""What a job is cut with: a lab's machine, controller, tools and stock, read from the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mobilier.errors import Finding, ProfileError
from mobilier.job.request import SheetSize
from mobilier.profiles.board import measured
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Controller, Lab, Layers, Lot, Machine, Material, Sheet, Tool
from mobilier.wording import hint

DEFAULT_LAB = "default"
SAME_THICKNESS = 0.05
"""mm. A thickness written with a sheet is a board's when it is nearer than this to the measured one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A lab with everything it names, read.

    ``machine`` None: drawings only, judged against the default lab's machine (``drawn_for``).
    """

    lab: Lab
    machine: Machine | None
    controller: Controller | None
    drawn_for: tuple[Machine, Controller]
    tools: tuple[Tool, ...]
    layers: Layers
    findings: tuple[Finding, ...] = ()


def workshop(shelf: Shelf, lab: str = "", machine: str = "") -> Workshop:
    """Return the lab (the default one when none is named), with another machine if wished."""
    place = shelf.take(Lab, lab or DEFAULT_LAB)
    findings = []
    wanted = machine or place.machine
    programs = bool(machine) or "gcode" in place.deliver
    router = shelf.take(Machine, wanted) if wanted and programs else None
    controller = shelf.take(Controller, router.controller) if router else None
    if router is None:
        findings.append(_drawings_only(place))
    tools = place.tools
    if not tools:
        tools = shelf.take(Lab, DEFAULT_LAB).tools[:1]
        findings.append(Finding.of("unknown-cutters", place.name, tool=tools[0]))
    if router is not None and router.unconfirmed:
        findings.append(_unconfirmed(router))
    if controller is not None and controller.untested:
        findings.append(Finding.of("untested-controller", controller.name))
    return Workshop(
        drawn_for=(router, controller) if router and controller else _stand_in(shelf),
        lab=place,
        machine=router,
        controller=controller,
        tools=tuple(shelf.take(Tool, name) for name in tools),
        layers=shelf.take(Layers, place.layers),
        findings=tuple(findings),
    )


def _drawings_only(lab: Lab) -> Finding:
    return Finding.of("no-programs", lab.name, case="unknown" if lab.machine is None else "asked")


def _stand_in(shelf: Shelf) -> tuple[Machine, Controller]:
    """Return the machine and controller of the default lab."""
    machine = shelf.take(Machine, shelf.take(Lab, DEFAULT_LAB).machine or "")
    return machine, shelf.take(Controller, machine.controller)


def _unconfirmed(machine: Machine) -> Finding:
    return Finding.of("unconfirmed-figures", machine.name, figures=", ".join(machine.unconfirmed))


def boards(
    shelf: Shelf,
    lab: Lab,
    defaults: Mapping[str, str],
    chosen: Mapping[str, str],
    thickness: Mapping[str, float],
    lot: Lot | None = None,
) -> dict[str, Material]:
    """Return the board of every board parameter of a design.

    ``defaults`` is the design's own choice by parameter, the main board first; ``chosen`` and
    ``thickness`` go by parameter, "" meaning the main one.  Without a choice the lab's stock
    of the same nominal thickness is taken before the design's default.
    """
    main = next(iter(defaults), "")
    picked = _by_board(chosen, main, defaults)
    given = _by_board(thickness, main, defaults)
    out = {}
    for name, default in defaults.items():
        board = shelf.take(Material, picked[name]) if name in picked else _in_stock(shelf, lab, default)
        if name in given:
            board = measured(board, f"--thickness {name}", given[name])
        elif lot is not None and lot.material == board.name:
            board = lot.applied(board)
        out[name] = board
    if lot is not None and lot.material not in {b.name for b in out.values()}:
        raise ProfileError.of("lot-not-used", f"--lot {lot.name}", material=lot.material)
    return out


T = TypeVar("T")


def _by_board(given: Mapping[str, T], main: str, known: Mapping[str, str]) -> dict[str, T]:
    """Return values by board parameter, "" read as the main one."""
    out = {name or main: value for name, value in given.items()}
    for name in out:
        if name not in known:
            raise ProfileError.of("board-not-known", name, board=name, hint=hint(name, known))
    return out


def _in_stock(shelf: Shelf, lab: Lab, default: str) -> Material:
    """Return the lab's board nearest to a design's default: the same, or the same nominal."""
    wish = shelf.take(Material, default)
    names = list(dict.fromkeys(s.material for s in lab.stock))
    if default in names:
        return wish
    for name in names:
        board = shelf.take(Material, name)
        if board.nominal == wish.nominal:
            return board
    return wish


def sheets_for(
    lab: Lab,
    board: Material,
    wished: Sequence[SheetSize],
    main: Material,
    held: tuple[Sheet, ...] = (),
) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """Return the sheets a board is cut from, and what to say about them.

    ``wished`` sizes (length, width, thickness for another board than the main one, mm) come before
    the lab's stock; a lab without any is given the sizes sold.  Sheets ``held`` in the stock file
    stand before both.
    """
    kept = tuple(s for s in held if s.material == board.name and s.quantity != 0)
    asked = tuple(_sheet(board, s[0], s[1]) for s in wished if _is_of(s, board, main))
    if asked:
        return (*kept, *asked), ()
    own = tuple(s for s in lab.stock if s.material == board.name)
    if own:
        return (*kept, *own), ()
    sold = _sheet(board, *board.sheets[0])
    told = Finding.of("stock-assumed", board.name, lab=lab.name, length=sold.length, width=sold.width)
    return (*kept, sold), (told,)


def _is_of(size: SheetSize, board: Material, main: Material) -> bool:
    """Tell whether a sheet is of a board: its thickness is the nominal or the measured one."""
    if len(size) == 2:
        return board.name == main.name
    return size[2] == board.nominal or abs(size[2] - board.thickness) <= SAME_THICKNESS


def unused_sheets(wished: Sequence[SheetSize], used: Iterable[Material]) -> None:
    """Refuse a sheet whose thickness is that of no board of the job: it would be passed over unsaid.

    Raises:
        ProfileError: such a sheet; the thicknesses of the boards are told.
    """
    boards = list(used)
    for size in wished:
        if len(size) == 3 and not any(_is_of(size, b, b) for b in boards):
            told = ", ".join(f"{b.name} ({b.nominal:g} mm)" for b in boards)
            where = "--sheet " + "x".join(f"{v:g}" for v in size)
            raise ProfileError.of("unused-sheet", where, thickness=size[2], boards=told)


def _sheet(board: Material, length: float, width: float) -> Sheet:
    """Return a sheet of a board; x runs along its longer side."""
    long, short = max(length, width), min(length, width)
    return Sheet(
        name=f"{board.name} {long:g} x {short:g}",
        material=board.name,
        length=long,
        width=short,
        grain="x" if length >= width else "y",
    )
