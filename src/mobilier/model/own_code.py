"""Running the program of a design: what goes wrong in it is told at its file and line, in words."""

from __future__ import annotations

import builtins
import importlib.util
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

from mobilier.errors import DesignError, Finding, MobilierError
from mobilier.system import TooLongError, time_limit
from mobilier.wording import hint
from mobilier.wording.language import Pair

LONGEST = 60.0
"""s of processor time that a design may take to load or to build; the shipped ones take a tenth."""

_OURS = Path(__file__).resolve().parents[1]
_NO_KEYWORD = re.compile(r"(?:.*\.)?(\w+)\(\) got an unexpected keyword argument '(\w+)'")
_NO_IMPORT = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")


class _Anew(SourceFileLoader):
    """Reads a program each time it is run.

    Python keeps what it has compiled beside the file: that would change a stranger's folder, even that
    of a bundle, and a file edited within the same second would run as it was.
    """

    def get_code(self, fullname: str) -> CodeType:
        """Return the program as it stands in its file."""
        return self.source_to_code(self.get_data(self.path), self.path)


def load_module(file: Path) -> ModuleType:
    """Run a design's file and return it as a module.

    Raises:
        DesignError: what breaks in it, at its line.
    """
    if not file.is_file():
        raise DesignError.of("design-file", str(file), case="absent")
    name = f"mobilier_design_{file.parent.name}_{file.stem}"
    loader = _Anew(name, str(file))
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    assert spec is not None, "it has a loader"
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses of the file look their module up

    def run() -> ModuleType:
        loader.exec_module(module)
        return module

    _guarded(run, str(spec.origin))
    return module


def run_function(function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Return what a design's function makes.

    Raises:
        DesignError: what breaks in it, at its line.
    """
    return _guarded(lambda: function(**values), source_of(function))


def source_of(function: Callable[..., Any]) -> str:
    """Return the file that a function stands in."""
    code = getattr(function, "__code__", None)
    return code.co_filename if code else type(function).__name__


def place_of(function: Callable[..., Any]) -> str:
    """Return file and line at which a function begins, as they are told."""
    code = getattr(function, "__code__", None)
    return f"{_shown(code.co_filename)}:{code.co_firstlineno}" if code else type(function).__name__


def calling_place() -> str:
    """Return file and line, outside this program, of the nearest call that led here; nothing without one."""
    frame: FrameType | None = inspect.currentframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((str(_OURS), "<")):
            return f"{_shown(file)}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


def _guarded(run: Callable[[], Any], file: str) -> Any:
    try:
        with time_limit(LONGEST):
            return run()
    except MobilierError as wrong:
        lines = _own_lines(wrong, file)
        raise type(wrong)(*(_placed(f, file, lines) for f in wrong.findings)) from wrong
    except TooLongError as wrong:
        place = _at(file, _own_lines(wrong, file))
        raise DesignError.of("design-file", place, case="endless", seconds=LONGEST) from None
    except (Exception, SystemExit) as wrong:
        raise _broken(wrong, file) from wrong


def _placed(finding: Finding, file: str, lines: list[int]) -> Finding:
    """Return a finding with the line of the design that led to it; what a design says itself stays."""
    if not lines or finding.rule in ("design-refuses", "design-file") or _shown(file) in str(finding.where):
        return finding
    place, where = _at(file, lines), finding.where
    told: str | Pair
    if isinstance(where, str):
        told = f"{place} {where}".strip()
    else:
        told = (f"{place} {where[0]}".strip(), f"{place} {where[1]}".strip())
    return replace(finding, where=told)


def _broken(wrong: BaseException, file: str) -> DesignError:
    """Return what broke in a design, at the last of its own lines; a stop that is not its own goes on."""
    steps = traceback.extract_tb(wrong.__traceback__)
    if isinstance(wrong, SystemExit) and steps[-1].filename != file:
        raise wrong
    place = _at(file, _own_lines(wrong, file))
    if isinstance(wrong, SyntaxError) and wrong.lineno is not None:
        line = _at(wrong.filename or file, [wrong.lineno])
        return DesignError.of("design-file", line, case="syntax", problem=str(wrong.msg))
    told = _in_words(wrong)
    if told is not None:
        case, name, of, near = told
        return DesignError.of("design-file", place, case=case, name=name, of=of, hint=near)
    kind, problem = type(wrong).__name__, " ".join(str(wrong).split())[:200]
    return DesignError.of("design-file", place, case="breaks", kind=kind, problem=problem)


def _in_words(wrong: BaseException) -> tuple[str, str, str, Pair] | None:
    """Return case, name, what it is a name of, and the names that are near, of a misspelt word."""
    frame = _last_frame(wrong.__traceback__)
    seen = {**vars(builtins), **(frame.f_globals | frame.f_locals if frame else {})}
    match wrong:
        case NameError(name=str(name)):
            return "name", name, "", hint(name, _near(name, seen))
        case AttributeError(name=str(name), obj=thing) if thing is not None:
            known = [a for a in dir(thing) if not a.startswith("_")]
            return "attribute", name, type(thing).__name__, hint(name, _near(name, known))
        case ModuleNotFoundError(name=str(name)):
            return "module", name, "", hint(name, ["mobilier"])
    text = str(wrong)
    if isinstance(wrong, TypeError) and (found := _NO_KEYWORD.match(text)):
        word, name = found.groups()
        called = seen.get(word)
        known = list(inspect.signature(called).parameters) if callable(called) else []
        return "keyword", name, word, hint(name, known)
    if isinstance(wrong, ImportError) and (found := _NO_IMPORT.match(text)):
        name, module = found.groups()
        return "attribute", name, module, hint(name, _near(name, _words(sys.modules[module])))
    return None


def _near(name: str, known: Mapping[str, Any] | list[str]) -> list[str]:
    """Return the known names that begin like a misspelt one or are as long; a hint picks the nearest."""
    return sorted(k for k in known if not k.startswith("_") and (k[0] == name[0] or len(k) == len(name)))


def _last_frame(trail: TracebackType | None) -> FrameType | None:
    frame = None
    while trail is not None:
        frame, trail = trail.tb_frame, trail.tb_next
    return frame


def _own_lines(wrong: BaseException, file: str) -> list[int]:
    """Return the lines of a file that led to what went wrong, the last first called."""
    steps = traceback.extract_tb(wrong.__traceback__)
    return [step.lineno for step in steps if step.filename == file and step.lineno]


def _at(file: str, lines: list[int]) -> str:
    return f"{_shown(file)}:{lines[-1]}" if lines else _shown(file)


def _shown(file: str) -> str:
    """Return a file as it is found from here."""
    path, here = Path(file), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file


def _words(module: ModuleType) -> list[str]:
    """Return what may be imported from a module, also what it loads when first used."""
    return list(getattr(module, "__all__", dir(module)))
