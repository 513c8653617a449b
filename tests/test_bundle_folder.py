"""The folder of a bundle: whole or absent, and never at the cost of somebody's files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.bundle import folder
from mobilier.bundle.folder import Fault, faults, ready, write
from mobilier.errors import BundleError
from mobilier.system import hold

FILES = {"bundle.json": b'{"schema": "mobilier.bundle/1"}', "sheets/S01.dxf": b"0\nEOF\n", "a b.txt": b""}
OTHERS = {"bundle.json": b'{"schema": "mobilier.bundle/1", "x": 1}', "parts/P01.dxf": b"1"}


def content(root: Path) -> dict[str, bytes]:
    """Return every file under a folder."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_what_is_written_is_whole_and_alone(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    write(target, FILES)
    assert faults(target) == []
    assert set(content(target)) == {*FILES, "SHA256SUMS"}
    assert [p.name for p in target.parent.iterdir()] == ["out"]


def test_the_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    write(tmp_path / "out", FILES)
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", check=False)
    assert done.returncode == 0


def test_an_untouched_bundle_is_replaced(tmp_path: Path) -> None:
    write(tmp_path / "out", FILES)
    write(tmp_path / "out", OTHERS)
    assert set(content(tmp_path / "out")) == {*OTHERS, "SHA256SUMS"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", FILES)
    assert faults(tmp_path / "out") == []


DAMAGE: dict[str, tuple[Callable[[Path], object], Fault]] = {
    "edited": (
        lambda d: (d / "sheets/S01.dxf").write_text("x"),
        Fault(path="sheets/S01.dxf", kind="changed"),
    ),
    "added": (
        lambda d: (d / "sheets/mine.txt").write_text("x"),
        Fault(path="sheets/mine.txt", kind="foreign"),
    ),
    "hidden": (lambda d: (d / ".mine").write_text("x"), Fault(path=".mine", kind="foreign")),
    "folder": (lambda d: (d / "mine").mkdir(), Fault(path="mine/", kind="foreign")),
    "removed": (lambda d: (d / "a b.txt").unlink(), Fault(path="a b.txt", kind="missing")),
    "linked": (
        lambda d: ((d / "a b.txt").unlink(), (d / "a b.txt").symlink_to("/dev/null")),
        Fault(path="a b.txt", kind="foreign"),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_touched_folder_is_refused_by_name_and_left_alone(tmp_path: Path, damage: str) -> None:
    target = tmp_path / "out"
    write(target, FILES)
    spoil, fault = DAMAGE[damage]
    spoil(target)
    assert faults(target) == [fault]
    before = content(target)
    with pytest.raises(BundleError, match=fault.path):
        write(target, OTHERS)
    assert content(target) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BundleError, match="no SHA256SUMS"):
        write(tmp_path, FILES)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BundleError, match="not a folder"):
        write(tmp_path / "file", FILES)
    assert set(content(tmp_path)) == {"notes.txt", "file"}


def test_checksums_of_somebody_else_do_not_make_it_ours(tmp_path: Path) -> None:
    (tmp_path / "song.ogg").write_bytes(b"la")
    (tmp_path / "SHA256SUMS").write_bytes(folder.sums({"song.ogg": b"la"}))
    with pytest.raises(BundleError, match=r"bundle.json \(foreign\)"):
        write(tmp_path, FILES)


@pytest.mark.parametrize("line", ["zz", "0" * 64 + "  ../x", "0" * 64 + "  /etc/passwd", "0" * 63 + "  x"])
def test_checksums_that_lead_outside_are_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "SHA256SUMS").write_text(line + "\n")
    with pytest.raises(BundleError, match="line 1"):
        faults(tmp_path)


