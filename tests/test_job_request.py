"""A request is one value: what adds a field adds it everywhere, and what is written is read back the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import click
import pytest
import tomlkit
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.cli.options import EVERYTHING, asks, request_of
from mobilier.errors import DesignError
from mobilier.job.request import Option, Request, options
from mobilier.profiles.reader import parse_profile
from mobilier.project.project import JobTable
from mobilier.wording import has

KEPT = [name for name, option in options(Request).items() if option.kept]


class Wider(Request):
    """A request with one more field, as a new option would be added."""

    colour: Annotated[str, Option(flag="--colour", group="sheets", metavar="NAME")] = ""


def parsed(kind: type[Request], *words: str) -> Request:
    """What a verb with all options of a kind of request makes of some words."""
    found: list[Request] = []

    @click.command
    @asks(*EVERYTHING, kind=kind)
    def verb(**given: Any) -> None:
        found.append(request_of(given, kind))

    result = CliRunner().invoke(verb, list(words), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return found[0]


def test_a_new_field_is_on_the_command_line_in_help_in_a_bundle_and_in_the_schema(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = parsed(Wider, "chariot", "--colour", "red")
    assert isinstance(asked, Wider)
    assert asked.colour == "red"
    assert asked.table()["colour"] == "red"
    assert Wider.model_validate(asked.table()) == asked
    assert "colour" in Wider.model_json_schema()["properties"]

    from mobilier.cli import words

    monkeypatch.setattr(words, "say", lambda key, **_values: key)

    @click.command
    @asks(*EVERYTHING, kind=Wider)
    def verb(**_given: Any) -> None:
        """Do nothing."""

    told = CliRunner().invoke(verb, ["--help"]).output
    assert "--colour" in told
    assert "option.colour" in told


def test_every_field_is_a_key_of_a_project_file() -> None:
    assert Request.model_fields.keys() <= JobTable.model_fields.keys()
    text = 'name = "x"\nsources = ["chariot"]\nsplit = true\nseed = 4\nsheets = ["1250x1220"]\n'
    text += 'stock = "s.toml"\n'
    table = parse_profile(text, JobTable, "here")
    asked = table.request("mini", "default", 17.6)
    assert (asked.split, asked.seed, asked.sheets, asked.stock) == (True, 4, ((1250.0, 1220.0),), "s.toml")
    assert (asked.preset, asked.lab, asked.thickness) == ("mini", "default", {"": 17.6})


@pytest.mark.parametrize("name", options(Request))
def test_every_option_has_its_words(name: str) -> None:
    flag = options(Request)[name].flag
    assert not flag or has(f"option.{flag.lstrip('-')}")


REQUESTS = st.fixed_dictionaries(
    {
        "sources": st.lists(st.sampled_from(["chariot", "porte:totem", "maisonnette*3"]), min_size=1),
        "values": st.dictionaries(st.sampled_from(["length", "n_shelf"]), st.sampled_from(["1200", "1.2m"])),
        "lab": st.sampled_from(["", "default", "labs/ours.toml"]),
        "material": st.dictionaries(
            st.sampled_from(["", "drawer_board"]), st.sampled_from(["okoume-18", "b.toml"])
        ),
        "thickness": st.dictionaries(st.sampled_from(["", "board"]), st.floats(10, 25)),
        "sheets": st.lists(st.sampled_from([(2500.0, 1220.0), (1250.0, 600.0, 12.0)]), max_size=2),
        "quantity": st.integers(1, 1000),
        "seed": st.integers(0, 2**32 - 1),
        "effort": st.sampled_from(["quick", "normal", "high"]),
        "seconds": st.none() | st.floats(0.1, 86400),
        "split": st.booleans(),
        "apart": st.booleans(),
        "pins": st.lists(st.just("C01@40,20,90#2"), max_size=1),
    }
)


@settings(max_examples=60, deadline=None)
@given(REQUESTS)
def test_what_a_bundle_keeps_is_read_back_the_same(given_: Mapping[str, Any]) -> None:
    asked = Request.model_validate(given_)
    table = tomllib.loads(tomlkit.dumps(asked.table()))
    again = Request.model_validate(table)
    assert again.table() == asked.table()
    assert set(table) == {n for n in KEPT if getattr(asked, n) is not None}
    assert not [v for v in (table["lab"], *table["material"].values()) if "/" in v or v.endswith(".toml")]


def test_words_become_values_in_the_units_that_are_meant() -> None:
    asked = parsed(
        Request, "chariot", "--thickness", "3/4", "--sheet", "8ftx4ft".replace("ft", "in"), "--units", "in"
    )
    assert asked.thickness == {"": pytest.approx(19.05)}
    assert asked.sheets == ((pytest.approx(203.2), pytest.approx(101.6)),)
    again = Request.model_validate(asked.table())
    assert again.thickness == asked.thickness


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--thickness", "17.6", "--thickness", "11.8"), "given twice"),
        (("--set", "length=1", "--set", "length=2"), "given twice"),
        (("--material", "board=a", "--material", "board=b"), "given twice"),
        (("--set", "length"), "write NAME=VALUE"),
        (("--layout", "a", "--improve", "b"), "exclude each other"),
        (("--time", "nan"), "not within"),
        (("--time", "1e9"), "not within"),
        (("--quantity", "0"), "not within"),
        (("--seed", "9" * 5000), "9… is not within"),
        (("--thickness", "9" * 5000), "not a length"),
        (("--lang", "de"), "none of"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(words: tuple[str, ...], told: str) -> None:
    with pytest.raises((DesignError, click.UsageError)) as refused:
        parsed(Request, "chariot", *words)
    said = refused.value
    assert told in (said.format_message() if isinstance(said, click.UsageError) else str(said))


def test_a_source_is_kept_by_its_name_alone(tmp_path: Path) -> None:
    asked = Request(
        sources=(str(tmp_path / "ours" / "design.py"), "chariot:mini*2", f"{tmp_path}/p/tall.toml*3")
    )
    assert asked.table()["sources"] == ["ours", "chariot:mini*2", "tall*3"]
