"""Check clean means cut and proven: what a lab cannot cut is told before any search."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

import mobilier
from mobilier.cam.tool_fit import opening_refused
from mobilier.errors import Finding, MachineError
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.job.job import Job
from mobilier.job.machining import follows
from mobilier.job.nesting import cutter_of, job_findings
from mobilier.job.stages import make
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Placement
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Tool
from mobilier.proof.target import fillets, target_of


def _benchmark() -> ModuleType:
    """The random jobs of the benchmark."""
    path = Path(__file__).parents[1] / "benchmarks" / "jobs.py"
    spec = importlib.util.spec_from_file_location("benchmarks_jobs", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


jobs = _benchmark()


def tool(name: str) -> Tool:
    return Shelf().take(Tool, name)


def job(*tools: str | Tool, source: str = "chariot:mini", **asked: object) -> Job:
    """A job in the default lab with other tools."""
    made = mobilier.job(source, thickness=17.6, effort="quick", **asked)  # type: ignore[arg-type]
    names = [t if isinstance(t, Tool) else tool(t) for t in tools]
    return replace(made, workshop=replace(made.workshop, tools=tuple(names)))


def errors(made: Job) -> list[Finding]:
    return [f for f in job_findings(made) if f.level == "error"]


DRILLS = ("drill_4_5", "drill_4", "drill_3", "drill_2_5")


@pytest.mark.parametrize(
    ("tools", "rule", "words"),
    [
        (("endmill_3", *DRILLS), "no-tool-fits", "flutes reach 12 mm"),
        (("endmill_6",), "no-tool-fits", "the hole is 4.5 mm wide, the cutter 6 mm"),
        ((tool("endmill_6").model_copy(update={"cutting": {}}), *DRILLS), "no-cutting-data", "plywood"),
    ],
    ids=["flutes too short", "no drill", "no feeds and speeds"],
)
def test_what_the_tools_cannot_cut_is_told_before_any_search(
    tools: tuple[str | Tool, ...], rule: str, words: str
) -> None:
    """The finding that the cut would stop at is an error of check, and cut stops before it nests."""
    made = job(*tools, source="chariot")
    found = [f for f in errors(made) if f.rule == rule]
    assert any(words in f.message for f in found), errors(made)
    searched: list[str] = []
    with pytest.raises(MachineError, match=words):
        make(made, "en", lambda *a, **_: searched.append(str(a)))
    assert not searched


def test_all_errors_of_a_job_are_told_at_once() -> None:
    """A sheet's, a tool's and a hole's: nobody mends one to meet the next."""
    made = job("endmill_6", source="chariot", machine="highz_s720")
    assert {"sheet-larger-than-bed", "no-tool-fits"} <= {f.rule for f in errors(made)}


def test_a_board_of_an_unknown_family_is_told() -> None:
    made = job("endmill_6", *DRILLS)
    boards = {n: b.model_copy(update={"family": "cork"}) for n, b in made.boards.items()}
    assert "no-cutting-data" in {f.rule for f in errors(replace(made, boards=boards))}


def test_a_narrow_groove_leaves_the_other_boards_to_the_large_cutter() -> None:
    """A 5.4 mm groove is a 3 mm cutter's, whose flutes do not go through the main board; the rest is not."""
    made = mobilier.job("chariot:mini", thickness={"": 17.6, "bottom_board": 5.4}, effort="quick")
    tools = (tool("endmill_6"), tool("endmill_3"), *(tool(n) for n in DRILLS), tool("drill_8"))
    made = replace(made, workshop=replace(made.workshop, tools=tools))
    assert cutter_of(made).name == "endmill_6"
    assert not [f for f in errors(made) if f.rule in ("opening-too-narrow", "no-tool-fits")]


# --- the chooser is at least as strict as the judge ---------------------------------------------------


@st.composite
def openings(draw: st.DrawFn) -> Contour:
    """A slot, a notch or a wedge that a bar cuts off: acute tips, near corners, tight arcs."""
    width, tall = draw(st.floats(6.2, 30)), draw(st.floats(20, 60))
    lean = draw(st.floats(-1.5, 1.5))
    cut, tilt = draw(st.floats(0, 12)), draw(st.floats(-1.0, 1.0))
    ring = [(0.0, 0.0), (width, cut), (width + lean * tall, tall + tilt * width), (lean * tall, tall)]
    return Contour.polygon_of(ring)


@given(openings(), st.sampled_from([3.0, 6.0, 8.0]))
def test_what_the_chooser_takes_the_proof_forgives(ring: Contour, diameter: float) -> None:
    """What a cutter leaves of an opening that it is chosen for is only fillets that the proof spares."""
    area = Region(ring.turned(ccw=True))
    assume(area.polygon(0.01).is_valid)
    if opening_refused(area, diameter):
        return
    feature = Feature(kind="cutout", why="opening", contours=(ring.turned(ccw=False),))
    part = Part(
        id="X01",
        name="x",
        material="board",
        thickness=18.0,
        outline=Contour.rectangle(-200, -200, 200, 200),
        features=(feature,),
    )
    target = target_of(part, Placement(part="X01", copy=0, x=0, y=0), "dogbone", diameter / 2 + 0.25)
    (cut,) = target.openings
    radius = diameter / 2
    reached = cut.area.buffer(-radius, quad_segs=64).buffer(radius + 0.005, quad_segs=64)
    left = cut.area.buffer(-0.05).difference(reached)
    spared = [f.buffer(0.05) for f in fillets(cut, cut.area, radius)]
    rest = left.difference(shapely.union_all(spared)) if spared else left
    assert rest.area < 1e-3


# --- the law --------------------------------------------------------------------------------------


SAMPLE = [("chariot", 3), ("maisonnette", 2), ("porte", 3)]


@pytest.mark.parametrize(("name", "number"), SAMPLE)
def test_a_random_job_that_check_passes_is_proven(name: str, number: int) -> None:
    """A sample of ``benchmarks/jobs.py``, which runs hundreds."""
    end = jobs.ending(mobilier.design(name), number, random.Random(f"{name} 1 {number}"))
    assert end.end == "proven", end


def test_a_cutter_that_cannot_follow_an_outline_is_not_the_jobs() -> None:
    """Relieved for 12 mm, two outlines of the Porte would be cut with 6: the whole job takes 6."""
    made = job("endmill_12", "endmill_6", *DRILLS, source="porte:totem")
    cutter = cutter_of(made)
    assert follows(made, cutter)
    assert cutter.name == "endmill_6"
    assert not follows(made, tool("endmill_12"))
