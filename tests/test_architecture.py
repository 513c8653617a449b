"""The house stands as it is drawn: which room may know which, what is light, what may be written down."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mobilier"

FLOORS = [
    {"wording", "system"},
    {"document"},
    {"geometry", "library"},
    {"dxf", "profiles"},
    {"model"},
    {"plan"},
    {"check"},
    {"nest"},
    {"cam"},
    {"proof"},
    {"export"},
    {"job"},
    {"bundle"},
    {"project"},
    {"campaign", "studio"},
    {"cli"},
]
"""Lowest first.  A room knows the rooms below it, and `errors`; the third floor has its own rule."""

FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}

HEAVY = (
    *("OCP", "cadquery", "vtkmodules", "ezdxf", "trimesh", "numba", "spyrrow", "packingsolver", "rectpack"),
    *("typst", "rich", "segno", "HersheyFonts"),
)

PROOF_MAY_KNOW = {
    "mobilier.errors",
    "mobilier.wording",
    "mobilier.geometry.contour",
    "mobilier.geometry.frame",
    "mobilier.geometry.points",
    "mobilier.geometry.region",
    "mobilier.model.part",
    "mobilier.nest.layout",
    "mobilier.profiles",
    "mobilier.profiles.types",
    "mobilier.dxf",
}
"""Value types and the DXF reader; nothing that the work it judges was computed with."""

BOOLEANS = {"union", "difference", "intersection", "regions_of"}

LIMIT = 400
"""Lines that a file may have."""

DESIGN = 650
"""Lines that a design may have: it is one file by its contract, so that a maker can copy it."""


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.AST, *, types: bool) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield (module, names, at the top) of every import, those for type checking only if asked."""

    def walk(node: ast.AST, top: bool) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, (), top) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, "imports name the whole path"
                yield child.module or "", tuple(alias.name for alias in child.names), top
            elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                if types:
                    yield from walk(child, False)
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, top and not inside)

    return walk(tree, True)


def ours(tree: ast.AST, *, types: bool = False, top_only: bool = False) -> set[str]:
    """The modules of the package that a module imports (``from room import module`` counts as both)."""
    found = set()
    for module, names, top in imports(tree, types=types):
        if module.split(".")[0] != "mobilier" or (top_only and not top):
            continue
        deeper = {f"{module}.{name}" for name in names} & modules().keys()
        found |= deeper or {module}
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("name", sorted(modules()))
def test_rooms_know_only_rooms_below_them(name: str) -> None:
    here = room(name)
    if here == "api":
        return
    if here in ("", "errors", "__main__", "verb"):
        assert {room(m) for m in ours(modules()[name])} <= {"errors", "wording", "cli", "api"}
        return
    assert here in FLOOR, f"{here} is no room of the house: give it a floor"
    for other in ours(modules()[name], types=True):
        there = room(other)
        if there in ("", "errors", "verb", here):
            continue
        assert FLOOR[there] < FLOOR[here], f"{name} looks up at {other}"


def test_the_second_floor_knows_no_furniture_and_the_library_no_types() -> None:
    for name, tree in modules().items():
        if room(name) in ("dxf", "profiles"):
            below = {"errors", "document", "wording", "geometry"}
            below |= {"library"} if room(name) == "profiles" else set()
            assert {room(m) for m in ours(tree, types=True)} <= {room(name), "", *below}
        if room(name) == "library":
            assert {room(m) for m in ours(tree, types=True)} <= {"library", "errors", "wording", ""}


@pytest.mark.parametrize("name", [n for n in sorted(modules()) if room(n) == "proof"])
def test_the_proof_shares_no_code_with_what_it_judges(name: str) -> None:
    for module, names, _ in imports(modules()[name], types=True):
        if module.split(".")[0] != "mobilier" or room(module) == "proof":
            continue
        allowed = module in PROOF_MAY_KNOW or room(module) == "dxf"
        assert allowed, f"{name} knows {module}"
        assert not BOOLEANS & set(names), f"{name} computes with {module}"
        assert not {"offset", "recovery"} & set(names), f"{name} takes {names} from {module}"


@pytest.mark.parametrize("name", [n for n in sorted(modules()) if n.count(".") == 3 and room(n) == "export"])
def test_drawings_know_no_documents_and_documents_no_pages(name: str) -> None:
    """The rooms inside of export: each knows those before it, sheets and views nothing of each other."""
    before = {
        "drawing": set(),
        "sheets": {"drawing"},
        "views": {"drawing"},
        "models": {"drawing", "views"},
        "documents": {"drawing", "sheets", "views"},
        "web": {"drawing", "sheets", "views", "models", "documents"},
    }
    here = name.split(".")[2]
    inside = {m.split(".")[2] for m in ours(modules()[name]) if room(m) == "export" and m.count(".") == 3}
    assert inside <= {here, *before[here]}, f"{name} looks up"


