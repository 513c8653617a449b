"""How good a set of layouts is: what its sheets cost, less the largest straight offcut."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.profiles.types import Sheet


def prices(stock: Sequence[Sheet]) -> tuple[float, ...]:
    """Return what using one sheet of each kind costs.

    Where no cost is given: sheets bought as needed (quantity None) cost their area at the
    dearest known rate, else in units of the largest; sheets in store cost nothing when others
    can be bought, so they are used first.
    """
    area = [s.length * s.width for s in stock]
    known = [s.cost / a for s, a in zip(stock, area, strict=True) if s.cost is not None]
    rate = max(known) if known and max(known) > 0 else 1.0 / max(area)
    bought = any(s.quantity is None for s in stock)
    out = []
    for sheet, a in zip(stock, area, strict=True):
        if sheet.cost is not None:
            out.append(sheet.cost)
        else:
            out.append(0.0 if bought and sheet.quantity is not None else a * rate)
    return tuple(out)


def preference(stock: Sequence[Sheet]) -> tuple[int, ...]:
    """Return sheet kinds from the cheapest per area to the dearest, then the smallest first."""
    cost = prices(stock)
    area = [s.length * s.width for s in stock]
    return tuple(sorted(range(len(stock)), key=lambda k: (round(cost[k] / area[k], 9), area[k], k)))


def offcut_worth(stock: Sequence[Sheet]) -> float:
    """Return what an offcut is worth of the price of its area.

    All of it where sheets are of one size (cost then counts used sheets); half where sizes
    differ, so that a large sheet is not bought for the offcut it leaves.
    """
    return 1.0 if len(stock) == 1 else 0.5


class Extents:
    """Bounding boxes of placed parts; each part is measured once for each way it lies."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Nothing is measured yet."""
        self.known = {i.id: i for i in items}
        self.boxes: dict[tuple[str, float, bool], Bounds] = {}

    def of(self, p: Placement) -> Bounds:
        """Return the box of a placed part, mm."""
        key = (p.part, p.angle, p.flipped)
        if key not in self.boxes:
            where = Transform(angle=p.angle, flipped=p.flipped)
            self.boxes[key] = self.known[p.part].region.transformed(where).bounds
        x0, y0, x1, y1 = self.boxes[key]
        return (x0 + p.x, y0 + p.y, x1 + p.x, y1 + p.y)

    def share(self, layout: Layout, spacing: Spacing) -> float:
        """Return the share of a sheet that is not a straight offcut (full width or full height)."""
        boxes = [self.of(p) for p in layout.placements]
        sheet = layout.sheet
        left, front, right, back = spacing.margin
        across = max(b[2] for b in boxes) + right, sheet.length - min(b[0] for b in boxes) + left
        along = max(b[3] for b in boxes) + back, sheet.width - min(b[1] for b in boxes) + front
        return min(1.0, min(across) / sheet.length, min(along) / sheet.width)


def used_share(layout: Layout, items: Sequence[Item], spacing: Spacing) -> float:
    """Return the share of a sheet that is not a straight offcut (full width or full height)."""
    return Extents(items).share(layout, spacing)


def sheet_equivalents(layouts: Sequence[Layout], items: Sequence[Item], spacing: Spacing) -> float:
    """Return sheets − 1 + the used share of the sheet with the largest straight offcut."""
    if not layouts:
        return 0.0
    extents = Extents(items)
    return len(layouts) - 1 + min(extents.share(layout, spacing) for layout in layouts)


def cost_of(layouts: Sequence[Layout], stock: Sequence[Sheet], spacing: Spacing, extents: Extents) -> float:
    """Return the price of all sheets less that of the best straight offcut."""
    price = {s.name: p for s, p in zip(stock, prices(stock), strict=True)}
    total = sum(price[layout.sheet.name] for layout in layouts)
    saved = [price[layout.sheet.name] * (1 - extents.share(layout, spacing)) for layout in layouts]
    return total - offcut_worth(stock) * max(saved, default=0.0)


def utilisation(layout: Layout, items: Sequence[Item]) -> float:
    """Return the share of the sheet's area that becomes parts."""
    from shapely import Polygon

    known = {i.id: i for i in items}
    sheet = layout.sheet
    whole = float(Polygon(sheet.outline).area) if sheet.outline else sheet.length * sheet.width
    return sum(known[p.part].region.area for p in layout.placements) / whole
