"""A project file: jobs, each in as many variants as its lists make, for continuous integration.

title = "Plans of our town"
lang = ["fr", "en"]

[[job]]
name = "{design}-{preset}-{lab}"
sources = ["chariot"]
presets = ["mini", "pmr"]
labs = ["default", "our-place"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mobilier.document import read_text
from mobilier.errors import Finding, MobilierError, ProfileError
from mobilier.job.request import Request
from mobilier.job.source import source, words_of
from mobilier.job.workshop import DEFAULT_LAB
from mobilier.profiles.reader import parse_profile
from mobilier.profiles.types import Profile
from mobilier.wording import Lang, hint

Langs = Annotated[tuple[Lang, ...], Field(min_length=1)]

PAGE, SUMMARY = "index.html", "summary.json"
"""What lies beside the folders of the variants, so that no variant may be called so."""


class JobTable(Request):
    """One ``[[job]]``: what is asked, as on the command line, and lists that make several variants of it."""

    name: Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9._-]|\{[^{}]*\})+$")]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    verb: Literal["nest", "cut", "bundle"] = "bundle"
    presets: tuple[str, ...] = Field(default=(), description='one variant each; "*" stands for any')
    labs: tuple[str, ...] = Field(default=(), description="one variant each")
    thicknesses: tuple[float | str, ...] = Field(default=(), description="main board, one variant each")

    @model_validator(mode="after")
    def _one_word_each(self) -> Self:
        """Refuse a list beside the single word that it would replace."""
        if self.lab and self.labs:
            raise ProfileError.of("one-of-these", "lab, labs")
        if self.preset and self.presets:
            raise ProfileError.of("one-of-these", "preset, presets")
        if "" in self.thickness and self.thicknesses:
            raise ProfileError.of("one-of-these", 'thickness "", thicknesses')
        if self.presets and all(words_of(text)[1] for text in self.sources):
            raise ProfileError.of("presets-named", "presets")
        return self

    def request(self, preset: str, lab: str, thickness: float | str | None) -> Request:
        """Return what one variant asks for."""
        own = {name: getattr(self, name) for name in Request.model_fields if name in self.model_fields_set}
        measured = {} if thickness is None else {"": thickness}
        return Request.model_validate(
            {**own, "preset": preset, "lab": lab, "thickness": {**self.thickness, **measured}}
        )


class Project(Profile):
    """A file of jobs; ``title`` heads the gallery."""

    title: str = ""
    zip: bool = Field(default=False, description="each folder also as one file to download")
    lang: Langs = ("fr", "en")
    job: Annotated[tuple[JobTable, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One folder to make, and a ZIP of it if wished: what is asked with one preset, lab and thickness."""

    name: str
    request: Request
    verb: Literal["nest", "cut", "bundle"]
    table: JobTable
    zip: bool = False

    @property
    def lang(self) -> tuple[Lang, ...]:
        """The languages of its documents."""
        return self.request.lang


def project(file: Path) -> Project:
    """Return the project in a TOML file.

    Raises:
        ProfileError: the file cannot be read, or something in it is wrong.
    """
    return parse_profile(read_text(file, ProfileError), Project, where=str(file))


def variants(plan: Project, where: str) -> tuple[Variant, ...]:
    """Return every variant of a project in the order of its file; ``where`` names it in errors.

    Raises:
        ProfileError: a name that cannot be filled in, or that two variants share.
    """
    out: list[Variant] = []
    for number, table in enumerate(plan.job):
        try:
            out += (replace(v, zip=plan.zip) for v in _expanded(table, plan.lang))
        except MobilierError as error:
            raise ProfileError(*(_inside(f, f"{where}: job[{number}]") for f in error.findings)) from None
    _all_different(out, where)
    return tuple(out)


def _inside(finding: Finding, where: str) -> Finding:
    """Return a finding with the place in the file before its own."""
    return replace(finding, where=f"{where}: {finding.place()}".rstrip(": "))


