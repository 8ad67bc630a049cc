"""What workers promise: every job ends, in time, and says how; nothing outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

from tutor.language.expr.plain import to_plain
from tutor.language.notation import read
from tutor.oracle.cas import algebra, channel, child, workers
from tutor.oracle.cas.workers import Reply, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 0.6
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc of Linux")


def job(left: str, right: str, kind: str = "real") -> dict[str, Any]:
    names = ("x", "y", "z", "t", "u", "v", "w")
    return {
        "trees": [to_plain(read(text).tree) for text in (left, right)],
        "kinds": dict.fromkeys(names, kind),
        "real_roots": True,
    }


EASY = job("sin(x)^2 + cos(x)^2", "1")
LONG = job("(1+x+y+z+t+u+v+w)^40", "(2+x-y+z-t+u-v+w)^40")


@pytest.fixture(scope="module", params=[True, False], ids=["nursery", "portable"])
def owner(request: pytest.FixtureRequest) -> Iterator[Workers]:
    if request.param and sys.platform != "linux":
        pytest.skip("no nursery here")
    found = Workers(2, forking=request.param, deadline=SHORT)
    found.ask("agree", EASY)
    yield found
    found.close()


def meanwhile(owner: Workers, request: dict[str, Any]) -> tuple[threading.Thread, list[Reply]]:
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(owner.ask("agree", request)))
    thread.start()
    return thread, replies


def test_a_job_comes_back(owner: Workers) -> None:
    assert owner.ask("agree", EASY) == Reply("reply", result=True)
    assert owner.ask("agree", job("x", "x + 1")) == Reply("reply", result=False)


def test_many_threads_are_served_by_few_workers(owner: Workers) -> None:
    started = [meanwhile(owner, EASY) for _ in range(12)]
    for thread, _ in started:
        thread.join(60)

    assert [replies for _, replies in started] == [[Reply("reply", result=True)]] * 12
    assert len(owner.processes()) <= 3


def test_what_does_not_cross_says_so(owner: Workers) -> None:
    assert owner.ask("agree", job("9^9^9^9", "1")).ending == "no_entry"
    assert (
        owner.ask("agree", {"trees": [["Nonsense"]], "kinds": {}, "real_roots": True}).ending
        == "error"
    )
    assert owner.ask("no such job", EASY).ending == "error"
    assert owner.ask("agree", EASY | {"padding": "x" * channel.MAX_FRAME}).ending == "size"


@LINUX
def test_a_hang_ends_at_the_deadline_and_the_next_job_is_served(owner: Workers) -> None:
    began = monotonic()
    reply = owner.ask("agree", LONG)
    spent = monotonic() - began
    again = monotonic()
    after = owner.ask("agree", EASY)

    assert reply.ending in ("deadline", "memory")
    assert spent < SHORT + 0.3
    assert after.result is True
    assert monotonic() - again < 30


@LINUX
def test_a_worker_killed_in_the_middle_is_replaced_and_the_job_answered(owner: Workers) -> None:
    for pid in owner.processes():
        os.kill(pid, signal.SIGSTOP)  # so that the job is surely still running
    thread, replies = meanwhile(owner, EASY)
    sleep(0.05)
    for pid in owner.processes():
        os.kill(pid, signal.SIGKILL)
    thread.join(60)

    assert replies == [Reply("reply", result=True)]


@LINUX
def test_a_memory_bomb_ends_without_a_verdict() -> None:
    owner = Workers(1, deadline=20)
    reply = owner.ask("agree", LONG)
    after = owner.ask("agree", EASY)
    owner.close()

    assert reply.ending in ("memory", "deadline")
    assert after.result is True


@LINUX
def test_a_worker_is_confined() -> None:
    code = """
import os, resource
from tutor.oracle.cas import child
child._confine()
child._arm()
try:
    bytearray(child.MEMORY)
except MemoryError:
    print("memory")
try:
    [os.open("/dev/null", os.O_RDONLY) for _ in range(100)]
except OSError:
    print("files")
used = resource.getrusage(resource.RUSAGE_SELF)
print(resource.getrlimit(resource.RLIMIT_CPU)[0] <= used.ru_utime + used.ru_stime + 4)
print(resource.getrlimit(resource.RLIMIT_FSIZE), resource.getrlimit(resource.RLIMIT_NPROC))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert said.stdout.decode().split("\n")[:4] == ["memory", "files", "True", "(0, 0) (0, 0)"]


def test_a_memory_error_is_told_and_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(algebra, "run", burst)
    monkeypatch.setattr(child, "_confine", lambda: None)
    monkeypatch.setattr(child, "_arm", lambda: None)
    here, there = socket.socketpair()
    channel.send(here, {"id": 7, "job": "agree", "arguments": {}})
    child.serve(there)
    ready, reply = channel.receive(here), channel.receive(here)
    here.close()
    there.close()

    assert ready == {"ready": True}
    assert reply == {"id": 7, "failed": "memory", "last": True}


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (-signal.SIGABRT, "memory"),
        (-24, "deadline"),
        (-11, "lost"),
        (-9, "lost"),
        (1, "lost"),
        (None, "lost"),
    ],
)
def test_an_exit_code_says_how_a_job_ended(status: int | None, ending: str) -> None:
    assert workers._ended(status) == ending


class _Liar:
    """A worker that says it is ready and then sends what it likes."""

    pid = 0
    _ready = True

    def __init__(self, lie: bytes) -> None:
        self.sock, self.other = socket.socketpair()
        self.other.sendall(lie)

    def is_ready(self, _: float) -> bool:
        return True

    def is_silent(self) -> bool:
        return True

    def end(self) -> None:
        self.sock.close()
        self.other.close()

    abandon = end


