"""The verbs: what they print, where they print it, how they leave; and what bad input costs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from crate import SMALL, Said, add_crate, call

from mobilier.bundle.folder import ready
from mobilier.cli import VERBS
from mobilier.errors import BundleError
from mobilier.library import KINDS, shipped


@pytest.fixture(autouse=True)
def _crate(place: Path) -> None:
    """The crate lies in the library of the working folder."""
    add_crate(place)


def in_a_process(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a program of its own, and list the modules it loaded on the error output."""
    code = (
        "import sys\nfrom mobilier.cli import run\nstatus = run(sys.argv[1:])\n"
        "print('loaded', *sorted(sys.modules), file=sys.stderr)\nsys.exit(status)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("list", "designs"), ("list", "machines", "--json")]
)
def test_what_needs_no_geometry_loads_none(words: tuple[str, ...]) -> None:
    done = in_a_process(*words)
    assert done.returncode == 0
    loaded = set(done.stderr.rpartition("loaded ")[2].split())
    assert "mobilier.cli" in loaded
    heavy = {
        "pydantic",
        "numpy",
        "shapely",
        "ezdxf",
        "rich",
        "tomlkit",
        "numba",
        "OCP",
        "cadquery",
        "trimesh",
    }
    assert not loaded & heavy


def test_help_imports_no_verb() -> None:
    done = in_a_process("--help")
    assert not {m.partition(":")[0] for m in VERBS.values()} & set(done.stderr.split())
    assert all(f"\n  {verb} " in done.stdout for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, verb, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: mobilier {verb} ")


@pytest.mark.parametrize("kind", KINDS)
def test_list_json_has_names(kind: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = call(capsys, "list", kind, "--json").json
    assert rows
    assert all(row["name"] and row["path"] for row in rows)


def test_list_says_where_a_design_comes_from(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "list", "designs")
    assert "crate" in said.out
    assert "[.]" in said.out


def test_problems_are_told_and_counted(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "list", "--problems") == Said(0, "no problems\n", "")
    (place / "profiles/tools").mkdir(parents=True)
    (place / "profiles/tools/odd.toml").write_text('name = "odd"\n')
    (place / "designs/crate/presets/tall.toml").write_text("widht = 600.0\n")
    said = call(capsys, "list", "--problems")
    assert said.code == 1
    assert "missing key 'diameter'" in said.out
    assert "did you mean 'width'?" in said.out


def test_show_tells_the_size_of_the_finished_piece(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = call(capsys, "show", "crate", "--json", "--set", "width=45cm").json
    assert told["size"] == [450.0, 260.0, 200.0]
    assert told["values"]["width"] == 450.0
    assert sum(p["quantity"] for p in told["parts"]) == 3
    assert told["mass"] == pytest.approx(sum(p["mass"] * p["quantity"] for p in told["parts"]), abs=0.01)


def test_a_preset_can_be_chosen_in_three_ways(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "mine.toml").write_text('design = "crate"\nwidth = 600.0\nfloors = 2\n')
    ways = [
        ("crate:tall",),
        ("crate", "--preset", "tall"),
        ("mine.toml",),
        ("designs/crate/presets/tall.toml",),
    ]
    shown = [call(capsys, "show", "--json", *way).json for way in ways]
    assert all(s["size"] == [600.0, 260.0, 300.0] for s in shown)


def test_the_first_preset_is_the_default(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "show", "crate", "--json").json["preset"] == "plain"


def test_a_measured_board_changes_the_inside_not_the_outside(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = [call(capsys, "show", "crate", "--json", "--thickness", t).json for t in ("17,1", "18.7mm")]
    assert shown[0]["size"] == shown[1]["size"]
    assert [s["boards"][0]["thickness"] for s in shown] == [17.1, 18.7]


def test_a_lot_gives_its_readings_and_its_fit(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "june.toml").write_text(
        'name = "june"\nmaterial = "okoume-18"\nreadings = [17.5, 17.7]\nclearance = 0.3\n'
        'source = "calliper"\n'
    )
    board = call(capsys, "show", "crate", "--json", "--lot", "june.toml").json["boards"][0]
    assert (board["thickness_min"], board["thickness"], board["thickness_max"]) == (17.5, 17.6, 17.7)
    said = call(capsys, "show", "crate", "--lot", "june.toml", "--material", "birch-18")
    assert said.code == 1
    assert "it measures okoume-18, which this piece does not use" in said.err


BAD = {
    "out of range": (("--set", "width=100"), "100 mm below the range 200…900"),
    "unknown parameter": (("--set", "widht=300"), "did you mean 'width'?"),
    "no value": (("--set", "width"), "write NAME=VALUE"),
    "ambiguous": (("--set", "width=1,180"), "may mean 1.180 or 1180"),
    "not a number": (("--set", "floors=two"), "write a whole number"),
    "not a switch": (("--set", "drain=perhaps"), "write yes or no"),
    "unknown preset": (("--preset", "tal"), "no preset is called 'tal'"),
    "unknown lab": (("--lab", "defualt"), "did you mean 'default'?"),
    "unknown machine": (("--machine", "generic"), "no machine is called 'generic'"),
    "unknown material": (("--material", "okume-18"), "did you mean 'okoume-18'?"),
    "unknown board": (("--thickness", "side=12"), "no board of this piece is called 'side'"),
    "too thin": (("--thickness", "1.8"), "choose the board of that thickness with --material"),
    "bad sheet": (("--sheet", "2500"), "this is not a sheet"),
    "sheet too large": (("--sheet", "3100x1530"), "hangs 600 mm in x and 310 mm in y"),
    "sheet too small": (("--sheet", "400x300"), "260"),
    "no such lot": (("--lot", "absent.toml"), "there is no such file"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("verb", ["check", "nest", "bundle"])
def test_bad_input_is_one_message_and_no_file(
    case: str, verb: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, told = BAD[case]
    before = sorted(place.rglob("*"))
    target = () if verb == "check" else ("-o", "out")
    said = call(capsys, verb, "crate", *words, *target)
    assert said.code == 1
    assert told in said.err
    assert "Traceback" not in said.err
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize(
    "line",
    [
        "shwo",
        "show",
        "nest crate",
        "show crate --effort huge",
        "show crate --nope",
        "list things",
        "nest crate -o x --quantity 0",
        "show crate --lang de",
    ],
)
def test_wrong_words_are_usage(line: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, *line.split())
    assert said.code == 2
    assert "Usage:" in said.err


def test_french_under_a_french_locale(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    said = call(capsys, "show", "crate", "--set", "width=1,180")
    assert said.err.startswith("erreur  bad-length  1,180\n    cela peut vouloir dire 1.180 ou 1180\n")
    assert "Pièces" in call(capsys, "show", "crate").out


def test_errors_of_a_check_make_it_leave_with_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "check", "crate", "--thickness", "17.6").code == 0
    told = call(capsys, "check", "crate", "--json").json
    assert told["ok"] is True
    assert {f["rule"] for f in told["findings"] if f["level"] == "warning"} >= {"board-not-measured"}


def test_nest_writes_every_part_on_its_sheets(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "nest", "crate:tall*2", *SMALL, "-o", "out", "--json")
    assert said.code == 0
    written = json.loads((place / "out/bundle.json").read_text())
    assert said.json == written
    laid = [p["part"] for s in written["sheets"] for p in s["placements"]]
    assert {p["id"]: p["quantity"] for p in written["parts"]} == {k: laid.count(k) for k in set(laid)}
    assert sorted(laid) == ["K01"] * 4 + ["K02"] * 4
    assert not written["programs"]


def test_a_folder_of_somebody_else_is_refused_before_any_work(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "theirs").mkdir()
    (place / "theirs" / "notes.txt").write_text("mine")
    said = call(capsys, "nest", "crate", *SMALL, "-o", "theirs")
    assert said.code == 1
    assert "no SHA256SUMS" in said.err
    here = call(capsys, "nest", "crate", *SMALL, "-o", ".")
    assert here.code == 1
    assert "the folder you are in" in here.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "_MOBILIER_COMPLETE" in call(capsys, "completion", shell).out


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("mobilier ver", ["plain,verify"]),
        ("mobilier show cra", ["plain,crate"]),
        ("mobilier show crate --machine generic_l", ["plain,generic_linuxcnc"]),
        ("mobilier list mate", ["plain,materials"]),
    ],
)
def test_names_are_completed(
    line: str,
    found: list[str],
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = line.split()
    monkeypatch.setenv("_MOBILIER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    with pytest.raises(SystemExit):
        call(capsys)
    assert capsys.readouterr().out.split() == found


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "designs"])
def test_the_schema_of_a_profile(kind: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "list", kind, "--schema").json["additionalProperties"] is False
    assert call(capsys, "list", "designs", "--schema").code == 2


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_a_run_that_is_stopped_leaves_nothing(name: str, place: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"}
    code = (
        "import signal, sys, threading\nfrom mobilier.bundle import folder\nfrom mobilier.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "real = folder.Path.write_bytes\ncount = 0\n"
        "def slow(self, body):\n    global count\n    count += 1\n"
        "    if count == 5:\n        print('ready', flush=True)\n        threading.Event().wait(60)\n"
        "    return real(self, body)\n"
        "folder.Path.write_bytes = slow\nmain()\n"
    )
    words = [sys.executable, "-c", code, "nest", "crate", *SMALL, "-o", "out"]
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        assert process.wait(30) != 0
    assert not (place / "out").exists()
    left = [p.name for p in place.iterdir() if p.name.startswith(".out")]
    assert bool(left) is (name == "SIGKILL")
    with contextlib.suppress(BundleError):
        ready(place / "out")
    assert not [p.name for p in place.iterdir() if p.name.startswith(".out")]


def test_the_shipped_folder_holds_the_designs() -> None:
    assert (shipped() / "designs/chariot/design.py").is_file()


@pytest.mark.parametrize("verb", ["check", "nest", "bundle", "show"])
def test_help_says_what_a_source_is(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(call(capsys, verb, "--help").out.split())
    assert "SOURCE is a design of the library" in told
    assert "chariot:mini*3" in told


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "latin-1"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_console_of_any_encoding_is_written_to(encoding: str, lang: str, place: Path) -> None:
    """Letters that a console does not have are replaced, nothing breaks."""
    called = [sys.executable, str(Path(__file__).parents[1] / "cli.py")]
    for words in (("check", "--help"), ("show", "crate", "--lang", lang), ("check", "crate", "--lang", lang)):
        done = subprocess.run(
            [*called, *words],
            cwd=place,
            env={
                **os.environ,
                "PYTHONIOENCODING": encoding,
                "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
            },
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
        told = "utf-8" if encoding == "ascii" else encoding  # an ASCII stream is a mistake that click mends
        assert (done.stdout + done.stderr).decode(told)
