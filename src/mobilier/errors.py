"""What can go wrong, and how it is told.

MobilierError
├── DesignError     a design cannot be built with these values
├── ProfileError    a profile or library file is wrong
├── NestError       parts that no sheet can hold
├── MachineError    work that the machine, tool or controller cannot do
├── ProofError      a program that does not leave the part
└── BundleError     a bundle that cannot be written, read or trusted
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Self

from mobilier.wording import Lang, Pair, Value, is_rule, rule_of, said, say
from mobilier.wording.language import LANGS

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a maker should know before cutting.

    ``rule`` is a name in words (``thin-web``), ``where`` the part, sheet, feature or word asked for
    (a pair where it is called otherwise in each language),
    ``message`` what and by how much, ``remedy`` what to do about it, both in English.
    ``case`` and ``values`` are what the catalogue of rules tells it from, in either language;
    they are empty where the catalogue does not know the finding.
    """

    level: Level
    rule: str
    where: str | Pair
    message: str
    remedy: str = ""
    case: str = field(default="", compare=False)
    values: tuple[tuple[str, Value], ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls, rule: str, where: str | Pair, *, level: Level | None = None, case: str = "", **values: Value
    ) -> Self:
        """Return a finding as the catalogue of rules tells it; ``level`` where the rule has several.

        Figures are kept to a millionth, so that two machines write the same.
        """
        levels = rule_of(rule).levels
        if level is None and len(levels) == 1:
            level = next(name for name in LEVELS if name in levels)
        if level not in levels:
            msg = f"{rule} is told at level {' or '.join(levels)}, not {level}"
            raise ValueError(msg)
        kept = {k: round(float(v), 6) + 0.0 if isinstance(v, float) else v for k, v in values.items()}
        message, remedy = said(rule, case, "en", kept)
        return cls(
            level=level,
            rule=rule,
            where=where,
            message=message,
            remedy=remedy,
            case=case,
            values=tuple(kept.items()),
        )

    def text(self, lang: Lang) -> str:
        """Return the message in a language."""
        return self._told(lang)[0]

    def remedy_in(self, lang: Lang) -> str:
        """Return the remedy in a language."""
        return self._told(lang)[1]

    def place(self, lang: Lang = "en") -> str:
        """Return the part, sheet, feature or word in a language."""
        return self.where if isinstance(self.where, str) else self.where[LANGS.index(lang)]

    def _told(self, lang: Lang) -> tuple[str, str]:
        if lang == "en" or not is_rule(self.rule):
            return self.message, self.remedy
        return said(self.rule, self.case, lang, dict(self.values))

    def table(self) -> dict[str, object]:
        """Return the finding as a table of plain values, its texts in English."""
        return {
            "level": self.level,
            "rule": self.rule,
            "where": self.place(),
            "message": self.message,
            "remedy": self.remedy,
            "values": dict(self.values),
        }

    def line(self, lang: Lang = "en") -> str:
        """Return one readable line in a language."""
        message, remedy = self._told(lang)
        place = f" {self.place(lang)}" if self.where else ""
        colon = " :" if lang == "fr" else ":"
        tail = f" -> {remedy}" if remedy else ""
        return f"{say(f'level.{self.level}', lang)} [{self.rule}]{place}{colon} {message}{tail}"

    def __str__(self) -> str:
        """Return one readable line in English."""
        return self.line()


class MobilierError(Exception):
    """A clear reason to stop: findings that say what, where, how much, what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)

    @classmethod
    def of(cls, rule: str, where: str | Pair = "", *, case: str = "", **values: Value) -> Self:
        """Return the error of one finding, told from the catalogue."""
        return cls(Finding.of(rule, where, level="error", case=case, **values))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stops the run."""
        return self.args

    def text(self, lang: Lang) -> str:
        """Return every finding in a language, a line each."""
        return "\n".join(f.line(lang) for f in self.findings)

    def __str__(self) -> str:
        """Return every finding in English, a line each."""
        return self.text("en")


class DesignError(MobilierError):
    """A design cannot be built with these values.

    A design says why in its own words: ``DesignError("English; what to do", "français ; que faire")``,
    or in one language for both.
    """

    def __init__(self, *findings: Finding | str) -> None:
        if findings and all(isinstance(f, str) for f in findings):
            english, french = str(findings[0]), str(findings[-1])
            findings = (Finding.of("design-refuses", level="error", where="", text=(english, french)),)
        super().__init__(*(f for f in findings if isinstance(f, Finding)))


class ProfileError(MobilierError):
    """A profile, design or library file is wrong."""


class NestError(MobilierError):
    """Parts that cannot be laid on the stock."""


class MachineError(MobilierError):
    """Work that the machine, the tool or the controller cannot do."""


class ProofError(MobilierError):
    """A program that does not leave the part."""


class BundleError(MobilierError):
    """A bundle that cannot be written, read or trusted."""


def refuse(findings: Iterable[Finding], error: type[MobilierError]) -> None:
    """Raise ``error`` with every finding of level error, if there is one."""
    wrong = [f for f in findings if f.level == "error"]
    if wrong:
        raise error(*wrong)
