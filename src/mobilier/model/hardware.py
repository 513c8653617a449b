"""Hardware: what is bought, not cut."""

from __future__ import annotations

from dataclasses import dataclass

from mobilier.geometry.points import Vector
from mobilier.profiles.types import Article
from mobilier.wording import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A footing of a bought thing on a plate, in the modelled position.

    ``at`` is its middle on the wood, ``out`` points out of the wood, ``along`` the way the thing lies
    (unit vectors).  ``through``: other plates that its bolts go through.  ``to``: the plate that a catch,
    hook or bolt holds this one to, in ``pose``.
    """

    plate: str
    at: Vector
    out: Vector
    along: Vector
    through: tuple[str, ...] = ()
    to: str = ""
    pose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """A line of the shopping list.

    ``key`` finds the name in the design's texts; ``article`` is the size of a series that is
    sold (`mobilier.profiles.shop.sold`); ``spare`` pieces to buy on top.  ``mounts``: where each is
    fixed; a thing may have several, such as the two members of a slide.  ``holds``: the key of the
    thing that these bolts fasten, whose place is theirs.
    """

    key: str
    quantity: int
    article: Article
    spare: int = 0
    mounts: tuple[Mount, ...] = ()
    holds: str = ""

    @property
    def load(self) -> float:
        """What each carries, kg; 0: not stated."""
        return self.article.size.load

    def size(self, lang: Lang) -> str:
        """Return what to ask for in the shop."""
        return self.article.label(lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    """A screw, dowel or hinge that a joint asks for.

    ``diameter`` of the hole through the face, ``pilot`` of the hole it bites into (a dowel: the
    depth in the face), mm.  ``each``: how many a place takes; ``spare`` pieces to buy on top.
    """

    key: str
    article: Article
    diameter: float
    pilot: float = 0.0
    pitch: float = 300.0
    margin: float = 50.0
    each: int = 1
    spare: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bolt:
    """A bolt with a captive nut in a T-slot of the mate's edge, mm.

    ``nut`` width and thickness; the nut's seat lies at the length of the bolt − thickness of the
    board bolted through − ``tail``.
    """

    key: str
    article: Article
    nut: tuple[float, float]
    tail: float = 3.0
    play: float = 0.5
    margin: float = 60.0
    pitch: float = 350.0
    spare: int = 0

    @property
    def diameter(self) -> float:
        """Of the thread, mm."""
        return self.article.size.diameter or 0.0

    @property
    def length(self) -> float:
        """Under the head, mm."""
        return self.article.size.length or 0.0
