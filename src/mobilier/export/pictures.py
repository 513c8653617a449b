"""The pictures of a piece: as it stands in a pose, taken apart, and each step of its assembly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from mobilier.export.balloons import Label, anchor_in, place
from mobilier.export.dimension import head
from mobilier.export.explode import NOWHERE, explosion, moves
from mobilier.export.hidden import visible_line
from mobilier.export.iso import Picture, draw
from mobilier.export.scene import Camera, Solid
from mobilier.export.style import MEDIUM, WARN, tint_for
from mobilier.geometry.frame import Frame, Vector, dot, plus
from mobilier.model.piece import Piece, Step

CLEAR = 0.03
"""A step whose new parts show less than this share of the page is drawn in a better pose."""

SPREAD = 0.16
"""Gap of an exploded view as a share of the piece's largest size."""


def tints(piece: Piece) -> dict[str, str]:
    """Return the colour of each part, by id, the same in every picture of the piece."""
    return {p.id: tint_for(p.id, k) for k, p in enumerate(piece.parts)}


def solids(
    piece: Piece,
    frames: Mapping[str, Frame],
    *,
    only: Collection[str] | None = None,
    ghosts: Collection[str] = (),
    moved: Mapping[str, Vector] | None = None,
) -> list[Solid]:
    """Return the copies of the parts as they stand, ``ghosts`` in grey, some moved apart (mm)."""
    colour = tints(piece)
    return [
        Solid(
            plate=i.plate,
            part=p,
            frame=frames[i.plate].moved((moved or {}).get(i.plate, NOWHERE)),
            tint=colour[p.id],
            ghost=i.plate in ghosts,
        )
        for p in piece.parts
        for i in p.instances
        if only is None or i.plate in only
    ]


def pose_picture(
    piece: Piece, pose: str = "", *, width: float = 180.0, height: float = 140.0, camera: Camera | None = None
) -> str:
    """Return an SVG of the piece as it stands in a pose (default: its first)."""
    found = draw(solids(piece, piece.frames(pose)), width=width, height=height, camera=camera)
    return found.svg.render(f"{piece.name} {pose}".strip())


def exploded_picture(
    piece: Piece, *, width: float = 180.0, height: float = 220.0, camera: Camera | None = None
) -> str:
    """Return an SVG of the piece taken apart, each part with its id and how many there are."""
    gap = SPREAD * max(piece.size())
    everything = solids(piece, piece.frames(), moved=explosion(piece, gap))
    found = draw(everything, width=width, height=height, margin=15.0, camera=camera)
    _label(found, everything, {p.id: p.quantity for p in piece.parts})
    return found.svg.render(f"{piece.name} exploded")


def step_picture(
    piece: Piece, step: Step, *, width: float = 180.0, height: float = 82.0, camera: Camera | None = None
) -> str:
    """Return an SVG of a step: what is built in grey, the new parts in colour on their way in."""
    number = list(piece.steps).index(step)
    before = {n for s in piece.steps[:number] for n in s.plates}
    new = [n for n in step.plates if n not in before]
    gap = 1.2 * SPREAD * max(piece.size())
    own, aside = moves(piece, gap, built=sorted(before), moving=new) if new else ({}, {})
    away = {n: plus(v, aside.get(n, NOWHERE)) for n, v in own.items()}
    best: Picture | None = None
    for pose in piece.poses:
        frames = piece.frames(pose.name)
        shown = solids(piece, frames, only=before | set(new), ghosts=before if new else (), moved=away)
        found = draw(shown, width=width, height=height, margin=14.0, camera=camera)
        if best is None or _shown(found) > 2.5 * _shown(best):
            best, chosen = found, shown
        if not new or _shown(best) > CLEAR * width * height:
            break
    assert best is not None, "a piece has at least one pose"
    if new:
        _arrows(best, chosen, own, aside)
        _label(best, chosen, Counter(s.part.id for s in chosen if not s.ghost))
    return best.svg.render(f"{piece.name} {number + 1}")


def piece_pictures(piece: Piece) -> dict[str, str]:
    """Return every picture of a piece by name: cover, exploded, 01 … for the steps, pose-NAME."""
    out = {"cover": pose_picture(piece), "exploded": exploded_picture(piece)}
    for n, step in enumerate(piece.steps, start=1):
        out[f"{n:02d}"] = step_picture(piece, step)
    for pose in piece.poses[1:]:
        out[f"pose-{pose.name}"] = pose_picture(piece, pose.name)
    return out


def _shown(found: Picture) -> float:
    """Return the paper area of the new parts that can be seen, mm²."""
    area = sum(found.seen[k].area for k, s in enumerate(found.solids) if not s.ghost and k in found.seen)
    return float(area) * found.view.scale**2


def _label(found: Picture, shown: list[Solid], count: Mapping[str, int]) -> None:
    """Label each part once, on the copy that shows most of itself."""
    best: dict[str, int] = {}
    for k, s in enumerate(shown):
        if s.ghost or k not in found.seen:
            continue
        known = best.get(s.part.id)
        if known is None or found.seen[k].area > found.seen[known].area + 1e-6:
            best[s.part.id] = k
    labels = []
    for name, k in sorted(best.items()):
        at, _ = anchor_in(found.seen[k])
        number = count.get(name, 1)
        words = f"{name} ×{number}" if number > 1 else name
        labels.append(Label(words, found.view.at(at), shown[k].tint))
    place(found.svg, labels, found.box)


def _arrows(
    found: Picture, shown: list[Solid], own: Mapping[str, Vector], aside: Mapping[str, Vector]
) -> None:
    """Draw an arrow from each moved part into its joint, and one for a group that moves as a whole."""
    fresh = [s for s in shown if not s.ghost]
    for s in fresh:
        if own.get(s.plate, NOWHERE) != NOWHERE:
            _arrow(found, s.centre, plus(s.centre, own[s.plate], -1.0))
    for way in sorted(set(aside.values())):
        if way == NOWHERE:
            continue
        group = [s.centre for s in fresh if aside.get(s.plate) == way]
        x, y, z = (sum(c[k] for c in group) / len(group) for k in range(3))
        middle = (x, y, z)
        _arrow(found, middle, plus(middle, way, -1.0))


def _arrow(found: Picture, start: Vector, end: Vector) -> None:
    """Draw the longest stretch of an arrow that nothing hides."""
    camera = found.camera
    ends = [(*camera.seen(p), dot(p, camera.sight)) for p in (start, end)]
    runs = visible_line(ends[0], ends[1], found.faces)
    (ax, ay), (bx, by) = (found.view.at(p[:2]) for p in ends)
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    low, high = max(runs, key=lambda r: (r[1] - r[0], r), default=(0.0, 0.0))
    if (high - low) * length < 3.0:
        return
    tail = (ax + low * (bx - ax), ay + low * (by - ay))
    tip = (ax + high * (bx - ax), ay + high * (by - ay))
    found.svg.line(tail, tip, stroke=WARN, stroke_width=MEDIUM * 1.4)
    head(found.svg, tip, ((bx - ax) / length, (by - ay) / length), WARN, 2.6)
