"""What runs in a child process, started by `launching.py`.

A *worker* does jobs from its socket until the other end goes. A *nursery* imports and warms SymPy once
and forks workers on demand, each ready at once; it alone reaps them, so that no process id is ever
used again while somebody might still want to kill it. Neither outlives its socket.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

from tutor.oracle.cas import algebra
from tutor.oracle.cas.bridge import NoEntry
from tutor.oracle.cas.channel import Garbled, TooLong, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 512 * 2**20
RESIDENT = 200 * 2**20
"""A worker that has ever held more than this retires after its reply."""
CPU_SECONDS = 4
JOBS_IN_A_LIFE = 500
_OPEN_FILES = 16


def main(role: str, place: str) -> None:
    """Serve on the socket handed down at `place`: a descriptor, or `-` to be told on standard input."""
    sock = _inherited(place)
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    algebra.warm_up()
    algebra.refuse_text()
    gc.collect()
    gc.freeze()
    if role == "nursery":
        raise_workers(sock)
    else:
        serve(sock)


def _inherited(place: str) -> socket.socket:
    if place != "-":
        return socket.socket(fileno=int(place))
    share: Callable[[bytes], socket.socket] = getattr(socket, "fromshare")  # noqa: B009 Windows alone
    length = int(sys.stdin.buffer.readline())
    return share(sys.stdin.buffer.read(length))


# A worker.


def serve(sock: socket.socket) -> None:
    """Jobs in, replies out, until the other end goes or this process has lived long enough."""
    _confine()
    sock.settimeout(None)
    send(sock, {"ready": True})
    for lived in range(1, JOBS_IN_A_LIFE + 1):
        try:
            request = receive(sock)
        except (Garbled, OSError):
            return
        _arm()
        reply = _answer(request)
        reply["id"] = request.get("id")
        last = lived == JOBS_IN_A_LIFE or reply.get("failed") == "memory" or _is_swollen()
        reply["last"] = last
        try:
            send(sock, reply)
        except TooLong:
            send(sock, {"id": request.get("id"), "failed": "size", "last": last})
        except OSError:
            return
        if last:
            return


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": algebra.run(request["job"], request["arguments"])}
    except MemoryError:
        return {"failed": "memory"}
    except NoEntry:
        return {"failed": "no_entry"}
    except RecursionError:
        return {"failed": "depth"}
    except Exception as error:  # noqa: BLE001 whatever SymPy raises, it has no advice
        return {"failed": "error", "what": type(error).__name__}


def _confine() -> None:
    """No more memory, files, forks or dumps than a job needs, where the system can be told so."""
    try:
        import resource
    except ImportError:
        return
    bounds = {"RLIMIT_AS": MEMORY, "RLIMIT_NOFILE": _OPEN_FILES}
    for name in ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NPROC"):
        bounds[name] = 0
    for name, bound in bounds.items():
        if hasattr(resource, name):
            try:
                resource.setrlimit(getattr(resource, name), (bound, bound))
            except (ValueError, OSError):
                continue  # macOS refuses some: the deadline holds without them
    _no_new_privileges()


def _no_new_privileges() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_PDEATHSIG = 1


def _arm() -> None:
    """So many CPU seconds from now, then SIGXCPU."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _is_swollen() -> bool:
    try:
        import resource
    except ImportError:
        return False
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > RESIDENT


# The nursery, where the system forks cleanly.


def raise_workers(control: socket.socket) -> None:
    """Fork a worker at each `fork`, end and reap one at each `end`; end them all when the socket closes."""
    control.settimeout(None)
    children: dict[int, None] = {}
    try:
        while True:
            try:
                request = receive(control)
            except (Garbled, OSError):
                return
            if "end" in request:
                pid = request["end"]
                send(control, {"status": _reap(pid) if pid in children else None})
                children.pop(pid, None)
            else:
                _fork(control, children)
    finally:
        for pid in children:
            _reap(pid)


def _fork(control: socket.socket, children: dict[int, None]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            pid = os.fork()
        except OSError:
            send(control, {"pid": None})
            return
        if pid == 0:
            _grow_up(control, ours, theirs)
        children[pid] = None
        send(control, {"pid": pid})
        socket.send_fds(control, [b"w"], [ours.fileno()])


def _grow_up(control: socket.socket, ours: socket.socket, theirs: socket.socket) -> None:
    """The life of a forked worker; it never comes back."""
    status = 1
    try:
        control.close()
        ours.close()
        _die_with_parent()
        serve(theirs)
        status = 0
    finally:
        os._exit(status)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _reap(pid: int) -> int:
    """Kill and wait. Gives the exit code, negative for a signal, as `subprocess` does."""
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
