"""Homes of their own for tests of the server, and other processes that use one."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hanse.engine.postgres import postmaster
from hanse.engine.postgres.cluster import Cluster

LIMIT_S = 120.0

HOLDER = """
import sys
from pathlib import Path
from hanse.engine.postgres.cluster import Cluster
cluster = Cluster.start(Path(sys.argv[1]), archive=False)
print("up", cluster.attached, cluster.admin_dsn, flush=True)
sys.stdin.readline()
"""


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty folder with a short path. No server of it is alive afterwards."""
    home = Path(tempfile.mkdtemp(prefix="hz-", dir="/tmp"))
    try:
        yield home
    finally:
        kill_server(home / "postgres" / "data")
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(home: Path) -> Iterator[Cluster]:
    cluster = Cluster.start(home, archive=False)
    try:
        yield cluster
    finally:
        cluster.stop()


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.005)


def kill_server(data: Path, *, spared: int | None = None) -> None:
    """kill -9 of every process of the server on this folder but one, the first one first."""
    found = postmaster.running(data)
    if found is None or not postmaster.serves(found.pid, data):
        return
    family = [pid for pid in (found.pid, *children(found.pid)) if pid != spared]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(postmaster.command_line, family)), "the server is dead")


def children(pid: int) -> list[int]:
    said = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in said.stdout.split()]


def hold(home: Path, script: str = HOLDER) -> "subprocess.Popen[str]":
    """Another process that starts or attaches, and lets go when a line is written to it."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def holding(home: Path, script: str = HOLDER) -> Iterator["subprocess.Popen[str]"]:
    """The other process, once it has said its first words."""
    with hold(home, script) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("up")
            yield process
        finally:
            process.kill()


def let_go(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=LIMIT_S)
    assert process.returncode == 0
