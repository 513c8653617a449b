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
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a maker should know before cutting.

    ``rule`` is a name in words (``thin-web``), ``where`` the part, sheet or feature,
    ``message`` what and by how much, ``remedy`` what to do about it.
    """

    level: Level
    rule: str
    where: str
    message: str
    remedy: str = ""

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
