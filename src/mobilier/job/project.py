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
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mobilier.errors import MobilierError, ProfileError
from mobilier.job.source import source, words_of
from mobilier.job.workshop import DEFAULT_LAB
from mobilier.profiles.reader import parse_profile
from mobilier.profiles.types import Profile

Value = bool | int | float | str
Lang = Literal["fr", "en"]
Langs = Annotated[tuple[Lang, ...], Field(min_length=1)]

PAGE, SUMMARY = "index.html", "summary.json"
"""What lies beside the folders of the variants, so that no variant may be called so."""


class Task(Profile):
    """One job: the same words as on the command line, and lists that make several variants of it."""

    name: Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9._-]|\{[^{}]*\})+$")]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    verb: Literal["nest", "cut", "bundle"] = "bundle"
    lang: Langs | None = Field(default=None, description="languages of this job; the project's without")
    presets: tuple[str, ...] = Field(default=(), description='one variant each; "*" stands for any')
    labs: tuple[str, ...] = Field(default=(), description="one variant each")
    thicknesses: tuple[float | str, ...] = Field(default=(), description="main board, one variant each")
    values: dict[str, Value] = Field(default_factory=dict, description="parameters, as with --set")
    lab: str = ""
    machine: str = ""
    lot: str = ""
    material: dict[str, str] = Field(default_factory=dict)
    thickness: dict[str, float | str] = Field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    stock: str = Field(default="", description="file of sheets and offcuts in stock")
    pins: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    apart: bool = False
    split: bool = False
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1
    seed: Annotated[int, Field(ge=0)] = 0
    effort: Literal["quick", "normal", "high"] = "normal"
    seconds: Annotated[float, Field(gt=0, le=86400)] | None = None

    @model_validator(mode="after")
    def _one_word_each(self) -> Self:
        """Refuse a list beside the single word that it would replace."""
        if self.lab and self.labs:
            msg = "lab and labs: keep one of them"
            raise ValueError(msg)
        if "" in self.thickness and self.thicknesses:
            msg = 'thicknesses and thickness "": keep one of them'
            raise ValueError(msg)
        if self.presets and all(words_of(text)[1] for text in self.sources):
            msg = "presets: every source names its own already; drop one or the other"
            raise ValueError(msg)
        return self


