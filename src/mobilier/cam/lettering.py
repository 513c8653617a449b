"""Single-line letters for engraving: the strokes of a text, accents drawn, nothing dropped.

Letters are Hershey's `futural`; accents, which that font lacks, are drawn over their letter.
A character that cannot be drawn is an error, never a gap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mobilier.errors import MachineError
from mobilier.geometry.contour import Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from mobilier.model.part import Part

Stroke = tuple[Point, ...]

_CAP = 21.0
"""Height of a capital in the font's own units."""

_FOOT = 9.0
"""y of the base line in the font's own units, where y runs down."""

_LETTERS: Mapping[str, str] = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-", "×": "x"}

_ACCENTS: Mapping[str, tuple[Stroke, ...]] = {
    "\N{COMBINING ACUTE ACCENT}": (((-0.05, 0.0), (0.1, 0.18)),),
    "\N{COMBINING GRAVE ACCENT}": (((0.05, 0.0), (-0.1, 0.18)),),
    "\N{COMBINING CIRCUMFLEX ACCENT}": (((-0.14, 0.02), (0.0, 0.17), (0.14, 0.02)),),
    "\N{COMBINING DIAERESIS}": (((-0.13, 0.03), (-0.13, 0.11)), ((0.13, 0.03), (0.13, 0.11))),
    "\N{COMBINING TILDE}": (((-0.15, 0.03), (-0.05, 0.12), (0.05, 0.04), (0.15, 0.13)),),
    "\N{COMBINING CEDILLA}": (((0.02, -1.0), (0.06, -1.1), (-0.04, -1.2)),),
}
"""Strokes over (or under) a letter, in capital heights from the middle of its top; cedilla from its foot."""


def strokes_of(text: str, height: float) -> tuple[Stroke, ...]:
    """Return the strokes of a text on a base line from (0, 0), capitals ``height`` mm high.

    Raises:
        MachineError: a character that this font cannot draw.
    """
    out: list[Stroke] = []
    x, k = 0.0, height / _CAP
    for char in _spelled(text):
        apart = unicodedata.normalize("NFD", char)
        base, marks = apart[0], apart[1:]
        if base == " ":
            x += height * 0.6
            continue
        glyph = _glyph(base)
        if not glyph or any(m not in _ACCENTS for m in marks):
            msg = f"the letter {char!r} of the label {text!r} cannot be engraved: write it in plain letters"
            raise MachineError(msg)
        low = min(px for s in glyph for px, _ in s)
        high = max(px for s in glyph for px, _ in s)
        out += [tuple((x + (px - low) * k, py * k) for px, py in s) for s in glyph]
        top = max(py for s in glyph for _, py in s) * k + 0.08 * height
        middle = x + (high - low) * k / 2
        for mark in marks:
            drop = 0.0 if mark == "\N{COMBINING CEDILLA}" else top
            out += [
                tuple((middle + mx * height, _mark_y(my, height, drop)) for mx, my in s)
                for s in _ACCENTS[mark]
            ]
        x += (high - low) * k + 0.28 * height
    return tuple(out)


def _mark_y(y: float, height: float, top: float) -> float:
    return top + y * height if y >= 0 else (y + 1.0) * height


def _spelled(text: str) -> str:
    return "".join(_LETTERS.get(c, c) for c in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=256)
def _glyph(char: str) -> tuple[Stroke, ...]:
    """Return the strokes of one character in font units, y up from the base line."""
    from HersheyFonts import HersheyFonts

    font = HersheyFonts()
    font.load_default_font("futural")
    found = [tuple((float(x), float(y)) for x, y in s) for s in font.strokes_for_text(char)]
    return tuple(tuple((x, _FOOT - y) for x, y in s) for s in found if len(s) > 1)


def size_of(strokes: tuple[Stroke, ...]) -> tuple[float, float, float, float]:
    """Return the bounding box of strokes, mm."""
    xs = [x for s in strokes for x, _ in s]
    ys = [y for s in strokes for _, y in s]
    return (min(xs), min(ys), max(xs), max(ys))


def label_of(part: Part, text: str, height: float, margin: float) -> tuple[Stroke, ...]:
    """Return the strokes of a label placed on a part, () where the part has no room for it.

    The label goes to the middle of the widest free place of the part, along x or along y,
    ``margin`` mm clear of edges, openings and pockets, in the size asked or down to half of it.
    """
    import shapely

    free: Geometry = part.region.polygon(0.05)
    busy = [f.contours[0].polygon(0.05) for f in part.features if f.contours]
    if busy:
        free = free.difference(shapely.union_all(busy))
    free = free.buffer(-margin)
    if free.is_empty:
        return ()
    disc = shapely.maximum_inscribed_circle(free, tolerance=1.0)
    cx, cy = disc.coords[0]
    for share in (1.0, 0.75, 0.5):
        strokes = strokes_of(text, height * share)
        x0, y0, x1, y1 = size_of(strokes)
        for turned in (False, True):
            placed = tuple(
                tuple(_set(px - (x0 + x1) / 2, py - (y0 + y1) / 2, (cx, cy), turned=turned) for px, py in s)
                for s in strokes
            )
            if free.covers(shapely.box(*size_of(placed))):
                return placed
    return ()


def _set(x: float, y: float, at: Point, *, turned: bool) -> Point:
    return (at[0] - y, at[1] + x) if turned else (at[0] + x, at[1] + y)
