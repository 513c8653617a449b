"""Letters on boards: single strokes to engrave, filled ones to paint, and a stencil to cut right through.

Letters are Hershey's `futural`; accents, which that font lacks, are drawn over their letter.
A character that cannot be drawn is an error, never a gap.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region, union

LetterStroke = tuple[Point, ...]

_CAP = 21.0
"""Height of a capital in the font's own units."""

_FOOT = 9.0
"""y of the base line in the font's own units, where y runs down."""

_LETTERS: Mapping[str, str] = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-", "×": "x"}

_ACCENTS: Mapping[str, tuple[LetterStroke, ...]] = {
    "\N{COMBINING ACUTE ACCENT}": (((-0.05, 0.0), (0.1, 0.18)),),
    "\N{COMBINING GRAVE ACCENT}": (((0.05, 0.0), (-0.1, 0.18)),),
    "\N{COMBINING CIRCUMFLEX ACCENT}": (((-0.14, 0.02), (0.0, 0.17), (0.14, 0.02)),),
    "\N{COMBINING DIAERESIS}": (((-0.13, 0.03), (-0.13, 0.11)), ((0.13, 0.03), (0.13, 0.11))),
    "\N{COMBINING TILDE}": (((-0.15, 0.03), (-0.05, 0.12), (0.05, 0.04), (0.15, 0.13)),),
    "\N{COMBINING CEDILLA}": (((0.02, -1.0), (0.06, -1.1), (-0.04, -1.2)),),
}
"""Strokes over (or under) a letter, in capital heights from the middle of its top; cedilla from its foot."""


def strokes_of(
    text: str, height: float, *, gap: float | None = None, lift: float | None = None
) -> tuple[LetterStroke, ...]:
    """Return the strokes of a text on a base line from (0, 0), capitals ``height`` mm high.

    ``gap`` between letters and ``lift`` of an accent above its letter in mm (None: by the height).

    Raises:
        DesignError: a character that this font cannot draw.
    """
    out: list[LetterStroke] = []
    x, k = 0.0, height / _CAP
    for char in _spelled(text):
        apart = unicodedata.normalize("NFD", char)
        base, marks = apart[0], apart[1:]
        if base == " ":
            x += height * 0.6
            continue
        glyph = _glyph(base)
        if not glyph or any(m not in _ACCENTS for m in marks):
            raise DesignError.of("lettering", text, case="letter", letter=char)
        low = min(px for s in glyph for px, _ in s)
        high = max(px for s in glyph for px, _ in s)
        out += [tuple((x + (px - low) * k, py * k) for px, py in s) for s in glyph]
        top = max(py for s in glyph for _, py in s) * k + (0.08 * height if lift is None else lift)
        middle = x + (high - low) * k / 2
        for mark in marks:
            drop = 0.0 if mark == "\N{COMBINING CEDILLA}" else top
            out += [
                tuple((middle + mx * height, _mark_y(my, height, drop)) for mx, my in s)
                for s in _ACCENTS[mark]
            ]
        x += (high - low) * k + (0.28 * height if gap is None else gap)
    return tuple(out)


def _mark_y(y: float, height: float, top: float) -> float:
    return top + y * height if y >= 0 else (y + 1.0) * height


def _spelled(text: str) -> str:
    return "".join(_LETTERS.get(c, c) for c in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=256)
def _glyph(char: str) -> tuple[LetterStroke, ...]:
    """Return the strokes of one character in font units, y up from the base line."""
    from HersheyFonts import HersheyFonts

    font = HersheyFonts()
    font.load_default_font("futural")
    found = [tuple((float(x), float(y)) for x, y in s) for s in font.strokes_for_text(char)]
    return tuple(tuple((x, _FOOT - y) for x, y in s) for s in found if len(s) > 1)


def size_of(strokes: tuple[LetterStroke, ...]) -> tuple[float, float, float, float]:
    """Return the bounding box of strokes, mm."""
    xs = [x for s in strokes for x, _ in s]
    ys = [y for s in strokes for _, y in s]
    return (min(xs), min(ys), max(xs), max(ys))


def fitted(
    text: str, across: float, up: float, *, gap: float | None = None, lift: float | None = None
) -> tuple[LetterStroke, ...]:
    """Return the strokes of a text as large as ``across`` × ``up`` mm allow, on one to three lines.

    They stand about (0, 0).  Lines are one and a half capitals apart.
    """
    return _fit(text, across, up, gap, lift)[0]


def bold(
    text: str, across: float, up: float, air: float, least: float = 0.0
) -> tuple[tuple[LetterStroke, ...], float, float]:
    """Return the strokes of a text to be widened, how wide, and how high its capitals are then, mm.

    The width is a seventh of the height, so that letters are seen from afar, and ``least`` mm; ``air`` mm
    of wood stay between two letters, and under an accent.  Widened they fill ``across`` × ``up``.
    """
    width = max(up / 9, least)
    for _ in range(24):
        strokes, high = _fit(text, across - width, up - width, width + air, width + air)
        wanted = max(high / (SEENNESS - 1), least)
        if abs(wanted - width) < 1e-3:
            break
        width = (width + wanted) / 2
    return strokes, width, high + width


SEENNESS = 7.0
"""Letters that are seen are at most this many times as high as their strokes are wide (DIN 1450)."""


