"""Verdicts: what the proof found, one per program (or sheet) and rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from mobilier.wording import Lang, demand

TOLERANCE = 0.05
"""mm. How far the wood left may differ from the parts (a project constant: docs/sources.md)."""

ProofRule = Literal[
    "letters",
    "reading",
    "as-stated",
    "head",
    "known-state",
    "feed-set",
    "feed",
    "plunge",
    "rapid",
    "depth",
    "pass-depth",
    "travel",
    "keep-out",
    "spindle",
    "tool",
    "touched",
    "part-whole",
    "wood-left",
    "tabs",
    "skin",
    "pocket",
    "engraving",
    "order",
    "placed",
    "claim",
    "bill",
    "drawing",
]
"""Names of the rules; `mobilier.wording.demand` says what each demands."""

RULES: tuple[ProofRule, ...] = get_args(ProofRule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether one program or sheet keeps one rule.

    ``worst`` is the largest deviation found in mm (or in the unit the message names),
    also when the rule is kept; ``where`` a line, part or place.
    """

    subject: str
    rule: ProofRule
    passed: bool
    worst: float = 0.0
    where: str = ""
    message: str = ""

    def __str__(self) -> str:
        """Return one readable line."""
        return self.text("en")

    def text(self, lang: Lang) -> str:
        """Return one line in a language; what was measured on a broken rule stays in English."""
        head, at = (
            {"en": ("kept", "BROKEN"), "fr": ("tenue", "ENFREINTE")}[lang],
            {"en": "at", "fr": "à"}[lang],
        )
        place = f" {at} {self.where}" if self.where else ""
        told = demand(self.rule, lang)
        if self.message:
            told = self.message if lang == "en" else f"{told} ({self.message})"
        return f"{head[0 if self.passed else 1]} [{self.rule}] {self.subject}{place}: {told}"
