"""One sheet from its layout to its programs: the way through the machining room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobilier.cam.moves import Heights, Operation, Program, Screw, Tab, Toolpath
from mobilier.cam.part_labels import LABEL
from mobilier.cam.plan import OperationPlan, plan_operations
from mobilier.cam.post import Draft, write_program
from mobilier.cam.program_text import Note, ProgramStep, ToolChange, file_word
from mobilier.cam.routing import find_route
from mobilier.cam.setup import Setup
from mobilier.cam.side_programs import air_draft, corner_draft, screws_draft, screws_of
from mobilier.cam.speeds import Speeds
from mobilier.cam.toolpaths import Leads, Reach, reaches_of, toolpath_of
from mobilier.errors import Finding
from mobilier.geometry.points import Point
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Tool


@dataclass(frozen=True, kw_only=True)
class SheetWork:
    """Everything the machining room knows of one sheet.

    ``operations`` and ``toolpaths`` stand in the order of cutting.  ``lead``: how far in mm
    a lead arc takes the cutter beyond the kerf, at most.  ``origin``: sheet coordinates of
    the program's zero (x, y, z): program + origin = sheet.  With a finding of level error
    there are no programs.
    """

    layout: Layout
    operations: tuple[Operation, ...]
    toolpaths: tuple[Toolpath, ...]
    programs: tuple[Program, ...]
    tabs: tuple[Tab, ...]
    speeds: tuple[Speeds, ...]
    findings: tuple[Finding, ...]
    lead: float
    origin: tuple[float, float, float]
    heights: Heights
    screws: tuple[Screw, ...] = ()

    @property
    def labels(self) -> tuple[Operation, ...]:
        """The engraved part numbers: operations that are no feature of a part."""
        return tuple(op for op in self.operations if op.kind == "engrave" and op.why == LABEL)

    @property
    def skins(self) -> tuple[Operation, ...]:
        """The profiles that keep a skin of ``Operation.skin`` mm in place of tabs."""
        return tuple(op for op in self.operations if op.skin)


def sheet_work(setup: Setup, title: str = "") -> SheetWork:
    """Return the operations, toolpaths and programs of one sheet, or the findings that forbid them."""
    made = plan_operations(setup)
    findings = list(made.findings)
    drafts: list[Draft] = []
    paths: list[Toolpath] = []
    lead = 0.0
    screws: tuple[Screw, ...] = ()
    if not any(f.level == "error" for f in findings):
        screws = screws_of(setup, made.operations)
        drafts, paths, lead = _drafts(setup, made, screws)
        drafts = [*_before(setup, drafts, paths, screws), *drafts]
    programs: list[Program] = []
    for number, draft in enumerate(drafts, start=1):
        program, more = write_program(setup, draft, title, number)
        programs.append(program)
        findings += more
    if any(f.level == "error" for f in findings):
        programs = []
    return SheetWork(
        layout=setup.layout,
        operations=tuple(p.operation for p in paths) or made.operations,
        toolpaths=tuple(paths),
        programs=tuple(programs),
        tabs=made.tabs,
        speeds=_used(setup, made.operations),
        findings=tuple(findings),
        lead=lead,
        origin=setup.origin,
        heights=setup.heights,
        screws=screws,
    )


def _before(
    setup: Setup, drafts: Sequence[Draft], paths: Sequence[Toolpath], screws: Sequence[Screw]
) -> list[Draft]:
    """Return the programs to run before the cut."""
    cutters = [s for d in drafts for s in d.steps if isinstance(s, ToolChange)]
    if not cutters:
        return []
    first = cutters[0]
    out: list[Draft] = []
    if setup.rules.shows:
        out += [corner_draft(setup, first, paths), air_draft(setup, first, paths)]
    if screws:
        out.append(screws_draft(setup, cutters[-1], screws))
    return out


def _used(setup: Setup, operations: Sequence[Operation]) -> tuple[Speeds, ...]:
    names = {op.tool.name for op in operations}
    found = [setup.speeds(t) for t in setup.tools if t.name in names]
    return tuple(s for s in found if s)


def _drafts(
    setup: Setup, made: OperationPlan, screws: Sequence[Screw]
) -> tuple[list[Draft], list[Toolpath], float]:
    """Return the programs to write, the toolpaths in order, and the longest lead."""
    reaches = reaches_of(setup, made.operations)
    leads = _leads(setup, made, screws)
    home = (
        setup.machine.park[0] + setup.origin[0],
        setup.machine.park[1] + setup.origin[1],
    )
    together = bool(setup.controller.tool) and setup.machine.tool_change != "none"
    drafts: list[Draft] = []
    steps: list[ProgramStep] = []
    paths: list[Toolpath] = []
    passes, reach = 0, 0.0
    groups = tool_groups(setup, made)
    for k, group in enumerate(groups):
        tool = made.operations[group[0]].tool
        speeds = reaches[group[0]].speeds
        number = setup.tools.index(tool) + 1
        warm = setup.machine.spindle.warm_up
        steps.append(ToolChange(number, speeds, warm))
        for index, choice in _ordered(reaches, made, group, home, setup.rules.rounds):
            path, count, lead = toolpath_of(reaches[index], choice, leads)
            paths.append(path)
            # The turns of a bore are no passes: nothing is to be told of them at the bench.
            passes = max(passes, 0 if path.operation.kind == "bore" else count)
            reach = max(reach, lead)
            steps += [Note(_told(setup, path.operation), "part"), *path.moves]
        if not together or k == len(groups) - 1:
            suffix = "" if together else _suffix(number, tool, [d.suffix for d in drafts])
            drafts.append(Draft(role="cut", suffix=suffix, steps=tuple(steps), passes=passes))
            steps, passes = [], 0
    return drafts, paths, reach


def _suffix(number: int, tool: Tool, taken: Sequence[str]) -> str:
    name = f"T{number}-{file_word(tool.name)}"
    again = sum(t == name or t.startswith(name + "-") for t in taken)
    return f"{name}-{again + 1}" if again else name


def _leads(setup: Setup, made: OperationPlan, screws: Sequence[Screw]) -> Leads | None:
    if not setup.rules.leads:
        return None
    parts = tuple(
        setup.parts[p.part].region.transformed(p.transform).polygon(0.01) for p in setup.layout.placements
    )
    return Leads(setup=setup, parts=parts, tabs=made.tabs, screws=tuple(screws))


def _ordered(
    reaches: Sequence[Reach], made: OperationPlan, group: Sequence[int], home: Point, rounds: int
) -> list[tuple[int, int]]:
    """Return the operations of one tool in order, each with its entry."""
    place = {index: k for k, index in enumerate(group)}
    before = [frozenset(place[b] for b in made.before[index] if b in place) for index in group]
    way = find_route([reaches[index].stop for index in group], before, home, rounds=rounds)
    return [(group[k], c) for k, c in zip(way.order, way.choice, strict=True)]


def _told(setup: Setup, op: Operation) -> str:
    return f"{op.part}.{op.copy} {setup.parts[op.part].name}: {op.kind} {op.why}"


_RANK = {"engrave": 0, "drill": 1, "bore": 2, "pocket": 2, "inside": 2, "outside": 3}


def tool_groups(setup: Setup, made: OperationPlan) -> list[list[int]]:
    """Return the operations by tool, in an order of tools that never breaks precedence.

    Engraving and drilling tools come first, then cutters from small to large, the one that
    cuts most outlines last; a tool comes back where its work must wait for another's.
    """
    ops = made.operations
    outlines: dict[str, int] = {}
    first: dict[str, int] = {}
    for op in ops:
        outlines[op.tool.name] = outlines.get(op.tool.name, 0) + (op.kind == "outside")
        first[op.tool.name] = min(first.get(op.tool.name, 9), _RANK[op.kind])
    tools = sorted({op.tool.name: op.tool for op in ops}.values(), key=lambda t: t.name)
    tools.sort(key=lambda t: (outlines[t.name], first[t.name], t.diameter))
    done: set[int] = set()
    groups: list[list[int]] = []
    while len(done) < len(ops):
        for tool in tools:
            group: list[int] = []
            while more := [
                k for k, op in enumerate(ops) if k not in done and op.tool == tool and made.before[k] <= done
            ]:
                group += more
                done.update(more)
            if group:
                groups.append(group)
    return groups
