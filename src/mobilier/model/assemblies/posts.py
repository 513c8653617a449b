"""Two posts that stand on levelling feet, whole or in halves with splice plates; what stiffens them."""

from __future__ import annotations

from mobilier.geometry.contour import Contour, rounded
from mobilier.model.assemblies.fixings import edge_screw
from mobilier.model.hardware import Fixing
from mobilier.model.joint import screwed, tabs
from mobilier.model.piece import Group
from mobilier.model.plate import Hole, Plate, Span, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

FOOT = 20.0
"""mm. Adjustable feet under posts and buttresses."""

BUTTRESS = 440.0
"""mm. Height of a folding foot."""

SPLICE = 100.0
"""mm. Half the height of a splice plate."""


def _bolt(t: float) -> Fixing:
    """The bolt through a splice plate and the post behind it, tightened by hand."""
    article = sold("bolt-m8-wing", least={"length": 2 * t + 14})
    return Fixing(key="bolt-splice", article=article, diameter=8.5, spare=2)


def two_posts(
    outer: float, depth: float, top: float, joint_z: float, aside: float, variant: str, board: Material
) -> Group:
    """Two posts, or four halves and two splice plates.  The right one is wider where its feet fold."""
    t = board.thickness
    made = Group()
    for which, x in (("left", -outer), ("right", outer - t)):
        more = aside if which == "right" else 0.0
        low = _outline(depth, FOOT, joint_z or top, more, rounded_top=not joint_z)
        points = [(y, joint_z + dz) for y in (-depth + 60, depth - 60) for dz in (-60.0, 60.0)]
        holes = [Hole(at=p, diameter=8.5, why="splice") for p in points] if joint_z else []
        lower = plate(
            f"montant bas/{which}" if joint_z else f"montant/{which}",
            board,
            x=x,
            y=(-depth - more, depth + more),
            z=(FOOT, joint_z or top),
            outline=low,
            holes=[h for h in holes if h.at[1] < joint_z],
            grain="z",
        )
        made.plates.append(lower)
        if not joint_z:
            continue
        upper = plate(
            f"montant haut/{which}",
            board,
            x=x,
            y=(-depth, depth),
            z=(joint_z, top),
            corner=(0, 0, 40, 40),
            holes=[h for h in holes if h.at[1] > joint_z],
            grain="z",
        )
        inward = variant == "passage"
        left = which == "left"
        splice_x = (x + t if left else x - t) if inward else (x - t if left else x + t)
        splice = plate(
            f"eclisse/{which}",
            board,
            x=splice_x,
            y=(-depth + 30, depth - 30),
            z=(joint_z - SPLICE, joint_z + SPLICE),
            corner=20,
            grain="z",
        )
        made.plates += [upper, splice]
        made.joints += [
            screwed(
                splice,
                half,
                by=_bolt(t),
                at=[p for p in points if (p[1] > joint_z) == (half is upper)],
            )
            for half in (lower, upper)
        ]
    return made


def _outline(depth: float, low: float, high: float, more: float, *, rounded_top: bool) -> Contour:
    wide = depth + more
    points = [(-wide, low), (wide, low), (wide, BUTTRESS), (depth, BUTTRESS), (depth, high)]
    points += [(-depth, high), (-depth, BUTTRESS), (-wide, BUTTRESS)]
    radius = 40.0 if rounded_top else 0.0
    if not more:
        points = [(-depth, low), (depth, low), (depth, high), (-depth, high)]
        return rounded(points, [0.0, 0.0, radius, radius])
    return rounded(points, [0.0, 0.0, 0.0, 0.0, radius, radius, 0.0, 0.0])


def post_ribs(posts: Group, z: Span, joint_z: float, board: Material) -> Group:
    """Ribs outside the posts of a passage keep them straight; they break where the posts do not."""
    t = board.thickness
    made, (low, under) = Group(), z
    spans = [(low, under - 30)] if not joint_z else [(low, joint_z - 5), (joint_z + 5, under - 30)]
    for post in posts.plates:
        if not post.name.startswith("montant"):
            continue
        (x0, x1), _, (z0, z1) = post.box
        left = x0 < 0
        for k, (a, b) in enumerate(spans):
            if min(b, z1) - max(a, z0) < 100:
                continue
            rib = plate(
                f"nervure/{'left' if left else 'right'} {k}",
                board,
                x=(x0 - 55, x0) if left else (x1, x1 + 55),
                y=-t / 2,
                z=(a, b),
                corner=(20, 0, 0, 20) if left else (0, 20, 20, 0),
            )
            made.plates.append(rib)
            made.joints.append(screwed(post, rib, by=edge_screw(), count=4))
    return made


def rod_sockets(posts: list[Plate], depth: float, under: float, board: Material) -> Group:
    """Two brackets outside each post hold the end of a fibreglass rod, one above the other."""
    made = Group()
    y = (depth - 85, depth - 15)
    for post in posts:
        (x0, x1), _, _ = post.box
        left = x0 < 0
        for k, z in enumerate((under - 240, under - 40)):
            socket = plate(
                f"douille/{'left' if left else 'right'} {k}",
                board,
                x=(x0 - 60, x1) if left else (x0, x1 + 60),
                y=y,
                z=z,
                corner=(25, 0, 0, 25) if left else (0, 25, 25, 0),
                holes=[Hole(at=(x0 - 30 if left else x1 + 30, depth - 50), diameter=10.5, why="rod")],
            )
            made.plates.append(socket)
            made.joints.append(tabs(socket, into=post, count=1))
    return made


def lower_posts(posts: Group) -> dict[str, Plate]:
    """Return the posts, or halves of posts, that stand on the floor, by side."""
    return {p.name.partition("/")[2]: p for p in posts.plates if p.box[2][0] < FOOT + 1}


def splice_room(joint_z: float) -> Span:
    """Return the heights between which splice plates lie on posts that are joined at ``joint_z``, mm."""
    return (joint_z - SPLICE, joint_z + SPLICE)
