"""okh.toml: the open-hardware manifest (okhv 2.4), and our own reading of its rules.

Fields as the schema of okhv 2.4 has them.  Unknown fields are left out, never filled with
placeholders: without a published address and a licence there is no valid manifest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from mobilier.errors import Finding
from mobilier.export.documents.dossier import Dossier
from mobilier.wording import Lang

REQUIRED = ("okhv", "name", "repo", "license", "licensor", "function")
OPTIONAL = (
    "version", "documentation-language", "organization", "readme", "contribution-guide", "release", "image",
    "technology-readiness-level", "documentation-readiness-level", "attestation", "publication",
    "standard-compliance", "cpc-patent-class", "tsdc", "bom", "manufacturing-instructions", "user-manual",
    "source", "export", "auxiliary", "outer-dimensions", "mass", "part", "software", "rdf", "fork-of",
)  # fmt: skip
TSDC = ("PRT", "ASM", "STD", "BUY", "OSH", "3DP", "CNC", "LAS", "MEC", "WEL", "PCB", "CIR", "COT", "CMP")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def manifest(dossier: Dossier, files: Collection[str], *, lang: Lang = "en") -> dict[str, Any]:
    """Return the manifest of a bundle that holds ``files`` (paths); what is unknown is left out."""
    first = dossier.chapters[0]
    size = first.piece.stands()
    table: dict[str, Any] = {
        "okhv": "2.4",
        "name": dossier.title(lang),
        "repo": dossier.source,
        "license": dossier.licence,
        "licensor": dossier.licensor,
        "function": first.text("about", lang) or first.design.about,
        "documentation-language": ["fr", "en"],
        "readme": _there("README.md", files),
        "tsdc": ["ASM", "CNC", "MEC"],
        "bom": _there("bom.csv", files),
        "manufacturing-instructions": _there("plans/booklet.en.pdf", files),
        "source": sorted(f for f in files if f.startswith("source/")),
        "export": sorted(f for f in files if f.startswith(("sheets/", "3d/")) and not f.endswith(".html")),
        "image": [
            {"location": f, "slots": ["model-main"]}
            for f in ("steps/cover.svg", "steps/cover.png")
            if f in files
        ],
        "outer-dimensions": dict(zip(("width", "depth", "height"), (round(v, 1) for v in size), strict=True)),
        "mass": round(first.piece.mass * 1000),
        "part": [_part(dossier, key, files) for key in dossier.parts],
    }
    table["part"] = [p for p in table["part"] if p.get("source") or p.get("export")]
    return {k: v for k, v in table.items() if v not in ("", [], {}, None)}


def _part(dossier: Dossier, key: str, files: Collection[str]) -> dict[str, Any]:
    p = dossier.parts[key]
    grams = round(dossier.boards[p.material].mass(p.volume) * 1000)
    long, wide = p.size
    return {
        "name": f"{key} {p.name}",
        "export": sorted(f for f in files if f.startswith(f"parts/{key}-")),
        "mass": grams,
        "outer-dimensions": {
            "width": round(long, 1),
            "depth": round(wide, 1),
            "height": round(p.thickness, 1),
        },
        "tsdc": ["CNC"],
    }


def _there(path: str, files: Collection[str]) -> str:
    return path if path in files else ""


def okh_toml(table: Mapping[str, Any]) -> str:
    """Return the manifest as text."""
    import tomlkit

    return tomlkit.dumps(dict(table))


def okh_findings(table: Mapping[str, Any], files: Collection[str] | None = None) -> list[Finding]:
    """Return what breaks the rules of okhv 2.4; ``files``: the paths that exist beside it."""
    wrong = [_wrong(k, "missing") for k in REQUIRED if not table.get(k)]
    wrong += [_wrong(k, "no-field") for k in table if k not in (*REQUIRED, *OPTIONAL)]
    wrong += _forms(table)
    paths = _paths(table)
    wrong += [_wrong(p, "outside") for p in paths if p.startswith("/") or ".." in p]
    if files is not None:
        wrong += [_wrong(p, "absent") for p in paths if not p.startswith("http") and p not in files]
    return wrong


def _wrong(key: str, case: str, code: object = "") -> Finding:
    return Finding.of("okh", f"okh.toml: {key}", case=case, key=key, code=str(code))


def _forms(table: Mapping[str, Any]) -> list[Finding]:
    wrong = []
    if table.get("okhv") not in (None, "2.4"):
        wrong.append(_wrong("okhv", "version"))
    if table.get("repo") and not re.fullmatch(r"https?://\S+", str(table["repo"])):
        wrong.append(_wrong("repo", "address"))
    if table.get("license") and not _SPDX.fullmatch(str(table["license"])):
        wrong.append(_wrong("license", "licence"))
    spoken = table.get("documentation-language", [])
    codes = [spoken] if isinstance(spoken, str) else spoken
    wrong += [
        _wrong("documentation-language", "language", code) for code in codes if not _LANG.fullmatch(code)
    ]
    wrong += [_wrong("tsdc", "code", code) for code in table.get("tsdc", []) if code not in TSDC]
    parts = table.get("part", [])
    named = [(f"part {p.get('name', '?')}", p) for p in parts]
    sizes = [("outer-dimensions", table), *named]
    wrong += [
        _wrong(where, "size")
        for where, t in sizes
        if "outer-dimensions" in t and set(t["outer-dimensions"]) != {"width", "depth", "height"}
    ]
    return wrong + [
        _wrong(where, "part")
        for where, p in named
        if not p.get("name") or not (p.get("source") or p.get("export"))
    ]


def _paths(table: Mapping[str, Any]) -> list[str]:
    out: list[str] = []
    for key in (
        "readme",
        "bom",
        "manufacturing-instructions",
        "user-manual",
        "source",
        "export",
        "auxiliary",
    ):
        value = table.get(key, [])
        out += [value] if isinstance(value, str) else list(value)
    out += [str(i.get("location", "")) for i in table.get("image", [])]
    for p in table.get("part", []):
        out += [*p.get("source", []), *p.get("export", [])]
    return out
