"""The pictures of a piece: as it stands in a pose, taken apart, and each step of its assembly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from mobilier.errors import Finding
from mobilier.export.drawing.balloons import Label, anchor_in, place
from mobilier.export.drawing.dimension import head
from mobilier.export.drawing.style import FAINT, MEDIUM, WARN
from mobilier.export.drawing.svg import Svg
from mobilier.export.views.exploded_scene import mounted, solids
from mobilier.export.views.explosion import NOWHERE, explosion, moves
from mobilier.export.views.fittings import Fitting, fittings, step_of
from mobilier.export.views.hidden_lines import visible_line
from mobilier.export.views.line_drawing import Picture, draw
from mobilier.export.views.render import render
from mobilier.export.views.scene import Camera, SceneSolid
from mobilier.geometry.frame import Frame, dot, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.piece import Piece, Step

CLEAR = 0.03
"""A step whose new parts show less than this share of the page is drawn in a better pose."""

SPREAD = 0.16
"""Gap of an exploded view as a share of the piece's largest size."""

BELOW = Camera(elevation=-22.0)
"""For what is mounted on the underside."""

Stage = Callable[[Mapping[str, Frame]], list[SceneSolid]]


def pose_picture(
    piece: Piece, pose: str = "", *, width: float = 180.0, height: float = 140.0, camera: Camera | None = None
) -> str:
    """Return an SVG of the piece as it stands in a pose (default: its first)."""
    frames = piece.frames(pose)
    everything = [*solids(piece, frames), *mounted(piece, fittings(piece), frames)]
    return draw(everything, width=width, height=height, camera=camera).svg.render(
        f"{piece.name} {pose}".strip()
    )


def exploded_picture(
    piece: Piece, *, width: float = 180.0, height: float = 176.0, camera: Camera | None = None
) -> str:
    """Return an SVG of the piece taken apart, each part with its id and how many there are."""
    gap = SPREAD * max(piece.size())
    frames, away = piece.frames(), explosion(piece, gap)
    everything = solids(piece, frames, moved=away)
    everything += mounted(piece, fittings(piece), frames, moved=away, off=0.3 * gap)
    found = draw(everything, width=width, height=height, margin=15.0, camera=camera)
    _label(found, everything, {p.id: p.quantity for p in piece.parts})
    return found.svg.render(f"{piece.name} exploded")


def shows_result(piece: Piece, step: Step) -> bool:
    """Say whether a step adds something that can be drawn, so that it has a second picture."""
    number = list(piece.steps).index(step)
    before = {n for s in piece.steps[:number] for n in s.plates}
    return any(n not in before for n in step.plates) or any(
        step_of(piece, f) == number for f in fittings(piece)
    )


def step_pictures(piece: Piece, step: Step, *, height: float = 82.0) -> tuple[str, str]:
    """Return a step twice as SVG: the new parts on their way in, and the result, half as large.

    What is built is grey.  What is put together on its own is drawn on its own.  The second is
    empty where nothing is added that could be drawn.
    """
    number = list(piece.steps).index(step)
    before = {n for s in piece.steps[:number] for n in s.plates}
    new = [n for n in step.plates if n not in before]
    known = [(step_of(piece, f), f) for f in fittings(piece)]
    old, fresh = ([f for n, f in known if n < number], [f for n, f in known if n == number])
    title = f"{piece.name} {number + 1}"
    if not new and not fresh:
        found = _best(piece, _stage(piece, before, (), old, ()), width=180.0, height=height)
        return found.svg.render(title), ""
    gap = 1.2 * SPREAD * max(piece.size())
    alone = step.apart and bool(new)
    own, aside = moves(piece, gap, built=() if alone else sorted(before), moving=new) if new else ({}, {})
    away = {n: plus(v, aside.get(n, NOWHERE)) for n, v in own.items()}
    parts, held = (set(), []) if alone else (before, old)
    way_in = _stage(piece, parts, new, held, fresh, moved=away, off=gap)
    camera = None if new else BELOW
    found = _best(piece, way_in, width=124.0, height=height, margin=14.0, camera=camera)
    _arrows(found, own, aside)
    _arrows_of(found, piece, [f for f in fresh if f.plate not in away and f.off != NOWHERE], gap)
    _label(found, found.solids, Counter(s.part.id for s in found.solids if not s.ghost))
    done = _best(piece, _stage(piece, before, new, old, fresh), width=96.0, height=1.2 * height)
    return found.svg.render(title), done.svg.render(f"{title} done")


