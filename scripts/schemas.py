"""Write the JSON Schemas of what is asked and what a bundle says: python scripts/schemas.py [FOLDER].

Editors complete and check TOML with them, and a wiki or a service reads a bundle by them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mobilier.bundle.contract import Checks, Contract
from mobilier.bundle.lock import Lock, Params
from mobilier.job.request import Request, options
from mobilier.model.model_json import ModelFile
from mobilier.nest.files import LayoutFile
from mobilier.profiles.reader import KINDS
from mobilier.project.project import Project
from mobilier.wording import say

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"


def schemas() -> dict[str, Mapping[str, Any]]:
    """Return every schema by the name of its file."""
    kinds: dict[str, type[BaseModel]] = {
        "request": Request,
        "mobilier.toml": Project,
        "bundle": Contract,
        "checks": Checks,
        "model": ModelFile,
        "layout": LayoutFile,
        "params.toml": Params,
        "mobilier.lock": Lock,
        **{f"profiles/{kind}": profile for kind, profile in KINDS.items()},
    }
    return {f"{name}.schema.json": _schema(kind) for name, kind in kinds.items()}


def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a type, what the command line says of an option as its description."""
    table: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **kind.model_json_schema(mode="validation"),
    }
    for place in (table, *table.get("$defs", {}).values()):
        for name, option in options(Request).items():
            field = place.get("properties", {}).get(name)
            if isinstance(field, dict) and option.flag and "description" not in field and _is_asked(place):
                field["description"] = say(f"option.{option.flag.lstrip('-')}", "en")
    return table


def _is_asked(place: Mapping[str, Any]) -> bool:
    """Tell whether a table of a schema is a request."""
    return {"sources", "thickness", "effort"} <= place.get("properties", {}).keys()


def main() -> int:
    """Write the schemas; leave with 0."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, table in schemas().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
