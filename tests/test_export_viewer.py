"""What the viewer is told of the motions brings every copy, and its hardware, from pose to pose."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

import designs
from mobilier.export.documents.dossier import Chapter
from mobilier.export.web.viewer import viewer


def page_data(name: str, preset: str) -> dict[str, Any]:
    """The data of the page of a piece of which nothing is cut."""
    from types import SimpleNamespace

    chapter = Chapter(piece=designs.built(name, preset), design=designs.design(name))
    page = viewer(SimpleNamespace(sheets_of={}), chapter)  # type: ignore[arg-type]
    found = re.search(r"const D = (\{.*?\});?\n", page)
    assert found
    data: dict[str, Any] = json.loads(found.group(1).replace("\\u003c", "<"))
    return data


def played(frame: Sequence[float], motions: Sequence[dict[str, Any]], index: int) -> list[float]:
    """A frame after the motions that name its copy."""
    o, axes = np.array(frame[:3]), np.array(frame[3:]).reshape(3, 3)
    for m in (m for m in motions if index in m["plates"]):
        along, at = np.array(m["along"]), np.array(m["at"])
        turn = Rotation.from_rotvec(np.radians(m["degrees"]) * along)
        o = at + turn.apply(o - at) + m["slide"] * along
        axes = turn.apply(axes)
    return [*o, *axes.ravel()]


@pytest.mark.parametrize(
    ("name", "preset"), [("chariot", "atelier"), ("maisonnette", "duo"), ("porte", "passage")]
)
def test_motions_undone_and_done_bring_every_copy_to_its_place(name: str, preset: str) -> None:
    data = page_data(name, preset)
    poses = data["poses"]
    assert any(p["motions"] for p in poses)
    for index, plate in enumerate(data["plates"]):
        start = data["plates"][index]["frames"]
        for k, here in enumerate(start):
            undone = [
                {**m, "degrees": -m["degrees"], "slide": -m["slide"]} for m in reversed(poses[k]["motions"])
            ]
            # turn and slide of a motion share their axis: their order does not matter
            modelled = played(here, undone, index)
            for n, there in enumerate(start):
                assert played(modelled, poses[n]["motions"], index) == pytest.approx(there, abs=0.01), plate
