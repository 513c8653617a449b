"""Engines of others, each in a child process that is killed when its time is up and ends with this one.

The child is :mod:`mobilier.nest.external.child`.  Nothing it says is believed before the judge has seen it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mobilier.nest.engine.lattice import SAGITTA, growth
from mobilier.nest.layout import Layout, Placement
from mobilier.nest.problem import Problem
from mobilier.nest.stock import angles_on, inner_box, is_plain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CORNER = 4
"""Chords in a quarter of a grown corner: few, for engines that count vertices."""


def available(engine: str) -> bool:
    """Tell whether an engine can be imported here."""
    return importlib.util.find_spec(engine) is not None


def pose_question(problem: Problem, engine: str, seconds: float) -> dict[str, Any] | None:
    """Return what a peer is asked, or None where it cannot help.

    spyrrow is asked for one strip as high as the sheet, packingsolver for sheets.
    """
    sheet = problem.stock[0]
    if len(problem.stock) != 1 or not is_plain(sheet, problem.spacing):
        return None
    if sheet.quantity is not None and engine != "spyrrow":
        return None
    by = growth(problem.spacing.gap, CORNER)
    x0, y0, x1, y1 = inner_box(sheet, problem.spacing)
    parts = []
    for n, item in enumerate(problem.items):
        grown = item.region.polygon(SAGITTA).buffer(by, quad_segs=CORNER)
        rings = _rings(grown)
        angles = list(angles_on(item, sheet))[:8]
        parts.append(
            {"item": n, "copies": item.quantity, "rings": rings, "angles": angles, "mirror": item.mirror}
        )
    out = problem.spacing.gap / 2 + SAGITTA  # a grown corner reaches out by this at least
    size = [x1 - x0 + 2 * out, y1 - y0 + 2 * out]
    return {"engine": engine, "seconds": seconds, "size": size, "zero": [x0 - out, y0 - out], "parts": parts}


def _rings(shape: BaseGeometry) -> list[list[tuple[float, float]]]:
    """Return outer and inner rings, open, of a shapely polygon."""
    import shapely

    rings = []
    for ring in shapely.get_rings(shape):
        xy = shapely.get_coordinates(ring)[:-1]
        rings.append([(float(x), float(y)) for x, y in xy])
    return rings


class ExternalEngine:
    """One child process; its answers arrive in ``answers`` as (engine, bins)."""

    def __init__(self, asked: dict[str, Any], answers: queue.Queue[tuple[str, Any]]) -> None:
        """Start the child."""
        self.asked = asked
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mobilier.nest.external.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env,
        )  # fmt: skip
        self.answers = answers
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None, "opened above"
        assert stdout is not None, "opened above"
        try:
            stdin.write(json.dumps(self.asked) + "\n")
            stdin.flush()  # it stays open: when this process dies it closes, and the child ends
            for line in stdout:
                self.answers.put((self.asked["engine"], json.loads(line)))
        except (OSError, ValueError):  # the child died or was killed: it has no more to say
            return

    def kill(self) -> None:
        """End the child now."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.thread.join(1.0)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # a question it did not read to the end
                    pipe.close()


def read_answer(problem: Problem, asked: dict[str, Any], bins: Sequence[Any]) -> tuple[Layout, ...]:
    """Return an answer as layouts (unnamed, on the first sheet of the stock)."""
    zero = asked["zero"]
    out = []
    for rows in bins:
        placements = tuple(
            Placement(
                part=problem.items[n].id,
                copy=0,
                x=zero[0] + x,
                y=zero[1] + y,
                angle=float(angle),
                flipped=bool(flip),
            )
            for n, x, y, angle, flip in rows
        )
        out.append(Layout(name="", sheet=problem.stock[0], placements=placements))
    return tuple(out)
