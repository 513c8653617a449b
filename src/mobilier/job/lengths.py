"""Words that makers type, as values: lengths (18, 17.6, 17,6, 17.6mm, 1.76 cm, 3/4in, 1 1/2"), yes and no.

A length is answered in mm.  What could be read in two ways is refused.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mobilier.errors import DesignError

if TYPE_CHECKING:
    from mobilier.model.parameter import Parameter

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
YES, NO = ("yes", "true", "on", "1", "oui", "vrai"), ("no", "false", "off", "0", "non", "faux")
LONGEST = 40
"""Letters of the longest figure that is read."""

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:(?P<mark>[.,])(?P<part>\d+))?")
_MIXED = re.compile(r"(?:(?P<whole>\d+) )?(?P<top>\d+)/(?P<bottom>\d+)")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_UNIT = re.compile(r"^(?P<figure>.*?)\s*(?P<unit>mm|cm|m|in|\"|″|)$")


def length(text: str, units: str = "mm") -> float:
    """Return a length in mm; ``units`` is meant where none is written.

    Raises:
        DesignError: not a length, or one that could be read in two ways.
    """
    if len(text) > LONGEST:
        raise DesignError.of("bad-length", f"{text[:LONGEST]}…", case="word")
    plain = " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split()).lower()
    found = _UNIT.match(plain)
    assert found is not None
    figure, unit = found["figure"], found["unit"] or ("" if units == "mm" else units)
    if (mixed := _MIXED.fullmatch(figure)) and int(mixed["bottom"]):
        if not unit:
            raise DesignError.of("bad-length", text, case="fraction", text=text)
        return float(
            UNITS[unit] * (int(mixed["whole"] or 0) + Fraction(int(mixed["top"]), int(mixed["bottom"])))
        )
    if _GROUPED.fullmatch(figure):
        figure = figure.replace(" ", "")
    number = _NUMBER.fullmatch(figure)
    if number is None:
        raise DesignError.of("bad-length", text, case="word")
    if number["mark"] == "," and len(number["part"]) == 3 and number["whole"] != "0":
        small, large = figure.replace(",", "."), figure.replace(",", "")
        raise DesignError.of("bad-length", text, case="three-digits", small=small + unit, large=large + unit)
    return float(UNITS[unit] * Fraction(figure.replace(",", ".")))


def sheet_size(text: str, units: str = "mm") -> tuple[float, float] | tuple[float, float, float]:
    """Return length, width and thickness, where one is written, in mm, of a sheet LxW or LxWxT.

    Raises:
        DesignError: not two or three lengths above nought.
    """
    figures = re.split(r"\s*[x×*]\s*", text.strip().lower())
    if len(figures) not in (2, 3) or not all(figures):
        raise DesignError.of("bad-sheet-size", text)
    sides = [length(f, units) for f in figures]
    if min(sides) <= 0:
        raise DesignError.of("bad-sheet-size", text)
    return (sides[0], sides[1], sides[2]) if len(sides) == 3 else (sides[0], sides[1])


def typed(parameter: Parameter, text: str, units: str = "mm") -> bool | int | float | str:
    """Return what was typed as the kind of value that a parameter takes.

    Raises:
        DesignError: it cannot be read as that kind.
    """
    match parameter.kind:
        case "length":
            return length(text, units)
        case "switch":
            word = text.lower()
            if word not in YES + NO:
                raise DesignError.of("bad-value", f"{parameter.name} = {text}", case="switch")
            return word in YES
        case "count":
            return _number(text, int, "count", parameter.name)
        case "angle" | "mass":
            return _number(text.replace(",", ".").rstrip("°kg "), float, "number", parameter.name)
        case _:
            return text


def _number(text: str, kind: type[int] | type[float], case: str, name: str) -> int | float:
    if len(text) > LONGEST:
        raise DesignError.of("bad-value", f"{name} = {text[:LONGEST]}…", case=case)
    try:
        return kind(text)
    except ValueError:
        raise DesignError.of("bad-value", f"{name} = {text}", case=case) from None