def test_no_module_needs_itself() -> None:
    graph = {name: ours(tree) - {name} for name, tree in modules().items()}

    def loose(name: str) -> bool:
        """Whether nothing left is needed by a module, or nothing left needs it."""
        return not graph[name] & graph.keys() or not any(name in needs for needs in graph.values())

    while free := [name for name in graph if loose(name)]:
        for name in free:
            graph.pop(name)
    assert not graph, f"modules that need each other: {sorted(graph)}"


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_has_one_door(library: str) -> None:
    """One module each (type checking apart), so that the day it changes one file changes."""
    users = {
        name
        for name, tree in modules().items()
        for module, _, _ in imports(tree, types=False)
        if module.split(".")[0] == library
    }
    assert len(users) <= 1, f"{library} is imported by {sorted(users)}"


def test_heavy_libraries_are_imported_when_used() -> None:
    """Inside a function; or at the top of a module that is itself only imported inside functions."""
    eager = set().union(*(ours(tree, top_only=True) for tree in modules().values()))
    for name, tree in modules().items():
        for module, _, top in imports(tree, types=False):
            if top and module.split(".")[0] in HEAVY:
                assert name not in eager, f"{name} imports {module} at its top and is itself imported so"


@pytest.mark.parametrize("name", sorted(modules()))
def test_nothing_happens_at_import(name: str) -> None:
    """Only imports, definitions and constants stand at the top of a module."""
    allowed = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    for node in modules()[name].body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'"):
            continue
        if ast.unparse(node) == "sys.modules[__name__].__class__ = Verb":
            continue  # a room that is named after a verb can be called
        assert isinstance(node, allowed), f"{name}:{node.lineno} runs at import: {ast.unparse(node)[:60]}"
        if isinstance(node, ast.Assign):
            kept = [t for t in node.targets if not isinstance(t, ast.Name | ast.Tuple)]
            assert not kept, f"{name}:{node.lineno} changes {ast.unparse(kept[0])} at import"


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_function_writes_into_its_module(name: str) -> None:
    tree = modules()[name]
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    writes = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "insert", "remove"}
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Global), f"{name}:{node.lineno} uses a global"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes:
            owner = node.func.value
            assert not (isinstance(owner, ast.Name) and owner.id in names), f"{name}:{node.lineno}"
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    assert target.value.id not in names, f"{name}:{node.lineno}"


@pytest.mark.parametrize("words", [["--help"], ["list"], ["list", "machines"]], ids=" ".join)
def test_light_verbs_load_no_heavy_library(words: list[str]) -> None:
    assert loaded(words).isdisjoint({*HEAVY, "shapely"} - {"rich"})


def test_help_is_little_more_than_click() -> None:
    assert loaded(["--help"]).isdisjoint({"rich", "pydantic", "numpy", "tomlkit"})


def test_showing_a_piece_needs_no_kernel(tmp_path: Path) -> None:
    assert loaded(["show", "chariot", "--json"]).isdisjoint({"OCP", "cadquery", "vtkmodules", "trimesh"})


def loaded(words: list[str]) -> set[str]:
    """Run a verb in a fresh interpreter and return the top names of what it imported."""
    program = (
        "import sys, json\n"
        "from mobilier.cli import main\n"
        "sys.argv = ['mobilier', *json.loads(sys.argv[1])]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, json.dumps(words)], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stderr.splitlines()[-1]))


def written() -> list[Path]:
    """Every text file of the project as it is handed on."""
    skipped = {".git", "out", "dist", "build", "LICENSES", "__pycache__"}
    kept = []
    for path in sorted(ROOT.rglob("*")):
        above = path.relative_to(ROOT).parts
        hidden = any(part in skipped or (part.startswith(".") and part != ".ci") for part in above)
        if path.is_file() and not hidden and b"\0" not in path.read_bytes()[:4096]:
            kept.append(path)
    return kept


def test_files_fit_in_the_head() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in written()
        if path.suffix == ".py"
        and (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (DESIGN if path.name == "design.py" else LIMIT)
    }
    assert not long


def test_no_download_host_or_path_of_one_machine_is_written_down() -> None:
    """The scheme of a link is fine in prose; where packages come from is each machine's own setting."""
    hosts = ["py" + "pi.org", "python" + "hosted", "deb.deb" + "ian", "npm" + "js.org", "conda" + ".anaconda"]
    places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "C:" + "\\\\Users"]
    wrong = re.compile("|".join(re.escape(word) for word in [*hosts, *places]))
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in written()
        if (match := wrong.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not found


POSIX = re.compile(
    r"fcntl|pthread_sigmask|os\.kill\b|os\.fork|SIGKILL|SIGPROF|setitimer|getuid|import (resource|pwd)\b"
)
"""Calls that some systems lack: each has its twin in `mobilier.system`, and stands nowhere else."""


def test_what_only_one_kind_of_system_has_stands_in_one_room() -> None:
    sites = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if POSIX.search(path.read_text(encoding="utf-8"))
    }
    assert sites == {"system.py"}
