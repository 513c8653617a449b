"""Castors under a level board: bolt holes, what is bought, the step and the promised load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobilier.geometry.points import Point
from mobilier.model.hardware import Hardware
from mobilier.model.piece import Requirement, Step
from mobilier.model.plate import Hole
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Article, Material

TRAIL = 0.32
"""Of a swivel castor's wheel: how far it stands off the middle of its plate (trade knowledge)."""

BELOW = 20.0
"""mm. What a bolt needs beyond the board: the castor's plate, a washer, the nut, two threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Castors:
    """One kind of castor at several places; its ``height`` is what the piece stands on, mm."""

    article: Article

    @property
    def height(self) -> float:
        """From the floor to the underside of the board, mm."""
        return self.article.size.height or 0.0

    @property
    def reach(self) -> float:
        """From the middle of the plate to its bolts, along x, mm."""
        return (self.article.size.pitch or (0.0, 0.0))[0] / 2

    @property
    def trail(self) -> float:
        """How far a wheel stands off the middle of its plate, mm."""
        return TRAIL * (self.article.size.diameter or 0.0)

    @property
    def sweep(self) -> float:
        """How far from the middle of the plate a wheel reaches when it swivels, mm."""
        return self.trail + (self.article.size.diameter or 0.0) / 2

    def holes(self, at: Sequence[Point]) -> list[Hole]:
        """Return the bolt holes of castors that stand at some points of a level board."""
        size = self.article.size
        assert size.pitch is not None
        assert size.hole is not None
        i, j = size.pitch[0] / 2, size.pitch[1] / 2
        return [
            Hole(at=(x + a, y + b), diameter=size.hole, why="castor")
            for x, y in at
            for a in (-i, i)
            for b in (-j, j)
        ]

    def bought(self, number: int, board: Material) -> list[Hardware]:
        """Return ``number`` castors and the bolts that hold each on its four holes."""
        bolt = sold("bolt-m8", least={"length": board.thickness + BELOW})
        return [
            Hardware(key="castor", quantity=number, article=self.article),
            Hardware(key="bolt-castor", quantity=4 * number, article=bolt, spare=2, holds="castor"),
        ]

    def step(self, people: int = 2) -> Step:
        """Bolting them on, the piece turned upside down by so many people."""
        return Step(key="castors", plates=(), hardware=("castor", "bolt-castor"), people=people, lifts=True)

    def steady(self, track: float, middle: float, pose: str, **aloft: float) -> Requirement:
        """Return the promise that it does not tip on a ``track`` of mm about ``middle`` (y)."""
        values = {"base_width": track - 2 * self.trail, "middle": middle, **aloft}
        return Requirement(kind="tilt", values=values, pose=pose)

    def promise(self, payload: float) -> Requirement:
        """Return the promise that they carry the piece and ``payload`` kg on board."""
        return Requirement(kind="castors", values={"load": self.article.size.load, "payload": payload})


def castors(load: float, height: float) -> Castors:
    """Return the castors that are sold for ``load`` kg each and stand nearest to ``height`` mm."""
    return Castors(article=sold("castor-swivel", least={"load": load}, near={"height": height}))
