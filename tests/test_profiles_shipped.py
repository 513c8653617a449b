"""Every profile that ships: it reads, its figures are possible, and what it names exists."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from guard import some

from mobilier.library import PROFILES, shipped
from mobilier.profiles.reader import KINDS, read_profile
from mobilier.profiles.types import Controller, Lab, Layers, Machine, Material, Profile, Tool

FILES = [(kind, path) for kind in PROFILES for path in sorted(shipped().glob(f"profiles/{kind}/*.toml"))]
P = TypeVar("P", bound=Profile)


def all_of(kind: type[P]) -> list[P]:
    """Return every shipped profile of a type."""
    folder = next(k for k, t in KINDS.items() if t is kind)
    return [read_profile(path, kind) for found, path in FILES if found == folder]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=[f"{k}/{p.stem}" for k, p in FILES])
def test_reads_and_says_where_its_figures_come_from(kind: str, path: Path) -> None:
    profile = read_profile(path, KINDS[kind])
    assert len(profile.model_dump()["source"]) > 10


def test_every_kind_ships_something() -> None:
    assert {kind for kind, _ in FILES} == set(PROFILES)


def test_machines_name_controllers_that_ship() -> None:
    known = {c.name for c in all_of(Controller)}
    assert {m.controller for m in all_of(Machine)} <= known


def test_labs_name_machines_tools_materials_and_layers_that_ship() -> None:
    machines = {m.name for m in all_of(Machine)}
    tools = {t.name for t in all_of(Tool)}
    materials = {m.name for m in all_of(Material)}
    layers = {x.name for x in all_of(Layers)}
    for lab in some(all_of(Lab)):
        assert lab.machine is None or lab.machine in machines
        assert set(lab.tools) <= tools
        assert {sheet.material for sheet in lab.stock} <= materials
        assert lab.layers in layers


def test_the_default_lab_cuts_the_boards_of_the_shipped_designs() -> None:
    (lab,) = (x for x in all_of(Lab) if x.name == "default")
    materials = {m.name: m for m in all_of(Material)}
    boards = {materials[s.material].nominal: (s.length, s.width) for s in lab.stock}
    assert boards == {18.0: (2500, 1220), 12.0: (2500, 1220), 6.5: (2500, 1220)}


@pytest.mark.parametrize("name", ["ubo_open_factory", "fabriques_du_ponant", "telefab", "tyfab"])
def test_labs_of_brest_are_given_no_invented_machine(name: str) -> None:
    (lab,) = (x for x in all_of(Lab) if x.name == name)
    assert lab.machine is None
    assert not lab.tools
    assert not lab.stock
    assert "gcode" not in lab.deliver


@pytest.mark.parametrize("material", all_of(Material), ids=lambda m: m.name)
def test_limits_that_cite_the_standard_follow_its_formula(material: Material) -> None:
    t = material.nominal
    if "limits: EN 315" in material.source:
        assert material.thickness_max == pytest.approx(t + 0.2 + 0.03 * t, abs=1e-3)
        assert material.thickness_min == pytest.approx(t - 0.4 - 0.03 * t, abs=1e-3)
    assert material.readings == 0, "nothing shipped was measured"


@pytest.mark.parametrize("tool", all_of(Tool), ids=lambda t: t.name)
def test_cutters_stay_within_what_they_can_reach_and_bear(tool: Tool) -> None:
    for cutting in tool.cutting.values():
        assert cutting.step <= tool.reach
        assert cutting.chip_load < tool.diameter
        assert tool.first_pass is None or cutting.step >= tool.first_pass


@pytest.mark.parametrize("controller", all_of(Controller), ids=lambda c: c.name)
def test_controllers_may_write_the_words_of_their_own_templates(controller: Controller) -> None:
    if controller.family != "iso":
        pytest.skip("the words of this family are not letter and number")
    lines = (*controller.start, *controller.spindle, *controller.dwell, *controller.tool, *controller.end)
    words = {w for line in lines for w in line.split() if w[0] in "GM" and w[1:2].isdigit()}
    assert words <= set(controller.words)


@pytest.mark.parametrize("layers", all_of(Layers), ids=lambda x: x.name)
def test_layer_names_stay_short_and_plain(layers: Layers) -> None:
    for operation in layers.colours:
        name = str(getattr(layers, operation)).format(depth="18.7", diameter="35.0")
        assert len(name) <= 24
        assert name.isascii()
        assert " " not in name