class Project(Profile):
    """A file of jobs; ``title`` heads the gallery."""

    title: str = ""
    zip: bool = Field(default=False, description="each folder also as one file to download")
    lang: Langs = ("fr", "en")
    job: Annotated[tuple[Task, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One folder to make, and a ZIP of it if wished: a job with one preset, lab and thickness."""

    name: str
    task: Task
    lang: tuple[Lang, ...]
    preset: str = ""
    lab: str = ""
    thickness: Mapping[str, float | str] = field(default_factory=dict)
    zip: bool = False


def project(file: Path) -> Project:
    """Return the project in a TOML file.

    Raises:
        ProfileError: the file cannot be read, or something in it is wrong.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file}: cannot be read: {error}"
        raise ProfileError(msg) from None
    return parse_profile(text, Project, where=str(file))


def variants(plan: Project, where: str) -> tuple[Variant, ...]:
    """Return every variant of a project in the order of its file; ``where`` names it in errors.

    Raises:
        ProfileError: a name that cannot be filled in, or that two variants share.
    """
    out: list[Variant] = []
    for number, task in enumerate(plan.job):
        try:
            out += (replace(v, zip=plan.zip) for v in _expanded(task, plan.lang))
        except MobilierError as error:
            msg = f"{where}: job[{number}]: {error}"
            raise ProfileError(msg) from None
    _all_different(out, where)
    return tuple(out)


def chosen(among: Sequence[Variant], patterns: Sequence[str]) -> tuple[tuple[Variant, ...], list[str]]:
    """Return the variants that a pattern names (all without patterns), and the patterns that name none."""
    hits = tuple(v for v in among if not patterns or any(fnmatchcase(v.name, p) for p in patterns))
    return hits, [p for p in patterns if not any(fnmatchcase(v.name, p) for v in among)]


def _expanded(task: Task, lang: tuple[Lang, ...]) -> Iterator[Variant]:
    """Yield the variants of a job: each preset in each lab at each thickness."""
    for preset, lab, thick in product(
        _presets(task) or ("",), task.labs or (task.lab,), task.thicknesses or (None,)
    ):
        measured = task.thickness if thick is None else {**task.thickness, "": thick}
        words = _words(task, preset, lab, measured.get("", ""))
        yield Variant(
            name=_filled(task.name, words),
            task=task,
            lang=task.lang or lang,
            preset=preset,
            lab=lab,
            thickness=measured,
        )


def _presets(task: Task) -> tuple[str, ...]:
    """Return the presets of a job by name; a pattern stands for those of its first source that fit."""
    if not any("*" in name or "?" in name for name in task.presets):
        return task.presets
    from mobilier.model.design import load

    first = next(text for text in task.sources if not words_of(text)[1])
    known = list(load(source(first).file).presets)
    out: dict[str, None] = {}
    for pattern in task.presets:
        hits = [name for name in known if fnmatchcase(name, pattern)]
        if not hits:
            msg = f"presets: {pattern!r} names none of {first}: {', '.join(known) or 'it has none'}"
            raise ProfileError(msg)
        out |= dict.fromkeys(hits)
    return tuple(out)


def _words(task: Task, preset: str, lab: str, thickness: float | str) -> dict[str, str]:
    """Return what stands for each placeholder; nothing where the job does not say it."""
    named = [words_of(text) for text in task.sources]
    return {
        "design": "-".join(dict.fromkeys(design for design, _ in named)),
        "preset": preset or "-".join(dict.fromkeys(own for _, own in named if own)),
        "lab": Path(lab).stem if lab.endswith(".toml") else lab or DEFAULT_LAB,
        "machine": Path(task.machine).stem if task.machine.endswith(".toml") else task.machine,
        "thickness": f"{thickness:g}" if isinstance(thickness, int | float) else thickness,
        "verb": task.verb,
    }


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return a name with its placeholders filled in, in letters that every file system takes."""

    def word(found: re.Match[str]) -> str:
        place = found[1]
        if place not in words:
            near = get_close_matches(place, words, n=1)
            hint = f"did you mean {{{near[0]}}}?" if near else f"known: {', '.join(words)}"
            msg = f"name: {{{place}}} is no placeholder; {hint}"
            raise ProfileError(msg)
        if not words[place]:
            msg = f"name: {{{place}}} has nothing to stand for, since this job names no {place}"
            raise ProfileError(msg)
        return re.sub(r"[^A-Za-z0-9._-]+", "-", words[place].replace(",", ".")).strip("-")

    name = re.sub(r"\{([^{}]*)\}", word, pattern)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        msg = f"name: {name!r} cannot name a folder; begin with a letter or a figure"
        raise ProfileError(msg)
    return name


def _all_different(among: Sequence[Variant], where: str) -> None:
    """Refuse names that two variants share (a b and A B are one folder on some computers)."""
    seen: dict[str, Variant] = {}
    for v in among:
        if v.name.casefold() in (PAGE, SUMMARY) or v.name.casefold().endswith(".zip"):
            msg = f"{where}: {v.name}: that name is kept for a page of the project or a ZIP of a folder"
            raise ProfileError(msg)
        other = seen.setdefault(v.name.casefold(), v)
        if other is v:
            continue
        if other.task is not v.task:
            msg = f"{where}: two jobs are called {v.name}; give each its own name"
            raise ProfileError(msg)
        lists = {"preset": v.task.presets, "lab": v.task.labs, "thickness": v.task.thicknesses}
        missing = [f"{{{k}}}" for k, many in lists.items() if many and f"{{{k}}}" not in v.task.name]
        remedy = f"add {' and '.join(missing)} to the name" if missing else "one of its lists repeats itself"
        msg = f"{where}: two variants of {v.task.name!r} are called {v.name}; {remedy}"
        raise ProfileError(msg)
