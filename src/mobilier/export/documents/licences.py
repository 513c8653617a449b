"""LICENSES/: the full text of every licence that a bundle names."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from mobilier.errors import MobilierError


def licence_files(expression: str) -> dict[str, bytes]:
    """Return the texts of an SPDX expression by path in the bundle.

    They are shipped with the package, and lie beside it in a checkout.

    Raises:
        MobilierError: a licence whose text is not shipped.
    """
    out = {}
    for name in sorted(set(re.findall(r"[A-Za-z0-9.+-]+", expression)) - {"AND", "OR", "WITH"}):
        file = next((p for p in _places(name) if p.is_file()), None)
        if file is None:
            raise MobilierError.of("licence-text", name, name=name)
        out[f"LICENSES/{name}.txt"] = file.read_bytes().replace(b"\r\n", b"\n")
    return out


def _places(name: str) -> list[Path]:
    places = [Path(__file__).parents[4] / "LICENSES" / f"{name}.txt"]
    try:
        shipped = distribution("mobilier").files or []
    except PackageNotFoundError:
        return places
    return places + [
        Path(str(f.locate())) for f in shipped if f.name == f"{name}.txt" and "LICENSES" in f.parts
    ]
