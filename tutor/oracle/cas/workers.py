"""SymPy in processes that can be killed, for only killing a process is a time limit.

The owner keeps workers and a spare, hands each job to one of them, waits no longer than the deadline,
and says how it ended. Children are started with Popen, never forked from this process, which may have
threads. On Linux the child is a nursery that forks warm workers; elsewhere each child is a worker.

The environment variable STEPTUTOR_WORKERS is the one setting: `process` (default), `off`, or `inline`
for places where no process may be started; inline, nothing can stop SymPy, and its answers follow the
hash seed of the process.
"""

from __future__ import annotations

import atexit
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tutor.oracle.cas.channel import Garbled, TooLong, receive, send
from tutor.oracle.cas.launching import CannotStart, Nursery, start_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.oracle.cas.launching import Worker

Ending: TypeAlias = Literal[
    "reply", "deadline", "memory", "lost", "error", "depth", "no_entry", "size", "absent", "off"
]
Mode: TypeAlias = Literal["process", "inline", "off"]

SETTING = "STEPTUTOR_WORKERS"
DEADLINE = 2.0
WHOLE_REQUEST = 2.25
START_SECONDS = 30.0
RETRIES = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """How a job ended.

    Args:
        ending: `reply`, or why there is none; `worker:` and this word stand in `tried`.
        result: plain data, for `reply` alone.
    """

    ending: Ending
    result: Any = None


class Workers:
    """The owner of all worker processes of this process. Safe from any thread.

    Args:
        most: how many jobs run at once; more wait for their turn.
        forking: whether workers come from a nursery; by default where that is sound.
        deadline: seconds a job may take.
    """

    def __init__(
        self, most: int | None = None, *, forking: bool | None = None, deadline: float = DEADLINE
    ) -> None:
        self._most = most or max(1, min(4, os.cpu_count() or 1))
        self._deadline = deadline
        self._nursery = Nursery() if (_forks() if forking is None else forking) else None
        self._turn = Condition(Lock())
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []
        self._running = 0
        self._closed = False
        self._jobs = 0

    def ask(self, job: str, arguments: Mapping[str, Any]) -> Reply:
        """Have a job done. Waits for a free worker; a worker that dies of nothing we know is replaced."""
        with self._turn:
            self._turn.wait_for(lambda: self._running < self._most or self._closed)
            if self._closed:
                return Reply("absent")
            self._running += 1
            self._jobs += 1
            request = {"id": self._jobs, "job": job, "arguments": dict(arguments)}
        try:
            return self._attempts(request)
        finally:
            with self._turn:
                self._running -= 1
                self._turn.notify()

    def warm(self) -> None:
        """Have SymPy begin to load, and do not wait for it: a service calls this as it starts."""
        with suppress(CannotStart):
            if self._nursery is not None:
                self._nursery.warm()
            else:
                self._add_spare()

    def close(self) -> None:
        """End every process and take no more jobs."""
        with self._turn:
            self._closed = True
            workers, self._idle, self._busy = [*self._idle, *self._busy], [], []
            self._turn.notify_all()
        for worker in workers:
            worker.end()
        if self._nursery is not None:
            self._nursery.close()

    def abandon(self) -> None:
        """Let go without a word: in a forked child the processes belong to the parent."""
        for worker in (*self._idle, *self._busy):
            worker.abandon()
        if self._nursery is not None:
            self._nursery.abandon()

    def processes(self) -> tuple[int, ...]:
        """The ids of the workers alive, busy or not; for tests and health checks."""
        with self._turn:
            return tuple(worker.pid for worker in (*self._busy, *self._idle))

    # --- one job ---

    def _attempts(self, request: dict[str, Any]) -> Reply:
        left = WHOLE_REQUEST * self._deadline / DEADLINE
        for _ in range(1 + RETRIES):
            try:
                worker = self._take()
            except CannotStart:
                return Reply("absent")
            began = monotonic()
            reply = self._attempt(worker, request, min(self._deadline, left))
            if reply.ending != "lost":
                return reply
            left -= monotonic() - began
            if left <= 0:
                return Reply("deadline")
        return Reply("lost")

    def _attempt(self, worker: Worker, request: dict[str, Any], seconds: float) -> Reply:
        """The job on one worker, which afterwards is idle again or has ended."""
        alive = False
        timed_out = False
        message: dict[str, Any] = {}
        until = monotonic() + seconds
        try:
            worker.sock.settimeout(seconds)
            send(worker.sock, request)
            message = receive(worker.sock, max(0.0, until - monotonic()))
            if message.get("id") != request["id"] or not ("result" in message) ^ (
                "failed" in message
            ):
                message = {}
            alive = bool(message) and not message.get("last")
        except TimeoutError:
            timed_out = True
        except TooLong:
            alive = True
            message = {"failed": "size"}
        except (Garbled, OSError):
            pass
        status = self._give_back(worker, alive=alive)
        if message:
            return _said(message)
        return Reply("deadline" if timed_out else _ended(status))

    def _take(self) -> Worker:
        """A worker that has said it is ready, and a spare behind it. Raises: CannotStart."""
        for _ in range(1 + RETRIES + self._most):
            with self._turn:
                worker = self._idle.pop() if self._idle else None
                spare_wanted = not self._idle
            if worker is None:
                worker = self._start()
            with self._turn:
                self._busy.append(worker)
            if spare_wanted:
                self._add_spare()
            if worker.is_ready(START_SECONDS) and worker.is_silent():
                return worker
            self._give_back(worker, alive=False)
        raise CannotStart

    def _give_back(self, worker: Worker, *, alive: bool) -> int | None:
        """To the idle ones if alive, else to its end; then its exit code."""
        with self._turn:
            if worker in self._busy:
                self._busy.remove(worker)
            keep = alive and not self._closed and len(self._idle) < self._most + 1
            if keep:
                self._idle.append(worker)
        if keep:
            return None
        status = worker.end()
        self._add_spare()
        return status

    def _start(self) -> Worker:
        return self._nursery.fork() if self._nursery is not None else start_worker()

    def _add_spare(self) -> None:
        """One worker waits ready while others work; if it cannot be had, the next job will try again."""
        with self._turn:
            if self._closed or self._idle:
                return
        with suppress(CannotStart):
            spare = self._start()
            with self._turn:
                if not self._closed:
                    self._idle.append(spare)
                    return
            spare.end()


