"""How findings are told on the command line: a table, in the maker's language, and as JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from mobilier.cli.findings import summed, tell
from mobilier.errors import Finding

WEB = Finding.of("thin-web", "A1 side", level="warning", gap=3.25, why="shelf", other="rail", need=9.0)
CLASH = Finding.of("clash", "A1 side, A2 lid", case="kernel", volume=12.6, pose="open")
HEIGHT = Finding.of("work-height", "bench", top=700.0, low=850.0, high=950.0)


def told(capsys: pytest.CaptureFixture[str], *findings: Finding, **how: object) -> list[str]:
    tell(findings, **how)  # type: ignore[arg-type]
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_errors_come_first_and_columns_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, HEIGHT, WEB, CLASH)
    heads = [line for line in lines if not line.startswith(" ")]
    assert [line.split()[0] for line in heads] == ["error", "warning", "note"]
    assert {line.index(w) for line, w in zip(heads, ("clash", "thin-web", "work-height"), strict=True)} == {9}
    assert len({line.index(f.where) for line, f in zip(heads, (CLASH, WEB, HEIGHT), strict=True)}) == 1
    assert f"    -> {WEB.remedy}" in lines


def test_french_is_french_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(told(capsys, CLASH, WEB, lang="fr"))
    assert "erreur " in text
    assert "avertissement" in text
    assert "3,2 mm de bois entre" in text
    assert "->" in text
    assert "the " not in text
    assert summed([CLASH, WEB], "fr") == "1 erreur, 1 avertissement"


def test_the_locale_chooses_where_nothing_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "noyau CAO" in "\n".join(told(capsys, CLASH))
    assert "CAD kernel" in "\n".join(told(capsys, CLASH, lang="en"))


def test_quiet_tells_errors_only_and_notes_want_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    assert "thin-web" not in "\n".join(told(capsys, CLASH, WEB, HEIGHT, quiet=True))
    assert "work-height" not in "\n".join(told(capsys, CLASH, WEB, HEIGHT, verbose=False))


def checked(*words: str) -> Result:
    from mobilier.cli.check import check

    return CliRunner().invoke(check, ["chariot", *words])


def test_check_speaks_the_language_asked_for() -> None:
    assert "mesurez les plaques" in checked("--lang", "fr").output
    assert "measure the boards" in checked("--lang", "en").output


def test_check_as_json_gives_texts_and_the_figures_behind_them() -> None:
    found = {f["rule"]: f for f in json.loads(checked("--json", "--lang", "fr").stdout)["findings"]}
    board = found["board-not-measured"]
    assert list(board) == ["level", "rule", "where", "message", "remedy", "values"]
    assert f"{board['values']['loose']:.2f} mm" in board["message"]
