"""Designs: functions with typed, defaulted parameters that return a piece."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mobilier.document import parse_table, read_text
from mobilier.errors import DesignError
from mobilier.model.bill import judge_steps
from mobilier.model.own_code import load_module, place_of, run_function
from mobilier.model.parameter import Parameter, named
from mobilier.model.piece import Piece
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.shop import shop
from mobilier.profiles.types import Material
from mobilier.wording import hint

Texts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Design:
    """A loaded design.  ``texts`` by language; ``presets`` in order, the first is the default.

    ``attached`` are the files that it is made of where those of its folder are not: its program,
    where that stands alone, or a drawing and how it is read.
    """

    name: str
    letter: str
    about: str
    function: Callable[..., Piece]
    parameters: Mapping[str, Parameter]
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    folder: Path | None = None
    attached: Mapping[str, bytes] = field(default_factory=dict)

    def __call__(self, **values: Any) -> Piece:
        """Build the piece: its defaults, or the values given; boards as `Material`s or by name.

        Raises:
            DesignError, ProfileError: values out of range, or no such board.
        """
        complete = self.values("", {k: v for k, v in values.items() if not isinstance(v, Material)})
        boards = {n: values.get(n, complete[n]) for n in self.boards}
        shelf = Shelf()
        taken = {n: b if isinstance(b, Material) else shelf.take(Material, b) for n, b in boards.items()}
        with shop(shelf):
            return self.build({**complete, **taken})

    @property
    def home(self) -> str:
        """The name of the folder that a library keeps it in."""
        return self.folder.resolve().name if self.folder and not self.attached else self.name

    @property
    def sources(self) -> dict[str, bytes]:
        """The files that it is made of, by their path in that folder."""
        if self.attached or self.folder is None:
            return dict(self.attached)
        return {f.relative_to(self.folder).as_posix(): f.read_bytes() for f in design_files(self.folder)}

    @property
    def boards(self) -> dict[str, str]:
        """Board parameters and the material each takes by default; the first is the main one."""
        return {n: p.default for n, p in self.parameters.items() if p.kind == "material"}

    def values(self, preset: str = "", given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return every parameter's value: defaults, then the preset, then what is given.

        Raises:
            DesignError: unknown name (with the nearest known one), wrong kind, out of range.
        """
        out = {n: p.default for n, p in self.parameters.items()}
        for source, values in ((f"preset {preset}", self.preset(preset)), ("", given or {})):
            for name, value in values.items():
                if name not in self.parameters:
                    where = f"{self.name}: {source}" if source else self.name
                    raise DesignError.of(
                        "unknown-parameter", where, name=name, hint=hint(name, self.parameters)
                    )
                out[name] = self.parameters[name].checked(value)
        return out

    def preset(self, name: str) -> Mapping[str, Any]:
        """Return a preset's values; the first preset when ``name`` is empty."""
        if not name:
            return next(iter(self.presets.values()), {})
        if name not in self.presets:
            raise DesignError.of("unknown-preset", self.name, name=name, hint=hint(name, self.presets))
        return self.presets[name]

    def build(self, values: Mapping[str, Any], *, preset: str = "") -> Piece:
        """Return the piece for complete values; board parameters hold `Material`s.

        Raises:
            DesignError: values out of range, or that contradict each other.
        """
        checked: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            value = values.get(name, parameter.default)
            if parameter.kind == "material":
                if not isinstance(value, Material):
                    raise DesignError.of("value-refused", name, case="board", value=str(value))
                checked[name] = value
            else:
                checked[name] = parameter.checked(value)
        piece = run_function(self.function, checked)
        if not isinstance(piece, Piece):
            place, kind = place_of(self.function), type(piece).__name__
            raise DesignError.of("design-file", place, case="no-piece", kind=kind)
        made = replace(piece, name=self.name, preset=preset, letter=self.letter, values=checked)
        judge_steps(made)
        return made

    def text(self, key: str, lang: str = "en") -> str:
        """Return a text by dotted key in a language; the key's last word when there is none."""
        found = self.said(key, lang)
        return key.rpartition(".")[2] if found is None else found

    def said(self, key: str, lang: str = "en") -> str | None:
        """Return a text by dotted key in a language, None when there is none."""
        node: Any = self.texts.get(lang, {})
        for word in key.split("."):
            node = node.get(word) if isinstance(node, Mapping) else None
        return node if isinstance(node, str) else None


