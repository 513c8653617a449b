"""The shipped designs for tests: boards, builds, uniform random values."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from mobilier import Material, Piece
from mobilier.library import find
from mobilier.model.design import Design, load
from mobilier.model.parameter import Parameter
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import Lab, Tool

FOLDER = Path(__file__).resolve().parents[1] / "designs"
NAMES = ("chariot", "maisonnette", "porte")


@cache
def design(name: str) -> Design:
    """A shipped design."""
    return load(FOLDER / name)


@cache
def board(name: str) -> Material:
    """A board of the library, not measured."""
    return read_profile(find("materials", name), Material)


@cache
def tools() -> tuple[Tool, ...]:
    """The tools of the default lab."""
    return tuple(read_profile(find("tools", n), Tool) for n in lab().tools)


@cache
def lab() -> Lab:
    """The lab a run without --lab stands for."""
    return read_profile(find("labs", "default"), Lab)


def built(name: str, preset: str = "", thickness: float = 0.0, **given: Any) -> Piece:
    """A piece; ``thickness`` measures the main board (0: as the profile says)."""
    made = design(name)
    values = made.values(preset, given)
    for k, parameter in enumerate(made.boards):
        material = board(values[parameter])
        values[parameter] = material.measured(thickness) if thickness and k == 0 else material
    return made.build(values, preset=preset)


def presets() -> list[tuple[str, str]]:
    """Every shipped (design, preset)."""
    return [(n, p) for n in NAMES for p in design(n).presets]


def ends(parameter: Parameter) -> list[Any]:
    """The values at the ends of a parameter's range, or all of its choices."""
    if parameter.kind in ("length", "angle", "mass", "count"):
        return [parameter.low, parameter.high]
    if parameter.kind == "choice":
        return list(parameter.choices)
    return [True, False] if parameter.kind == "switch" else []


def drawn(name: str, dice: random.Random) -> dict[str, Any]:
    """Uniform random values for every parameter that is not a board or a text."""
    out: dict[str, Any] = {}
    for key, p in design(name).parameters.items():
        if p.kind == "count":
            out[key] = dice.randint(int(p.low or 0), int(p.high or 0))
        elif p.kind in ("length", "angle", "mass"):
            out[key] = dice.uniform(p.low or 0.0, p.high or 0.0)
        elif p.kind in ("choice", "switch"):
            out[key] = dice.choice(ends(p))
    return out
