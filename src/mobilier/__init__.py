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
    from mobilier.model.assemblies.ballast import ballast_tray, nut_bolt, side_tray
    from mobilier.model.assemblies.cable import cable_hole
    from mobilier.model.assemblies.castors import Castors, castors
    from mobilier.model.assemblies.drawer import drawer, slides_of
    from mobilier.model.assemblies.drop_leaf import drop_leaves, leaf_hooks
    from mobilier.model.assemblies.fixings import butt_hinge, edge_screw, piano_hinge, wood_screw
    from mobilier.model.assemblies.folding_feet import folding_feet
    from mobilier.model.assemblies.gate_castor import gate_castor
    from mobilier.model.assemblies.gate_leg import Gate, gate_legs
    from mobilier.model.assemblies.glue import glue
    from mobilier.model.assemblies.gusset import cleat_gussets
    from mobilier.model.assemblies.handle import end_handles
    from mobilier.model.assemblies.house import front_gable, house_back, pitched_roof
    from mobilier.model.assemblies.leaflets import leaflet_shelves
    from mobilier.model.assemblies.levelling import levelling_feet
    from mobilier.model.assemblies.peg_panel import peg_panel
    from mobilier.model.assemblies.pile import flat_pile
    from mobilier.model.assemblies.posts import lower_posts, post_ribs, rod_sockets, splice_room, two_posts
    from mobilier.model.assemblies.shelf import slide_in_upright, tabbed_shelves
    from mobilier.model.assemblies.sign import Sign, sign_board, wedge_sign
    from mobilier.model.assemblies.stay import (
        as_modelled,
        bolts,
        fitted_out,
        hasp,
        held,
        hooks,
        stop_beside,
        stops,
        strap,
    )
    from mobilier.model.assemblies.stool import stool
    from mobilier.model.assemblies.tilt_wheels import tilt_wheels
    from mobilier.model.assemblies.turning import corner_hinged, free_places, hinge_room, knuckle, swung
    from mobilier.model.assemblies.wing import eaves_fillers, house_wings
    from mobilier.model.clamp import clamped
    from mobilier.model.hardware import Bolt, Fixing, Hardware, Mount
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
    from mobilier.model.mount import mounted_on
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
    "mobilier.model.assemblies.drop_leaf": (
        "leaf_hooks",
        "drop_leaves",
    ),
    "mobilier.model.assemblies.gate_castor": ("gate_castor",),
    "mobilier.model.assemblies.gate_leg": ("Gate", "gate_legs"),
    "mobilier.model.assemblies.glue": ("glue",),
    "mobilier.model.assemblies.gusset": ("cleat_gussets",),
    "mobilier.model.assemblies.leaflets": ("leaflet_shelves",),
    "mobilier.model.assemblies.sign": ("Sign", "sign_board", "wedge_sign"),
    "mobilier.model.assemblies.cable": ("cable_hole",),
    "mobilier.model.assemblies.drawer": (
        "drawer",
        "slides_of",
    ),
    "mobilier.model.assemblies.handle": ("end_handles",),
    "mobilier.model.assemblies.shelf": (
        "tabbed_shelves",
        "slide_in_upright",
    ),
    "mobilier.model.assemblies.peg_panel": ("peg_panel",),
    "mobilier.model.assemblies.posts": (
        "two_posts",
        "post_ribs",
        "rod_sockets",
        "lower_posts",
        "splice_room",
    ),
    "mobilier.model.assemblies.folding_feet": ("folding_feet",),
    "mobilier.model.assemblies.ballast": (
        "ballast_tray",
        "side_tray",
        "nut_bolt",
    ),
    "mobilier.model.assemblies.house": (
        "house_back",
        "front_gable",
        "pitched_roof",
    ),
    "mobilier.model.assemblies.wing": (
        "house_wings",
        "eaves_fillers",
    ),
    "mobilier.model.assemblies.pile": ("flat_pile",),
    "mobilier.model.assemblies.levelling": ("levelling_feet",),
    "mobilier.model.assemblies.tilt_wheels": ("tilt_wheels",),
    "mobilier.model.assemblies.stay": (
        "as_modelled",
        "bolts",
        "fitted_out",
        "hasp",
        "held",
        "hooks",
        "stop_beside",
        "stops",
        "strap",
    ),
    "mobilier.model.assemblies.stool": ("stool",),
    "mobilier.model.assemblies.turning": ("corner_hinged", "free_places", "hinge_room", "knuckle", "swung"),
    "mobilier.model.assemblies.fixings": ("butt_hinge", "edge_screw", "piano_hinge", "wood_screw"),
    "mobilier.model.clamp": ("clamped",),
    "mobilier.model.hardware": ("Bolt", "Fixing", "Hardware", "Mount"),
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
    "mobilier.model.mount": ("mounted_on",),
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
    "Mount",
    "Piece",
    "Plate",
    "Pose",
    "Requirement",
    "Sign",
    "Step",
    "angle",
    "as_modelled",
    "ballast_tray",
    "board",
    "bolted",
    "bolts",
    "bundle",
    "butt_hinge",
    "cable_hole",
    "castors",
    "check",
    "choice",
    "clamped",
    "cleat_gussets",
    "corner_hinged",
    "count",
    "cut",
    "design",
    "dowelled",
    "drawer",
    "drop_leaves",
    "eaves_fillers",
    "edge_screw",
    "end_handles",
    "fingers",
    "fitted",
    "fitted_out",
    "flat_pile",
    "folding_feet",
    "free_places",
    "front_gable",
    "gate_castor",
    "gate_legs",
    "glue",
    "halved",
    "hasp",
    "held",
    "hinge_room",
    "hinged",
    "hooks",
    "house_back",
    "house_wings",
    "housed",
    "job",
    "knuckle",
    "leaf_hooks",
    "leaflet_shelves",
    "length",
    "levelling_feet",
    "lower_posts",
    "mass",
    "material",
    "mounted_on",
    "nest",
    "nut_bolt",
    "opening",
    "peg_panel",
    "piano_hinge",
    "pitched_roof",
    "plate",
    "post_ribs",
    "prove",
    "rod_sockets",
    "rounded",
    "screwed",
    "side_tray",
    "sign_board",
    "slide_in_upright",
    "slides_of",
    "sold",
    "splice_room",
    "stencil",
    "stool",
    "stop_beside",
    "stops",
    "strap",
    "switch",
    "swung",
    "tabbed_shelves",
    "tabs",
    "text",
    "tilt_wheels",
    "turned",
    "two_posts",
    "verify",
    "wedge_sign",
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
