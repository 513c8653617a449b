"""A stool of four plates: the smallest piece with slots and steps, and its documents."""

from __future__ import annotations

import hashlib
from typing import Any

from export_bench import BOARD

from mobilier import sold
from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.export.publication import documents, front_pages
from mobilier.model.design import Design
from mobilier.model.hardware import Hardware
from mobilier.model.joint import tabs
from mobilier.model.parameter import Parameter
from mobilier.model.piece import Piece, Step
from mobilier.model.plate import plate
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Cutting, Habits, Lab, Sheet, Tool


def stool() -> Piece:
    """Two legs, a rail between them, a seat on top: tabs everywhere."""
    t = BOARD.thickness
    left = plate("leg/left", BOARD, x=40, y=(0, 300), z=(0, 450))
    right = plate("leg/right", BOARD, x=460 - t, y=(0, 300), z=(0, 450))
    rail = plate("rail", BOARD, x=(40, 460), y=150 - t / 2, z=(150, 300))
    seat = plate("seat", BOARD, x=(0, 500), y=(-10, 310), z=450 - t)
    return Piece(
        plates=[left, right, rail, seat],
        joints=[
            tabs(rail, into=left),
            tabs(rail, into=right),
            tabs(left, into=seat),
            tabs(right, into=seat),
        ],
        steps=[
            Step(key="frame", plates=("leg/left", "leg/right", "rail"), people=2),
            Step(key="seat", plates=("seat",), hardware=("glue",)),
        ],
        extras=[Hardware(key="glue", quantity=1, article=sold("glue-pu"))],
        letter="S",
        name="stool",
        preset="low",
        values={"board": BOARD},
    )


def stool_dossier(**changes: Any) -> Dossier:
    """The stool as a job of one piece on one sheet, with texts that try to break every page."""
    piece = stool()
    design = Design(
        name="stool",
        letter="S",
        about="A stool",
        function=stool,
        parameters={"board": Parameter(kind="material", default="birch-18", about="board", name="board")},
        texts={"fr": TEXTS_FR, "en": {"title": "Stool", "steps": {"seat": "Put the seat on."}}},
    )
    parts = {p.id: p for p in piece.parts}
    places = []
    x = 20.0
    for p in piece.parts:
        for copy in range(1, p.quantity + 1):
            places.append(Placement(part=p.id, copy=copy, x=x, y=20.0))
            x += p.size[0] + 20
    sheet = Sheet(name="birch", material=BOARD.name, length=2500, width=1250)
    values: dict[str, Any] = {
        "chapters": (Chapter(piece=piece, design=design),),
        "layouts": (Layout(name="S01", sheet=sheet, placements=tuple(places)),),
        "parts": parts,
        "relieved": parts,
        "quantities": {k: p.quantity for k, p in parts.items()},
        "boards": {BOARD.name: BOARD},
        "lab": LAB,
        "cutter": CUTTER,
        "source": "https://example.org/stool?a=1&b=2",
        "licence": "CC-BY-SA-4.0",
        "licensor": "Jane Doe <jane@example.org>",
        **changes,
    }
    return Dossier(**values)


NASTY = "Serrer }} fort | [[Catégorie:Rien]] <script>alert('x')</script> {{Délit}} ''gras'' = ~~~~ \\n* fin"

TEXTS_FR = {
    "title": "Le tabouret",
    "about": NASTY,
    "parts": {"leg": "pied", "rail": "traverse", "seat": "assise *de* `chêne` #fort"},
    "steps": {"frame": NASTY, "seat": "# Poser l'assise."},
    "hardware": {"glue": "colle $5"},
}

LAB = Lab(
    name="here",
    title="Here",
    tools=("endmill_6",),
    stock=(),
    habits=Habits(margin=15, spacing=4, tab_width=8, tab_height=3, finishing=0),
    source="test",
)

CUTTER = Tool(
    name="endmill_6",
    kind="endmill",
    diameter=6,
    flutes=2,
    reach=22,
    cutting={"plywood": Cutting(chip_load=0.1, speed=18000, step=6, plunge=0.5, ramp=3, source="test")},
    source="test",
)


def papers() -> dict[str, bytes]:
    """Return every document of the stool but STEP, whose reader is slow to load, and PNG."""
    made, missing = documents(stool_dossier(), ("fr", "en"), solid=False)
    assert not missing
    made |= front_pages(stool_dossier(), made)
    return {k: v for k, v in made.items() if not k.endswith(".png")}


def paper_digest() -> str:
    """Return one checksum over every document whose bytes must not vary."""
    total = hashlib.sha256()
    for path, body in sorted(papers().items()):
        total.update(path.encode() + b"\0" + body)
    return total.hexdigest()
