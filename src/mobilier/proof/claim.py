"""What is declared of a sheet's programs, before they are judged.

The claim says what the programs are for and what they may leave or take beyond the parts:
tabs, skin, relief, lead-ins, screws.  The proof believes none of it: it looks for each in
the text.  All places are in sheet coordinates, mm.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from mobilier.errors import ProofError
from mobilier.geometry.points import Bounds, Point
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Controller, Machine, Material, Relief, Tool

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Role = Literal["cut", "screws", "air", "corner"]
Origin = Literal["front-left", "front-right", "back-left", "back-right", "centre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TabClaim:
    """A bridge of wood left to hold a copy of a part.

    (x, y) is its centre on the part's outline; ``width`` the wood left along the outline at
    full height, ``height`` above the underside of the sheet; its ends may slope down at
    ``ramp`` degrees or steeper.
    """

    part: str
    copy: int
    x: float
    y: float
    width: float
    height: float
    ramp: float = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinClaim:
    """A contour of a copy that keeps a skin: any point (x, y) of it, and the skin's thickness."""

    part: str
    copy: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrewClaim:
    """A hole for a screw that holds the sheet down: centre and diameter, mm."""

    x: float
    y: float
    diameter: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkClaim:
    """Strokes engraved on the sheet that are no feature of a part (labels, mate marks)."""

    strokes: tuple[tuple[Point, ...], ...]
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramClaim:
    """One program: its file name, what it is for, the cutter in it, and its text.

    ``changes`` maps the tool numbers in the text to tools where one program uses several;
    a number that is not there stands for ``tool``.
    """

    name: str
    role: Role
    tool: Tool
    text: str = ""
    changes: tuple[tuple[int, Tool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is declared of one sheet.

    ``relief_radius`` is the radius of the discs taken at marked corners; ``skin`` the wood
    left under every outline, and at most that under an opening (0: none), ``skins`` single
    contours that keep one; ``lead`` the radius of lead-in arcs, with what is left for a
    finishing pass, mm.
    """

    sheet: str
    programs: tuple[ProgramClaim, ...]
    relief_style: Relief
    relief_radius: float
    tabs: tuple[TabClaim, ...] = ()
    skin: float = 0.0
    skins: tuple[SkinClaim, ...] = ()
    lead: float = 0.0
    origin: Origin = "front-left"
    screws: tuple[ScrewClaim, ...] = ()
    marks: tuple[MarkClaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything needed to judge one sheet: the claim, and what it is measured against.

    ``parts`` are the nominal parts by id, with their sharp corners marked, not relieved.
    """

    claim: Claim
    layout: Layout
    parts: Mapping[str, Part]
    material: Material
    machine: Machine
    controller: Controller
    clamps: tuple[Bounds, ...] = field(default=())

    @property
    def shift(self) -> tuple[float, float, float]:
        """Where the program's zero lies in sheet coordinates, mm."""
        length, width = self.layout.sheet.length, self.layout.sheet.width
        x, y = {
            "front-left": (0.0, 0.0),
            "front-right": (length, 0.0),
            "back-left": (0.0, width),
            "back-right": (length, width),
            "centre": (length / 2, width / 2),
        }[self.claim.origin]
        return (x, y, -self.material.thickness if self.machine.zero == "bed" else 0.0)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Claim]:
    from pydantic import ConfigDict, TypeAdapter

    for kind in (TabClaim, SkinClaim, ScrewClaim, MarkClaim, ProgramClaim, Claim):
        setattr(kind, "__pydantic_config__", ConfigDict(extra="forbid", allow_inf_nan=False))  # noqa: B010
    return TypeAdapter(Claim)


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return the claim as plain JSON values.  Program texts stay in their files."""
    bare = replace(claim, programs=tuple(replace(p, text="") for p in claim.programs))
    out: dict[str, Any] = _adapter().dump_python(bare, mode="json")
    for program in out["programs"]:
        del program["text"]
    return out


def claim_of(values: Mapping[str, Any], texts: Mapping[str, str]) -> Claim:
    """Return the claim that ``values`` (from :func:`claim_json`) state, with the program ``texts`` by name.

    Raises:
        ProofError: a key is unknown or missing, a value impossible, or a text absent.
    """
    from pydantic import ValidationError

    try:
        claim = _adapter().validate_json(json.dumps(values))
    except ValidationError as error:
        msg = f"the claim of sheet {values.get('sheet', '?')} cannot be read: {error}"
        raise ProofError(msg) from error
    absent = [p.name for p in claim.programs if p.name not in texts]
    if absent:
        msg = f"sheet {claim.sheet}: no text for program {', '.join(absent)}; restore the missing file"
        raise ProofError(msg)
    return replace(claim, programs=tuple(replace(p, text=texts[p.name]) for p in claim.programs))
