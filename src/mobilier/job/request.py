"""What is asked for, as one value: on the command line, in a project file, in a bundle, by a program.

Every field is an option of the command line (how it is written there stands beside it), a key of a
``[[job]]`` table and of ``[asked]`` in a bundle's ``params.toml``.  A new option is one new field here,
and its words in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from mobilier.document import problems
from mobilier.errors import DesignError
from mobilier.job.lengths import length, sheet_size
from mobilier.job.source import portable
from mobilier.plan.table import ReadAs, layer_use
from mobilier.profiles.table import Profile
from mobilier.wording import Lang

if TYPE_CHECKING:
    from mobilier.nest.layout import Budget

Group = Literal["what", "made-of", "sheets", "search", "laying", "said"]
"""What an option is about; a verb shows the groups that act on it."""

Typed = bool | int | float | str
SheetSize = tuple[float, float] | tuple[float, float, float]
"""Length, width and, for another board than the main one, its nominal thickness, mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """How a field is written on the command line.

    ``flag`` is empty for the bare SOURCE words; ``bare`` allows VALUE beside NAME=VALUE, "" standing
    for its name; ``commas``: several values in one word; ``completes``: the kind of profile whose
    names fit; ``kept`` False: nothing that a bundle is made from again.
    """

    flag: str
    group: Group
    metavar: str | None = None
    bare: bool = False
    commas: bool = False
    completes: str = ""
    kept: bool = True


