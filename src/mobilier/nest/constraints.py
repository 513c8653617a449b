"""Several parts as one: fronts cut in sequence so that the grain runs on, and pinned parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mobilier.errors import NestError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.region import Region, union
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.profiles.types import Sheet
from mobilier.wording import hint


@dataclass(frozen=True, slots=True, kw_only=True)
class GrainRun:
    """Parts cut side by side from one strip, in this order, along x or y of the parts.

    ``parts`` are item ids, one copy each; name an item twice for two copies.
    """

    name: str
    parts: tuple[str, ...]
    along: Literal["x", "y"] = "y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A part that must lie at one place: on the ``number``-th sheet (from 1) named ``sheet``."""

    part: str
    sheet: str
    number: int
    x: float
    y: float
    angle: float = 0.0
    flipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutWishes:
    """What is asked of layouts beside the parts.

    ``start``: layouts of the same parts to go on from.  ``pins``: parts that must lie where they
    are told.  ``runs``: parts cut side by side.  ``apart``: parts of different groups share no
    sheet.
    """

    start: tuple[Layout, ...] = ()
    pins: tuple[Pin, ...] = ()
    runs: tuple[GrainRun, ...] = ()
    apart: bool = False


NO_WISHES = LayoutWishes()

Offsets = dict[str, tuple[tuple[str, float, float], ...]]


def compose_runs(
    items: Sequence[Item], runs: Sequence[GrainRun], gap: float
) -> tuple[tuple[Item, ...], Offsets]:
    """Return the items with each run as one, and where its parts lie in it.

    The parts stand ``gap`` mm apart, box to box; what lies between them is filled.

    Raises:
        NestError: a run names no part, an unknown one, or more copies than are cut.
    """
    known = {i.id: i for i in items}
    used = Counter(part for run in runs for part in run.parts)
    for run in runs:
        if not run.parts:
            raise NestError.of("run", run.name, case="empty")
        for part in run.parts:
            if part not in known:
                raise NestError.of("run", run.name, case="unknown", part=part, hint=hint(part, known))
    for part, times in used.items():
        if times > known[part].quantity:
            raise NestError.of("run", part, case="times", times=times, quantity=known[part].quantity)
    out = [replace(i, quantity=i.quantity - used[i.id]) for i in items]
    offsets: Offsets = {}
    for run in runs:
        region, offsets[run.name] = _strip([known[p] for p in run.parts], run.along, gap)
        first = known[run.parts[0]]
        turns = [known[p].rotations for p in run.parts]
        allowed = None if all(t is None for t in turns) else _common([t for t in turns if t is not None])
        out.append(replace(first, id=run.name, region=region, quantity=1, rotations=allowed, mirror=False))
    return tuple(out), offsets


def _common(turns: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sorted(set(turns[0]).intersection(*turns[1:])))


def _strip(
    items: Sequence[Item], along: str, gap: float
) -> tuple[Region, tuple[tuple[str, float, float], ...]]:
    """Return the parts in a row as one region, and the offset of each."""
    at = 0.0
    shapes: list[Region | Contour] = []
    places = []
    for item in items:
        x0, y0, x1, y1 = item.region.bounds
        dx, dy = (at - x0, -y0) if along == "x" else (-x0, at - y0)
        shapes.append(Contour.rectangle(x0 + dx, y0 + dy, x1 + dx, y1 + dy))
        if at:
            shapes.append(_bridge(at, gap, along, x1 - x0, y1 - y0))
        places.append((item.id, dx, dy))
        at += (x1 - x0 if along == "x" else y1 - y0) + gap
    return union(shapes)[0], tuple(places)


def _bridge(at: float, gap: float, along: str, wide: float, high: float) -> Contour:
    """Return the filling between two neighbours (a hair longer than the gap, so they join)."""
    if along == "x":
        return Contour.rectangle(at - gap - 0.01, 0.0, at + 0.01, high)
    return Contour.rectangle(0.0, at - gap - 0.01, wide, at + 0.01)


