"""The child process of an engine of others: light to start, for it has little time.

``python -m mobilier.nest.external.child`` reads one question (JSON) from its input and writes every
better answer as one line of JSON.  See :mod:`mobilier.nest.external.engines`, which asks.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

PAUSE = 0.4
"""s. Answers are told no faster: who hears them must judge each."""


LATE = (1.5, 20.0)
"""Times the seconds asked for, and s more: after so long a child ends whatever it does."""


class Voice:
    """Writes answers, the newest when several come at once."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self.pending: list[Any] | None = None
        self.last = 0.0

    def tell(self, bins: list[Any]) -> None:
        """Write an answer, now or a little later."""
        self.pending = bins
        if time.monotonic() - self.last >= PAUSE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self.pending is not None:
            sys.stdout.write(json.dumps(self.pending) + "\n")
            sys.stdout.flush()
            self.pending, self.last = None, time.monotonic()


def _packingsolver(asked: dict[str, Any], voice: Voice) -> None:
    """Ask packingsolver for sheets with the largest leftover on the last."""
    import packingsolver.irregular as engine

    builder: Any = engine.InstanceBuilder()
    builder.set_objective(engine.Objective.BinPackingWithLeftovers)
    w, h = asked["size"]
    total = sum(p["copies"] for p in asked["parts"])
    builder.add_bin_type(engine.build_rectangle(w, h), copies=total)
    for part in asked["parts"]:
        outer, *holes = (engine.build_shape([tuple(p) for p in _ccw(r)]) for r in part["rings"])
        turns = [(a, a, m) for a in part["angles"] for m in ((False, True) if part["mirror"] else (False,))]
        shape = engine.ShapeWithHoles(outer, holes)
        builder.add_item_type(shape, allowed_rotations=turns, copies=part["copies"])
    instance = builder.build()
    parameters = engine.OptimizeParameters()
    parameters.time_limit = asked["seconds"]
    parameters.verbosity_level = 0

    best = [(0, 0.0)]

    def heard(output: Any) -> None:
        solution = output.solution
        key = (-solution.number_of_bins(), round(solution.leftover_value_orig(), 3))
        if solution.number_of_items() == total and (best[0] == (0, 0.0) or key > best[0]):
            best[0] = key
            voice.tell(_bins(asked, solution))

    parameters.new_solution_callback = heard
    heard(engine.optimize(instance, parameters))


def _bins(asked: dict[str, Any], solution: Any) -> list[Any]:
    bins = []
    for k in range(solution.number_of_different_bins()):
        b = solution.bin(k)
        rows = []
        for i in b.items:
            n = asked["parts"][i.item_type_id]["item"]
            rows.append([n, i.bl_corner.x, i.bl_corner.y, i.angle, i.mirror])
        bins += [rows] * b.copies
    return bins


def _spyrrow(asked: dict[str, Any], voice: Voice) -> None:
    """Ask spyrrow for the shortest strip as high as the sheet (it must not be touched: a hair lower)."""
    import spyrrow

    w, h = asked["size"]
    items = [
        spyrrow.Item(str(p["item"]), [*map(tuple, p["rings"][0])], p["copies"], p["angles"])
        for p in asked["parts"]
    ]
    instance = spyrrow.StripPackingInstance("sheet", strip_height=h - 1e-4 * h, items=items)
    config = spyrrow.StripPackingConfig(
        early_termination=False, total_computation_time=max(1, round(asked["seconds"]))
    )
    reports = spyrrow.ProgressQueue()
    work = threading.Thread(target=lambda: instance.solve(config, progress=reports))
    work.start()
    best = w + 1e-9
    sound = [spyrrow.ReportType.ExplFeas, spyrrow.ReportType.CmprFeas, spyrrow.ReportType.Final]
    while True:
        working = work.is_alive()
        for kind, found in reports.drain():
            if kind in sound and found.width < best:
                best = found.width
                voice.pending = [[[int(p.id), *p.translation, p.rotation, False] for p in found.placed_items]]
        voice.flush()
        if not working:
            return
        work.join(PAUSE)


def _guillotine(asked: dict[str, Any], voice: Voice) -> None:
    """Ask packingsolver for sheets that come apart by edge-to-edge cuts in three stages."""
    import packingsolver.rectangleguillotine as engine

    builder: Any = engine.InstanceBuilder()
    wanted = "BinPackingWithLeftovers" if asked["leftovers"] else "BinPacking"
    builder.set_objective(getattr(engine.Objective, wanted))
    builder.set_number_of_stages(3)
    builder.set_cut_type(engine.CutType.NonExact)
    builder.set_cut_thickness(asked["kerf"])
    total = sum(p["copies"] for p in asked["parts"])
    builder.add_bin_type(*asked["size"], copies=total)
    for part in asked["parts"]:
        builder.add_item_type(*part["size"], oriented=part["oriented"], copies=part["copies"])
    parameters = engine.OptimizeParameters()
    parameters.time_limit = asked["seconds"]
    parameters.verbosity_level = 0

    def heard(output: Any) -> None:
        solution = output.solution
        if solution.number_of_items() == total:
            voice.tell(_trees(solution))

    parameters.new_solution_callback = heard
    heard(engine.optimize(builder.build(), parameters))


def _trees(solution: Any) -> list[Any]:
    trees = []
    for k in range(solution.number_of_different_bins()):
        b = solution.bin(k)
        rows = [[n.d, n.l, n.r, n.b, n.t, n.item_type_id, list(n.children)] for n in b.nodes]
        trees += [rows] * b.copies
    return trees


def _ccw(ring: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
    return list(ring) if area > 0 else list(reversed(ring))


def end_with_parent(seconds: float) -> None:
    """End this process when its input closes: whoever asked is gone, nobody hears the answer.

    An engine may hold the interpreter's lock, and this with it: so the process also ends, from
    a thread that needs no lock, when its time is long over.
    """

    def wait() -> None:
        os.read(0, 1)  # nothing more is ever written: this returns when the pipe closes
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
    faulthandler.dump_traceback_later(LATE[0] * seconds + LATE[1], exit=True)


def main() -> None:
    """Answer the question on standard input, one line."""
    asked, voice = json.loads(sys.stdin.readline()), Voice()
    end_with_parent(float(asked.get("seconds", 0)))
    {"packingsolver": _packingsolver, "spyrrow": _spyrrow, "guillotine": _guillotine}[asked["engine"]](
        asked, voice
    )
    voice.flush()


if __name__ == "__main__":
    main()
