"""A drawing as a design: its parts in the board that is there, slots made to fit it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mobilier.document import parse_table, read_text
from mobilier.dxf.cad import MOST_BYTES
from mobilier.dxf.drawing import Stroke
from mobilier.errors import DesignError, Finding
from mobilier.geometry.frame import Frame
from mobilier.library import entries, find
from mobilier.model.design import Design, load
from mobilier.model.parameter import Parameter
from mobilier.model.piece import Piece, Pose
from mobilier.model.plate import Engraving, Hole, Plate, Pocket
from mobilier.plan.adapt import Adapted, Fit, adapt
from mobilier.plan.parts import HOLE, PlanReading
from mobilier.plan.read import SUFFIXES, read_plan
from mobilier.plan.shapes import PlanPart
from mobilier.plan.table import PlanTable, ReadAs
from mobilier.plan.thickness import nominal_of
from mobilier.profiles.reader import parse_profile
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Layers, Material
from mobilier.wording import LANGS, hint, pair, slug

PLAN = "plan.toml"
FAMILY = "okoume"
"""Board that a plan is cut from unless another is named: that of the shipped designs."""


def load_source(path: Path, shelf: Shelf | None = None, said: ReadAs | None = None) -> Design:
    """Return the design of a folder, a ``design.py``, a ``plan.toml``, or a drawing.

    Raises:
        DesignError, MobilierError: it cannot be loaded or read.
    """
    if path.is_dir():
        path = path / PLAN if (path / PLAN).is_file() else path / "design.py"
    if path.name == PLAN:
        return _from_folder(path, shelf or Shelf(), said or ReadAs())
    if path.suffix.lower() in SUFFIXES:
        return _from_drawing(path, shelf or Shelf(), said or ReadAs())
    return load(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSource:
    """A drawing as it was found and as it was read."""

    name: str
    data: bytes
    table: PlanTable
    reading: PlanReading


def conventions_of(shelf: Shelf) -> dict[str, Layers]:
    """Return every convention of layers on the shelf, by name."""
    return {e.name: shelf.take(Layers, e.name) for e in entries("layers", shelf.path)}


def plan_sources(path: Path, shelf: Shelf, said: ReadAs) -> list[PlanSource]:
    """Return the drawings of a plan: a DXF or SVG, a plan.toml, a folder or the name of one.

    Raises:
        DesignError, MobilierError: they cannot be read.
    """
    if path.suffix.lower() in SUFFIXES:
        table = PlanTable(files=(path.name,), letter=_letter(path.stem))
        drawings = {path.name: _bytes(path)}
    else:
        file = path if path.name == PLAN else path / PLAN
        if not file.is_file():
            file = find("designs", str(path), shelf.path)
        table, drawings = _table_of(file)
    known = conventions_of(shelf)
    table = said.table(table)
    if table.convention and table.convention not in known:
        kind, name = pair("kind.layers"), table.convention
        raise DesignError.of("unknown-name", kind=kind, name=name, hint=hint(name, known))
    return [
        PlanSource(name=n, data=d, table=table, reading=read_plan(d, n, table, known))
        for n, d in drawings.items()
    ]


def _table_of(file: Path) -> tuple[PlanTable, dict[str, bytes]]:
    """Return a plan.toml and the drawings beside it."""
    table = parse_profile(read_text(file, DesignError), PlanTable, where=str(file))
    drawings = {}
    for name in table.files:
        place = file.parent / name
        if Path(name).name != name or not place.is_file() or place.is_symlink():
            raise DesignError.of("plan-file", str(file), name=name)
        drawings[name] = _bytes(place)
    return table, drawings


def _from_drawing(file: Path, shelf: Shelf, said: ReadAs) -> Design:
    """Return the design of a drawing without more ado."""
    name = slug(file.stem, "_") or "plan"
    return plan_design(name, plan_sources(file, shelf, said))


def _from_folder(file: Path, shelf: Shelf, said: ReadAs) -> Design:
    """Return the design of a plan.toml with the drawings beside it."""
    made = plan_design(file.parent.resolve().name, plan_sources(file, shelf, said))
    texts: dict[str, dict[str, Any]] = {
        lang: dict(parse_table(read_text(own, DesignError), where=str(own), toml=True, error=DesignError))
        for lang in LANGS
        if (own := file.parent / f"texts.{lang}.toml").is_file()
    }
    return replace(made, folder=file.parent, texts={**made.texts, **texts})


def readings_of(design: Design) -> tuple[PlanReading, ...]:
    """Return what the drawings of a design were read as; nothing for one that is a program."""
    return design.function.readings if isinstance(design.function, _Maker) else ()


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise DesignError.of("bad-source", str(file), case="file")
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise DesignError.of("dxf-file", file.name, case="large", size=size / 1e6, most=MOST_BYTES / 1e6)
    return file.read_bytes()


def _letter(name: str) -> str:
    first = slug(name, "")[:1].upper()
    return first if first.isalpha() else "P"


def plan_design(name: str, sources: Sequence[PlanSource]) -> Design:
    """Return the design that drawings are: parameters are the board and the thickness they are drawn for."""
    table = sources[0].table
    readings = [s.reading for s in sources]
    nominal = table.nominal or nominal_of(readings)
    maker = _Maker(tuple(readings), table)
    parameters = {
        "board": Parameter(kind="material", name="board", default=_board(nominal), about="board"),
        "nominal": Parameter(
            kind="length",
            name="nominal",
            default=float(nominal or 0.0),
            low=0.0,
            high=60.0,
            about="thickness that the plan is drawn for; 0: slots stay as drawn",
        ),
    }
    return Design(
        name=name,
        letter=table.letter,
        about=table.about or pair("plan.about", files=", ".join(table.files))[0],
        function=maker,
        parameters=parameters,
        texts=_texts(name, table, readings),
        attached=_attached(table, {s.name: s.data for s in sources}),
    )


def _board(nominal: float | None) -> str:
    """Return the shipped board whose nominal thickness is nearest."""
    sizes = [float(e.name.rpartition("-")[2]) for e in entries("materials") if e.name.startswith(FAMILY)]
    wanted = nominal or 18.0
    return f"{FAMILY}-{min(sizes, key=lambda size: abs(size - wanted)):g}"


def _attached(table: PlanTable, drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a bundle keeps: the drawings, and how they were read."""
    import tomlkit

    kept = table.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return {PLAN: tomlkit.dumps(kept).encode(), **drawings}


