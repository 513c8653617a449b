"""Many calls at once, each in a process of its own, told in order.

A call that raises, or whose process is killed, is told as a failure of that call alone.  Whatever
ends the caller ends the calls too: they are asked to stop, so that they sweep up, and waited for.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Generic, TypeVar

from mobilier.errors import Finding, MobilierError
from mobilier.system import deaf_to_interrupts, end_this_process

A = TypeVar("A")
R = TypeVar("R")

PATIENCE = 10.0
"""s. A process that has not stopped this long after it was asked to is killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[R]):
    """What a call returned, or why it did not."""

    value: R | None = None
    problems: tuple[Finding, ...] = ()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    function: Callable[[A], R],
    arguments: Sequence[A],
    at_once: int,
    begun: Callable[[int], None] = lambda _number: None,
) -> Generator[Outcome[R], None, None]:
    """Yield the outcome of every call in the order of ``arguments``, as soon as it is its turn.

    ``function`` and arguments go to fresh interpreters, so they must be picklable; ``begun`` is
    told the number of each call that starts.
    """
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    done: dict[int, Outcome[R]] = {}
    started = 0
    try:
        for turn in range(len(arguments)):
            while turn not in done:
                while started < len(arguments) and len(running) < max(1, at_once):
                    begun(started)
                    pipe, process = _start(function, arguments[started])
                    running[pipe] = (started, process)
                    started += 1
                ready = wait(list(running))
                for pipe in [p for p in running if p in ready]:
                    number, process = running.pop(pipe)
                    done[number] = _outcome(pipe, process)
            yield done.pop(turn)
    finally:
        _stop([process for _, process in running.values()])


def _start(function: Callable[[A], R], argument: A) -> tuple[Connection, BaseProcess]:
    """Start a call; its answer comes through the pipe, whose end says that the process has ended.

    An interrupt from the keyboard reaches the caller alone, who then asks the calls to stop.
    """
    context = get_context("spawn")
    answer, says = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(says, function, argument), daemon=False)
    with deaf_to_interrupts():
        process.start()
    says.close()
    return answer, process


def _call(says: Connection, function: Callable[[A], R], argument: A) -> None:
    """Do one call in a process of its own.  What it prints goes to the standard error."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    Thread(target=_end_with_parent, daemon=True).start()
    os.dup2(2, 1)
    try:
        says.send(Outcome(value=function(argument)))
    except Exception as error:
        says.send(Outcome(problems=problems_of(error)))


def problems_of(error: Exception) -> tuple[Finding, ...]:
    """Return why a call failed; an error that is not ours with its kind."""
    if isinstance(error, MobilierError):
        return error.findings
    return MobilierError.of("fault", type(error).__name__, problem=str(error)).findings


def _end_with_parent() -> None:
    """Stop when the caller is gone, however it went."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        end_this_process()


def _outcome(pipe: Connection, process: BaseProcess) -> Outcome[R]:
    try:
        outcome: Outcome[R] = pipe.recv()
    except (EOFError, OSError):
        process.join()
        return Outcome(problems=_ended(process.exitcode or 0))
    finally:
        pipe.close()
    process.join()
    return outcome


def _ended(code: int) -> tuple[Finding, ...]:
    """Return how a process ended that gave no answer."""
    if code < 0:
        told = f"{-code} ({signal.strsignal(-code)})"
        return MobilierError.of("process-ended", case="signal", number=told).findings
    return MobilierError.of("process-ended", case="exit", number=str(code)).findings


def _stop(processes: Sequence[BaseProcess]) -> None:
    """Ask processes to stop, wait, and kill those that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
