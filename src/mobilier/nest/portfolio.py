"""All engines against the clock: ours in a thread, the others in child processes, one incumbent."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

from mobilier.nest.best import Best
from mobilier.nest.course import TIMED, Allowance, Brake, course
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job
from mobilier.nest.layout import Layout
from mobilier.nest.peers import Peer, available, layouts_from, question
from mobilier.nest.rectangles import boxed

PEER_UNITS = 120
"""Units up to which packingsolver is asked for the whole job."""

SHORT = 4.0
"""s. The least budget in which others are asked."""

POLL = 0.05

LEAST = 0.4
"""s. Our engine is stopped this long before time is up, to hand over what it has."""

OVER = 0.7
"""s. The last layout may be judged this long after time is up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a peer works: shares of the budget."""

    begin: float
    end: float


SEVERAL = {"packingsolver": Window(begin=0.0, end=0.5)}
"""Who is asked for a job of several sheets: our search goes on from what it hears."""

ONE = {"packingsolver": Window(begin=0.0, end=0.93), "spyrrow": Window(begin=0.0, end=0.93)}
"""Who is asked for a job that one sheet may hold: spyrrow is the strongest there."""

FIRST = 0.1
"""Share of the time our own engine has where spyrrow works."""


def timed(job: Job, seed: int, until: float, floor: float, best: Best, start: tuple[Layout, ...]) -> None:
    """Improve ``best`` with every engine until the clock reads ``until`` (time.monotonic)."""
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    brake = Brake()
    crew = _Crew(job, best, answers, time.monotonic(), until)
    crew.watch()
    end = time.monotonic() + FIRST * crew.length if "spyrrow" in crew.peers else until
    allowance = Allowance(pace=TIMED, until=end, brake=brake)
    ours = threading.Thread(
        target=_ours, args=(job, seed, allowance, floor, best, start, answers), daemon=True
    )
    ours.start()
    try:
        best.offer("rectpack", boxed(job.items, job.stock, job.spacing))
        while time.monotonic() < until - max(LEAST, best.reserve - OVER) and best.cost > floor + 1e-9:
            crew.watch()
            try:
                engine, answer = answers.get(timeout=POLL)
            except queue.Empty:
                continue
            if engine == "end":
                if isinstance(answer, BaseException):
                    raise answer
                if not crew.busy():
                    break
            elif engine == "separation":
                best.offer(engine, answer[0].layouts(answer[1]))
            else:
                crew.hear(engine, answer)
    except KeyboardInterrupt:
        best.stopped = True
    finally:
        brake.pull()
        crew.dismiss()
    ours.join(max(0.0, until - time.monotonic()))
    if time.monotonic() < until + OVER - best.reserve:
        _last(answers, best)


def _ours(
    job: Job, seed: int, allowance: Allowance, floor: float, best: Best, start: tuple[Layout, ...],
    answers: queue.Queue[tuple[str, Any]],
) -> None:  # fmt: skip
    """Run our engine; every better arrangement goes to the queue."""

    def found(work: Job, arranged: Arranged) -> None:
        answers.put(("separation", (work, arranged)))

    def hint() -> tuple[Layout, ...] | None:
        return best.layouts if best.engine == "packingsolver" else None

    try:
        for work, arranged in course(job, seed, allowance, best.bound, floor, start, found, hint):
            found(work, arranged)
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


def _last(answers: queue.Queue[tuple[str, Any]], best: Best) -> None:
    """Take the last word of our engine, said while it was being stopped."""
    last = None
    while not answers.empty():
        engine, answer = answers.get()
        if engine == "separation":
            last = answer
    if last is not None:
        best.offer("separation", last[0].layouts(last[1]))


class _Crew:
    """The children: who is due, who works, whose time is up."""

    def __init__(
        self, job: Job, best: Best, answers: queue.Queue[tuple[str, Any]], begin: float, until: float
    ) -> None:
        self.job, self.best, self.answers = job, best, answers
        self.begin, self.length = begin, until - begin
        self.windows = ONE if best.bound.sheets == 1 else SEVERAL
        self.waiting = [e for e in self.windows if available(e) and self.length >= SHORT]
        if len(job.units) > PEER_UNITS:
            self.waiting = [e for e in self.waiting if e != "packingsolver"]
        self.peers: dict[str, Peer] = {}
        self.asked: dict[str, dict[str, Any]] = {}

    def watch(self) -> None:
        """Start who is due and end who is late."""
        now = (time.monotonic() - self.begin) / self.length
        for engine in list(self.waiting):
            if now >= self.windows[engine].begin:
                self.waiting.remove(engine)
                self._start(engine)
        for engine, peer in list(self.peers.items()):
            if now > self.windows[engine].end + 1.0 / self.length or peer.process.poll() is not None:
                peer.kill()
                del self.peers[engine]

    def _start(self, engine: str) -> None:
        window = self.windows[engine]
        seconds = (window.end - window.begin) * self.length - 0.5
        asked = question(self.job, engine, max(1.0, seconds))
        if asked is not None:
            self.asked[engine] = asked
            self.peers[engine] = Peer(asked, self.answers)

    def hear(self, engine: str, bins: Any) -> None:
        """Offer an answer of a child."""
        self.best.offer(engine, layouts_from(self.job, self.asked[engine], bins))

    def busy(self) -> bool:
        """Tell whether a child works or waits for its turn."""
        return bool(self.peers or self.waiting)

    def dismiss(self) -> None:
        """End every child."""
        for peer in self.peers.values():
            peer.kill()
