"""The instant answer: rectpack on bounding boxes (the only importer of rectpack)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from mobilier.geometry.frame import Transform
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.nest.objective import preference
from mobilier.nest.stock import SLACK, angles_on, inner_box, is_plain
from mobilier.profiles.types import Sheet

TWICE = 150
"""Units up to which both ways are tried: an instant answer must be instant."""

UNIT = 1000  # rectpack counts in whole numbers: micrometres


def pack_boxes(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> tuple[Layout, ...] | None:
    """Return layouts of bounding boxes, the better of lying and standing parts; None: none found."""
    best: tuple[Layout, ...] | None = None
    for lying in (True, False) if sum(i.quantity for i in items) <= TWICE else (True,):
        found = _packed(items, stock, spacing, lying=lying)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def _packed(
    items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing, *, lying: bool
) -> tuple[Layout, ...] | None:
    import rectpack

    kinds = [k for k in preference(stock) if is_plain(stock[k], spacing)]
    grains = {stock[k].grain for k in kinds}
    if not kinds or len(grains) > 1:  # one box per part: its angle must be right on every sheet
        return None
    packer: Any = rectpack.newPacker(
        mode=rectpack.PackingMode.Offline,
        bin_algo=rectpack.PackingBin.BFF,
        pack_algo=rectpack.MaxRectsBl,
        sort_algo=rectpack.SORT_AREA,
        rotation=False,
    )
    total = sum(i.quantity for i in items)
    for k in kinds:
        x0, y0, x1, y1 = inner_box(stock[k], spacing)
        size = [math.floor((d + spacing.gap + SLACK / 2) * UNIT) for d in (x1 - x0, y1 - y0)]
        quantity = stock[k].quantity
        packer.add_bin(*size, count=total if quantity is None else quantity, bid=k)
    angles = [_angle(item, stock, kinds, spacing, lying=lying) for item in items]
    for n, item in enumerate(items):
        angle = angles[n]
        if angle is None:
            return None
        x0, y0, x1, y1 = item.region.transformed(Transform(angle=angle)).bounds
        size = [math.ceil((d + spacing.gap) * UNIT) for d in (x1 - x0, y1 - y0)]
        for copy in range(item.quantity):
            packer.add_rect(*size, rid=(n, copy))
    packer.pack()
    return _layouts(packer, items, stock, spacing, angles) if len(packer.rect_list()) == total else None


def _angle(
    item: Item, stock: Sequence[Sheet], kinds: Sequence[int], spacing: Spacing, *, lying: bool
) -> float | None:
    """Return the allowed angle that fits every kind of sheet and lies along x (or stands)."""
    choices = []
    boxes = [inner_box(stock[k], spacing) for k in kinds]
    for angle in angles_on(item, stock[kinds[0]]):
        x0, y0, x1, y1 = item.region.transformed(Transform(angle=angle)).bounds
        w, h = x1 - x0, y1 - y0
        room = sum(w <= b[2] - b[0] + SLACK / 2 and h <= b[3] - b[1] + SLACK / 2 for b in boxes)
        if room:
            choices.append((-room, round(w * h), h if lying else w, angle))
    return min(choices)[-1] if choices else None


def _layouts(
    packer: Any,
    items: Sequence[Item],
    stock: Sequence[Sheet],
    spacing: Spacing,
    angles: Sequence[float | None],
) -> tuple[Layout, ...]:
    out = []
    for used in packer:
        sheet = stock[used.bid]
        x0, y0, _, _ = inner_box(sheet, spacing)
        placements = []
        for rect in used:
            n, copy = rect.rid
            angle = angles[n] or 0.0
            low = items[n].region.transformed(Transform(angle=angle)).bounds
            x, y = x0 + rect.x / UNIT - low[0], y0 + rect.y / UNIT - low[1]
            placements.append(Placement(part=items[n].id, copy=copy, x=x, y=y, angle=angle))
        out.append(Layout(name="", sheet=sheet, placements=tuple(placements)))
    return tuple(out)
