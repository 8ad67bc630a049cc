"""Starting and ending child processes: what a worker is to its owner, and the nursery that forks them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Protocol

from tutor.oracle.cas.channel import Garbled, receive, send

_CONTROL_SECONDS = 10.0
_WARM_SECONDS = 30.0
_START = """
import sys
sys.path[:] = sys.argv[3:]
from tutor.oracle.cas.child import main
main(sys.argv[1], sys.argv[2])
"""
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONHOME", "TMPDIR", "TEMP")


class CannotStart(Exception):  # noqa: N818 it says what happened
    """No process can be had here and now."""


class Worker(Protocol):
    """A child that does jobs on a socket."""

    sock: socket.socket
    pid: int

    def is_ready(self, seconds: float) -> bool:
        """Whether it has said so within that time; later calls know without asking."""

    def is_silent(self) -> bool:
        """Whether its end of the socket is open and has nothing to say, as it should between jobs."""

    def end(self) -> int | None:
        """Kill it, if it lives, and reap it: its exit code, negative for a signal; None if unknown."""

    def abandon(self) -> None:
        """Close the socket and leave the process to whoever owns it."""


class _Ready:
    """What is known of a worker by its socket: that it said it is ready, that it has not gone."""

    sock: socket.socket

    def __init__(self) -> None:
        self._ready = False

    def is_ready(self, seconds: float) -> bool:
        if not self._ready:
            try:
                self._ready = receive(self.sock, seconds).get("ready") is True
            except (Garbled, OSError):  # TimeoutError is an OSError
                return False
        return self._ready

    def is_silent(self) -> bool:
        self.sock.setblocking(False)
        try:
            self.sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False


class _Child(_Ready):
    """A worker that is a child of this process."""

    def __init__(self, process: subprocess.Popen[bytes], sock: socket.socket) -> None:
        super().__init__()
        self.process, self.sock, self.pid = process, sock, process.pid

    def end(self) -> int | None:
        self.sock.close()
        self.process.kill()
        return self.process.wait()

    def abandon(self) -> None:
        self.sock.close()
        self.process.returncode = 0


class _Forked(_Ready):
    """A worker that is a child of the nursery."""

    def __init__(self, nursery: Nursery, pid: int, sock: socket.socket) -> None:
        super().__init__()
        self.nursery, self.pid, self.sock = nursery, pid, sock

    def end(self) -> int | None:
        self.sock.close()
        return self.nursery.end(self.pid)

    def abandon(self) -> None:
        self.sock.close()


class Nursery:
    """A single-threaded child that holds SymPy warm and forks workers; started again if it is lost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The nursery's own process id, while there is one."""
        return None if self._process is None else self._process.pid

    def warm(self) -> None:
        """Start it, if it does not run yet; it loads SymPy by itself. Raises: CannotStart."""
        with self._lock:
            self._running()

    def fork(self) -> Worker:
        """A fresh worker. Raises: CannotStart."""
        with self._lock:
            for _ in range(2):
                control = self._running()
                try:
                    send(control, {"fork": True})
                    pid = receive(control, _WARM_SECONDS)["pid"]
                    if not isinstance(pid, int):
                        break
                    control.settimeout(_CONTROL_SECONDS)
                    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
                    return _Forked(self, pid, socket.socket(fileno=descriptors[0]))
                except (Garbled, OSError, KeyError, IndexError):
                    self._stop()
        raise CannotStart

    def end(self, pid: int) -> int | None:
        """Kill and reap one of its workers; None if the nursery itself has gone, and its children with it."""
        with self._lock:
            if self._control is None:
                return None
            try:
                send(self._control, {"end": pid})
                status = receive(self._control, _CONTROL_SECONDS).get("status")
            except (Garbled, OSError):
                self._stop()
                return None
        return status if isinstance(status, int) else None

    def close(self) -> None:
        """End it and all its workers, for good."""
        with self._lock:
            self._closed = True
            self._stop()

    def abandon(self) -> None:
        """Let go of it in a forked child."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0

    def _running(self) -> socket.socket:
        if self._closed:
            raise CannotStart
        if self._control is None:
            self._process, self._control = _launch("nursery")
        return self._control

    def _stop(self) -> None:
        """Its workers die with it: by its own hand, or by the system's."""
        control, process, self._control, self._process = self._control, self._process, None, None
        if control is not None:
            control.close()
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
                return
            process.kill()
            process.wait()


def start_worker() -> Worker:
    """A worker that is a process of its own; ready some time later. Raises: CannotStart."""
    return _Child(*_launch("worker"))


def _launch(role: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a child and give it one end of a socket. Raises: CannotStart."""
    if not sys.executable:
        raise CannotStart
    try:
        ours, theirs = socket.socketpair()
    except OSError as error:
        raise CannotStart from error
    on_windows = sys.platform == "win32"
    place = "-" if on_windows else str(theirs.fileno())
    try:
        process = subprocess.Popen(  # noqa: S603 our own module, by our own interpreter
            [sys.executable, "-P", "-c", _START, role, place, *_path()],
            stdin=subprocess.PIPE if on_windows else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=() if on_windows else (theirs.fileno(),),
            start_new_session=not on_windows,
        )
    except (OSError, ValueError, RuntimeError) as error:
        ours.close()
        raise CannotStart from error
    finally:
        if not on_windows:
            theirs.close()
    if on_windows:
        _share(process, theirs)
    return process, ours


def _share(process: subprocess.Popen[bytes], theirs: socket.socket) -> None:
    """Windows hands sockets over as bytes."""
    ticket = getattr(theirs, "share")(process.pid)  # noqa: B009 Windows alone has it
    assert process.stdin is not None
    process.stdin.write(b"%d\n" % len(ticket) + ticket)
    process.stdin.close()
    theirs.close()


def _environment() -> dict[str, str]:
    """Next to nothing, and what makes SymPy answer alike everywhere: one hash seed, one kind of integer."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SYMPY_GROUND_TYPES": "python",
        "LC_ALL": "C",
    }


def _path() -> list[str]:
    """Where this process finds modules, in the same order, so that both run the same code.

    Relative entries are left out: nothing is found in the folder one happens to stand in.
    """
    home = str(Path(__file__).resolve().parents[3])
    entries = [entry for entry in sys.path if Path(entry).is_absolute()]
    return list(dict.fromkeys([*entries, home]))
