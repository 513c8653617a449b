"""Labels beside a drawing, with leaders: sorted in two columns, so none can collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.export.drawing.style import INK, SMALL, SOFT, THIN
from mobilier.export.drawing.svg import Svg
from mobilier.geometry.points import Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PITCH = 6.4
"""mm between two labels of a column."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words and the paper position they speak of."""

    words: str
    at: Point
    tint: str


def anchor_in(shape: BaseGeometry) -> tuple[Point, float]:
    """Return the most open point of a visible region (page mm at full size) and its room."""
    import shapely

    largest = max(shapely.get_parts(shape), key=lambda p: (p.area, p.bounds))
    x0, y0, x1, y1 = largest.bounds
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(x1 - x0, y1 - y0, 1.0) / 200)
    (x, y), edge = circle.coords[0], circle.coords[1]
    return (x, y), ((edge[0] - x) ** 2 + (edge[1] - y) ** 2) ** 0.5


def place(svg: Svg, labels: Sequence[Label], box: tuple[Point, Point]) -> None:
    """Write the labels in a column on the left and one on the right of the drawing in ``box``."""
    low, high = 3.0, svg.height - 3.0
    columns = (max(0.3, box[0][0] - 16.0), min(svg.width - 0.3, box[1][0] + 16.0))
    middle = sorted(k.at[0] for k in labels)[len(labels) // 2] if labels else 0.0
    middle = (middle + svg.width / 2) / 2
    sides = ([k for k in labels if k.at[0] < middle], [k for k in labels if k.at[0] >= middle])
    for right, side in enumerate(sides):
        wanted = sorted(side, key=lambda k: (k.at[1], k.at[0]))
        for label, y in zip(wanted, _spread([k.at[1] for k in wanted], low, high), strict=True):
            _write(svg, label, y, columns[right], right=bool(right))


def _spread(wished: Sequence[float], low: float, high: float) -> list[float]:
    """Return heights near the wished ones, at least ``PITCH`` apart, in order."""
    pitch = min(PITCH, (high - low) / max(1, len(wished) - 1)) if len(wished) > 1 else PITCH
    # downwards: each below the last one
    out: list[float] = []
    for w in wished:
        out.append(max(w, low, out[-1] + pitch if out else low))
    # the lowest may have left the page: push the column up from there
    over = (out[-1] - high) if out else 0.0
    if over > 0:
        out[-1] = high
        for k in range(len(out) - 2, -1, -1):
            out[k] = min(out[k], out[k + 1] - pitch)
    return out


def _write(svg: Svg, label: Label, y: float, column: float, *, right: bool) -> None:
    width = max(7.0, 2.2 + 0.62 * SMALL * len(label.words))
    x = column - width if right else column
    edge = x if right else x + width
    knee = edge - 3 if right else edge + 3
    svg.polyline([label.at, (knee, y), (edge, y)], stroke=SOFT, stroke_width=THIN)
    svg.circle(label.at, 0.55, fill=INK)
    svg.raw(
        f'<rect x="{x:.2f}" y="{y - 2.4:.2f}" width="{width:.2f}" height="4.8" rx="2.4" '
        f'fill="{label.tint}" stroke="{INK}" stroke-width="{THIN}"/>'
    )
    svg.text((x + width / 2, y), label.words, SMALL, anchor="middle", bold=True, middle=True)
