"""The pictures of a piece: as it stands in a pose, taken apart, and each step of its assembly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product

from mobilier.errors import Finding
from mobilier.export.drawing.balloons import Label, anchor_in, place
from mobilier.export.drawing.dimension import head
from mobilier.export.drawing.style import FAINT, MEDIUM, WARN
from mobilier.export.drawing.svg import Svg
from mobilier.export.views.explosion import NOWHERE, explosion, moves
from mobilier.export.views.hidden_lines import visible_line
from mobilier.export.views.line_drawing import Picture, draw
from mobilier.export.views.manual import Told, manual
from mobilier.export.views.projection import Paper, Projection, project
from mobilier.export.views.render import render
from mobilier.export.views.scene import Camera, SceneSolid
from mobilier.export.views.stages import Stages, mounted
from mobilier.geometry.frame import Frame, dot, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.fittings import Fitting
from mobilier.model.piece import Piece
from mobilier.model.screws import Screw

CLEAR = 0.03
"""A step whose new parts show less than this share of the page is drawn in a better pose."""

MUCH_MORE = 2.5
"""Another pose is better when it shows this many times what the first one does."""

SPREAD = 0.16
"""Gap of an exploded view as a share of the piece's largest size."""

STEP_SPREAD = 1.2
"""Gap in the picture of a step, in gaps of the exploded view."""

SCREW = 7.0
"""mm on the page. The stroke of a screw on its way in."""

HARDWARE_OFF = 0.3
"""How far hardware leaves its plate in the exploded view, in gaps."""

PAPER = Paper()
APART = Paper(height=176.0, margin=15.0)
ALONE = Paper(height=82.0)
WAY_IN = Paper(width=124.0, height=82.0, margin=14.0)
DONE = Paper(width=96.0, height=98.4)
"""Pages of the whole piece, the exploded view, a step that adds nothing, the way in and the result."""

BELOW = Camera(elevation=-22.0)
"""For what is mounted on the underside."""

ASIDE = (None, BELOW)
"""A part is looked at from above first, and from below where it shows too little."""


def pose_picture(
    stages: Stages, pose: str = "", *, paper: Paper = PAPER, camera: Camera | None = None
) -> str:
    """Return an SVG of the piece as it stands in a pose (default: its first)."""
    everything = stages.all(stages.piece.frames(pose))
    found = draw(project(everything, paper, camera=camera, sights=stages.sights))
    return found.svg.render(f"{stages.piece.name} {pose}".strip())


def exploded_picture(stages: Stages, *, camera: Camera | None = None) -> str:
    """Return an SVG of the piece taken apart, each part with its id and how many there are."""
    piece = stages.piece
    gap = SPREAD * max(piece.size())
    everything = stages.all(piece.frames(), moved=explosion(piece, gap), off=HARDWARE_OFF * gap)
    found = draw(project(everything, APART, camera=camera))
    _label(found, {p.id: p.quantity for p in piece.parts})
    return found.svg.render(f"{piece.name} exploded")


def step_pictures(stages: Stages, told: Told) -> tuple[str, ...]:
    """Return a step as SVG: its parts on their way in, a few in each picture, and the result, half as large.

    What is built is grey.  What is put together on its own is drawn on its own.  There is no result
    where nothing is added that could be drawn.
    """
    piece, number = stages.piece, told.number - 1
    before, mine = range(number), range(number, number + told.times)
    title = f"{piece.name} {told.numbers}"
    if not told.done:
        return (draw(_best(stages, lambda f: stages.standing(before, f), ALONE)).svg.render(title),)
    shown = [_way_in(stages, told, k) for k in range(len(told.phases))]

    def done(frames: Mapping[str, Frame]) -> list[SceneSolid]:
        return stages.standing(before, frames, ghost=True) + stages.standing(mine, frames)

    result = draw(_best(stages, done, DONE))
    return (*(s.svg.render(title) for s in shown), result.svg.render(f"{title} done"))


def _way_in(stages: Stages, told: Told, index: int) -> Picture:
    """Draw what one picture of a step adds, off what is built."""
    piece, phase, before = stages.piece, told.phases[index], range(told.number - 1)
    gap = STEP_SPREAD * SPREAD * max(piece.size())
    apart = told.step.apart and bool(phase.plates)
    earlier = told.phases[:index]
    there = [n for p in earlier for n in p.plates]
    there += [] if apart else [n for k in before for n in stages.added[k][0]]
    own, aside = moves(piece, gap, built=sorted(there), moving=phase.plates) if phase.plates else ({}, {})
    away = {n: plus(v, aside.get(n, NOWHERE)) for n, v in own.items()}

    def way_in(frames: Mapping[str, Frame]) -> list[SceneSolid]:
        shown = [] if apart else stages.standing(before, frames, ghost=True)
        for p in earlier:
            shown += stages.shown((p.plates, p.fittings), frames, ghost=True)
        return shown + stages.shown((phase.plates, phase.fittings), frames, moved=away, off=gap)

    found = draw(_best(stages, way_in, WAY_IN, cameras=ASIDE if phase.plates else (BELOW,)))
    _arrows(found, own, aside)
    _arrows_of(found, piece, [f for f in phase.fittings if f.plate not in away and f.off != NOWHERE], gap)
    _screws(found, piece, phase.screws, away)
    _label(found, Counter(s.part.id for s in found.of.solids if not s.ghost))
    return found


