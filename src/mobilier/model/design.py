"""Designs: functions with typed, defaulted parameters that return a piece."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mobilier.errors import DesignError
from mobilier.model.bill import judge_steps
from mobilier.model.parameter import Parameter, named
from mobilier.model.piece import Piece
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.shop import shop
from mobilier.profiles.types import Material
from mobilier.wording import hint

Texts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Design:
    """A loaded design.  ``texts`` by language; ``presets`` in order, the first is the default."""

    name: str
    letter: str
    about: str
    function: Callable[..., Piece]
    parameters: Mapping[str, Parameter]
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    folder: Path | None = None

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
        piece = self.function(**checked)
        made = replace(piece, name=self.name, preset=preset, letter=self.letter, values=checked)
        judge_steps(made)
        return made

    def text(self, key: str, lang: str = "en") -> str:
        """Return a text by dotted key in a language; the key's last word when there is none."""
        node: Any = self.texts.get(lang, {})
        for word in key.split("."):
            node = node.get(word) if isinstance(node, Mapping) else None
        return node if isinstance(node, str) else key.rpartition(".")[2]


def design(*, letter: str) -> Callable[[Callable[..., Piece]], Design]:
    """Make a function a design.  ``letter`` begins its part ids."""

    def make(function: Callable[..., Piece]) -> Design:
        parameters: dict[str, Parameter] = {}
        for name, given in inspect.signature(function).parameters.items():
            if not isinstance(given.default, Parameter):
                raise DesignError.of("design-file", function.__name__, case="parameter", name=name)
            parameters[name] = named(given.default, name)
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

    ``path`` is a design folder or its ``design.py``.  A design is a program: load only those
    you trust.

    Raises:
        DesignError: not exactly one design in the file, or a preset or text file that is wrong.
    """
    file = path / "design.py" if path.is_dir() else path
    folder = file.parent
    spec = importlib.util.spec_from_file_location(f"mobilier_design_{folder.name}", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise DesignError.of("design-file", str(file), case="absent")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses of the file look their module up
    try:
        spec.loader.exec_module(module)
    except DesignError:
        raise
    except Exception as wrong:
        kind, problem = type(wrong).__name__, str(wrong)
        raise DesignError.of("design-file", str(file), case="breaks", kind=kind, problem=problem) from wrong
    found = [v for v in vars(module).values() if isinstance(v, Design)]
    if len(found) != 1:
        raise DesignError.of("design-file", str(file), case="count", count=len(found))
    made = replace(
        found[0],
        folder=folder,
        presets=_presets(folder),
        texts={p.name.split(".")[1]: _toml(p) for p in sorted(folder.glob("texts.*.toml"))},
    )
    for name in made.presets:
        made.values(name)
    return made


def _presets(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the presets, those with the lowest ``order`` first."""
    tables = {p.stem: _toml(p) for p in sorted((folder / "presets").glob("*.toml"))}
    ranked = sorted(tables, key=lambda n: (tables[n].get("order", 99), n))
    return {n: {k: v for k, v in tables[n].items() if k not in ("order", "about")} for n in ranked}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise DesignError.of("design-file", str(path), case="toml", problem=str(wrong)) from wrong
