"""Parameters of a design: what may change, by how much, and what it means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from mobilier.errors import DesignError
from mobilier.wording import Value, hint, pair

ParameterKind = Literal["length", "angle", "mass", "count", "choice", "switch", "text", "material"]
NUMBERS: tuple[ParameterKind, ...] = ("length", "angle", "mass", "count")
UNITS: Mapping[ParameterKind, str] = {"length": "mm", "angle": "°", "mass": "kg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value of a design.  ``default`` and the range are in mm, degrees, kg or a count."""

    kind: ParameterKind
    default: Any
    about: str
    name: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit printed behind the value."""
        return UNITS.get(self.kind, "")

    @property
    def range_text(self) -> str:
        """The allowed values, for people."""
        if self.low is not None:
            return f"{self.low:g}…{self.high:g}"
        return " | ".join(self.choices)

    @property
    def declared(self) -> bool:
        """Whether a figure has a range of figures with its default in it, and a word is a word."""
        if self.kind not in NUMBERS:
            return isinstance(self.default, bool if self.kind == "switch" else str)
        figures = (self.low, self.default, self.high)
        plain = all(isinstance(v, int | float) and not isinstance(v, bool) for v in figures)
        return plain and all(map(math.isfinite, figures)) and self.low <= self.default <= self.high

    def checked(self, value: object) -> Any:
        """Return ``value`` as this parameter takes it.

        Raises:
            DesignError: wrong kind of value, or outside the range.
        """
        if self.kind in NUMBERS:
            return self._number(value)
        if self.kind == "switch":
            if not isinstance(value, bool):
                raise self._refused("switch", value)
            return value
        if not isinstance(value, str):
            raise self._refused("text", value)
        if self.kind == "choice" and value not in self.choices:
            raise self._refused("choice", value, hint=hint(value, self.choices))
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self._refused("number", value, unit=self.unit or pair("unit.pieces"))
        if self.kind == "count" and value != int(value):
            raise DesignError.of("value-refused", self.name, case="whole", value=float(value))
        assert self.low is not None
        assert self.high is not None
        if not self.low <= value <= self.high:
            side = "below" if value < self.low else "above"
            told = {"low": self.low, "high": self.high, "off": max(self.low - value, value - self.high)}
            figure = float(value)
            raise DesignError.of("value-refused", self.name, case=side, value=figure, unit=self.unit, **told)
        return int(value) if self.kind == "count" else float(value)

    def _refused(self, case: str, value: object, **told: Value) -> DesignError:
        return DesignError.of("value-refused", self.name, case=case, value=str(value), **told)


def length(default: float, low: float, high: float, about: str) -> Any:
    """Declare a length in mm with its range."""
    return Parameter(kind="length", default=float(default), low=low, high=high, about=about)


def angle(default: float, low: float, high: float, about: str) -> Any:
    """Declare an angle in degrees with its range."""
    return Parameter(kind="angle", default=float(default), low=low, high=high, about=about)


def mass(default: float, low: float, high: float, about: str) -> Any:
    """Declare a mass in kg with its range."""
    return Parameter(kind="mass", default=float(default), low=low, high=high, about=about)


def count(default: int, low: int, high: int, about: str) -> Any:
    """Declare a whole number with its range."""
    return Parameter(kind="count", default=default, low=low, high=high, about=about)


def choice(default: str, others: Sequence[str], about: str) -> Any:
    """Declare one of several words; ``default`` is the first of them."""
    return Parameter(kind="choice", default=default, choices=(default, *others), about=about)


def switch(default: bool, about: str) -> Any:
    """Declare a yes or no."""
    return Parameter(kind="switch", default=default, about=about)


def text(default: str, about: str) -> Any:
    """Declare a text that is engraved or printed."""
    return Parameter(kind="text", default=default, about=about)


def material(default: str, about: str = "board") -> Any:
    """Declare a board by the name of its material profile."""
    return Parameter(kind="material", default=default, about=about)


def named(parameter: Parameter, name: str) -> Parameter:
    """Return the parameter with its name."""
    return replace(parameter, name=name)
