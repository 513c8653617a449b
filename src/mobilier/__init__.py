"""mobilier: open furniture plans, cut today, in the plywood that is on the bench.

The words a design file needs are importable from here, and the chain for programs (`mobilier.api`):
``job``, ``check``, ``nest``, ``cut``, ``prove``, ``bundle``, ``verify``, ``design``, ``board``.
Nothing is loaded until asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from mobilier.api import board, bundle, check, cut, design, job, nest, prove, verify
    from mobilier.errors import DesignError, MobilierError
    from mobilier.geometry.contour import Contour, rounded
    from mobilier.model.assemblies.castors import Castors, castors
    from mobilier.model.assemblies.drop_leaf import drop_leaves
    from mobilier.model.assemblies.fixings import butt_hinge, edge_screw, piano_hinge, wood_screw
    from mobilier.model.assemblies.gate_leg import Gate, gate_legs
    from mobilier.model.assemblies.glue import glue
    from mobilier.model.assemblies.stool import stool
    from mobilier.model.assemblies.turning import corner_hinged, free_places, hinge_room, knuckle
    from mobilier.model.clamp import clamped
    from mobilier.model.hardware import Bolt, Fixing, Hardware
    from mobilier.model.joint import (
        Joint,
        bolted,
        dowelled,
        fingers,
        halved,
        hinged,
        housed,
        screwed,
        tabs,
        wedged,
    )
    from mobilier.model.lettering import fitted, stencil
    from mobilier.model.parameter import angle, choice, count, length, mass, material, switch, text
    from mobilier.model.piece import Group, Motion, Piece, Pose, Requirement, Step
    from mobilier.model.plate import Engraving, Hole, Plate, opening, plate, turned
    from mobilier.profiles.shop import sold
    from mobilier.profiles.types import Material

_ROOMS = ("bundle", "check", "job", "nest")
"""Verbs of the chain that are rooms too: a room is imported and can be called."""

_WORDS = {
    "mobilier.api": ("board", "cut", "design", "prove", "verify"),
    "mobilier.errors": ("DesignError", "MobilierError"),
    "mobilier.geometry.contour": ("Contour", "rounded"),
    "mobilier.model.assemblies.castors": ("Castors", "castors"),
    "mobilier.model.assemblies.drop_leaf": ("drop_leaves",),
    "mobilier.model.assemblies.gate_leg": ("Gate", "gate_legs"),
    "mobilier.model.assemblies.glue": ("glue",),
    "mobilier.model.assemblies.stool": ("stool",),
    "mobilier.model.assemblies.turning": ("corner_hinged", "free_places", "hinge_room", "knuckle"),
    "mobilier.model.assemblies.fixings": ("butt_hinge", "edge_screw", "piano_hinge", "wood_screw"),
    "mobilier.model.clamp": ("clamped",),
    "mobilier.model.hardware": ("Bolt", "Fixing", "Hardware"),
    "mobilier.model.joint": (
        "Joint",
        "bolted",
        "dowelled",
        "fingers",
        "halved",
        "hinged",
        "housed",
        "screwed",
        "tabs",
        "wedged",
    ),
    "mobilier.model.lettering": ("fitted", "stencil"),
    "mobilier.model.parameter": (
        "angle",
        "choice",
        "count",
        "length",
        "mass",
        "material",
        "switch",
        "text",
    ),
    "mobilier.model.piece": ("Group", "Motion", "Piece", "Pose", "Requirement", "Step"),
    "mobilier.model.plate": ("Engraving", "Hole", "Plate", "opening", "plate", "turned"),
    "mobilier.profiles.shop": ("sold",),
    "mobilier.profiles.types": ("Material",),
}
_HOME = {word: module for module, words in _WORDS.items() for word in words}

__all__ = [
    "Bolt",
    "Castors",
    "Contour",
    "DesignError",
    "Engraving",
    "Fixing",
    "Gate",
    "Group",
    "Hardware",
    "Hole",
    "Joint",
    "Material",
    "MobilierError",
    "Motion",
    "Piece",
    "Plate",
    "Pose",
    "Requirement",
    "Step",
    "angle",
    "board",
    "bolted",
    "bundle",
    "butt_hinge",
    "castors",
    "check",
    "choice",
    "clamped",
    "corner_hinged",
    "count",
    "cut",
    "design",
    "dowelled",
    "drop_leaves",
    "edge_screw",
    "fingers",
    "fitted",
    "free_places",
    "gate_legs",
    "glue",
    "halved",
    "hinge_room",
    "hinged",
    "housed",
    "job",
    "knuckle",
    "length",
    "mass",
    "material",
    "nest",
    "opening",
    "piano_hinge",
    "plate",
    "prove",
    "rounded",
    "screwed",
    "sold",
    "stencil",
    "stool",
    "switch",
    "tabs",
    "text",
    "turned",
    "verify",
    "wedged",
    "wood_screw",
]


def __getattr__(name: str) -> Any:
    """Load a word when it is first used."""
    if name in _ROOMS:
        return importlib.import_module(f"mobilier.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'mobilier' has no word {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)
