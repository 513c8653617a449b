"""Parameters of a design: what may change, by how much, and what it means."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from mobilier.errors import DesignError

ParameterKind = Literal["length", "angle", "mass", "count", "choice", "switch", "text", "material"]
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

    def checked(self, value: object) -> Any:
        """Return ``value`` as this parameter takes it.

        Raises:
            DesignError: wrong kind of value, or outside the range.
        """
        if self.kind in ("length", "angle", "mass", "count"):
            return self._number(value)
        if self.kind == "switch":
            if not isinstance(value, bool):
                raise self._wrong(value, "write true or false")
            return value
        if not isinstance(value, str):
            raise self._wrong(value, "write a text in quotes")
        if self.kind == "choice" and value not in self.choices:
            near = difflib.get_close_matches(value, self.choices, 1)
            hint = f"did you mean {near[0]}?" if near else f"choose {self.range_text}"
            raise self._wrong(value, hint)
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(value, f"write a number of {self.unit or 'pieces'}")
        if self.kind == "count" and value != int(value):
            raise self._wrong(value, "write a whole number")
        assert self.low is not None
        assert self.high is not None
        if not self.low <= value <= self.high:
            off = self.low - value if value < self.low else value - self.high
            side = "below" if value < self.low else "above"
            raise self._wrong(value, f"{off:g} {self.unit} {side} the range {self.range_text} ({self.about})")
        return int(value) if self.kind == "count" else float(value)

    def _wrong(self, value: object, why: str) -> DesignError:
        return DesignError(f"{self.name} = {value}: {why}")


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
