"""What mobilier says, in English and French: findings, refusals, the command line, documents.

One catalogue, kept as data beside this file: a key has its English and its French side by side.
``rules/`` holds the findings of the checks, ``refusals/`` what stops a run, ``words/`` all else.
"""

from __future__ import annotations

from mobilier.wording.catalogue import (
    Catalogue,
    Rule,
    Saying,
    catalogue,
    demand,
    is_rule,
    rule_of,
    said,
)
from mobilier.wording.figures import figure, slug, trimmed
from mobilier.wording.language import LANGS, Lang, Pair, Value, filled, language
from mobilier.wording.safe import printable
from mobilier.wording.words import counted, has, hint, pair, say, under

__all__ = [
    "LANGS",
    "Catalogue",
    "Lang",
    "Pair",
    "Rule",
    "Saying",
    "Value",
    "catalogue",
    "counted",
    "demand",
    "figure",
    "filled",
    "has",
    "hint",
    "is_rule",
    "language",
    "pair",
    "printable",
    "rule_of",
    "said",
    "say",
    "slug",
    "trimmed",
    "under",
]
