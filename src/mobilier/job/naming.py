"""Findings in the words of the design: a plate, part or pose is told by its title, not by its key.

Checks and cutting know the keys of a design alone; its texts say what people call them, in each
language.  Where a design has no title for a key, the key stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mobilier.errors import Finding
from mobilier.job.job import Job, Order
from mobilier.wording import LANGS, Pair, is_rule

Titles = Mapping[str, Pair]


def titles_of(orders: Iterable[Order]) -> Titles:
    """Return what plates, parts and poses are called in each language, by their key."""
    out: dict[str, Pair] = {}
    for order in orders:
        keys = {f"poses.{p.name}": p.name for p in order.piece.poses}
        keys |= {f"parts.{p.name}": p.name for p in order.piece.parts}
        for text, key in keys.items():
            english, french = (order.design.text(text, lang) for lang in LANGS)
            if (english, french) != (key, key):
                out[key] = (english, french)
    return out


def name_findings(findings: Iterable[Finding], job: Job) -> list[Finding]:
    """Return findings with titles in the place of the keys of the job's designs."""
    titles = titles_of(job.orders)
    if not titles:
        return list(findings)
    longest = sorted(titles, key=len, reverse=True)
    keys = re.compile(r"(?<![\w/.-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w.-]|/\w)")
    return [_named(f, titles, keys) for f in findings]


def _named(finding: Finding, titles: Titles, keys: re.Pattern[str]) -> Finding:
    where = _told(finding.where, titles, keys)
    values = {k: _told(v, titles, keys) if isinstance(v, str) else v for k, v in finding.values}
    if not is_rule(finding.rule) or values == dict(finding.values):
        return finding if where == finding.where else replace(finding, where=where)
    return Finding.of(finding.rule, where, level=finding.level, case=finding.case, **values)


def _told(text: str | Pair, titles: Titles, keys: re.Pattern[str]) -> str | Pair:
    """Return a text with the titles of its keys in each language, itself where it has none."""
    if not isinstance(text, str) or not keys.search(text):
        return text
    english = keys.sub(lambda hit: titles[hit[0]][0], text)
    french = keys.sub(lambda hit: titles[hit[0]][1], text)
    return english if english == french else (english, french)