def _forks() -> bool:
    import sys

    return sys.platform == "linux"


def _said(message: dict[str, Any]) -> Reply:
    if "result" in message:
        return Reply("reply", message["result"])
    failed = message["failed"]
    known: tuple[Ending, ...] = ("memory", "depth", "no_entry", "size")
    return Reply(failed if failed in known else "error")


def _ended(status: int | None) -> Ending:
    """What the exit code of a worker that said nothing means."""
    if status is not None and status < 0:
        if -status == signal.SIGABRT:
            return "memory"  # GMP aborts where it gets none
        if -status == getattr(signal, "SIGXCPU", 0):
            return "deadline"
    return "lost"


# The one owner of this process, made when it is first needed.

_owner: Workers | None = None
_making = Lock()


def mode() -> Mode:
    """What STEPTUTOR_WORKERS says; anything unknown is `off`, the safe reading."""
    match os.environ.get(SETTING, "process"):
        case "process":
            return "process"
        case "inline":
            return "inline"
        case _:
            return "off"


def ask(job: str, arguments: Mapping[str, Any]) -> Reply:
    """Have SymPy do a job, in the way the setting says."""
    match mode():
        case "off":
            return Reply("off")
        case "inline":
            return _inline(job, arguments)
        case "process":
            return owner().ask(job, arguments)


def owner() -> Workers:
    """The owner, started at the first call and ended at exit."""
    global _owner  # noqa: PLW0603 processes are owned by the process
    with _making:
        if _owner is None:
            _owner = Workers()
            atexit.register(_owner.close)
        return _owner


def _inline(job: str, arguments: Mapping[str, Any]) -> Reply:
    from tutor.oracle.cas import algebra
    from tutor.oracle.cas.bridge import NoEntry

    try:
        return Reply("reply", algebra.run(job, arguments))
    except NoEntry:
        return Reply("no_entry")
    except MemoryError:
        return Reply("memory")
    except RecursionError:
        return Reply("depth")
    except Exception:  # noqa: BLE001 whatever SymPy raises, it has no advice
        return Reply("error")


def _forget_after_fork() -> None:
    """A forked child starts its own: the sockets it inherited are its parent's."""
    global _owner, _making  # noqa: PLW0603 as above
    _making = Lock()
    if _owner is not None:
        atexit.unregister(_owner.close)
        _owner.abandon()
        _owner = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
