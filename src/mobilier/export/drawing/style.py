"""Type, line weights and colours, chosen once for every drawing, page and label.

Lengths are mm on paper; the em of IBM Plex Sans gives the widths of letters.
"""

from __future__ import annotations

import re
from pathlib import Path

FONT_STACK = "'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif"
FONTS = Path(__file__).parent / "fonts"

HEADING = 4.2
BODY = 3.0
SMALL = 2.3
TINY = 1.7
"""Text sizes."""

LETTER = 0.56
"""Mean width of a letter of the text face as a share of its size (measured on French words)."""

HEAVY = 0.5
OUTLINE = 0.35
MEDIUM = 0.25
THIN = 0.18
HAIR = 0.1
"""Line weights: heavy for what is outermost, hair for what only helps the eye."""

INK = "#1d2329"
SOFT = "#5d6770"
FAINT = "#a9b1b8"
PAPER = "#ffffff"
BOARD = "#f6efe2"
"""The bare sheet."""

CUT = "#1d2329"
DRILL = "#0b7a75"
POCKET = "#2f6db5"
ENGRAVE = "#8a4fa3"
WARN = "#c8371e"
CLAMP = "#c8371e"
"""Colours by operation, the same on sheet maps, part drawings and setup sheets."""

TINTS = (
    "#f3c98b",
    "#a9cbe3",
    "#c9ddb0",
    "#f0b8a6",
    "#d3c3e3",
    "#f5e2a0",
    "#b5ddd4",
    "#e8c9d6",
    "#d9cfc0",
    "#bfc8e8",
)
"""Fills of parts, light enough for black text on a laser printer."""


def tint_of(index: int) -> str:
    """Return the fill of the ``index``-th part of a piece."""
    return TINTS[index % len(TINTS)]


def tint_for(part: str, otherwise: int) -> str:
    """Return the fill of a part by the number that ends its id; ``otherwise`` where it has none."""
    number = re.search(r"\d+$", part)
    return tint_of(int(number[0]) - 1 if number else otherwise)


def shaded(colour: str, by: float) -> str:
    """Return ``colour`` (#rrggbb) multiplied by ``by`` (0 black … 1 same … 2 white)."""
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    mixed = [p * by for p in parts] if by <= 1 else [p + (255 - p) * (by - 1) for p in parts]
    return "#" + "".join(f"{min(255, max(0, round(p))):02x}" for p in mixed)
