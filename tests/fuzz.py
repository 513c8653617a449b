"""Random words and files of strangers, seeded: what each command is given, and how it must end.

A case ends well in one of three ways: exit 0, 1 or 2 with words.  A traceback is a fault of the
program, and so is a case that takes longer than `SLOW`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from crate import DESIGN, SMALL, add_crate

from mobilier.cli import run
from mobilier.job.request import Request, options
from mobilier.library import shipped

SLOW = 60.0
"""s of wall time: no case of these small files has a reason to take as long."""

FAULT = "is a fault of the program"
"""What the command says where an exception reached its last net."""

BAD: tuple[Any, ...] = (
    None, -1, 0, 1e308, float("nan"), float("inf"), 10**40, "x", "", [], {}, True, [[]], {"a": {}},
    -0.5, "a\x00b", "../../etc/passwd", "Ω" * 300, 5, 1e-9, [1, 2, 3], "$(touch hit)", "; M3 S9000",
)  # fmt: skip
WORDS = (
    "", "x", "-1", "0", "nan", "inf", "1e999", "9" * 400, "17.6", "17,6", "18 mm", "a=b", "=", "board=", "=5",
    "2500x1220", "2500x", "x1220", "0x0", "-5x5", "1e9x1e9", "../..", "é" * 200, "K01@5,5", "K01@",
    "K01+K02:x", "crate*0", "crate*1001", "crate:", ":tall", "*", "nope", "mm", "quick", "fr", "zz", "out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """Words to call, and files to write first (path -> bytes), below a copy of the ground."""

    kind: str
    words: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a case ended: exit code (-1: an exception), what it said, seconds."""

    case: Case
    code: int
    said: str
    seconds: float

    @property
    def bad(self) -> str:
        """Why this is a fault, or nothing."""
        if self.code not in (0, 1, 2) or FAULT in self.said:
            return "traceback"
        return "hang" if self.seconds > SLOW else ""


def make_ground(root: Path) -> Path:
    """Write a library with one of each kind of file in it, and a bundle made with them."""
    add_crate(root)
    for kind, name in (
        ("labs", "default"), ("machines", "generic_grbl"), ("controllers", "grbl"), ("tools", "endmill_6"),
        ("tools", "drill_4"), ("materials", "okoume-18"), ("layers", "mobilier"),
    ):  # fmt: skip
        place = root / "profiles" / kind / f"{name}.toml"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped() / "profiles" / kind / f"{name}.toml", place)
    plan = root / "designs" / "etagere"
    plan.mkdir()
    shutil.copy(Path(__file__).parents[1] / "examples" / "plan" / "shelf.dxf", plan / "shelf.dxf")
    (plan / "plan.toml").write_text(
        'files = ["shelf.dxf"]\nnominal = 18.0\n[layers]\nTEXT = {does = "notes"}\n'
    )
    (root / "june.toml").write_text(
        'name = "june"\nmaterial = "okoume-18"\nreadings = [17.5, 17.6, 17.7]\nsource = "x"\n'
    )
    (root / "rack.toml").write_text(
        'name = "rack"\n[[sheet]]\nname = "o"\nmaterial = "okoume-18"\nlength = 1250.0\nwidth = 900.0\n'
    )
    (root / "mine.toml").write_text('design = "crate"\nwidth = 500.0\n')
    (root / "mobilier.toml").write_text(
        'lang = ["en"]\n[[job]]\nname = "a"\nsources = ["crate"]\nverb = "nest"\neffort = "quick"\n'
    )
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        assert run(["cut", "crate", *SMALL, "-o", "out"]) == 0
    return root


TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("profiles/labs/default.toml", ("check", "crate")),
    ("profiles/machines/generic_grbl.toml", ("check", "crate")),
    ("profiles/controllers/grbl.toml", ("cut", "crate", *SMALL, "-o", "new")),
    ("profiles/tools/endmill_6.toml", ("cut", "crate", *SMALL, "-o", "new")),
    ("profiles/tools/drill_4.toml", ("check", "crate")),
    ("profiles/materials/okoume-18.toml", ("check", "crate")),
    ("profiles/layers/mobilier.toml", ("nest", "crate", *SMALL, "-o", "new")),
    ("designs/crate/presets/tall.toml", ("check", "crate:tall")),
    ("designs/etagere/plan.toml", ("check", "etagere")),
    ("mine.toml", ("check", "mine.toml")),
    ("june.toml", ("check", "crate", "--lot", "june.toml")),
    ("rack.toml", ("nest", "crate", "--stock", "rack.toml", "--effort", "quick", "-o", "new")),
    ("mobilier.toml", ("build", "-o", "new")),
)
"""A file of each kind, and a command that reads it."""


def cases(ground: Path, seed: int) -> Iterator[Case]:
    """Yield cases without end, each kind in turn."""
    dice = random.Random(seed)
    makers: tuple[Callable[[Path, random.Random], Case], ...] = (
        _options,
        _table,
        _text,
        _json,
        _layout,
        _design,
        _drawing,
    )
    while True:
        for maker in makers:
            yield maker(ground, dice)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a table."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += spots(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value[:3]):
            found += spots(item, (*path, index))
    return found


def spoil(table: Any, dice: random.Random) -> None:
    """Replace, drop or double one value of a table."""
    places = spots(table)
    if not places:  # everything is dropped already
        return
    path, node = dice.choice(places), table
    for step in path[:-1]:
        node = node[step]
    how = dice.randrange(6)
    if how == 0:
        del node[path[-1]]
    elif how == 1 and isinstance(node, dict):
        node[f"{path[-1]}_"] = node[path[-1]]
    elif how == 2 and isinstance(node[path[-1]], int | float) and not isinstance(node[path[-1]], bool):
        node[path[-1]] *= dice.choice((-1, 0, 1e-6, 1e6, 25.4))
    else:
        node[path[-1]] = deepcopy(dice.choice(BAD))


def _clean(value: Any) -> Any:
    """Return a table that TOML can hold: it has no null."""
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_clean(v) for v in value if v is not None]
    return value


def _options(_: Path, dice: random.Random) -> Case:
    verb = dice.choice(
        ("show", "check", "nest", "cut", "list", "diff", "verify", "adapt", "new", "lot", "build")
    )
    words = [verb]
    source = dice.choice(("crate", "crate:tall", "crate*2", "etagere", "mine.toml", "out", *WORDS[:12]))
    if verb not in ("list", "build"):
        words.append(source)
    flags = [o.flag for o in options(Request).values() if o.flag and o.flag != "--time"]
    for _k in range(dice.randint(1, 3)):
        flag = dice.choice([*flags, "--json", "-o", "--nope"])
        words.append(flag)
        if flag not in ("--json", "--split", "--apart"):
            words.append(
                dice.choice((*WORDS, "width=500", "width=1e9", "width=nan", "depth=", "drain=maybe"))
            )
    if verb in ("nest", "cut") and "-o" not in words:
        words += ["-o", "new"]
    return Case("options", (*words, "--effort", "quick") if verb in ("nest", "cut") else tuple(words))


def _table(ground: Path, dice: random.Random) -> Case:
    file, words = dice.choice(TABLES)
    table = tomllib.loads((ground / file).read_text("utf-8"))
    for _k in range(dice.randint(1, 3)):
        if spots(table):
            spoil(table, dice)
    return Case(
        f"toml {file.split('/')[-2] if '/' in file else file}",
        words,
        {file: tomlkit.dumps(_clean(table)).encode()},
    )


def _text(ground: Path, dice: random.Random) -> Case:
    """A TOML file with bytes changed, cut out or doubled."""
    file, words = dice.choice(TABLES)
    return Case("toml text", words, {file: _struck((ground / file).read_bytes(), dice)})


