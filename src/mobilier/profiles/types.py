"""Every kind of profile: boards, cutters, routers, controllers, workshops, drawing layers, hardware.

Every figure about a real thing lives in a TOML file of one of these shapes, with its
source.  Lengths in mm, feeds in mm/min, speeds in rev/min, times in s, accelerations in
mm/s², densities in kg/m³.  Unknown and missing keys are errors.
"""

from __future__ import annotations

from mobilier.profiles.board import Grain, Lot, Material, Sheet, Stock
from mobilier.profiles.controller import Arcs, Controller
from mobilier.profiles.hardware import Article, Series
from mobilier.profiles.lab import Habits, Lab, Pace, Publisher, Relief
from mobilier.profiles.layers import OPERATIONS, Layers
from mobilier.profiles.machine import Machine, PanelSaw, Spindle
from mobilier.profiles.table import Length, Positive, Profile
from mobilier.profiles.tool import Cutting, Tool

__all__ = (
    "OPERATIONS",
    "Arcs",
    "Article",
    "Controller",
    "Cutting",
    "Grain",
    "Habits",
    "Lab",
    "Layers",
    "Length",
    "Lot",
    "Machine",
    "Material",
    "Pace",
    "PanelSaw",
    "Positive",
    "Profile",
    "Publisher",
    "Relief",
    "Series",
    "Sheet",
    "Spindle",
    "Stock",
    "Tool",
)
