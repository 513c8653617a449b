"""For which board was a plan drawn?  Its layers, its words, or the widths of its slots tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mobilier.plan.parts import PlanReading
from mobilier.plan.slots import facing_widths

NOMINAL = (3.0, 4.0, 5.0, 6.0, 6.35, 6.5, 9.0, 10.0, 12.0, 12.7, 15.0, 18.0, 19.0, 19.05, 21.0, 24.0, 25.0)
"""mm. Thicknesses at which boards are sold (EN 315 series, MDF, 1/4, 1/2 and 3/4 inch)."""

KERF = 0.25
"""mm. What a laser's kerf may have narrowed the slots of a drawing by."""

LOOSEST = 1.6
"""mm. Widest clearance seen in plans: 19.5 mm slots for an 18 mm board."""


def nominal_of(readings: Sequence[PlanReading]) -> float | None:
    """Return the nominal thickness in mm that drawings tell, or None."""
    for reading in readings:
        words = [layer.name for layer in reading.drawing.layers]
        words += [t.words for t in reading.words] + [t.words for p in reading.parts for t in p.words]
        told = Counter(
            value
            for text in words
            for figure in re.findall(r"(?<![\d.])(\d{1,2}(?:[.,]\d)?)\s*mm(?!\s*deep|_?deep|cut)", text, re.I)
            if (value := float(figure.replace(",", "."))) in NOMINAL and value >= 9.0
        )
        if told:
            return told.most_common(1)[0][0]
    widths = [w for r in readings for w in facing_widths(r.parts)]
    return _likeliest(widths)


def _likeliest(widths: Sequence[float]) -> float | None:
    """Return the board that the commonest width of slots takes: the thickest one that goes in.

    Where none goes in, the one that a kerf would have been taken off for.
    """
    if len(widths) < 4:
        return None
    common = Counter(round(w * 10) / 10 for w in widths)
    width, count = common.most_common(1)[0]
    if count < max(4, 0.3 * len(widths)):
        return None
    loose = [n for n in NOMINAL if -0.03 <= width - n <= LOOSEST]
    tight = [n for n in NOMINAL if -KERF <= width - n < 0]
    return max(loose, default=None) or min(tight, default=None)
