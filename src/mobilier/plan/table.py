"""``plan.toml``: how a foreign drawing is to be read, kept beside it and edited by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from mobilier.errors import DesignError
from mobilier.profiles.layers import LayerReading, Layers, Operation
from mobilier.profiles.table import Positive, Profile
from mobilier.wording import Lang, say

if TYPE_CHECKING:
    from mobilier.plan.parts import PlanReading
    from mobilier.plan.shapes import PlanPart

Place = tuple[float, float]
"""A point inside a shape of the drawing, mm from the drawing's own origin."""


class LayerUse(Profile):
    """What is done to what lies on a layer."""

    does: Operation
    depth: Positive | None = Field(default=None, description="mm; absent: right through")


class PartNote(Profile):
    """What the drawing does not say of a part; ``at`` is any point inside it."""

    at: Place
    name: str = Field(default="", max_length=60)
    quantity: Annotated[int, Field(ge=0, le=1000)] = Field(default=1, description="0 leaves it out")
    grain: Literal["x", "y", ""] = Field(default="", description="along which axis of the drawing")
    face: bool = Field(default=False, description="its good face is up: never mirrored")


class SlotNote(Profile):
    """Whether an opening, tab or pocket at a place follows the thickness of the board."""

    at: Place
    follows: bool


class PlanTable(Profile):
    """How a plan is read.  Lengths in mm."""

    files: tuple[str, ...] = Field(min_length=1, description="the drawings, beside this file")
    title: str = Field(default="", max_length=80)
    about: str = Field(default="", max_length=300)
    letter: Annotated[str, Field(pattern="^[A-Z]{1,3}$")] = Field(
        default="P", description="begins the part ids"
    )
    units: Literal["", "mm", "cm", "m", "in", "ft"] = Field(default="", description="empty: by evidence")
    nominal: Positive | None = Field(default=None, description="mm; the board it was drawn for")
    clearance: float | None = Field(
        default=None, description="mm; what slots are wider than the board; absent: as drawn"
    )
    convention: str = Field(default="", description="a profile of layers; empty: the one that fits most")
    open: Literal["refuse", "engrave", "leave"] = Field(
        default="refuse", description="open lines on layers that cut"
    )
    hatches: bool = Field(default=False, description="boundaries of hatches are read as pockets")
    depth: Positive | None = Field(default=None, description="mm; of pockets whose depth nothing tells")
    engraving: Positive = Field(default=0.5, description="mm; depth of engraved lines")
    layers: dict[str, LayerUse] = Field(default_factory=dict, description="by the layer's name")
    part: tuple[PartNote, ...] = ()
    slot: tuple[SlotNote, ...] = ()
    source: str = Field(default="", description="where the drawing is from, and its licence")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """What a person says of drawings beside their plan.toml: unit, convention, and what layers hold."""

    units: str = ""
    convention: str = ""
    layers: Mapping[str, LayerUse] = field(default_factory=dict)

    def table(self, table: PlanTable) -> PlanTable:
        """Return a plan.toml with what was said in the place of what stands there."""
        said: dict[str, object] = {"layers": {**table.layers, **self.layers}}
        if self.units:
            said["units"] = self.units
        if self.convention:
            said["convention"] = self.convention
        return table.model_copy(update=said)


def layer_use(text: str) -> LayerUse:
    """Return what a layer holds as it is written on the command line: pocket:6, cut, notes.

    Raises:
        DesignError: no such operation, or a depth that is no figure.
    """
    does, mark, depth = (part.strip() for part in text.partition(":"))
    try:
        deep = float(depth.replace(",", ".")) if mark else None
        return LayerUse.model_validate({"does": does, "depth": deep})
    except ValueError:
        known = ", ".join(get_args(Operation))
        raise DesignError.of("layer-use", text[:60], known=known) from None


class LayerMeaning(Profile):
    """What a layer was taken for, and by what: ``plan`` (plan.toml), a convention's name, or nothing."""

    does: Operation
    depth: float | None = None
    by: str = ""


def meanings(
    names: Iterable[str], table: PlanTable, conventions: Mapping[str, Layers]
) -> dict[str, LayerMeaning]:
    """Return what each layer holds: as plan.toml says, else by the convention that knows most names.

    A layer that nobody knows is cut, inside or outside as the nesting of its lines says.
    """
    names = list(names)
    plain = conventions["plain"]
    ranked = sorted(
        (c for c in conventions.values() if c is not plain),
        key=lambda c: (-sum(_first(c, n) is not None for n in names), c.name),
    )
    first = [conventions[table.convention]] if table.convention else ranked[:1]
    out = {}
    for name in names:
        if name in table.layers:
            use = table.layers[name]
            out[name] = LayerMeaning(does=use.does, depth=use.depth, by="plan")
            continue
        for convention in (*first, plain):
            found = _first(convention, name)
            if found is not None:
                reading, depth = found
                kept = None if reading.through else depth
                out[name] = LayerMeaning(does=reading.does, depth=kept, by=convention.name)
                break
        else:
            out[name] = LayerMeaning(does="cut")
    return out


def _first(convention: Layers, name: str) -> tuple[LayerReading, float | None] | None:
    for reading in convention.reads:
        fits, depth = reading.depth(name)
        if fits:
            return reading, depth
    return None


def plan_toml(table: PlanTable, reading: PlanReading, *, nominal: float | None, name: str, lang: Lang) -> str:
    """Return plan.toml for a drawing as it was read, every layer named, parts as comments to fill in."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(say("plan.toml_head", lang, name=name)))
    document.add("files", list(table.files))
    document.add("title", name.replace("_", " "))
    document.add("letter", table.letter)
    document.add("units", reading.drawing.units)
    if nominal:
        document.add("nominal", nominal)
    document.add("open", table.open)
    document.add("source", "")
    layers = tomlkit.table()
    for layer, meaning in reading.meaning.items():
        row = tomlkit.inline_table()
        row.add("does", meaning.does)
        if meaning.depth is not None and meaning.does in ("pocket", "drill", "engrave"):
            row.add("depth", round(meaning.depth, 4))
        layers.add(layer, row)
    document.add("layers", layers)
    for part in reading.parts:
        x0, y0, x1, y1 = part.outline.ring.bounds
        size = f"{x1 - x0:.1f} x {y1 - y0:.1f}"
        x, y = inside(part)
        told = say("plan.toml_part", lang, size=size, openings=len(part.openings))
        for line in ("", told, "[[part]]", f"at = [{x:.1f}, {y:.1f}]", f"quantity = {part.quantity}"):
            document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return tomlkit.dumps(document)


def inside(part: PlanPart) -> Place:
    """Return a point in the wood of a part, mm."""
    spot = part.region.polygon(0.1).representative_point()
    return (spot.x, spot.y)