@settings(max_examples=25, deadline=None)
@given(step=st.integers(0, 8))
def test_a_run_stopped_at_any_step_leaves_the_old_bundle_or_the_new(
    tmp_path_factory: pytest.TempPathFactory, step: int
) -> None:
    """Kill the process (no cleaning up) at the step-th file operation, then run again."""
    target = tmp_path_factory.mktemp("killed") / "out"
    write(target, FILES)
    script = f"""
import os, shutil
from pathlib import Path
from mobilier.bundle.folder import write
left = {step}
def guarded(real):
    def call(*args, **kw):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **kw)
    return call
Path.write_bytes = guarded(Path.write_bytes)
Path.rename = guarded(Path.rename)
shutil.rmtree = guarded(shutil.rmtree)
write(Path({str(target)!r}), {OTHERS!r})
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], env=env, check=False)
    ready(target)
    assert faults(target) == []
    assert set(content(target)) in ({*FILES, "SHA256SUMS"}, {*OTHERS, "SHA256SUMS"})
    assert [p.name for p in target.parent.iterdir()] == ["out"]


def test_a_fault_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _body: bytes) -> int:
        raise OSError(28, "No space left on device")

    write(tmp_path / "out", FILES)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BundleError, match="No space"):
        write(tmp_path / "out", OTHERS)
    assert faults(tmp_path / "out") == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_temporary_folder_of_a_run_that_still_works_is_left_to_it(tmp_path: Path) -> None:
    busy, dead, foreign = (tmp_path / f".out.new-{word}" for word in ("busy", "dead", "foreign"))
    for place in (busy, dead, foreign):
        place.mkdir()
        (place / "half.txt").write_text("half")
    (dead / folder.MARKER).write_text("mobilier")
    with hold(busy / folder.MARKER):
        write(tmp_path / "out", FILES)
        assert busy.is_dir()
    assert not dead.exists()
    assert (foreign / "half.txt").read_text() == "half"


def test_looking_changes_nothing(tmp_path: Path) -> None:
    """What is called as a workplace of an older run, or of somebody, stays where it is."""
    write(tmp_path / "out", FILES)
    for name in (".out.old", ".out.new-99999999", ".gone.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data").write_text("precious")
    assert faults(tmp_path / "out") == []
    write(tmp_path / "out", OTHERS)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".gone.old", ".out.new-99999999", ".out.old", "out"]


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", "a\x1b[2J", "a//b", "", "a\\b", "x" * 241, "./a", "a/"]
)
def test_a_path_that_leads_out_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(BundleError, match="would not lie inside"):
        write(tmp_path / "in" / "out", {path: b"x", "good.txt": b"y"})
    assert list(tmp_path.iterdir()) == []


def test_writers_at_once_leave_a_whole_folder(tmp_path: Path) -> None:
    """Two processes replace one folder over and over; whoever looks finds one of both, whole."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom mobilier.bundle.folder import write\n"
        'ours = b\'{"schema": "mobilier.bundle/2"}\'\n'
        "for k in range(40):\n"
        "    write(Path(sys.argv[1]), {'bundle.json': ours, f'{sys.argv[2]}.txt': str(k).encode()})"
    )
    target = tmp_path / "out"
    write(target, FILES)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", script, str(target), name], env=env) for name in "ab"]
    looked = 0
    while any(w.poll() is None for w in writers):
        assert target.is_dir()
        looked += 1
    assert looked > 0
    assert [w.returncode for w in writers] == [0, 0]
    assert faults(target) == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["con", "Aux.txt", "a/nul/b", "lpt1.md", "end.", "end ", "a:b", "a?", "x|y"])
def test_a_name_that_windows_refuses_is_written_nowhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="path-outside"):
        write(tmp_path / "out", {name: b"x"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["console", "com", "lpt", "a.con", "nulle.txt", "S01-1.nc"])
def test_names_that_only_look_reserved_are_written(name: str, tmp_path: Path) -> None:
    write(tmp_path / "out", {name: b"x"})
    assert (tmp_path / "out" / name).read_bytes() == b"x"
