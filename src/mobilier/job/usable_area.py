"""The room that a lab's sheets and machine leave for parts."""

from __future__ import annotations

from mobilier.errors import Finding, MachineError, refuse
from mobilier.job.workshop import Workshop
from mobilier.nest.layout import Spacing
from mobilier.profiles.types import Machine, Material, Sheet, Tool


def usable(
    place: Workshop, sheets: tuple[Sheet, ...], cutter: Tool, *, board: Material
) -> tuple[float, float]:
    """Return length and width in mm of the largest rectangle that parts may cover on some sheets.

    Raises:
        MachineError: a sheet that the machine cannot hold at all.
    """
    left, front, right, back = spacing(place, sheets, cutter, board=board).margin
    rooms = [(s.length - left - right, s.width - front - back) for s in sheets]
    return max(rooms, key=lambda r: r[0] * r[1])


def spacing(place: Workshop, sheets: tuple[Sheet, ...], cutter: Tool, *, board: Material) -> Spacing:
    """Return the distances to keep on some sheets: the lab's, and what the machine can reach.

    The cutter's centre runs its radius outside the parts, so parts keep the radius from where
    the machine's travel ends.

    Raises:
        MachineError: a sheet that the machine cannot hold at all.
    """
    margin = max(place.lab.habits.margin, cutter.diameter)
    right = back = margin
    if place.machine is not None:
        refuse([f for s in sheets for f in too_large(s, place.machine, board)], MachineError)
        reach_x, reach_y = (t - cutter.diameter / 2 for t in place.machine.travel[:2])
        right = max(margin, max(s.length for s in sheets) - reach_x)
        back = max(margin, max(s.width for s in sheets) - reach_y)
    return Spacing(
        gap=cutter.diameter + place.lab.habits.spacing,
        margin=(margin, margin, right, back),
        keep_out=place.lab.clamps,
    )


def too_large(sheet: Sheet, machine: Machine, board: Material) -> list[Finding]:
    """Return an error for a sheet of a board that hangs over the machine's bed."""
    over = [side - bed for side, bed in zip((sheet.length, sheet.width), machine.bed, strict=True)]
    if max(over) <= 0:
        return []
    x, y = (max(0.0, o) for o in over)
    return [
        Finding.of(
            "sheet-larger-than-bed",
            f"{sheet.name} / {machine.name}",
            length=sheet.length,
            width=sheet.width,
            x=x,
            y=y,
            bed_x=machine.bed[0],
            bed_y=machine.bed[1],
            fit_x=min(sheet.length, machine.bed[0]),
            fit_y=min(sheet.width, machine.bed[1]),
            board=board.nominal,
        )
    ]
