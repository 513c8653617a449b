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

from mobilier.rules import Lang, Value, is_rule, rule_of, said

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a maker should know before cutting.

    ``rule`` is a name in words (``thin-web``), ``where`` the part, sheet or feature,
    ``message`` what and by how much, ``remedy`` what to do about it, both in English.
    ``case`` and ``values`` are what the catalogue of rules tells it from, in either language;
    they are empty where the catalogue does not know the finding.
    """

    level: Level
    rule: str
    where: str
    message: str
    remedy: str = ""
    case: str = field(default="", compare=False)
    values: tuple[tuple[str, Value], ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls, rule: str, where: str, *, level: Level | None = None, case: str = "", **values: Value
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

    def _told(self, lang: Lang) -> tuple[str, str]:
        if lang == "en" or not is_rule(self.rule):
            return self.message, self.remedy
        return said(self.rule, self.case, lang, dict(self.values))

    def table(self) -> dict[str, object]:
        """Return the finding as a table of plain values, its texts in English."""
        names = ("level", "rule", "where", "message", "remedy")
        return {**{name: getattr(self, name) for name in names}, "values": dict(self.values)}

    def __str__(self) -> str:
        """Return one readable line."""
        tail = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.level} [{self.rule}] {self.where}: {self.message}{tail}"


class MobilierError(Exception):
    """A clear reason to stop: what, where, how much, what to do."""


class DesignError(MobilierError):
    """A design cannot be built with these values."""


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
        raise error("\n".join(str(f) for f in wrong))