def expand_runs(layouts: Sequence[Layout], offsets: Offsets) -> tuple[Layout, ...]:
    """Return the layouts with every run as the parts it is made of."""
    out = []
    for layout in layouts:
        placements: list[Placement] = []
        for p in layout.placements:
            if p.part not in offsets:
                placements.append(p)
                continue
            for part, dx, dy in offsets[p.part]:
                x, y = Transform(p.x, p.y, p.angle).apply((dx, dy))
                placements.append(Placement(part=part, copy=0, x=x, y=y, angle=p.angle))
        out.append(replace(layout, placements=tuple(placements)))
    return tuple(out)


Pinned = dict[str, tuple[Sheet, tuple[Placement, ...]]]


def take_out_pins(
    items: Sequence[Item], stock: Sequence[Sheet], pins: Sequence[Pin], spacing: Spacing
) -> tuple[tuple[Item, ...], tuple[Sheet, ...], Pinned]:
    """Return the job without its pinned parts: their sheets have defects in their stead.

    Raises:
        NestError: a pin names an unknown part or sheet, or more copies than are cut.
    """
    known, sheets = {i.id: i for i in items}, {s.name: s for s in stock}
    groups: dict[tuple[str, int], list[Pin]] = {}
    for pin in pins:
        if pin.part not in known:
            raise NestError.of("pin", pin.part, case="part", name=pin.part, hint=hint(pin.part, known))
        if pin.sheet not in sheets:
            raise NestError.of("pin", pin.part, case="sheet", name=pin.sheet, hint=hint(pin.sheet, sheets))
        groups.setdefault((pin.sheet, pin.number), []).append(pin)
    pinned: Pinned = {}
    extra: list[Sheet] = []
    for (name, number), some in sorted(groups.items()):
        sheet = sheets[name]
        holes = [_outline(known[p.part], p, spacing.gap) for p in some]
        own = sheet.model_copy(
            update={
                "name": f"{name}#{number}",
                "quantity": 1,
                "cost": 0.0,
                "defects": (*sheet.defects, *holes),
            }
        )
        extra.append(own)
        placements = (
            Placement(part=p.part, copy=0, x=p.x, y=p.y, angle=p.angle, flipped=p.flipped) for p in some
        )
        pinned[own.name] = (sheet, tuple(placements))
    taken = Counter(p.part for p in pins)
    for part, times in taken.items():
        if times > known[part].quantity:
            raise NestError.of("pin", part, case="times", times=times, quantity=known[part].quantity)
    opened = Counter(name for name, _ in groups)
    rest = tuple(replace(i, quantity=i.quantity - taken[i.id]) for i in items)
    left = tuple(
        s if s.quantity is None else s.model_copy(update={"quantity": max(0, s.quantity - opened[s.name])})
        for s in stock
    )
    return rest, (*extra, *left), pinned


def _outline(item: Item, pin: Pin, gap: float) -> tuple[tuple[float, float], ...]:
    where = Transform(pin.x, pin.y, pin.angle, pin.flipped)
    grown = item.region.transformed(where).outer.polygon().buffer((gap + 0.003) / 0.9979, quad_segs=12)
    return tuple((float(x), float(y)) for x, y in grown.exterior.coords[:-1])


def put_back_pins(layouts: Sequence[Layout], pinned: Pinned) -> tuple[Layout, ...]:
    """Return the layouts on the true sheets, pinned parts in their places."""
    out = []
    seen: set[str] = set()
    for layout in layouts:
        if layout.sheet.name in pinned:
            seen.add(layout.sheet.name)
            sheet, placements = pinned[layout.sheet.name]
            out.append(replace(layout, sheet=sheet, placements=placements + layout.placements))
        else:
            out.append(layout)
    bare = [Layout(name="", sheet=s, placements=p) for n, (s, p) in sorted(pinned.items()) if n not in seen]
    return (*bare, *out)
