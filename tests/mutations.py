"""Programs damaged on purpose: kinds of damage, and where in a text each can strike.

A kind takes a text, the family of its syntax and dice, and returns the damaged text, or None
where it finds nothing to strike.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Kind = Callable[[str, str, random.Random], str | None]

_MOTION = {
    "iso": r"G[0-3] ",
    "opensbp": r"(?:J2|J3|JZ|M2|M3|MZ|CG),",
    "heidenhain": r"\d+ (?:L|CC|C) ",
    "rml": r"(?:PR;)?Z-?\d",
}
_NUMBER = r"-?\+?\d+(?:\.\d+)?"
_COMMENT = {"iso": "(%s)", "opensbp": "'%s", "heidenhain": "; %s", "rml": ""}

HARMLESS: Mapping[str, str] = {
    "X 0.1 more": "in the waste or along its own line: no part is touched, no bridge left",
    "X 0.1 less": "in the waste or along its own line: no part is touched, no bridge left",
    "Y 0.1 more": "in the waste or along its own line: no part is touched, no bridge left",
    "Y 0.1 less": "in the waste or along its own line: no part is touched, no bridge left",
    "Z 0.1 more": "higher within a ramp, or a travel above the safe height",
    "Z 0.1 less": "lower within a ramp, less than a pass",
    "X other sign": "a zero, or a travel over the sheet at the safe height",
    "Y other sign": "a zero, or a travel over the sheet at the safe height",
    "Z other sign": "a zero, or the first piece of a ramp: it begins in the air, a hair above the sheet",
    "X ten times": "a zero, or a travel within the machine's own",
    "Y ten times": "a zero, or a travel within the machine's own",
    "X one digit": "less than the tolerance, or a travel over the sheet at the safe height",
    "Y one digit": "less than the tolerance, or a travel over the sheet at the safe height",
    "Z one digit": "less than the tolerance, or higher above the sheet",
    "Z ten times": "a zero, or a travel higher above the sheet",
    "X 5 more": "a travel over the sheet at the safe height, or waste of the same kerf",
    "X 5 less": "a travel over the sheet at the safe height, or waste of the same kerf",
    "Y 5 less": "a travel over the sheet at the safe height, or waste of the same kerf",
    "Y 5 more": "a travel over the sheet at the safe height, or waste of the same kerf",
    "Z 5 more": "higher above the sheet: slower, no wood is met",
    "Z 5 less": "a descent that was above the sheet ends in it at the plunge feed, where a cut follows",
    "a third lost": "an air program that still reaches every side",
    "I 0.1 more": "another arc through the same ends, within the tolerance",
    "J 0.1 more": "another arc through the same ends, within the tolerance",
    "I one digit": "less than an arc's tolerance",
    "J one digit": "less than an arc's tolerance",
    "F ten times": "above the sheet: no wood is met",
    "F a tenth": "a ramp or a plunge: slower than it may be",
    "F one digit": "slower than it may be",
    "S one digit": "in a head: a hair slower, the chip stays within the cutter's",
    "a motion dropped": "the next one goes on where it ended, through the same wood or over it",
    "a motion twice": "it stands where it is",
    "two motions swapped": "a ramp or travel in another order through the same wood",
    "a rapid as a cut": "slower, no wood is met",
    "a cut as a rapid": "straight up, out of the wood",
    "an arc the other way": "half a turn of a ring that is waste on both sides",
    "an arc as a line": "shorter than an arc's tolerance, or waste on both sides",
    "a blank line": "nothing is read in it",
    "a remark dropped": "a remark on the part that is cut next; the facts are in the head",
    "a remark of another part": "a remark on the part that is cut next; the facts are in the head",
    "the time in the head": "an estimate; nothing is set by it",
}
"""Why a kind may leave a program that still cuts the parts and keeps every promise."""


def _struck(text: str, pattern: str, new: Callable[[re.Match[str]], str], dice: random.Random) -> str | None:
    """Return the text with one match, taken at random, made anew; None when it stays the same."""
    found = list(re.finditer(pattern, text, re.MULTILINE))
    if not found:
        return None
    hit = dice.choice(found)
    out = text[: hit.start()] + new(hit) + text[hit.end() :]
    return None if out == text else out


def _renumbered(text: str, family: str) -> str:
    """Give every block the number that is due: a forger would."""
    if family != "heidenhain":
        return text
    lines = [re.sub(r"^\d+ ", "", t) for t in text.split("\r\n")]
    return "\r\n".join(f"{k} {t}" if t else t for k, t in enumerate(lines))


def _lines(
    change: Callable[[list[str], list[int], random.Random], list[str] | None], pattern: str = ""
) -> Kind:
    """Return a kind that changes the lines; it is told those that match (motions, unless said)."""

    def kind(text: str, family: str, dice: random.Random) -> str | None:
        end = "\r\n" if "\r\n" in text else "\n"
        lines = text.split(end)
        rows = [k for k, t in enumerate(lines) if re.match(pattern or _MOTION[family], t)]
        made = change(lines, rows, dice) if rows else None
        out = None if made is None else _renumbered(end.join(made), family)
        return None if out == text else out

    return kind


def _word(letter: str, change: Callable[[float], float]) -> Kind:
    """Return a kind that changes the number behind a letter; by place where a syntax has none."""
    places = {"X": 0, "Y": 1, "Z": 2, "I": 3, "J": 4}

    def kind(text: str, family: str, dice: random.Random) -> str | None:
        def new(m: re.Match[str]) -> str:
            value = change(float(m[0]))
            digits = len(m[0].partition(".")[2])
            sign = "+" if family == "heidenhain" and letter in places and value >= 0 else ""
            return sign + f"{value:.{digits or (0 if family in ('rml',) or letter in 'FS' else 4)}f}"

        if family in ("iso", "heidenhain"):
            if letter == "S":
                return _struck(text, r"(?<= S)\d{3,}", new, dice)
            code = rf"(?<=[ \d]{letter}){_NUMBER}" if letter != "F" else rf"(?<= F){_NUMBER}"
            return _struck(text, code.replace("_", ""), new, dice)
        if family == "opensbp" and letter in ("F", "S"):
            return _struck(text, rf"(?<=^{'MS' if letter == 'F' else 'TR'},){_NUMBER}", new, dice)
        if family == "opensbp" and letter in ("I", "J"):
            skip = r"CG,,[^,]+,[^,]+," + ("[^,]+," if letter == "J" else "")
            return _inside(text, rf"^{skip}({_NUMBER})", new, dice)
        if family == "opensbp":
            return _inside(text, rf"^(?:J3|M3|J2|M2),(?:[^,\n]+,){{{places[letter]}}}({_NUMBER})", new, dice)
        if family == "rml" and letter == "F":
            return _struck(text, r"(?<=VZ)[\d.]+", new, dice)
        if family == "rml" and letter in "XYZ":
            steps = lambda m: str(round(40 * change(float(m[0]) / 40)))  # noqa: E731
            behind = rf"(?:,{_NUMBER}){{{2 - places[letter]}}}(?:(?:,{_NUMBER}){{3}})*;(?:PA;)?$"
            return _struck(text, rf"(?<=[Z,]){_NUMBER}(?={behind})", steps, dice)
        return None

    return kind


def _inside(text: str, pattern: str, new: Callable[[re.Match[str]], str], dice: random.Random) -> str | None:
    """Strike the first group of a match."""

    def whole(m: re.Match[str]) -> str:
        inner = re.compile(re.escape(m[1])).fullmatch(m[1])
        assert inner
        return m[0][: m.start(1) - m.start()] + new(inner) + m[0][m.end(1) - m.start() :]

    return _struck(text, pattern, whole, dice)


def _digit(value: float) -> float:
    """Change one digit of the whole part, and one behind the point."""
    return value + (3.0 if abs(value) >= 10 else 0.3)


def _dropped(lines: list[str], rows: list[int], dice: random.Random) -> list[str]:
    k = dice.choice(rows)
    return [*lines[:k], *lines[k + 1 :]]


def _doubled(lines: list[str], rows: list[int], dice: random.Random) -> list[str]:
    k = dice.choice(rows)
    return [*lines[: k + 1], *lines[k:]]


def _swapped(lines: list[str], rows: list[int], dice: random.Random) -> list[str] | None:
    pairs = [k for k in rows if k + 1 in rows and lines[k] != lines[k + 1]]
    if not pairs:
        return None
    k = dice.choice(pairs)
    return [*lines[:k], lines[k + 1], lines[k], *lines[k + 2 :]]


def _cut_off(lines: list[str], rows: list[int], dice: random.Random) -> list[str]:
    return [*lines[: dice.choice(rows)], ""]


def _lost(lines: list[str], rows: list[int], dice: random.Random) -> list[str] | None:
    if len(rows) < 3:
        return None
    k = dice.randrange(len(rows) // 2)
    return [*lines[: rows[k]], *lines[rows[k + len(rows) // 3] :]]


def _new(word: str) -> Kind:
    """Return a kind that puts a line among the motions, numbered where lines are."""

    def change(lines: list[str], rows: list[int], dice: random.Random) -> list[str]:
        k = dice.choice(rows)
        return [*lines[:k], ("0 " + word if lines[k][:1].isdigit() else word), *lines[k:]]

    return _lines(change)


def _new_remark(words: str) -> Kind:
    def kind(text: str, family: str, dice: random.Random) -> str | None:
        form = _COMMENT[family]
        return _new(form % words)(text, family, dice) if form else None

    return kind


def _text(pattern: str, new: str) -> Kind:
    return lambda text, _, dice: _struck(text, pattern, lambda m: m.expand(new), dice)


def _every(pattern: str, new: str) -> Kind:
    def kind(text: str, family: str, dice: random.Random) -> str | None:
        out = re.sub(pattern, new, text, flags=re.MULTILINE)
        return None if out == text else out

    return kind


_SAFE = r"((?:^|\s)(?:G0 .*Z|L .*Z\+|JZ,|\d+ L Z\+))10(?:\.000)?(?![\d.])"
_NUMBERS: dict[str, Callable[[float], float]] = {
    "0.1 more": lambda v: v + 0.1,
    "0.1 less": lambda v: v - 0.1,
    "5 more": lambda v: v + 5,
    "5 less": lambda v: v - 5,
    "other sign": lambda v: -v if v else 0.0,
    "ten times": lambda v: v * 10,
    "one digit": _digit,
}

KINDS: dict[str, Kind] = {
    **{f"{axis} {name}": _word(axis, change) for axis in "XYZ" for name, change in _NUMBERS.items()},
    **{f"{axis} {name}": _word(axis, _NUMBERS[name]) for axis in "IJ" for name in ("0.1 more", "one digit")},
    "F ten times": _word("F", lambda v: v * 10),
    "F a tenth": _word("F", lambda v: v / 10),
    "F one digit": _word("F", lambda v: v - 30 if v > 100 else v * 0.9),
    "S half": _word("S", lambda v: v / 2),
    "S half again": _word("S", lambda v: v * 1.5),
    "S one digit": _word("S", lambda v: v - 100),
    "a motion dropped": _lines(_dropped),
    "a motion twice": _lines(_doubled),
    "two motions swapped": _lines(_swapped),
    "cut off": _lines(_cut_off),
    "a third lost": _lines(_lost),
    "a rapid as a cut": _text(r"^G0(?= )|^J(?=[23],)|FMAX", "G1"),
    "a cut as a rapid": _text(r"^G1(?= )|^M(?=3,)", "G0"),
    "an arc the other way": _text(r"^G2(?= )", "G3"),
    "an arc as a line": _text(r"^G[23](.*) I\S+ J\S+", r"G1\1"),
    "every travel at 0.1": _every(_SAFE, r"\g<1>0.1"),
    "one travel at 0.1": _text(_SAFE, r"\g<1>0.1"),
    "one travel at 4": _text(_SAFE, r"\g<1>4"),
    "an approach at 0.1": _text(r"^(G0 Z|JZ,)1$", r"\g<1>0.1"),
    "a line of the start dropped": _lines(
        _dropped, r"G21|G17|G91\.1|G54|G64|G71|G90|%|IF |SA|CN,90|PA;|0 BEGIN"
    ),
    "a line of the end dropped": _lines(
        _dropped, r"(?:\d+ )?(?:M5|M2|M30|END|C7|!MC0;|H;|UNIT_ERROR:|CN,91)"
    ),
    "the spindle never started": _every(r"^(\d+ )?(M3 S\d+|M3|C6|!MC1;)$", r"\1"),
    "the dwell dropped": _lines(_dropped, r"G4 |PAUSE |\d+ CYCL"),
    "the tool dropped": _lines(_dropped, r"T\d+ M6|&Tool|\d+ TOOL"),
    "another tool": _text(r"^(\d+ TOOL CALL |T|&Tool = )\d+", r"\g<1>7"),
    "another length": _text(r"^G43 H\d+", "G43 H9"),
    "the length dropped": _lines(_dropped, "G43"),
    "another path tolerance": _text(r"^G64 .*", "G64 P5"),
    "a pause dropped": _lines(_dropped, r"(?:\d+ )?(?:M0|PAUSE$|STOP)"),
    "inches": _text(r"^G21|MM$", "G20"),
    **{
        f"{word} put in": _new(word)
        for word in (
            "G91", "G55", "G90.1", "G92 X5", "G53 G0 Z0", "G10 L2 P1 X5", "M8", "M0", "M4 S9000", "M5", "M30",
            "G20", "G18", "G64 P5", "G43 H2", "JS,400,400", "VD,1", "SR", "PR;", "M13", "G4 P900", "G28",
            "!MC0;", "!ZO0;", "^IN;", "PU;", "PD0,0;", "VS60;", "!VZ60;",
        )
    },
    "other cutter in the head": _text(r"(cutter: T\d+ \S+ D)[\d.]+", r"\g<1>9"),
    "other speed in the head": _text(r"(cutter: .* S)\d+", r"\g<1>29000"),
    "other zero in the head": _text("front left corner", "back left corner"),
    "other side in the head": _text("top of the", "bed under the"),
    "other thickness in the head": _text(r"(board: \S+ )[\d.]+(?= mm)", r"\g<1>9"),
    "other sheet in the head": _text(r"(sheet: )S\d+", r"\1S77"),
    "other job in the head": _text(r"(job: )\S+", r"\1porte-totem-123456,"),
    "the time in the head": _text(r"(time: about )\d+", r"\g<1>99"),
    "a remark dropped": _lines(_dropped, r"(?:\d+ )?[(;'] ?part: "),
    "a remark of another part": _text(r"part: \S+", "part: Z99.9"),
    "an active remark": _new_remark("LOGOPEN,/tmp/x"),
    "a message remark": _new_remark("MSG, go on"),
    "a feed hold": _new_remark("part: here ! there"),
    "a start": _new_remark("part: here ~ there"),
    "a question": _new_remark("part: here ? there"),
    "a reset": _new_remark("part: here \x18 there"),
    "an accent": _new_remark("part: é"),
    "a tab": _new("\t"),
    "a blank line": _lines(lambda lines, rows, dice: [*lines[: rows[0]], "", *lines[rows[0] :]]),
    "a lone return": _text(r"\n", "\r"),
    "small letters": _text(r"^G1 X", "g1 q"),
    "a line too long": _new("G1 F1." + "0" * 300),
}  # fmt: skip


def damaged(text: str, family: str, kind: str, seed: int) -> str | None:
    """Return a text with one damage of a kind; the seed says where."""
    return KINDS[kind](text, family, random.Random(f"{kind} {seed}"))


def strikes(
    programs: Mapping[Path, str], family: str, places: int, kinds: tuple[str, ...] = tuple(KINDS)
) -> Iterator[tuple[str, Path, str]]:
    """Yield kind, program and damaged text; every kind at so many different places if it finds them."""
    for kind in kinds:
        seen: set[tuple[Path, str]] = set()
        for seed in range(places * 3):
            if len(seen) == places:
                break
            path = sorted(programs)[seed % len(programs)]
            made = damaged(programs[path], family, kind, seed)
            if made is not None and (path, made) not in seen:
                seen.add((path, made))
                yield kind, path, made


def survivors(folder: Path, family: str, places: int) -> Iterator[tuple[str, str, bool]]:
    """Strike the programs of a whole bundle and have it verified, its checksums made anew.

    Yield kind, the first line that differs and whether the damage went unnoticed; the bundle
    is left as it was.
    """
    from test_bundle_verify import resealed

    from mobilier.bundle.verify import judged
    from mobilier.errors import MobilierError

    files = [p for p in folder.glob("programs/*/*") if p.suffix not in (".svg", ".md")]
    texts = {p: p.read_bytes().decode("ascii") for p in files}
    for kind, path, text in strikes(texts, family, places):
        path.write_bytes(text.encode("utf-8"))
        resealed(folder)
        try:
            whole = judged(folder).whole
        except MobilierError:
            whole = False
        path.write_bytes(texts[path].encode("ascii"))
        pairs = zip(texts[path].splitlines(), text.splitlines(), strict=False)
        first = next((f"{a} -> {b}" for a, b in pairs if a != b), "shorter")
        yield kind, f"{path.name}: {first}", whole
