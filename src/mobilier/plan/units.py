"""In which unit was this drawn?  Evidence is weighed; what a header states is one witness among others."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mobilier.dxf.drawing import Drawing
from mobilier.geometry.contour import Contour
from mobilier.wording import Pair, pair

MM: Mapping[str, float] = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "ft": 304.8}
"""Units of drawings -> mm in one."""

SHEETS = (
    (2500.0, 1250.0),
    (2440.0, 1220.0),
    (2438.4, 1219.2),
    (2500.0, 1220.0),
    (3050.0, 1525.0),
    (3048.0, 1524.0),
    (3100.0, 1530.0),
    (2500.0, 1530.0),
    (1525.0, 1525.0),
    (1524.0, 1524.0),
    (1220.0, 1220.0),
    (1219.2, 1219.2),
    (1250.0, 1250.0),
    (600.0, 300.0),
    (800.0, 600.0),
)
"""Sizes in mm at which boards are sold: those of the profiles, 4 x 8, 5 x 5 and 5 x 10 ft, laser formats."""

SHEET_WITHIN = 2.0
"""mm. How near a drawn frame is to such a size."""

LARGEST_PART, LARGEST_PLAN, SMALLEST_PLAN = 4200.0, 30000.0, 20.0
"""mm. No board is longer; no plan of furniture wider, or smaller."""

FINEST = 0.8
"""mm. The finest cutter of a fablab: a drawing full of smaller shapes is in a larger unit."""

CUSTOM: Mapping[str, float] = {"mm": 1.0, "in": 0.0, "px": 0.5}
"""What custom says where a file is silent: plans are in millimetres, a few in inches; others are rare."""

DOUBT = 3.0
"""Weight by which evidence must outweigh the header before the reader stops to ask."""


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The unit, what speaks for it, and the unit that the file states where that is another one."""

    unit: str
    evidence: Pair
    weights: Mapping[str, float] = field(default_factory=dict)
    contradicts: str = ""
    sure: bool = True


def judge_units(drawing: Drawing, candidates: Mapping[str, float] = MM) -> UnitVerdict:
    """Return the unit of a drawing that was read with its numbers as they stand (1 = 1 mm)."""
    rings = [c for layer in drawing.layers for c in layer.rings]
    if not rings:
        return UnitVerdict(drawing.stated or "mm", pair("plan.evidence.none"), sure=bool(drawing.stated))
    bounds = drawing.bounds or (0.0, 0.0, 0.0, 0.0)
    span = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    names = " ".join(layer.name for layer in drawing.layers)
    sizes = _sizes(rings)
    said: dict[str, list[Pair]] = {unit: [] for unit in candidates}
    weights = {
        unit: _weight(_Measured(rings, sizes, span, names), mm, said[unit]) for unit, mm in candidates.items()
    }
    if drawing.stated in weights:
        weights[drawing.stated] += 4.0
        said[drawing.stated].append(pair("plan.evidence.header", unit=drawing.stated))
    elif drawing.imperial and "in" in weights:
        weights["in"] += 1.5
        said["in"].append(pair("plan.evidence.imperial"))
    else:
        for unit in weights:
            weights[unit] += CUSTOM.get(unit, -1.0)
    best = max(weights, key=lambda unit: (weights[unit], unit == drawing.stated, unit == "mm"))
    stated = drawing.stated if drawing.stated in weights else best
    if best != stated and weights[best] - weights[stated] < DOUBT:
        best = stated
    others = sorted((w for unit, w in weights.items() if unit != best), reverse=True)
    why = said[best] or [pair("plan.evidence.none")]
    return UnitVerdict(
        best,
        (", ".join(w[0] for w in why), ", ".join(w[1] for w in why)),
        weights,
        contradicts=stated if best != stated else "",
        sure=weights[best] - others[0] >= 1.0 if others else True,
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured once: rings, sizes of the shapes, overall span, names of the layers."""

    rings: Sequence[Contour]
    sizes: Sequence[float]
    span: float
    names: str


def _weight(m: _Measured, mm: float, said: list[Pair]) -> float:
    """Return what speaks for ``mm`` millimetres in one unit."""
    total = 0.0
    frames = [size for c in m.rings if (size := sheet_size(c, mm))]
    if frames:
        total += 8.0
        said.append(pair("plan.evidence.frame", long=frames[0][0], wide=frames[0][1]))
    named = _named_sizes(m, mm)
    if named:
        total += 5.0
        said.append(pair("plan.evidence.layer", name=named))
    if not SMALLEST_PLAN <= m.span * mm <= LARGEST_PLAN:
        total -= 6.0
    longest = max(max(b[2] - b[0], b[3] - b[1]) for b in (c.bounds for c in m.rings)) * mm
    if longest > LARGEST_PART:
        total -= 4.0
    fine = sorted(m.sizes)[len(m.sizes) // 5] * mm
    if fine < FINEST:
        total -= 2.0
    share = sum(_round(v * mm) for v in m.sizes) / len(m.sizes)
    total += 3.0 * share
    if share > 0.6:
        said.append(pair("plan.evidence.round", share=100 * share))
    return total


def _sizes(rings: Sequence[Contour], most: int = 400) -> list[float]:
    """Return the distinct widths and heights of shapes, smallest first, a few hundred at most."""
    boxes = [c.bounds for c in rings]
    found = sorted({round(v, 4) for b in boxes for v in (b[2] - b[0], b[3] - b[1]) if v > 0})
    return found[:: max(1, len(found) // most)] or [1.0]


def _round(mm: float) -> bool:
    """Whether a length in mm is a figure that a person would draw: half millimetres or 1/16 inches."""
    return any(abs(mm / grid - round(mm / grid)) * grid < 0.02 for grid in (0.5, 25.4 / 16))


def sheet_size(contour: Contour, mm: float = 1.0) -> tuple[float, float] | None:
    """Return the size that boards are sold at which a rectangle has, long side first, or None."""
    if not rectangle(contour):
        return None
    x0, y0, x1, y1 = contour.bounds
    long, wide = sorted(((x1 - x0) * mm, (y1 - y0) * mm), reverse=True)
    a, b = min(SHEETS, key=lambda size: abs(long - size[0]) + abs(wide - size[1]))
    return (a, b) if max(abs(long - a), abs(wide - b)) <= SHEET_WITHIN else None


def rectangle(contour: Contour) -> bool:
    """Whether a ring is a rectangle along the axes."""
    if not contour.straight:
        return False
    x0, y0, x1, y1 = contour.bounds
    box = (x1 - x0) * (y1 - y0)
    return len(contour.vertices) <= 8 and box > 0 and abs(abs(contour.area) - box) <= 1e-3 * box


def _named_sizes(m: _Measured, mm: float) -> str:
    """Return the size in a layer's name that a drawn shape has, if there is one."""
    for found in re.finditer(r"(\d{3,4})\s*[xX×]\s*(\d{3,4})", m.names):
        a, b = float(found[1]), float(found[2])
        for c in m.rings:
            x0, y0, x1, y1 = c.bounds
            size = sorted(((x1 - x0) * mm, (y1 - y0) * mm), reverse=True)
            if math.dist(size, sorted((a, b), reverse=True)) < SHEET_WITHIN:
                return found[0]
    return ""
