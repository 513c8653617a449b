"""The rule that no pass or peck takes more depth than the cutter's step, in the order of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mobilier.proof.case import Cutter, ProgramRun, Scene
from mobilier.proof.track import Track, join_tracks
from mobilier.proof.verdicts import TOLERANCE, Verdict

_EVERY = 5.0
"""mm between the places of a move that are looked at."""

_MOST = 1000
"""Places looked at on one move, however far it leads astray."""

_SHORT = 0.5
"""mm. Moves shorter than this across are judged where they end."""

_STRIDE = 2.5
"""mm. Shorter moves in a row (chords of a helix) are looked at together, this long."""

_CHORDS = 16
"""In the line that stands in for an arc when looking for what was cut before."""


@dataclass(frozen=True, eq=False)
class _Cuts:
    """Motions that meet wood, in order: with the cutter's radius, step and first pass (n,), mm."""

    track: Track
    radius: Any
    step: Any
    first: Any
    line: Any


def judge_passes(scene: Scene, runs: tuple[ProgramRun, ...]) -> list[Verdict]:
    """Judge each program: where the cutter's centre comes, earlier moves must have left at most a step.

    Programs follow each other in the order declared; what one leaves the next finds.
    """
    out = []
    before: list[_Cuts] = []
    for run in runs:
        mine = [_cuts(scene, c) for c in run.cutters]
        out.append(_judge(run, before, mine))
        before += mine
    return out


def _cuts(scene: Scene, cutter: Cutter) -> _Cuts:
    rows = np.flatnonzero(cutter.path.track.low < -TOLERANCE)
    cutting = cutter.tool.cutting.get(scene.case.material.family)
    n = len(rows)
    return _Cuts(
        track=cutter.path.track.take(rows),
        radius=np.full(n, cutter.radius),
        step=np.full(n, cutting.deepest if cutting else 0.0),
        first=np.full(n, cutter.tool.first_pass or 0.0),
        line=np.array([cutter.motions[k].line for k in rows], dtype=int),
    )


def _together(cuts: Sequence[_Cuts]) -> _Cuts:
    def column(name: str) -> Any:
        return np.concatenate([getattr(c, name) for c in cuts] or [np.zeros(0)])

    return _Cuts(
        join_tracks([c.track for c in cuts]),
        column("radius"),
        column("step"),
        column("first"),
        column("line"),
    )


def _judge(run: ProgramRun, before: Sequence[_Cuts], mine: Sequence[_Cuts]) -> Verdict:
    every = _together([*before, *mine])
    rows, places, allowed = _samples(every, sum(len(c.track) for c in before))
    if not len(rows):
        return Verdict(subject=run.declaration.name, rule="pass-depth", passed=True)
    surface = _surface(every, rows, places)
    depth = surface - places[:, 2]
    worst = int(np.argmax(depth - allowed))
    over = float(depth[worst] - allowed[worst])
    passed = over <= TOLERANCE
    return Verdict(
        subject=run.declaration.name,
        rule="pass-depth",
        passed=passed,
        worst=round(max(0.0, over), 4),
        where="" if passed else f"line {every.line[rows[worst]]:.0f}",
        message=""
        if passed
        else f"{depth[worst]:.2f} mm of wood in one pass, the cutter takes {allowed[worst]:.2f}",
    )


def _samples(every: _Cuts, begin: int) -> tuple[Any, Any, Any]:
    """Return moves, places on them (x, y, z) deep enough to matter, and the depth allowed there."""
    track = every.track
    strides = _strides(track)
    rows = np.arange(len(track))
    size = np.bincount(strides, minlength=1)[strides]
    middle = rows == (np.searchsorted(strides, strides) + size // 2)
    rows = rows[((size == 1) | middle) & (rows >= begin)]
    count = np.clip(np.round(track.across[rows] / _EVERY), 1, _MOST).astype(int)
    rows = np.repeat(rows, count)
    start = np.repeat(np.cumsum(count) - count, count)
    share = (np.arange(len(rows)) - start + 0.5) / np.repeat(count, count)
    share = np.where(track.across[rows] < _SHORT, 1.0, share)
    places = track.at(rows, share)
    early = -places[:, 2] <= every.first[rows] + TOLERANCE
    allowed = np.where(early, np.maximum(every.step[rows], every.first[rows]), every.step[rows])
    deep = -places[:, 2] > allowed
    return rows[deep], places[deep], allowed[deep]


def _strides(track: Track) -> Any:
    """Return the number of the stride each move belongs to: short moves in a row make one of some mm."""
    short = (track.across < _SHORT) & (track.across > 0)
    along = np.floor(np.cumsum(track.across) / _STRIDE)
    apart = np.abs(track.start[1:] - track.end[:-1]).max(axis=1, initial=0.0) > 0
    new = np.ones(len(track), dtype=bool)
    new[1:] = ~short[1:] | ~short[:-1] | apart | (along[1:] != along[:-1])
    return np.cumsum(new) - 1


def _surface(every: _Cuts, rows: Any, places: Any) -> Any:
    """Return how high the wood stands at each place when its move comes there, mm (0: uncut)."""
    import shapely

    track = every.track
    strides = _strides(track)
    first = np.flatnonzero(np.diff(strides, prepend=-1))
    last = np.append(first[1:], len(track)) - 1
    radius, across = every.radius[first], np.add.reduceat(track.across, first)
    start, end, low = track.start[first, 2], track.end[last, 2], np.minimum.reduceat(track.low, first)
    lines = _lines(track, strides)
    tree = shapely.STRtree(lines.tolist())
    points = shapely.points(places[:, :2])
    p, q = tree.query(points, predicate="dwithin", distance=float(every.radius.max()) + 0.01)
    earlier = q < strides[rows][p]
    p, q = p[earlier], q[earlier]
    if radius.min() < radius.max():
        near = shapely.distance(points[p], lines[q]) <= radius[q] + 0.01
        p, q = p[near], q[near]
    with np.errstate(invalid="ignore"):  # a plunge is a line without length
        share = np.nan_to_num(shapely.line_locate_point(lines[q], points[p], normalized=True))
    z = start[q] * (1 - share) + end[q] * share
    z = np.where(across[q] < _SHORT, low[q], z)
    surface = np.zeros(len(places))
    np.minimum.at(surface, p, z)
    return surface


def _lines(track: Track, strides: Any) -> Any:
    """Return each stride's path as a shapely line, arcs as evenly spaced chords."""
    import shapely

    chords = np.where((track.sweep != 0) & (track.across >= _SHORT), _CHORDS, 1)
    rows = np.repeat(np.arange(len(track)), chords)
    begin = np.repeat(np.cumsum(chords) - chords, chords)
    share = (np.arange(len(rows)) - begin + 1) / np.repeat(chords, chords)
    first = np.flatnonzero(np.diff(strides, prepend=-1))
    # Each stride starts with the start of its first move, then the points on its moves.
    rows, share = np.concatenate([first, rows]), np.concatenate([np.zeros(len(first)), share])
    order = np.lexsort((share, rows))
    rows, share = rows[order], share[order]
    out: Any = shapely.linestrings(track.at(rows, share)[:, :2], indices=strides[rows])
    return out
