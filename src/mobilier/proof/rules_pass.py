"""The rule that no pass takes more depth than the cutter's step, in the order the program runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from mobilier.proof.reading import Motion
from mobilier.proof.scene import Cutter, Run, Scene
from mobilier.proof.sweep import point_of
from mobilier.proof.verdicts import TOLERANCE, Verdict

_EVERY = 5.0
"""mm between the places of a move that are looked at."""

_MOST = 1000
"""Places looked at on one move, however far it leads astray."""

_SHORT = 0.5
"""mm. Moves shorter than this across are plunges or rounding."""


def pass_depth(scene: Scene, runs: tuple[Run, ...]) -> list[Verdict]:
    """Judge each program: where the cutter's centre comes, earlier moves must have left at most a step.

    Programs follow each other in the order declared; what one leaves the next finds.
    """
    out = []
    before: list[tuple[Cutter, Motion]] = []
    for run in runs:
        mine = [(c, m) for c in run.cutters for m in c.motions if m.low < -TOLERANCE]
        out.append(_judge(scene, run, before, mine))
        before += mine
    return out


def _judge(
    scene: Scene, run: Run, before: list[tuple[Cutter, Motion]], mine: list[tuple[Cutter, Motion]]
) -> Verdict:
    import shapely

    every = before + mine
    places, index, heights, wanted = _samples(scene, before, mine)
    if not len(places):
        return Verdict(subject=run.claim.name, rule="pass-depth", passed=True)
    tree: Any = shapely.STRtree([_path(m) for _, m in every])
    reach = max(c.radius for c, _ in every)
    points = shapely.points(places)
    pairs = tree.query(points, predicate="dwithin", distance=reach + 0.01)
    p, q = pairs[0], pairs[1]
    earlier = q < index[p]
    p, q = p[earlier], q[earlier]
    radii = np.array([c.radius for c, _ in every])
    lines = np.asarray(tree.geometries)
    near = shapely.distance(points[p], lines[q]) <= radii[q] + 0.01
    p, q = p[near], q[near]
    share = shapely.line_locate_point(lines[q], points[p], normalized=True)
    tops = np.array([[m.start[2], m.end[2]] for _, m in every])
    z = tops[q, 0] + np.nan_to_num(share) * (tops[q, 1] - tops[q, 0])
    surface = np.zeros(len(places))
    np.minimum.at(surface, p, z)
    depth = surface - heights
    over = depth - wanted
    worst = int(np.argmax(over))
    if over[worst] <= TOLERANCE:
        return Verdict(
            subject=run.claim.name,
            rule="pass-depth",
            passed=True,
            worst=round(max(0.0, float(over.max())), 4),
        )
    m = every[index[worst]][1]
    return Verdict(
        subject=run.claim.name,
        rule="pass-depth",
        passed=False,
        worst=round(float(over[worst]), 4),
        where=f"line {m.line}",
        message=f"{depth[worst]:.2f} mm of wood in one pass, the cutter takes {wanted[worst]:.2f}",
    )


def _samples(
    scene: Scene, before: list[tuple[Cutter, Motion]], mine: list[tuple[Cutter, Motion]]
) -> tuple[Any, Any, Any, Any]:
    """Return places on the moves, the move of each, the tip's z there and the depth it may take."""
    places, index, heights, wanted = [], [], [], []
    for k, (cutter, m) in enumerate(mine, start=len(before)):
        cutting = cutter.tool.cutting.get(scene.case.material.family)
        if m.across < _SHORT or cutting is None:
            continue
        n = min(_MOST, max(1, round(m.across / _EVERY)))
        for j in range(n):
            share = (j + 0.5) / n
            z = m.start[2] - share * m.fall
            first = cutter.tool.first_pass or 0.0
            places.append(point_of(m, share))
            index.append(k)
            heights.append(z)
            wanted.append(max(cutting.step, first) if -z <= first + TOLERANCE else cutting.step)
    return np.array(places), np.array(index), np.array(heights), np.array(wanted)


def _path(m: Motion) -> Any:
    """Return a move's path as a shapely line of chords, evenly spaced along it."""
    import shapely

    n = max(1, round(abs(m.sweep) / 0.2))
    return shapely.LineString([point_of(m, k / n) for k in range(n + 1)])
