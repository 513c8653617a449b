"""What is declared of a sheet's programs, before they are judged.

The declaration says what the programs are for and what they may leave or take beyond the parts:
tabs, skin, relief, lead-ins, screws.  The proof believes none of it: it looks for each in
the text.  All places are in sheet coordinates, mm.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from mobilier.errors import ProofError
from mobilier.geometry.points import Point
from mobilier.profiles.types import Relief, Tool

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Role = Literal["cut", "screws", "air", "corner"]
Origin = Literal["front-left", "front-right", "back-left", "back-right", "centre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTab:
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
    ramp: Annotated[float, Field(gt=0, lt=90)] = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSkin:
    """A contour of a copy that keeps a skin: any point (x, y) of it, and the skin's thickness."""

    part: str
    copy: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredScrew:
    """A hole for a screw that holds the sheet down: centre and diameter, mm."""

    x: float
    y: float
    diameter: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredMark:
    """Strokes engraved on the sheet that are no feature of a part (labels, mate marks)."""

    strokes: tuple[tuple[Point, ...], ...]
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredHandHole:
    """A hole of a part (``feature``, its index) that no program drills.

    ``mark``: nothing, the ``spot`` of a drill, or a ``cross`` engraved along x and y; ``size`` is the
    diameter of the spot or the length of the cross, ``depth`` how deep it goes, mm.
    """

    part: str
    feature: Annotated[int, Field(ge=0)]
    mark: Literal["none", "spot", "cross"] = "none"
    size: Annotated[float, Field(ge=0, le=50)] = 0.0
    depth: Annotated[float, Field(ge=0, le=5)] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredProgram:
    """One program: its file name, what it is for, the cutter in it, and its text.

    ``changes`` maps the tool numbers in the text to tools where one program uses several;
    a number that is not there stands for ``tool``.  They stand in the order of use.
    """

    name: str
    role: Role
    tool: Tool
    text: str = ""
    changes: tuple[tuple[int, Tool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is declared of one sheet.

    ``relief_radius`` is the radius of the discs taken at marked corners; ``skin`` the wood
    left under every outline, and at most that under an opening (0: none), ``skins`` single
    contours that keep one; ``lead`` the radius of lead-in arcs, with what is left for a
    finishing pass, mm.  Rapids descend to ``approach`` mm above the sheet and no lower; ``job``
    is the word by which the programs are told from those of other jobs; ``by_hand`` are the holes
    that no program drills.
    """

    sheet: str
    programs: tuple[DeclaredProgram, ...]
    relief_style: Relief
    relief_radius: float
    tabs: tuple[DeclaredTab, ...] = ()
    skin: float = 0.0
    skins: tuple[DeclaredSkin, ...] = ()
    lead: float = 0.0
    approach: float = 1.0
    job: str = ""
    origin: Origin = "front-left"
    screws: tuple[DeclaredScrew, ...] = ()
    marks: tuple[DeclaredMark, ...] = ()
    by_hand: tuple[DeclaredHandHole, ...] = ()


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Declaration]:
    from pydantic import ConfigDict, TypeAdapter

    for kind in (
        DeclaredTab,
        DeclaredSkin,
        DeclaredScrew,
        DeclaredMark,
        DeclaredHandHole,
        DeclaredProgram,
        Declaration,
    ):
        setattr(kind, "__pydantic_config__", ConfigDict(extra="forbid", allow_inf_nan=False))  # noqa: B010
    return TypeAdapter(Declaration)


def declaration_json(declaration: Declaration) -> dict[str, Any]:
    """Return the claim as plain JSON values.  Program texts stay in their files."""
    bare = replace(declaration, programs=tuple(replace(p, text="") for p in declaration.programs))
    out: dict[str, Any] = _adapter().dump_python(bare, mode="json")
    for program in out["programs"]:
        del program["text"]
    return out


def declaration_of(values: Mapping[str, Any], texts: Mapping[str, str]) -> Declaration:
    """Return the declaration in ``values`` (of :func:`declaration_json`) with the program ``texts``.

    Raises:
        ProofError: a key is unknown or missing, a value impossible, or a text absent.
    """
    from pydantic import ValidationError

    try:
        declaration = _adapter().validate_json(json.dumps(values))
    except ValidationError as error:
        sheet = str(values.get("sheet", "?"))
        raise ProofError.of("no-proof", sheet, case="declaration", problem=str(error)) from error
    absent = [p.name for p in declaration.programs if p.name not in texts]
    if absent:
        raise ProofError.of("no-proof", declaration.sheet, case="text", names=", ".join(absent))
    return replace(declaration, programs=tuple(replace(p, text=texts[p.name]) for p in declaration.programs))