def piece_pictures(piece: Piece) -> tuple[dict[str, str], list[Finding]]:
    """Return every picture of a piece by name, and a finding for each that could not be drawn.

    Names: cover, exploded, 01, 01-done …, pose-NAME.  A picture is never worth a bundle: where
    one fails, a blank stands in its place.
    """
    wanted: dict[str, Callable[[], tuple[str, ...]]] = {
        "cover": lambda: (render(piece),),
        "exploded": lambda: (exploded_picture(piece),),
    }
    wanted |= {f"{n:02d}": partial(step_pictures, piece, s) for n, s in enumerate(piece.steps, start=1)}
    poses = piece.poses if len(piece.poses) > 1 else ()
    wanted |= {f"pose-{p.name}": partial(_posed, piece, p.name) for p in poses}
    second = {f"{n:02d}" for n, s in enumerate(piece.steps, start=1) if shows_result(piece, s)}
    out: dict[str, str] = {}
    missing = []
    for name, drawn in wanted.items():
        try:
            shown = drawn()
        except Exception as problem:
            said = f"{type(problem).__name__}: {problem}"
            missing.append(Finding.of("no-picture", f"{piece.name}: {name}", problem=said))
            shown = (_blank(),) * (2 if name in second else 1)
        out |= {n: svg for n, svg in zip((name, f"{name}-done"), shown, strict=False) if svg}
    return out, missing


def _posed(piece: Piece, pose: str) -> tuple[str]:
    return (pose_picture(piece, pose),)


def _blank() -> str:
    """Return an empty page with a cross through it."""
    svg = Svg(120.0, 70.0)
    svg.rectangle((1, 1), (119, 69), fill="none", stroke=FAINT, stroke_width=MEDIUM)
    svg.line((1, 1), (119, 69), stroke=FAINT, stroke_width=MEDIUM)
    svg.line((1, 69), (119, 1), stroke=FAINT, stroke_width=MEDIUM)
    return svg.render()


def _stage(
    piece: Piece,
    built: Collection[str],
    new: Collection[str],
    held: Sequence[Fitting],
    fresh: Sequence[Fitting],
    *,
    moved: Mapping[str, Vector] | None = None,
    off: float = 0.0,
) -> Stage:
    """Return what stands in a step's picture: what is built in grey when something is new."""
    grey = bool(new or fresh)

    def stage(frames: Mapping[str, Frame]) -> list[SceneSolid]:
        ghosts = built if grey else ()
        shown = solids(piece, frames, only={*built, *new}, ghosts=ghosts, moved=moved)
        shown += mounted(piece, held, frames, ghost=grey)
        return shown + mounted(piece, fresh, frames, moved=moved, off=off)

    return stage


def _best(piece: Piece, stage: Stage, *, width: float, height: float, **how: Any) -> Picture:
    """Return the picture in the first pose that shows what is new, or the one that shows most."""
    best: Picture | None = None
    for pose in piece.poses:
        found = draw(stage(piece.frames(pose.name)), width=width, height=height, **how)
        if best is None or _shown(found) > 2.5 * _shown(best):
            best = found
        if _shown(best) > CLEAR * width * height or all(s.ghost or s.bought for s in found.solids):
            break
    assert best is not None, "a piece has at least one pose"
    return best


def _shown(found: Picture) -> float:
    """Return the paper area of the new parts that can be seen, mm²."""
    new = [k for k, s in enumerate(found.solids) if not s.ghost and not s.bought and k in found.seen]
    return float(sum(found.seen[k].area for k in new)) * found.view.scale**2


def _label(found: Picture, shown: Sequence[SceneSolid], count: Mapping[str, int]) -> None:
    """Label each part once, on the copy that shows most of itself."""
    best: dict[str, int] = {}
    for k, s in enumerate(shown):
        if s.ghost or s.bought or k not in found.seen:
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


def _arrows(found: Picture, own: Mapping[str, Vector], aside: Mapping[str, Vector]) -> None:
    """Draw an arrow from each moved part to its place, and one for a group that moves as a whole."""
    fresh = [s for s in found.solids if not s.ghost and not s.bought]
    for s in fresh:
        if own.get(s.plate, NOWHERE) != NOWHERE:
            _arrow(found, s.centre, plus(s.centre, own[s.plate], -1.0))
    for way in sorted(set(aside.values())):
        if way == NOWHERE:
            continue
        group = [s for s in fresh if aside.get(s.plate) == way]
        starts = [s.centre for s in group]
        if any(own.get(s.plate, NOWHERE) != NOWHERE for s in group):
            x, y, z = (sum(c[k] for c in starts) / len(starts) for k in range(3))
            starts = [(x, y, z)]
        for start in starts:
            _arrow(found, start, plus(start, way, -1.0))


def _arrows_of(found: Picture, piece: Piece, fresh: Sequence[Fitting], off: float) -> None:
    """Draw an arrow for each piece of hardware on its own way in."""
    for f in fresh:
        solid = mounted(piece, [f], piece.frames(), off=off)[0]
        _arrow(found, solid.centre, plus(solid.centre, scaled(f.off, -off)))


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
