"""The program as a person starts it: it comes up, says what runs, and goes down without a trace."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanse.engine.postgres import postmaster
from tests.engine.homes import kill_server, new_home, until

LIMIT_S = 120.0


@dataclass(frozen=True)
class Started:
    process: "subprocess.Popen[bytes]"
    home: Path
    port: int

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=LIMIT_S
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def ready(self) -> bool:
        try:
            return self.get("/health/ready")[0] == 200
        except OSError:
            return False

    def processes(self) -> dict[str, int]:
        """None are known while the answer is a refusal: one who waits for long asks too often."""
        status, said = self.get("/api/system")
        rows = json.loads(said)["processes"] if status == 200 else []
        return {row["role"]: row["pid"] for row in rows}

    def both_live(self) -> bool:
        return self.ready() and set(self.processes()) == {"web", "worker"}

    def data(self) -> Path:
        return self.home / "postgres" / "data"


@contextmanager
def up(home: Path, word: str = "up", **more: str) -> Iterator[Started]:
    port = free_port()
    environ = {
        **os.environ,
        "HANSE_HOME": str(home),
        "HANSE_PORT": str(port),
        "HANSE_RATES_FETCH": "no",
        **more,
    }
    said = home / "said"  # a file, for nobody reads while we wait
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "hanse", word],
            env=environ,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    started = Started(process, home, port)
    try:
        until(lambda: process.poll() is not None or started.both_live(), "everything is up")
        assert process.poll() is None, said.read_text()
        yield started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=LIMIT_S)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def home() -> Iterator[Path]:
    with new_home() as folder:
        yield folder


def alive(pid: int) -> bool:
    return bool(postmaster.command_line(pid))


def test_it_comes_up_says_what_runs_and_leaves_nothing(home: Path) -> None:
    with up(home, "demo") as started:
        pids = started.processes()
        page = started.get("/")
        assert page[0] == 200
        assert "Hanse" in page[1]
        assert json.loads(started.get("/api/system")[1])["demo"] is True
    assert started.process.returncode == 0
    assert '"level": "info"' not in (home / "said").read_text()  # who can sign in stays in sight
    assert not any(map(alive, pids.values()))
    assert postmaster.running(started.data()) is None


def test_a_child_that_dies_is_started_again(home: Path) -> None:
    with up(home) as started:
        worker = started.processes()["worker"]
        os.kill(worker, signal.SIGKILL)
        until(
            lambda: started.processes().get("worker") not in (worker, None), "another worker lives"
        )
        assert started.ready()


def test_after_kill_9_of_everything_the_next_start_recovers_by_itself(home: Path) -> None:
    with up(home) as started:
        pids = [started.process.pid, *started.processes().values()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        kill_server(started.data())
    with up(home) as again:
        assert again.ready()


def test_children_whose_parent_was_killed_end_by_themselves(home: Path) -> None:
    with up(home) as started:
        pids = started.processes()
        os.kill(started.process.pid, signal.SIGKILL)
        until(lambda: not any(map(alive, pids.values())), "the children have ended")
        until(lambda: postmaster.running(started.data()) is None, "the database has stopped")


def test_a_port_that_is_taken_is_said_and_not_tried_for_ever(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environ = {
            **os.environ,
            "HANSE_HOME": str(home),
            "HANSE_PORT": str(taken.getsockname()[1]),
        }
        ended = subprocess.run(
            [sys.executable, "-m", "hanse", "serve"],
            env=environ,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    assert ended.returncode == 1
    assert "is taken by another program" in ended.stderr
    assert "HANSE_PORT" in ended.stderr
    assert not (home / "postgres").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "usage: hanse COMMAND"),
        (["--version"], 0, "hanse 0."),
        (["serv"], 2, "Did you mean serve?"),
        (["audit", "tail", "-n", "-5"], 2, "a number from 1 to 10,000, not '-5'"),
        (["restore", "--to", "yesterday", "--into", "x"], 2, "is no time; write it as"),
        (["restore", "--to", "2199-01-01", "--into", "x"], 1, "is yet to come"),
    ],
)
def test_words_are_answered_with_words(words: list[str], code: int, said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "hanse", *words],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert ended.returncode == code
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
