"""The reader: every mistake in a file is told, with its key and the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobilier.errors import ProfileError
from mobilier.library import shipped
from mobilier.profiles.reader import KINDS, parse_profile, profile_schema, read_profile
from mobilier.profiles.types import Controller, Lab, Layers, Lot, Machine, Material

MACHINE = (shipped() / "profiles/machines/generic_grbl.toml").read_text()
LAB = (shipped() / "profiles/labs/default.toml").read_text()
GRBL = (shipped() / "profiles/controllers/grbl.toml").read_text()
LAYERS = (shipped() / "profiles/layers/mobilier.toml").read_text()
OKOUME = (shipped() / "profiles/materials/okoume-18.toml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("safe_z =", "safez =", "unknown key 'safez' -> did you mean 'safe_z'?"),
        ("safe_z =", "safez =", "missing key 'safe_z'"),
        ("low = 8000.0", 'low = "8000"', 'spindle.low: should be a number, found "8000"'),
        ("low = 8000.0", "low = 30000.0", "spindle: low 30000 is above high 24000"),
        ("low =", "lowest =", "unknown key 'spindle.lowest' -> did you mean 'low'?"),
        ('zero = "top"', 'zero = "tip"', "zero: \"tip\" is none of top, bed -> did you mean 'top'?"),
        ("[2520.0, 1240.0, 100.0]", "[2520.0, 1240.0]", "missing key 'travel[2]'"),
        ("through = 0.3", "through = nan", "through: should be a finite number, found NaN"),
        ("through = 0.3", "through = 30", "through: should be 3 or less, found 30"),
        ("warm_up = 5.0", "warm_up = 2024-05-01", "spindle.warm_up: a date (2024-05-01) is not expected"),
        (
            "assumed = [",
            'assumed = ["sped", ',
            "'sped' names no key of this profile",
        ),
        ("[spindle]", "[spindle", "cannot be read: Expected"),
    ],
)
def test_a_mistake_in_a_machine_is_told(old: str, new: str, told: str) -> None:
    assert old in MACHINE
    with pytest.raises(ProfileError) as error:
        parse_profile(MACHINE.replace(old, new, 1), Machine, "here.toml")
    assert told in str(error.value)
    assert all(f.where == "here.toml" for f in error.value.findings)
    assert all(f.remedy and f.text("fr") != f.message for f in error.value.findings)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = LAB.replace("length =", "lenght =").replace('"svg"]', '"svgg"]')
    with pytest.raises(ProfileError) as error:
        parse_profile(text, Lab, "lab.toml")
    told = str(error.value)
    for index in range(3):
        assert f"unknown key 'stock[{index}].lenght' -> did you mean 'length'?" in told
        assert f"missing key 'stock[{index}].length'" in told
    assert "deliver[2]" in told


def test_templates_hold_only_words_that_can_be_filled_in() -> None:
    wrong = r"\{rpm\} in 'M3 S\{rpm\}' cannot be filled in -> known: \{speed\}"
    with pytest.raises(ProfileError, match=wrong):
        parse_profile(GRBL.replace("S{speed}", "S{rpm}"), Controller, "grbl.toml")
    with pytest.raises(ProfileError, match="expected '}' before end of string"):
        parse_profile(GRBL.replace("S{speed}", "S{speed"), Controller, "grbl.toml")
    with pytest.raises(ProfileError, match=r"\{deep\}"):
        parse_profile(LAYERS.replace("{depth}", "{deep}"), Layers, "layers.toml")
    with pytest.raises(ProfileError, match="colours"):
        parse_profile(LAYERS.replace("drill = 3", "drills = 3"), Layers, "layers.toml")


def test_the_file_is_called_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text(MACHINE)
    with pytest.raises(ProfileError, match="named 'generic_grbl', but the file is called 'other'"):
        read_profile(file, Machine)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no such file"):
        read_profile(tmp_path / "absent.toml", Machine)
    (tmp_path / "bytes.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(ProfileError, match="cannot be read"):
        read_profile(tmp_path / "bytes.toml", Machine)


def test_a_lot_measures_a_board() -> None:
    board = parse_profile(OKOUME, Material, "okoume-18.toml")
    text = 'name = "june"\nmaterial = "okoume-18"\nreadings = [17.5, 17.6, 17.8]\nclearance = 0.3\n'
    text += 'source = "calliper"'
    lot = parse_profile(text, Lot, "june.toml")
    measured = lot.applied(board)
    assert measured.thickness_min == 17.5
    assert measured.thickness == pytest.approx(17.6333, abs=1e-4)
    assert measured.thickness_max == 17.8
    assert measured.opening == pytest.approx(18.1)
    assert measured.clearance_along == board.clearance_along
    assert measured.readings == 3


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_refuse_unknown_keys(kind: str) -> None:
    found = profile_schema(KINDS[kind])
    assert found["additionalProperties"] is False
    assert "source" in found["required"]


@pytest.mark.parametrize("readings", [(17.6, 1.76), (17.6, 176.0), (5.0,), (17.6, 27.0), (16.4, 18.6)])
def test_a_reading_that_cannot_be_this_boards_is_named(readings: tuple[float, ...], tmp_path: Path) -> None:
    """One limit for a lot, a thickness on the command line and a board of a script."""
    import mobilier

    board = parse_profile(OKOUME, Material, "okoume-18.toml")
    lot = Lot(name="june", material="okoume-18", readings=readings, source="calliper")
    with pytest.raises(ProfileError) as refused:
        lot.applied(board)
    assert f"{readings[-1]:g} mm" in str(refused.value) or f"{readings[0]:g} mm" in str(refused.value)
    with pytest.raises(ProfileError):
        mobilier.board("okoume-18", *readings)


def test_readings_within_what_boards_do_are_taken() -> None:
    """EN 315 and as much again, for the boards of do-it-yourself shops."""
    import mobilier

    assert mobilier.board("okoume-18", 16.2).thickness == 16.2
    assert mobilier.board("okoume-6.5", 5.4, 6.4).thickness == pytest.approx(5.9)