def piece_pictures(piece: Piece) -> tuple[dict[str, str], list[Finding]]:
    """Return every picture of a piece by name, and a finding for each that could not be drawn.

    Names: cover, exploded, 01, 01-done, 02-1, 02-2 …, pose-NAME.  A picture is never worth a bundle: where
    the geometry library gives up, a blank stands in its place.
    """
    from shapely.errors import GEOSException

    stages = Stages.of(piece)
    asked: dict[str, Callable[[], tuple[str, ...]]] = {
        "cover": lambda: (render(stages),),
        "exploded": lambda: (exploded_picture(stages),),
    }
    steps = {t.phases[0].picture: t for t in manual(piece)}
    asked |= {name: partial(step_pictures, stages, t) for name, t in steps.items()}
    poses = piece.poses if len(piece.poses) > 1 else ()
    asked |= {f"pose-{p.name}": partial(_posed, stages, p.name) for p in poses}
    out: dict[str, str] = {}
    missing = []
    for name, drawn in asked.items():
        try:
            shown = drawn()
        except GEOSException as problem:
            said = f"{type(problem).__name__}: {problem}"
            missing.append(Finding.of("no-picture", f"{piece.name}: {name}", problem=said))
            shown = (_blank(),) * (len(steps[name].pictures) if name in steps else 1)
        names = steps[name].pictures if name in steps else (name,)
        out |= dict(zip(names, shown, strict=True))
    return out, missing


def _posed(stages: Stages, pose: str) -> tuple[str]:
    return (pose_picture(stages, pose),)


def _blank() -> str:
    """Return an empty page with a cross through it."""
    svg = Svg(120.0, 70.0)
    svg.rectangle((1, 1), (119, 69), fill="none", stroke=FAINT, stroke_width=MEDIUM)
    svg.line((1, 1), (119, 69), stroke=FAINT, stroke_width=MEDIUM)
    svg.line((1, 69), (119, 1), stroke=FAINT, stroke_width=MEDIUM)
    return svg.render()


def _best(
    stages: Stages,
    stage: Callable[[Mapping[str, Frame]], list[SceneSolid]],
    paper: Paper,
    *,
    cameras: Sequence[Camera | None] = (None,),
) -> Projection:
    """Return the view in the first pose that shows what is new, or the one that shows most.

    Nobody drives a wedge into a pile: a pose whose parts are carried there is drawn only where
    none of them is in the picture; where every pose carries some, they stand as modelled.
    """
    best: Projection | None = None
    for camera, pose in product(cameras, stages.piece.poses):
        here = stage(stages.piece.frames(pose.name))
        carried = {p for m in pose.motions if m.carried for p in m.plates}
        if any(s.plate in carried for s in here):
            continue
        found = project(here, paper, camera=camera, sights=stages.sights)
        new = [k for k, s in enumerate(here) if not s.ghost and not s.bought]
        if best is None or found.shown(new) > MUCH_MORE * best.shown(new):
            best = found
        if best.shown(new) > CLEAR * paper.width * paper.height or not new:
            break
    if best is None:
        best = project(stage(stages.piece.modelled), paper, camera=cameras[0], sights=stages.sights)
    return best


def _label(found: Picture, count: Mapping[str, int]) -> None:
    """Label each part once, on the copy that shows most of itself."""
    shown = found.of.solids
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
        labels.append(Label(words, found.of.view.at(at), shown[k].tint))
    place(found.svg, labels, found.of.box)


def _arrows(found: Picture, own: Mapping[str, Vector], aside: Mapping[str, Vector]) -> None:
    """Draw an arrow from each moved part to its place, and one for a group that moves as a whole."""
    fresh = [s for s in found.of.solids if not s.ghost and not s.bought]
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


def _screws(found: Picture, piece: Piece, screws: Sequence[Screw], away: Mapping[str, Vector]) -> None:
    """Draw each screw whose head is seen as a short stroke on its way in."""
    long = SCREW / found.of.view.scale
    for screw in screws:
        head = plus(screw.head, away.get(screw.plate, NOWHERE))
        _arrow(found, plus(head, screw.out, long), head, least=1.0, tip=1.4)


def _arrow(found: Picture, start: Vector, end: Vector, *, least: float = 3.0, tip: float = 2.6) -> None:
    """Draw the longest stretch of an arrow that nothing hides."""
    camera, view = found.of.camera, found.of.view
    ends = [(*camera.seen(p), dot(p, camera.sight)) for p in (start, end)]
    runs = visible_line(ends[0], ends[1], found.of.sight.faces)
    (ax, ay), (bx, by) = (view.at(p[:2]) for p in ends)
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    low, high = max(runs, key=lambda r: (r[1] - r[0], r), default=(0.0, 0.0))
    if (high - low) * length < least:
        return
    tail = (ax + low * (bx - ax), ay + low * (by - ay))
    point = (ax + high * (bx - ax), ay + high * (by - ay))
    found.svg.line(tail, point, stroke=WARN, stroke_width=MEDIUM * tip / 1.9)
    head(found.svg, point, ((bx - ax) / length, (by - ay) / length), WARN, tip)