def filled(strokes: Sequence[LetterStroke], width: float) -> list[tuple[Contour, tuple[Contour, ...]]]:
    """Return strokes widened to ``width`` mm as areas, each with the islands in it."""
    runs = [(a, b) for s in strokes for a, b in pairwise(s)]
    return [
        (r.outer.turned(ccw=True), tuple(h.turned(ccw=False) for h in r.holes))
        for r in union([_capsule(*run, width) for run in runs])
    ]


def _fit(
    text: str, across: float, up: float, gap: float | None, lift: float | None
) -> tuple[tuple[LetterStroke, ...], float]:
    """Return the strokes of `fitted`, and how high their capitals are, mm."""
    words = text.split()
    best: tuple[float, list[str]] = (0.0, [])
    for number in range(1, min(3, len(words)) + 1):
        lines = _lines(words, number)
        high = up / (1.0 + 1.6 * (number - 1))
        for line in lines:
            x0, _, x1, _ = size_of(strokes_of(line, 100.0, gap=0.0 if gap is not None else None))
            room = across - (gap or 0.0) * len(line)
            high = min(high, 100.0 * room / (x1 - x0))
        if high > best[0]:
            best = (high, lines)
    if best[0] <= 0:
        raise DesignError.of("lettering", text, case="long", width=across, height=up)
    high, lines = best
    out = _stacked(lines, high, gap, lift)
    for _ in range(16):  # accents stand above their line: shrink until they are in too
        _, y0, _, y1 = size_of(out)
        if y1 - y0 <= up:
            break
        high *= 0.98 * up / (y1 - y0)
        out = _stacked(lines, high, gap, lift)
    else:
        raise DesignError.of("lettering", text, case="long", width=across, height=up)
    _, y0, _, y1 = size_of(out)
    return tuple(tuple((px, py - (y0 + y1) / 2) for px, py in s) for s in out), high


def _stacked(
    lines: Sequence[str], high: float, gap: float | None, lift: float | None
) -> tuple[LetterStroke, ...]:
    """Return lines one below the other, each centred on x = 0."""
    out: list[LetterStroke] = []
    down = 1.6 * high + (lift or 0.0)
    for k, line in enumerate(lines):
        strokes = strokes_of(line, high, gap=gap, lift=lift)
        x0, _, x1, _ = size_of(strokes)
        out += [tuple((px - (x0 + x1) / 2, py - k * down) for px, py in s) for s in strokes]
    return tuple(out)


def _lines(words: Sequence[str], number: int) -> list[str]:
    """Divide words over ``number`` lines, the longest as short as can be."""
    if number == 1:
        return [" ".join(words)]
    tries = [[" ".join(words[:k]), *_lines(words[k:], number - 1)] for k in range(1, len(words) - number + 2)]
    return min(tries, key=lambda lines: max(len(line) for line in lines))


def stencil(strokes: Sequence[LetterStroke], width: float, bridge: float) -> tuple[Contour, ...]:
    """Return the openings that cut strokes ``width`` mm wide right through a board.

    What a letter would drop (the middle of an O) is held by an upright bridge at least ``bridge``
    mm wide.  Every opening is swept by a round tip, so that a cutter of that width enters all of it.
    """
    runs = [(a, b) for s in strokes for a, b in pairwise(s)]
    bars = [bar for region in union([_capsule(*r, width) for r in runs]) for bar in _bars(region, width)]
    for middle, low, high in bars:
        reach = (bridge + width) / 2
        runs = [r for run in runs for r in _clipped(run, (middle - reach, low, middle + reach, high))]
    cut = union([_capsule(*r, width) for r in runs])
    return tuple(p.outer for p in cut if p.area > width * width)


def _bars(region: Region, width: float) -> Iterator[tuple[float, float, float]]:
    """Yield the bridges that hold the islands of a letter: the middle in x, and from y to y, mm."""
    _, low, _, high = region.bounds
    for hole in region.holes:
        x0, y0, x1, y1 = hole.bounds
        middle, tall = (x0 + x1) / 2, y1 - y0 > 0.6 * (high - low)
        above = (y0 + y1) / 2 > (low + high) / 2
        if above or tall:
            yield middle, (y0 + y1) / 2, y1 + width + 1
        if tall or not above:
            yield middle, y0 - width - 1, (y0 + y1) / 2


def _clipped(run: tuple[Point, Point], box: tuple[float, float, float, float]) -> list[tuple[Point, Point]]:
    """Return what of a straight run lies outside a box: none, one or two runs."""
    (ax, ay), (bx, by) = run
    first, last = 0.0, 1.0
    for start, step, low, high in ((ax, bx - ax, box[0], box[2]), (ay, by - ay, box[1], box[3])):
        if abs(step) < 1e-9:
            if not low < start < high:
                return [run]
            continue
        enter, leave = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enter), min(last, leave)
    if first >= last:
        return [run]

    def at(share: float) -> Point:
        return (ax + share * (bx - ax), ay + share * (by - ay))

    return [(at(p), at(q)) for p, q in ((0.0, first), (last, 1.0)) if q - p > 1e-9]


def _capsule(a: Point, b: Point, width: float) -> Contour:
    """Return the area a round tip of ``width`` mm sweeps from ``a`` to ``b``."""
    length = math.dist(a, b)
    if length < 1e-6:
        return Contour.circle(*a, width)
    nx, ny = -(b[1] - a[1]) / length * width / 2, (b[0] - a[0]) / length * width / 2
    return Contour(
        (
            (a[0] - nx, a[1] - ny, 0.0),
            (b[0] - nx, b[1] - ny, 1.0),
            (b[0] + nx, b[1] + ny, 0.0),
            (a[0] + nx, a[1] + ny, 1.0),
        )
    )