def _struck(body: bytes, dice: random.Random) -> bytes:
    out = bytearray(body)
    for _k in range(dice.randint(1, 4)):
        at, long = dice.randrange(len(out)), dice.randint(1, 30)
        how = dice.randrange(4)
        if how == 0:
            out[at] = dice.randrange(256)
        elif how == 1 and len(out) > 60:
            del out[at : at + long]
        elif how == 2:
            out[at:at] = out[at : at + long]
        else:
            out[at:at] = dice.choice((b"\x00", b"\xff\xfe", b'"', b"[", b"}", b"= nan\n", b"\n" * 50))
    return bytes(out)


def _json(ground: Path, dice: random.Random) -> Case:
    name = dice.choice(("bundle.json", "model.json", "layout.json", "checks.json"))
    table = json.loads((ground / "out" / name).read_text("utf-8"))
    spoil(table, dice)
    words = dice.choice((("verify", "out"), ("diff", "out", "out"), ("show", "crate")))
    return Case(f"json {name}", words, {f"out/{name}": json.dumps(table).encode()})


def _layout(ground: Path, dice: random.Random) -> Case:
    table = json.loads((ground / "out" / "layout.json").read_text("utf-8"))
    for _k in range(dice.randint(1, 3)):
        spoil(table, dice)
    flag = dice.choice(("--layout", "--improve"))
    words = ("nest", "crate", "--thickness", "17.6", flag, "own.json", "--effort", "quick", "-o", "new")
    return Case("layout", words, {"own.json": json.dumps(table).encode()})


NUMBERS = ("400", "260", "100.0", "12.0", "1", "2", "3", "900")
NAMES = (
    "board",
    "width",
    "depth",
    "floors",
    "t",
    "height",
    "ends",
    "bottoms",
    "joints",
    "plate",
    "tabs",
    "Piece",
)


def _design(_: Path, dice: random.Random) -> Case:
    text = DESIGN
    for _k in range(dice.randint(1, 3)):
        how = dice.randrange(4)
        if how == 0:
            text = text.replace(
                dice.choice(NUMBERS),
                dice.choice(("0", "-1", "1e9", "1e-9", "float('nan')", "'x'", "None")),
                1,
            )
        elif how == 1:
            rows = text.splitlines()
            del rows[dice.randrange(len(rows))]
            text = "\n".join(rows)
        elif how == 2:
            one, other = dice.sample(NAMES, 2)
            at = text.rfind(one, 0, dice.randrange(len(text)) + 1)
            text = text[:at] + other + text[at + len(one) :] if at > 0 else text
        else:
            rows = text.splitlines()
            at = dice.randrange(len(rows))
            rows[at:at] = [
                dice.choice(
                    ("    raise ValueError('no')", "x = 1 / 0", "import nope", "    return None", "}")
                )
            ]
            text = "\n".join(rows)
    words = dice.choice((("show", "crate"), ("check", "crate"), ("list", "--problems")))
    return Case("design", words, {"designs/crate/design.py": text.encode()})


def _drawing(ground: Path, dice: random.Random) -> Case:
    body = (ground / "designs/etagere/shelf.dxf").read_bytes()
    return Case("drawing", ("check", "own.dxf"), {"own.dxf": _struck(body, dice)})


def ended(case: Case, ground: Path, place: Path) -> Ended:
    """Return how a case ends in a fresh copy of the ground at ``place``."""
    shutil.copytree(ground, place)
    for path, body in case.files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(body)
    said, wrong = io.StringIO(), io.StringIO()
    start = time.monotonic()
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        with contextlib.chdir(place), contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
            code = run(list(case.words))
    except Exception as fault:
        code = -1
        wrong.write(repr(fault))
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
    seconds = time.monotonic() - start
    shutil.rmtree(place)
    return Ended(case, code, said.getvalue() + wrong.getvalue(), seconds)