class Request(Profile):
    """What is to be made, of what, with what and how; lengths in mm, texts of lengths in ``units``."""

    sources: Annotated[tuple[str, ...], Option(flag="", group="what", completes="designs")] = ()
    preset: Annotated[str, Option(flag="--preset", group="what")] = ""
    values: Annotated[dict[str, Typed], Option(flag="--set", group="what", metavar="NAME=VALUE")] = Field(
        default_factory=dict
    )
    units: Annotated[Literal["mm", "cm", "m", "in"] | None, Option(flag="--units", group="what")] = None
    layers: Annotated[str, Option(flag="--layers", group="what", completes="layers")] = ""
    map: Annotated[dict[str, str], Option(flag="--map", group="what", metavar="LAYER=WHAT[:MM]")] = Field(
        default_factory=dict
    )
    lab: Annotated[str, Option(flag="--lab", group="made-of", completes="labs")] = ""
    machine: Annotated[str, Option(flag="--machine", group="made-of", completes="machines")] = ""
    material: Annotated[
        dict[str, str],
        Option(flag="--material", group="made-of", metavar="[BOARD=]NAME", bare=True, completes="materials"),
    ] = Field(default_factory=dict)
    lot: Annotated[str, Option(flag="--lot", group="made-of", metavar="FILE")] = ""
    thickness: Annotated[
        dict[str, float], Option(flag="--thickness", group="made-of", metavar="[BOARD=]MM", bare=True)
    ] = Field(default_factory=dict)
    sheets: Annotated[tuple[SheetSize, ...], Option(flag="--sheet", group="sheets", metavar="LxW[xT]")] = ()
    stock: Annotated[str, Option(flag="--stock", group="sheets", metavar="FILE")] = ""
    split: Annotated[bool, Option(flag="--split", group="sheets")] = False
    quantity: Annotated[int, Option(flag="--quantity", group="sheets"), Field(ge=1, le=1000)] = 1
    seed: Annotated[int, Option(flag="--seed", group="search"), Field(ge=0, le=2**32 - 1)] = 0
    effort: Annotated[Literal["quick", "normal", "high"], Option(flag="--effort", group="search")] = "normal"
    seconds: Annotated[
        Annotated[float, Field(ge=0.1, le=86400)] | None, Option(flag="--time", group="search", metavar="S")
    ] = None
    improve: Annotated[str, Option(flag="--improve", group="laying", metavar="LAYOUT", kept=False)] = ""
    layout: Annotated[str, Option(flag="--layout", group="laying", metavar="LAYOUT", kept=False)] = ""
    pins: Annotated[
        tuple[str, ...], Option(flag="--pin", group="laying", metavar="PART@X,Y[,ANGLE][#N]")
    ] = ()
    runs: Annotated[tuple[str, ...], Option(flag="--run", group="laying", metavar="PART+PART[:x|y]")] = ()
    apart: Annotated[bool, Option(flag="--apart", group="laying")] = False
    lang: Annotated[
        tuple[Lang, ...], Option(flag="--lang", group="said", metavar="fr,en", commas=True, kept=False)
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_mm(cls, given: Any) -> Any:
        """Read lengths that are written as texts; a number is in mm already."""
        if not isinstance(given, Mapping):
            return given
        units = given.get("units") or "mm"
        out = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        if isinstance(thick := given.get("thickness"), Mapping):
            out["thickness"] = {
                name: length(text, units) if isinstance(text, str) else text for name, text in thick.items()
            }
        if isinstance(sheets := given.get("sheets"), list | tuple):
            out["sheets"] = tuple(
                sheet_size(size, units) if isinstance(size, str) else tuple(size) for size in sheets
            )
        return out

    @model_validator(mode="after")
    def _one_layout(self) -> Self:
        """Refuse a layout to go on from beside wishes, or beside another."""
        given = [o.flag for n, o in options(type(self)).items() if o.group == "laying" and getattr(self, n)]
        if (self.improve or self.layout) and len(given) > 1:
            raise DesignError.of("one-of-these", ", ".join(given))
        return self

    @property
    def read_as(self) -> ReadAs:
        """What is said of the drawings among the sources.

        Raises:
            DesignError: a layer that holds something unheard of.
        """
        used = {layer: layer_use(text) for layer, text in self.map.items()}
        return ReadAs(units=self.units or "", convention=self.layers, layers=used)

    @property
    def budget(self) -> Budget:
        """How long to search for a layout."""
        from mobilier.nest.layout import Budget

        return Budget(effort=self.effort, seconds=self.seconds, seed=self.seed)

    def languages(self, spoken: Lang) -> tuple[Lang, ...]:
        """Return the languages of the documents: those asked for, else ``spoken`` and then the other."""
        both: tuple[Lang, Lang] = ("fr", "en") if spoken == "fr" else ("en", "fr")
        return tuple(dict.fromkeys(self.lang)) or both

    def table(self) -> dict[str, Any]:
        """Return what a bundle keeps of it: every kept field, profiles and files by name alone."""
        kept = [name for name, option in options(type(self)).items() if option.kept]
        table = self.model_dump(mode="json", include=set(kept), exclude_none=True)
        table["sources"] = [portable(text) for text in self.sources]
        for name in ("lab", "machine"):
            table[name] = _stem(table[name])
        table["material"] = {board: _stem(name) for board, name in self.material.items()}
        for name in ("lot", "stock"):
            table[name] = Path(table[name]).name
        return table

    @classmethod
    def from_words(cls, given: Mapping[str, Any]) -> Self:
        """Return the request that the words of a command line make, by the name of each field.

        Raises:
            DesignError: a NAME=VALUE without its name, or a name twice.
        """
        out: dict[str, Any] = {}
        for name, option in options(cls).items():
            if name not in given:
                continue
            if "=" in (option.metavar or ""):
                out[name] = _pairs(option, given[name])
            elif option.commas:
                out[name] = tuple(part.strip() for part in given[name].split(",") if part.strip())
            else:
                out[name] = given[name]
        try:
            return cls.model_validate(out)
        except ValidationError as error:
            raise DesignError(*problems(error, cls, "")) from None


def options(kind: type[Request]) -> dict[str, Option]:
    """Return how each field of a kind of request is written, by field, in the order of the fields."""
    return {
        name: option
        for name, field in kind.model_fields.items()
        for option in field.metadata
        if isinstance(option, Option)
    }


def _pairs(option: Option, texts: Iterable[str]) -> dict[str, str]:
    """Return NAME=VALUE words by name; a name twice would lose one of its values."""
    out: dict[str, str] = {}
    for text in texts:
        name, mark, value = (word.strip() for word in text.partition("="))
        if option.bare and not mark:
            name, value = "", name
        elif not name or not mark:
            raise DesignError.of("bad-pair", f"{option.flag} {text}", form=option.metavar or "")
        if name in out:
            case = "named" if name else "main"
            raise DesignError.of(
                "said-twice", option.flag, case=case, name=name, first=out[name], second=value
            )
        out[name] = value
    return out


def _stem(name: str) -> str:
    return Path(name).stem if name.endswith(".toml") else name
