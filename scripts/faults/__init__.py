"""One small scene per rule: a piece, sheet or program with that fault, the finding and its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faults.sketch import Sketch
from mobilier.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a check found in a scene, and the scene drawn with the place marked."""

    finding: Finding
    sketch: Sketch


Scene = Callable[[], Fault]


def only(rule: str, findings: list[Finding]) -> Finding:
    """Return the first finding of a rule; the scene is wrong where there is none."""
    return next(f for f in findings if f.rule == rule)


def scenes() -> Mapping[str, Scene]:
    """Return the scene of every rule by its name."""
    from faults import cuts, joints, people, plans, sheets, shop

    tables = (joints.SCENES, people.SCENES, shop.SCENES, sheets.SCENES, plans.SCENES, cuts.SCENES)
    return {name: scene for table in tables for name, scene in table.items()}
