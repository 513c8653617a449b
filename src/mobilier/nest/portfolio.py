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
from mobilier.nest.peers import Peer, available, layouts_from, question, with_weak
from mobilier.nest.rectangles import boxed
from mobilier.nest.value import used_share

PEER_UNITS = 120
"""Units up to which packingsolver is asked for the whole job."""

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


WINDOWS = {"packingsolver": Window(begin=0.0, end=0.5), "spyrrow": Window(begin=0.6, end=0.9)}


def timed(job: Job, seed: int, until: float, floor: float, best: Best, start: tuple[Layout, ...]) -> None:
    """Improve ``best`` with every engine until the clock reads ``until`` (time.monotonic)."""
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    brake = Brake()
    allowance = Allowance(pace=TIMED, until=until, brake=brake)
    ours = threading.Thread(
        target=_ours, args=(job, seed, allowance, floor, best, start, answers), daemon=True
    )
    ours.start()
    crew = _Crew(job, best, answers, time.monotonic(), until)
    try:
        crew.watch()
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
        self.waiting = [e for e in WINDOWS if available(e) and self.length >= 4]
        if len(job.units) > PEER_UNITS:
            self.waiting = [e for e in self.waiting if e != "packingsolver"]
        self.peers: dict[str, Peer] = {}
        self.weak: tuple[tuple[Layout, ...], int] | None = None

    def watch(self) -> None:
        """Start who is due and end who is late."""
        now = (time.monotonic() - self.begin) / self.length
        for engine in list(self.waiting):
            if now >= WINDOWS[engine].begin:
                self.waiting.remove(engine)
                self._start(engine)
        for engine, peer in list(self.peers.items()):
            if now > WINDOWS[engine].end + 1.0 / self.length or peer.process.poll() is not None:
                peer.kill()
                del self.peers[engine]

    def _start(self, engine: str) -> None:
        window = WINDOWS[engine]
        seconds = max(1.0, (window.end - window.begin) * self.length - 0.5)
        only = None
        if engine == "spyrrow":
            layouts = self.best.layouts or ()
            if len(layouts) != 1:  # a sheet among others is squeezed as well by our own engine
                return
            job = self.job
            weak = min(range(len(layouts)), key=lambda n: used_share(layouts[n], job.items, job.spacing))
            self.weak, only = (layouts, weak), layouts[weak]
        asked = question(self.job, engine, seconds, only)
        if asked is not None:
            self.peers[engine] = Peer(asked, self.answers)
            self.asked = {**getattr(self, "asked", {}), engine: asked}

    def hear(self, engine: str, bins: Any) -> None:
        """Offer an answer of a child."""
        answer: tuple[Layout, ...] | None = layouts_from(self.job, self.asked[engine], bins)
        if engine == "spyrrow" and self.weak is not None and answer is not None:
            answer = with_weak(*self.weak, answer)
        self.best.offer(engine, answer)

    def busy(self) -> bool:
        """Tell whether a child works or waits for its turn."""
        return bool(self.peers or self.waiting)

    def dismiss(self) -> None:
        """End every child."""
        for peer in self.peers.values():
            peer.kill()