def chosen(among: Sequence[Variant], patterns: Sequence[str]) -> tuple[tuple[Variant, ...], list[str]]:
    """Return the variants that a pattern names (all without patterns), and the patterns that name none."""
    hits = tuple(v for v in among if not patterns or any(fnmatchcase(v.name, p) for p in patterns))
    return hits, [p for p in patterns if not any(fnmatchcase(v.name, p) for v in among)]


def _expanded(table: JobTable, lang: tuple[Lang, ...]) -> Iterator[Variant]:
    """Yield the variants of a job: each preset in each lab at each thickness."""
    for preset, lab, thick in product(
        _presets(table) or (table.preset,), table.labs or (table.lab,), table.thicknesses or (None,)
    ):
        request = table.request(preset, lab, thick)
        words = _words(table, preset, lab, table.thickness.get("", "") if thick is None else thick)
        yield Variant(
            name=_filled(table.name, words),
            request=request if request.lang else request.model_copy(update={"lang": lang}),
            verb=table.verb,
            table=table,
        )


def _presets(table: JobTable) -> tuple[str, ...]:
    """Return the presets of a job by name; a pattern stands for those of its first source that fit."""
    if not any("*" in name or "?" in name for name in table.presets):
        return table.presets
    from mobilier.plan.design import load_source

    first = next(text for text in table.sources if not words_of(text)[1])
    known = list(load_source(source(first).file).presets)
    out: dict[str, None] = {}
    for pattern in table.presets:
        hits = [name for name in known if fnmatchcase(name, pattern)]
        if not hits:
            raise ProfileError.of(
                "no-preset", "presets", preset=pattern, design=first, hint=hint(pattern, known)
            )
        out |= dict.fromkeys(hits)
    return tuple(out)


def _words(table: JobTable, preset: str, lab: str, thickness: float | str) -> dict[str, str]:
    """Return what stands for each placeholder; nothing where the job does not say it."""
    named = [words_of(text) for text in table.sources]
    return {
        "design": "-".join(dict.fromkeys(design for design, _ in named)),
        "preset": preset or "-".join(dict.fromkeys(own for _, own in named if own)),
        "lab": Path(lab).stem if lab.endswith(".toml") else lab or DEFAULT_LAB,
        "machine": Path(table.machine).stem if table.machine.endswith(".toml") else table.machine,
        "thickness": f"{thickness:g}" if isinstance(thickness, int | float) else thickness,
        "verb": table.verb,
    }


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return a name with its placeholders filled in, in letters that every file system takes."""

    def word(found: re.Match[str]) -> str:
        place = found[1]
        if place not in words:
            raise ProfileError.of("placeholder", "name", case="unknown", word=place, hint=hint(place, words))
        if not words[place]:
            raise ProfileError.of("placeholder", "name", case="empty", word=place)
        return re.sub(r"[^A-Za-z0-9._-]+", "-", words[place].replace(",", ".")).strip("-")

    name = re.sub(r"\{([^{}]*)\}", word, pattern)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise ProfileError.of("variant-name", name, case="form")
    return name


def _all_different(among: Sequence[Variant], where: str) -> None:
    """Refuse names that two variants share (a b and A B are one folder on some computers)."""
    seen: dict[str, Variant] = {}
    for v in among:
        if v.name.casefold() in (PAGE, SUMMARY) or v.name.casefold().endswith(".zip"):
            raise ProfileError.of("variant-name", f"{where}: {v.name}", case="kept")
        other = seen.setdefault(v.name.casefold(), v)
        if other is v:
            continue
        if other.table is not v.table:
            raise ProfileError.of("variant-name", f"{where}: {v.name}", case="two-jobs")
        lists = {"preset": v.table.presets, "lab": v.table.labs, "thickness": v.table.thicknesses}
        missing = [f"{{{k}}}" for k, many in lists.items() if many and f"{{{k}}}" not in v.table.name]
        case = "add" if missing else "repeats"
        raise ProfileError.of("variant-name", f"{where}: {v.name}", case=case, words=" ".join(missing))
