"""A sign between two posts: letters that are seen, and the wedges that pull its tabs tight."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mobilier.geometry.contour import Contour, rounded
from mobilier.model.joint import wedged
from mobilier.model.lettering import bold, filled, stencil
from mobilier.model.piece import Group, Requirement
from mobilier.model.plate import Plate, Pocket, Span, plate, turned
from mobilier.profiles.types import Material

PAINT = 3.0
"""mm. Depth of letters that are painted: a roller stays out of them, a brush goes in."""

LEAST = 8.0
"""mm. Strokes that common cutters enter."""

SEAT = 24.0
"""mm. Width of a wedge where it bears."""

BEYOND = 40.0
"""mm. How far a wedge stands out in front of the sign, and behind it where there is room."""

TALLEST = 190.0
"""mm. Letters need not be higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a sign says, how (painted, cut or plain), and where: mm.

    It is ``wide`` over its tabs, ``inside`` between the posts, and reaches over ``z``.
    """

    words: str
    mode: str
    wide: float
    inside: float
    z: Span
    board: Material

    @property
    def tab(self) -> float:
        """Height of a wedged tab, mm."""
        return self._tab(self.board.thickness)

    def _tab(self, thickness: float) -> float:
        return 2 * max(1.5 * self.board.nominal, 25.0) + thickness + 6

    @property
    def tabs(self) -> int:
        """Tabs at each end: two where the sign is high enough for the nominal board and for this one."""
        high = self.z[1] - self.z[0]
        return 2 if high >= 84 + 3 * self._tab(self.board.nominal) and high >= 81 + 3 * self.tab else 1


def sign_board(sign: Sign, y: float, which: str, *, behind: bool = False) -> Group:
    """Return the board with its letters, and the promise that they are seen; ``behind``: it looks back."""
    high, t = sign.z[1] - sign.z[0], sign.board.thickness
    middle = sum(sign.z) / 2
    made = Group()
    openings: list[Contour] = []
    pockets: list[Pocket] = []
    if sign.words.strip() and sign.mode != "plain":
        through = sign.mode == "cut"
        air = max(1.1 * t, 0.05 * high)
        shown = sign.words.upper() if through else sign.words
        strokes, width, capitals = bold(shown, sign.inside - 60, min(high * 0.66, TALLEST), air, LEAST)
        lines = [tuple((x, middle + z) for x, z in s) for s in strokes]
        if through:
            openings = list(stencil(lines, width, 1.1 * t))
        else:
            pockets = [Pocket(contour=c, depth=PAINT, why="sign", islands=i) for c, i in filled(lines, width)]
        made.promises.append(Requirement(kind="sign", values={"stroke": width, "height": capitals}))
    board = plate(
        f"fronton/{which}",
        sign.board,
        x=(-sign.wide / 2, sign.wide / 2),
        y=y,
        z=sign.z,
        corner=12,
        openings=openings,
        grain="x",
        face=sign.mode != "plain",
    )
    board = replace(board, pockets=tuple(pockets))
    if behind:
        board = turned(board, at=(0.0, y + t / 2, 0.0), along=(0.0, 0.0, 1.0), degrees=180)
    made.plates.append(board)
    return made


def wedge_sign(sign: Sign, board: Plate, posts: list[Plate]) -> Group:
    """Return the wedges through a sign's tabs and their joints: flat on the posts, driven from its face."""
    t, (_, (y0, y1), (z0, z1)) = sign.board.thickness, board.box
    behind = min(BEYOND, min(abs(y0), abs(y1)) - 3)  # two signs stand back to back
    margin = max(2 * sign.board.nominal, 40.0) + sign.tab / 2
    levels = [z0 + margin, z1 - margin] if sign.tabs == 2 else [(z0 + z1) / 2]
    driven = -1.0 if board.normal[1] > 0 else 1.0
    start, thick = (y0 if driven > 0 else y1), SEAT + 0.3
    made = Group()
    for post in posts:
        joint = wedged(board, into=post, wedge=sign.board, seat=SEAT, count=sign.tabs, width=sign.tab)
        made.joints.append(joint)
        outer = max(post.box[0], key=abs)
        way = 1.0 if outer > 0 else -1.0
        ends = [(start + driven * d, thick - d / 8) for d in (-BEYOND, t + behind)]
        points = [(outer, ends[0][0]), (outer + way * ends[0][1], ends[0][0])]
        points += [(outer + way * ends[1][1], ends[1][0]), (outer, ends[1][0])]
        shape = rounded(points, 3.0)
        x0, low, x1, high = shape.bounds
        for k, z in enumerate(levels):
            name = f"clavette/{board.name.partition('/')[2]} {'right' if way > 0 else 'left'} {k}"
            made.plates.append(
                plate(
                    name,
                    sign.board,
                    x=(x0, x1),
                    y=(low, high),
                    z=z - t / 2,
                    outline=shape,
                    grain="y",
                )
            )
    return made