LIES = {
    "garbage": b"\x00\x00\x00\x04not{",
    "half a frame": b"\x00\x00\x10\x00{",
    "a frame of a gigabyte": b"\x40\x00\x00\x00{",
    "no object": b"\x00\x00\x00\x02[]",
    "a stranger's reply": b'\x00\x00\x00\x19{"id": -1, "result": true}',
    "nested without end": b"\x00\x01\x00\x00" + b"[" * 65_536,
    "silence": b"",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_worker_is_replaced_and_never_believed(lie: str) -> None:
    owner = Workers(1, deadline=3)
    owner.ask("agree", EASY)
    liar = _Liar(LIES[lie])
    if lie != "silence":
        liar.other.shutdown(socket.SHUT_WR)
    with owner._turn:
        owner._idle.append(liar)  # the last one is taken first
    reply = owner.ask("agree", EASY)
    owner.close()

    assert reply == (Reply("deadline") if lie == "silence" else Reply("reply", result=True))


def test_a_job_that_loses_every_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Workers(1, deadline=3)
    monkeypatch.setattr(owner, "_start", lambda: _Liar(LIES["garbage"]))
    reply = owner.ask("agree", EASY)
    owner.close()

    assert reply == Reply("lost")


@LINUX
def test_a_lost_nursery_is_started_again() -> None:
    owner = Workers(1)
    first = owner.ask("agree", EASY)
    nursery = owner._nursery
    assert nursery is not None
    lost = nursery.pid
    assert lost is not None
    os.kill(lost, signal.SIGKILL)
    replies = [owner.ask("agree", EASY) for _ in range(3)]
    owner.close()

    assert first.result is True
    assert all(reply == Reply("reply", result=True) for reply in replies)
    assert nursery.pid is None


@pytest.mark.parametrize("forking", [True, False])
def test_warming_does_not_wait(forking: bool) -> None:
    if forking and sys.platform != "linux":
        pytest.skip("no nursery here")
    owner = Workers(1, forking=forking)
    began = monotonic()
    owner.warm()
    spent = monotonic() - began
    reply = owner.ask("agree", EASY)
    owner.close()

    assert spent < 0.5
    assert reply.result is True


# Nothing is left behind.


SCRIPT = """
import os, sys, threading, time
from tutor.language.expr.plain import to_plain
from tutor.language.notation import read
from tutor.oracle.cas import workers
def job(left, right):
    trees = [to_plain(read(text).tree) for text in (left, right)]
    return {{"trees": trees, "kinds": dict.fromkeys("xyztuvw", "real"), "real_roots": True}}
reply = workers.ask("agree", job("sin(x)^2 + cos(x)^2", "1"))
assert reply.result is True, reply
assert "sympy" not in sys.modules
owner = workers.owner()
if {hang}:
    hanging = job("(1+x+y+z+t+u+v+w)^40", "(2+x-y+z-t+u-v+w)^40")
    threading.Thread(target=lambda: workers.ask("agree", hanging), daemon=True).start()
    while not owner._busy: time.sleep(0.01)
    time.sleep(0.2)
print(*owner.processes(), owner._nursery.pid, flush=True)
{last}
"""


def gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


@LINUX
@pytest.mark.parametrize("hang", [False, True])
@pytest.mark.parametrize(
    "last", ["", "os._exit(0)", "os.kill(os.getpid(), 9)", "raise SystemExit(3)"]
)
def test_no_process_outlives_its_parent(*, hang: bool, last: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(hang=hang, last=last)],
        capture_output=True,
        check=False,
    )
    pids = [int(word) for word in done.stdout.split()]
    until = monotonic() + 5
    while not all(map(gone, pids)) and monotonic() < until:
        sleep(0.02)

    assert len(pids) >= 2, done.stderr.decode()
    assert all(map(gone, pids))


def _in_a_daemon(queue: Any) -> None:
    queue.put(workers.ask("agree", EASY).result)
    workers.owner().close()


def test_workers_run_inside_a_daemonic_process() -> None:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_in_a_daemon, args=(queue,), daemon=True)
    process.start()
    result = queue.get(timeout=60)
    process.join(20)

    assert result is True


@LINUX
def test_a_forked_child_gets_workers_of_its_own() -> None:
    mine = workers.owner()
    assert workers.ask("agree", EASY).result is True
    before = mine.processes()
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        fine = False
        try:
            child = workers.owner()
            fine = workers.ask("agree", EASY).result is True and child is not mine
            child.close()
        finally:
            os.write(write_end, b"1" if fine else b"0")
            os._exit(0)
    os.waitpid(pid, 0)
    said = os.read(read_end, 1)
    os.close(read_end)
    os.close(write_end)

    assert said == b"1"
    assert workers.ask("agree", EASY).result is True
    assert mine.processes() == before


# The setting.


def test_workers_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workers.SETTING, "off")
    off = workers.ask("agree", EASY)
    monkeypatch.setenv(workers.SETTING, "whatever")
    unknown = workers.ask("agree", EASY)

    assert off == unknown == Reply("off")


def test_inline_does_the_same_work_by_an_explicit_setting_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(workers.SETTING, "inline")

    assert workers.ask("agree", EASY) == Reply("reply", result=True)
    assert workers.ask("agree", job("x", "x+1")) == Reply("reply", result=False)


def test_where_no_process_can_start_there_is_no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    owner = Workers(1)
    reply = owner.ask("agree", EASY)
    owner.close()

    assert reply == Reply("absent")
