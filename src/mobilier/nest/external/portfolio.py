"""All engines against the clock: ours in a thread, the others in child processes, one incumbent."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace
from typing import Any

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.incumbent import Incumbent
from mobilier.nest.engine.pipeline import TIMED, Allowance, Brake, improve
from mobilier.nest.external.engines import ExternalEngine, available, pose_question, read_answer
from mobilier.nest.external.rectangles import pack_boxes
from mobilier.nest.layout import Layout
from mobilier.nest.problem import Problem

PEER_UNITS = 120
"""Units up to which packingsolver is asked for the whole job."""

SHORT = 4.0
"""s. The least budget in which others are asked."""

POLL = 0.05

LEAST = 0.4
"""s. Our engine is stopped this long before time is up, to hand over what it has."""

OVER = 0.7
"""s. The last layout may be judged this long after time is up."""


FIRST = 0.1
"""Share of the time our own engine has while others work: both would need the same cores."""

WHOLE = 0.93
"""Share of the time others have where one sheet may hold everything, or the time is short."""

ENOUGH = (14.0, 0.4)
"""s and share. Others have the longer of the two for several sheets; our search goes on from there."""

TURNS = {"spyrrow": 2, "packingsolver": 1}
"""Parts of that time, in order: on strips of twenty seconds spyrrow gains more by a longer turn."""

LATER = 3.0
"""s. Less time is not worth going on."""


def race_engines(best: Incumbent, seed: int, until: float, start: tuple[Layout, ...]) -> None:
    """Improve ``best`` with every engine until the clock reads ``until`` (time.monotonic)."""
    problem = best.problem
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    brake = Brake()
    crew = _Crew(best, answers, until)
    allowance = Allowance(pace=TIMED, until=until, brake=brake)
    ours = threading.Thread(target=_run_ours, args=(crew, seed, allowance, start), daemon=True)
    ours.start()
    enough = best.bound.cost + 1e-9
    try:
        best.offer("rectpack", pack_boxes(problem.items, problem.stock, problem.spacing))
        # answers are judged as they come, until time is nearly up or none could be better
        while time.monotonic() < until - max(LEAST, best.reserve - OVER) and best.cost > enough:
            crew.watch()
            try:
                engine, answer = answers.get(timeout=POLL)
            except queue.Empty:
                continue
            if engine == "end":
                if isinstance(answer, BaseException):
                    raise answer
                break
            if engine == "separation":
                best.offer(engine, answer[0].layouts(answer[1]))
            else:
                crew.hear(engine, _latest(engine, answer, answers))
    except KeyboardInterrupt:
        best.stopped = True
    finally:
        brake.pull()
        crew.dismiss()
    ours.join(max(0.0, until - time.monotonic()))
    if time.monotonic() < until + OVER - best.reserve:
        _last(answers, best)


def _run_ours(crew: _Crew, seed: int, allowance: Allowance, start: tuple[Layout, ...]) -> None:
    """Run our engine; every better arrangement goes to the queue.

    Where others work it begins, waits for them and goes on from the best.
    """
    best, answers = crew.best, crew.answers

    def report(work: Problem, arranged: Arrangement) -> None:
        answers.put(("separation", (work, arranged)))

    def search(until: float, given: tuple[Layout, ...]) -> None:
        own = replace(allowance, until=until)
        for work, arranged in improve(best.problem, seed, own, best.bound, given, report):
            report(work, arranged)

    try:
        if crew.done.is_set():
            search(allowance.until, start)
        else:
            search(time.monotonic() + FIRST * allowance.left, start)
            crew.done.wait(allowance.left)
            if allowance.left > LATER and best.layouts is not None:
                search(allowance.until, best.layouts)
        answers.put(("end", None))
    except Exception as error:
        answers.put(("end", error))


def _latest(engine: str, answer: Any, answers: queue.Queue[tuple[str, Any]]) -> Any:
    """Return the last of what an engine has said up to now; others keep their turn."""
    others = []
    while not answers.empty():
        name, said = answers.get()
        if name == engine:
            answer = said
        else:
            others.append((name, said))
    for other in others:
        answers.put(other)
    return answer


def _last(answers: queue.Queue[tuple[str, Any]], best: Incumbent) -> None:
    """Take the last word of our engine, said while it was being stopped."""
    last = None
    while not answers.empty():
        engine, answer = answers.get()
        if engine == "separation":
            last = answer
    if last is not None:
        best.offer("separation", last[0].layouts(last[1]))


class _Crew:
    """The children: who is asked, who works, whose time is up.

    They work one after the other: two at once would each have half of the cores and end worse.
    """

    def __init__(self, best: Incumbent, answers: queue.Queue[tuple[str, Any]], until: float) -> None:
        """Every engine that can help has its turn."""
        problem = best.problem
        self.best, self.answers = best, answers
        length = until - time.monotonic()
        one = best.bound.sheets == 1
        seconds = WHOLE * length if one else min(WHOLE * length, max(ENOUGH[0], ENOUGH[1] * length))
        able = [
            engine
            for engine in TURNS
            if length >= SHORT
            and available(engine)
            and (one if engine == "spyrrow" else len(problem.units) <= PEER_UNITS)
        ]
        self.asked = {e: asked for e in able if (asked := pose_question(problem, e, seconds)) is not None}
        self.waiting = list(self.asked)
        self.part = seconds / max(1, sum(TURNS[e] for e in self.waiting))
        self.end = 0.0
        self.done = threading.Event()
        self.peer: ExternalEngine | None = None
        self.watch()

    def watch(self) -> None:
        """End who is late and call the next; say when nobody works any more."""
        if self.peer is not None and (time.monotonic() > self.end or self.peer.process.poll() is not None):
            self.peer.kill()
            self.peer = None
        if self.peer is None and self.waiting:
            engine = self.waiting.pop(0)
            turn = TURNS[engine] * self.part
            self.end = time.monotonic() + turn
            self.peer = ExternalEngine({**self.asked[engine], "seconds": max(1.0, turn - 0.5)}, self.answers)
        if self.peer is None:
            self.done.set()

    def hear(self, engine: str, bins: Any) -> None:
        """Offer an answer of a child."""
        self.best.offer(engine, read_answer(self.best.problem, self.asked[engine], bins))

    def dismiss(self) -> None:
        """End every child."""
        self.waiting = []
        if self.peer is not None:
            self.peer.kill()
        self.done.set()
