"""Lengths as makers write them: 18, 17.6, 17,6, 17.6mm, 1.76 cm, 3/4in, 1 1/2".

The answer is in mm.  What could be read in two ways is refused.
"""

from __future__ import annotations

import re
from fractions import Fraction

from mobilier.errors import DesignError
from mobilier.wording import say

INCH = Fraction("25.4")
UNITS: dict[str, Fraction] = {
    "": Fraction(1),
    "mm": Fraction(1),
    "cm": Fraction(10),
    "m": Fraction(1000),
    "in": INCH,
    '"': INCH,
    "″": INCH,
}
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:(?P<mark>[.,])(?P<part>\d+))?")
_MIXED = re.compile(r"(?:(?P<whole>\d+) )?(?P<top>\d+)/(?P<bottom>\d+)")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_UNIT = re.compile(r"^(?P<figure>.*?)\s*(?P<unit>mm|cm|m|in|\"|″|)$")


def length(text: str, units: str = "mm") -> float:
    """Return a length in mm; ``units`` is meant where none is written.

    Raises:
        DesignError: not a length, or one that could be read in two ways.
    """
    plain = " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split()).lower()
    found = _UNIT.match(plain)
    assert found is not None
    figure, unit = found["figure"], found["unit"] or ("" if units == "mm" else units)
    if (mixed := _MIXED.fullmatch(figure)) and int(mixed["bottom"]):
        if not unit:
            raise DesignError(say("bare_fraction", text=text))
        return float(
            UNITS[unit] * (int(mixed["whole"] or 0) + Fraction(int(mixed["top"]), int(mixed["bottom"])))
        )
    if _GROUPED.fullmatch(figure):
        figure = figure.replace(" ", "")
    number = _NUMBER.fullmatch(figure)
    if number is None:
        raise DesignError(say("bad_length", text=text))
    if number["mark"] == "," and len(number["part"]) == 3 and number["whole"] != "0":
        small, large = figure.replace(",", "."), figure.replace(",", "")
        raise DesignError(say("three_digits", text=text, small=small + unit, large=large + unit))
    return float(UNITS[unit] * Fraction(figure.replace(",", ".")))


def sheet(text: str, units: str = "mm") -> tuple[float, float, float | None]:
    """Return length, width and thickness (or None) in mm of a sheet written LxW or LxWxT."""
    figures = re.split(r"\s*[x×*]\s*", text.strip().lower())
    if len(figures) not in (2, 3) or not all(figures):
        raise DesignError(say("bad_sheet", text=text))
    sides = [length(f, units) for f in figures]
    if min(sides) <= 0:
        raise DesignError(say("bad_sheet", text=text))
    return sides[0], sides[1], sides[2] if len(sides) == 3 else None
