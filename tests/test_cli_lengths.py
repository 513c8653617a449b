"""Lengths as makers write them: read right, or refused; never read wrong."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobilier.errors import DesignError
from mobilier.job.lengths import UNITS, length, sheet_size


@pytest.mark.parametrize(
    ("text", "mm"),
    [
        ("18", 18.0),
        ("17.6", 17.6),
        ("17,6", 17.6),
        ("17.6mm", 17.6),
        (" 17,6 mm ", 17.6),
        ("1.76cm", 17.6),
        ("1,18 m", 1180.0),
        ("1 180", 1180.0),
        ("1\u202f180 mm", 1180.0),
        ("3/4in", 19.05),
        ('3/4"', 19.05),
        ("1 1/2in", 38.1),
        ("23/32 in", 18.25625),
        ("0,125", 0.125),
        ("1.180", 1.18),
        ("-5", -5.0),
        ("12IN", 304.8),
    ],
)
def test_what_makers_write(text: str, mm: float) -> None:
    assert length(text) == pytest.approx(mm, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mm",
        "3/4",
        "1,180",
        "1.2.3",
        "1,2,3",
        "18 furlong",
        "1e3",
        "nan",
        "inf",
        "1/0in",
        "1 2",
        "0x10",
        "½",
        "+5",
        "1 18",
        "5 mm mm",
        "--5",
        "3/4/5in",
        "1_000",
    ],
)
def test_what_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(DesignError):
        length(text)


@given(
    st.integers(0, 10**7),
    st.integers(0, 4),
    st.sampled_from(".,"),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["", " ", "\xa0", "\u202f"]),
)
def test_every_decimal_reads_as_itself_in_its_unit(
    digits: int, places: int, mark: str, unit: str, space: str
) -> None:
    figure = Fraction(digits, 10**places)
    text = f"{digits // 10**places}{mark}{digits % 10**places:0{places}d}" if places else str(digits)
    if mark == "," and places == 3 and digits >= 1000:
        with pytest.raises(DesignError, match=r"may mean|peut vouloir dire"):
            length(f"{text}{space}{unit}")
    else:
        assert length(f"{text}{space}{unit}") == float(figure * UNITS[unit])


@given(
    st.integers(0, 200),
    st.integers(1, 63),
    st.sampled_from([2, 4, 8, 16, 32, 64]),
    st.sampled_from(["in", '"']),
)
def test_every_fraction_of_an_inch_reads_as_itself(whole: int, top: int, bottom: int, unit: str) -> None:
    text = f"{whole} {top}/{bottom}{unit}" if whole else f"{top}/{bottom}{unit}"
    assert length(text) == float((whole + Fraction(top, bottom)) * UNITS["in"])


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(DesignError):
        assert isinstance(length(text), float)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("2500x1220", (2500, 1220)),
        ("2500 x 1220 x 18", (2500, 1220, 18)),
        ("2500X1220", (2500, 1220)),
        ("2,5m×1,22m", (2500, 1220)),
        ("96in*48inx3/4in", (2438.4, 1219.2, 19.05)),
    ],
)
def test_sheets(text: str, sides: tuple[float, ...]) -> None:
    assert sheet_size(text) == pytest.approx(sides)


@pytest.mark.parametrize("text", ["", "2500", "x", "2500x", "1x2x3x4", "0x1220", "-5x10", "axb"])
def test_bad_sheets(text: str) -> None:
    with pytest.raises(DesignError):
        sheet_size(text)


@pytest.mark.parametrize(
    ("text", "units", "mm"), [("3/4", "in", 19.05), ("118", "cm", 1180), ("18mm", "in", 18)]
)
def test_the_unit_that_is_meant_where_none_is_written(text: str, units: str, mm: float) -> None:
    assert length(text, units) == pytest.approx(mm)