def _texts(name: str, table: PlanTable, readings: Sequence[PlanReading]) -> dict[str, dict[str, Any]]:
    """Return what a plan is called, and its parts, in each language."""
    named = {_word(p): p.name for r in readings for p in r.parts if p.name}
    out: dict[str, dict[str, Any]] = {}
    for k, lang in enumerate(LANGS):
        out[lang] = {
            "title": table.title or name.replace("_", " "),
            "about": table.about or pair("plan.about", files=", ".join(table.files))[k],
            "parts": {"part": pair("plan.part")[k], **named},
            "poses": {"flat": pair("plan.flat")[k]},
            "parameters": {"board": pair("plan.board")[k], "nominal": pair("plan.nominal")[k]},
        }
    return out


def _word(part: PlanPart) -> str:
    return slug(part.name, "_") or "part"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Builds the piece of a plan in a board."""

    readings: tuple[PlanReading, ...]
    table: PlanTable

    __name__ = "plan"

    def __call__(self, *, board: Material, nominal: float) -> Piece:
        """Return every part as a plate that lies where it was drawn.

        Raises:
            DesignError: nothing of it can be cut.
        """
        plates: list[Plate] = []
        told: list[Finding] = []
        right = 0.0
        for reading in self.readings:
            fit = Fit(nominal=nominal, thickness=board.thickness, clearance=self.table.clearance)
            made = adapt(reading.parts, fit, self.table.slot)
            told += [*reading.findings, *_adapted(made, fit, board, reading)]
            parts = made.parts if board.readings and nominal else reading.parts
            x0, _, x1, _ = reading.drawing.bounds or (0.0, 0.0, 0.0, 0.0)
            shift = right - x0 if len(self.readings) > 1 else 0.0
            right += x1 - x0 + 100.0
            for part in parts:
                plates += _plates(part, board, self.table, shift, len(plates))
            if self.table.open == "engrave":
                plates = _engraved(plates, reading.open, self.table)
        if not plates:
            errors = [f for f in told if f.level == "error"]
            raise DesignError(*(errors or [Finding.of("plan-empty", ", ".join(self.table.files))]))
        return Piece(plates=plates, joints=(), poses=(Pose(name="flat"),), told=tuple(told), drawn=True)


def _adapted(made: Adapted, fit: Fit, board: Material, reading: PlanReading) -> list[Finding]:
    """Return what was adapted, or that it was not, and why."""
    where = reading.findings[0].place().split(" ")[0] if reading.findings else ""
    out: list[Finding] = []
    if not fit.nominal or not made.slots:
        return out
    if not board.readings:
        out.append(Finding.of("plan-not-adapted", where, count=len(made.slots), nominal=fit.nominal))
    elif made.changes:
        out.append(
            Finding.of(
                "plan-adapted",
                where,
                count=len(made.changes),
                nominal=fit.nominal,
                thickness=fit.thickness,
                clearance=made.clearance,
            )
        )
    for width, count, (x, y) in made.ambiguous:
        out.append(Finding.of("plan-ambiguous", where, count=count, width=width, x=x, y=y))
    return out


def _plates(part: PlanPart, board: Material, table: PlanTable, shift: float, taken: int) -> list[Plate]:
    """Return the copies of a part, one above the other where it was drawn."""
    whole = board.thickness - 0.05
    cut = [r for r in part.recesses if r.depth is not None and r.depth >= whole]
    rounds = [o.ring.as_circle for o in part.openings]
    holes = [
        Hole(at=(c[0], c[1]), diameter=c[2], why=o.layer)
        for o, c in zip(part.openings, rounds, strict=True)
        if c and c[2] <= HOLE
    ]
    openings = [o.ring for o, c in zip(part.openings, rounds, strict=True) if not (c and c[2] <= HOLE)]
    pockets = []
    for r in part.recesses:
        circle = r.ring.as_circle
        if r in cut:
            openings.append(r.ring)
        elif circle and circle[2] <= HOLE and not r.islands:
            holes.append(Hole(at=circle[:2], diameter=circle[2], why=r.layer, depth=r.depth))
        elif r.depth is not None:
            islands = tuple(i.turned(ccw=False) for i in r.islands)
            pockets.append(Pocket(contour=r.ring, depth=r.depth, why=r.layer, islands=islands))
    lines = tuple(_points(s) for s, _ in part.lines)
    engravings = (Engraving(strokes=lines, depth=table.engraving, why=part.lines[0][1]),) if lines else ()
    word = _word(part)
    return [
        Plate(
            name=f"{word}/{taken + n + 1}",
            board=board,
            frame=Frame((shift, 0.0, n * board.thickness), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
            outline=part.outline.ring.turned(ccw=True),
            openings=tuple(openings),
            holes=tuple(holes),
            pockets=tuple(pockets),
            engravings=engravings,
            grain={"x": "u", "y": "v"}.get(part.grain),  # type: ignore[arg-type]
            face=part.face,
        )
        for n in range(part.quantity)
    ]


def _engraved(plates: list[Plate], lines: Sequence[tuple[Stroke, str]], table: PlanTable) -> list[Plate]:
    """Return the plates with the open lines that lie on them engraved."""
    import shapely

    out = list(plates)
    for stroke, layer in lines:
        line = shapely.LineString(_points(stroke))
        for k, plate in enumerate(out):
            if plate.outline.polygon(0.02).buffer(0.5).contains(line):
                more = Engraving(strokes=(_points(stroke),), depth=table.engraving, why=layer)
                out[k] = replace(plate, engravings=(*plate.engravings, more))
    return out


def _points(stroke: Stroke) -> tuple[tuple[float, float], ...]:
    points = [p for s in stroke.segments for p in s.flattened(0.02)]
    return (*points, stroke.points[-1])
