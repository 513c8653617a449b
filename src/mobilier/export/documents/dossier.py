"""Everything the documents tell, gathered once: pieces, sheets, programs, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobilier.cam.moves import Program
from mobilier.errors import Finding
from mobilier.export.sheets.sheet_map import MapData
from mobilier.export.views.manual import built_in
from mobilier.geometry.points import Bounds
from mobilier.model.design import Design
from mobilier.model.hand_holes import HandHole, drilled_by_hand, hole_words
from mobilier.model.hardware import Hardware
from mobilier.model.part import Part
from mobilier.model.piece import Piece
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Controller, Lab, Machine, Material, Tool
from mobilier.proof.verdicts import Verdict
from mobilier.wording import LANGS, Lang, say, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Hardware to buy for all copies of a piece: what it is called, what to ask for, how many, load kg.

    ``price`` apiece in €, None where the series tells none.
    """

    key: str
    name: str
    size: str
    needed: int
    spare: int
    load: float
    price: float | None

    @property
    def total(self) -> int:
        """How many to buy, spares counted."""
        return self.needed + self.spare

    @property
    def label(self) -> str:
        """Name and size."""
        return f"{self.name}, {self.size}" if self.size else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One piece of the job, the design with its texts, and how many are made."""

    piece: Piece
    design: Design
    quantity: int = 1

    @property
    def file_name(self) -> str:
        """The piece in plain letters: its design, and its letters where several are made."""
        piece = self.piece
        name = piece.name if piece.letter == self.design.letter else f"{piece.name}-{piece.letter}"
        return slug(name) or "piece"

    @property
    def variant_name(self) -> str:
        """The piece and its preset in plain letters: chariot-mini."""
        return f"{self.file_name}-{self.piece.preset}" if self.piece.preset else self.file_name

    def title(self, lang: Lang) -> str:
        """Return what the piece is called."""
        return self.text("title", lang) or self.piece.name

    def text(self, key: str, lang: Lang) -> str:
        """Return a text of the design, or nothing when it has none."""
        return self.design.said(key, lang) or ""

    def part_name(self, part: Part, lang: Lang) -> str:
        """Return what a part is called."""
        return self.design.text(f"parts.{part.name}", lang)

    def bought_name(self, key: str, lang: Lang) -> str:
        """Return what a piece of hardware is called, by its key."""
        return self.text(f"hardware.{key}", lang) or key

    def purchases(self, lang: Lang) -> tuple[Purchase, ...]:
        """Return what is bought for all copies of the piece."""
        return tuple(
            Purchase(
                key=h.key,
                name=self.bought_name(h.key, lang),
                size=self.bought_size(h, lang),
                needed=h.quantity * self.quantity,
                spare=h.spare * self.quantity,
                load=h.load,
                price=h.article.size.price,
            )
            for h in self.piece.hardware
        )

    def bought_size(self, item: Hardware, lang: Lang) -> str:
        """Return what to ask for in the shop."""
        return item.size(lang)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One job as its documents tell it.

    ``parts`` are the nominal parts of every piece by id, ``quantities`` how many of each the
    whole job needs, ``relieved`` the parts as they lie on the sheets; ``programs`` go by
    sheet name, as do ``offcuts``, the rectangles worth keeping, and ``held``, how many tabs and
    skins hold what is cut.  ``source``: where the plans are published, for the QR code;
    ``licensor``: who publishes them under ``licence``, an SPDX expression.  Each is empty where
    nobody says it.  ``by_hand``: holes that no program drills.
    """

    chapters: tuple[Chapter, ...]
    layouts: tuple[Layout, ...]
    parts: Mapping[str, Part]
    relieved: Mapping[str, Part]
    quantities: Mapping[str, int]
    boards: Mapping[str, Material]
    lab: Lab
    cutter: Tool
    machine: Machine | None = None
    controller: Controller | None = None
    offcuts: Mapping[str, tuple[Bounds, ...]] = field(default_factory=dict)
    programs: Mapping[str, tuple[Program, ...]] = field(default_factory=dict)
    held: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    source: str = ""
    licensor: str = ""
    licence: str = ""
    by_hand: tuple[HandHole, ...] = ()

    def title(self, lang: Lang) -> str:
        """Return what is made, in words: Le Chariot × 2 + La Porte."""
        names = []
        for c in self.chapters:
            many = f" × {c.quantity}" if c.quantity > 1 else ""
            names.append(self.label(c, lang) + many)
        return " + ".join(names)

    def label(self, chapter: Chapter, lang: Lang) -> str:
        """Return the title of a piece, with its preset where another piece is called the same."""
        title = chapter.title(lang)
        alike = [c for c in self.chapters if c.title(lang) == title]
        return f"{title} ({chapter.piece.preset})" if len(alike) > 1 and chapter.piece.preset else title

    def names(self, lang: Lang) -> dict[str, str]:
        """Return what every part is called, by id."""
        return {p.id: c.part_name(p, lang) for c in self.chapters for p in c.piece.parts}

    def map_data(self, lang: Lang) -> MapData:
        """Return what the maps of the sheets share."""
        return MapData(
            parts=self.relieved,
            boards=self.boards,
            names=self.names(lang),
            keep_out=self.lab.clamps,
            offcuts=self.offcuts,
            lang=lang,
        )

    def hand_work(self, part: Part, lang: Lang) -> str:
        """Return the holes of a part that are drilled by hand, nothing without one: 4 × Ø 4.5."""
        kinds = drilled_by_hand(part, self.by_hand)
        return ", ".join(hole_words(*kind)[LANGS.index(lang)] for kind in kinds)

    def step_text(self, chapter: Chapter, number: int, lang: Lang) -> str:
        """Return what a step says, and what is drilled by hand in the parts that come with it first."""
        steps = chapter.piece.steps
        step, before = steps[number - 1], {n for s in steps[: number - 1] for n in s.plates}
        part_of = chapter.piece.part_of
        old = {part_of[n][0].id for n in before}
        fresh = {part_of[n][0].id: part_of[n][0] for n in step.plates if part_of[n][0].id not in old}
        told = [
            say("doc.by_hand_step", lang, part=key, holes=holes)
            for key, part in sorted(fresh.items())
            if (holes := self.hand_work(part, lang))
        ]
        return " ".join([*told, chapter.text(f"steps.{step.key}", lang) or step.key])

    @property
    def sheets_of(self) -> dict[str, list[str]]:
        """The sheets each part lies on, by part id."""
        out: dict[str, list[str]] = {}
        for layout in self.layouts:
            for p in layout.placements:
                names = out.setdefault(p.part, [])
                if layout.name not in names:
                    names.append(layout.name)
        return out

    @property
    def mass(self) -> float:
        """Mass of all parts in kg."""
        return sum(self.boards[p.material].mass(p.volume) * self.quantities[k] for k, p in self.parts.items())

    @property
    def sheets(self) -> int:
        """How many sheets the whole job takes."""
        return sum(k.copies for k in self.layouts)

    @property
    def bench_minutes(self) -> float:
        """How long the assembly of all pieces takes at the lab's pace, min."""
        return sum(built_in(c.piece, self.lab.pace) * c.quantity for c in self.chapters)

    @property
    def seconds(self) -> float:
        """Estimated machine time of every run of every cutting program, s."""
        return sum(
            k.copies * p.seconds
            for k in self.layouts
            for p in self.programs.get(k.name, ())
            if p.role == "cut"
        )
