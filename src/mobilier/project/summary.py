"""What a run over a project says of itself: summary.json, and the pages beside its folders."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mobilier.bundle.text import as_json
from mobilier.errors import BundleError, Finding
from mobilier.project.project import PAGE, SUMMARY
from mobilier.wording import Lang

SCHEMA = "mobilier.build/1"
MARK = b'<meta name="generator" content="mobilier">'

State = Literal["built", "kept", "failed", "due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of a variant: built now, kept as it was, failed, or due (not begun)."""

    name: str
    state: State
    problems: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()

    def problem(self, lang: Lang = "en") -> str:
        """Return why it failed in a language, nothing where it did not."""
        return "\n".join(f.line(lang) for f in self.problems)


def summary(rows: Sequence[Row], folder: Path) -> dict[str, Any]:
    """Return summary.json: how many of each, and every variant with its folder."""
    states = [row.state for row in rows]
    return {
        "schema": SCHEMA,
        "ok": "failed" not in states,
        **{state: states.count(state) for state in ("built", "kept", "failed", "due")},
        "variants": [
            {
                "name": row.name,
                "folder": (folder / row.name).as_posix(),
                "ok": row.state != "failed",
                "state": row.state,
                "changed": row.changed,
                "problem": row.problem(),
                "findings": [f.table() for f in row.problems],
            }
            for row in rows
        ],
    }


def writable(folder: Path) -> None:
    """Refuse a folder whose pages somebody else wrote.

    Raises:
        BundleError: the message names the file.
    """
    if folder.exists() and not folder.is_dir():
        raise BundleError.of("no-folder", str(folder))
    for name, ours in ((PAGE, _is_page), (SUMMARY, _is_summary)):
        file = folder / name
        if file.exists() and not (file.is_file() and ours(file.read_bytes())):
            raise BundleError.of("not-ours", str(file), files=name)


def publish(folder: Path, page: str, table: Mapping[str, Any]) -> None:
    """Write the gallery and the summary, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in ((PAGE, page.encode()), (SUMMARY, as_json(table))):
        fresh = folder / f".{name}.new-{os.getpid()}"
        try:
            fresh.write_bytes(body)
            fresh.replace(folder / name)
        finally:
            fresh.unlink(missing_ok=True)


def strangers(folder: Path, names: Sequence[str]) -> list[str]:
    """Return the folders of ours beside the variants that no variant bears the name of."""
    found = [p.parent.name for p in sorted(folder.glob("*/bundle.json"))]
    return [name for name in found if name not in names and not name.startswith(".")]


def _is_page(body: bytes) -> bool:
    return MARK in body[:2000]


def _is_summary(body: bytes) -> bool:
    try:
        table = json.loads(body)
    except ValueError:
        return False
    return isinstance(table, dict) and table.get("schema") == SCHEMA