def design(*, letter: str) -> Callable[[Callable[..., Piece]], Design]:
    """Make a function a design.  ``letter`` begins its part ids."""

    def make(function: Callable[..., Piece]) -> Design:
        if not re.fullmatch("[A-Z]{1,3}", str(letter)):
            raise DesignError.of("design-file", place_of(function), case="letter", letter=str(letter)[:20])
        parameters: dict[str, Parameter] = {}
        for name, given in inspect.signature(function).parameters.items():
            if not isinstance(given.default, Parameter):
                raise DesignError.of("design-file", place_of(function), case="parameter", name=name)
            parameters[name] = named(given.default, name)
            if not parameters[name].declared:
                raise DesignError.of("design-file", place_of(function), case="range", name=name)
        about = (inspect.getdoc(function) or "").partition("\n")[0]
        return Design(
            name=function.__name__,
            letter=letter,
            about=about,
            function=function,
            parameters=parameters,
        )

    return make


def load(path: Path) -> Design:
    """Run a design file and return its design with the presets and texts beside it.

    ``path`` is a design folder, its ``design.py``, or a file of another name that stands for
    itself, without presets and texts.  A design is a program: load only those you trust.

    Raises:
        DesignError: not exactly one design in the file, or a preset or text file that is wrong.
    """
    file = path / "design.py" if path.is_dir() else path
    folder = file.parent
    module = load_module(file)
    found = [v for v in vars(module).values() if isinstance(v, Design)]
    if len(found) != 1:
        raise DesignError.of("design-file", str(file), case="count", count=len(found))
    if file.name != "design.py":
        return replace(found[0], attached={"design.py": file.read_bytes()})
    made = replace(
        found[0],
        folder=folder,
        presets=_presets(folder),
        texts={p.name.split(".")[1]: _toml(p) for p in _plain_files(folder, "texts.*.toml")},
    )
    for name in made.presets:
        made.values(name)
    return made


def design_files(folder: Path) -> list[Path]:
    """Return the files that a design is made of: its program, its presets and its texts, nothing else.

    What else lies in the folder is nobody's business, and a link may lead anywhere.
    """
    beside = _plain_files(folder, "texts.*.toml") + _plain_files(folder / "presets", "*.toml")
    return sorted([folder / "design.py", *beside])


def _plain_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder that fit a pattern and are no links."""
    return sorted(f for f in folder.glob(pattern) if f.is_file() and not f.is_symlink())


def _presets(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the presets, those with the lowest ``order`` first."""
    tables = {p.stem: _toml(p) for p in _plain_files(folder / "presets", "*.toml")}
    for name, table in tables.items():
        if not isinstance(table.get("order", 0), int):
            raise DesignError.of("design-file", str(folder / "presets" / f"{name}.toml"), case="order")
    ranked = sorted(tables, key=lambda n: (tables[n].get("order", 99), n))
    return {n: {k: v for k, v in tables[n].items() if k not in ("order", "about")} for n in ranked}


def _toml(path: Path) -> dict[str, Any]:
    """Return a table beside a design; no text in it holds letters that steer a printer or a terminal."""
    table = parse_table(read_text(path, DesignError), where=str(path), toml=True, error=DesignError)
    for key, text in _texts(table):
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            raise DesignError.of("design-file", str(path), case="control", key=key)
    return table


def _texts(table: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a table with its dotted key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _texts(value, f"{head}{key}.")
        elif isinstance(value, str):
            yield f"{head}{key}", value
