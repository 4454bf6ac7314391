"""What a person must put right is said once; nothing is tried again and again behind it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.app.cli.run import demo_home
from hanse.engine.postgres import postmaster
from tests.app.test_up import up
from tests.engine.homes import LIMIT_S, new_home, started, until

FORGED = "update engine_migrations set checksum = 'another' where version = 1"


@pytest.fixture
def home() -> Iterator[Path]:
    with new_home() as folder:
        yield folder


def ended(home: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANSE_")}
    return subprocess.run(
        [sys.executable, "-m", "hanse", *words],
        env=kept | {"HANSE_HOME": str(home)} | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S * 2,
        check=False,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_second_start_says_that_its_port_is_taken_before_anything_runs(
    home: Path, host: str
) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as first:
        port = str(first.getsockname()[1])
        done = ended(home, "up", HANSE_HOST=host, HANSE_PORT=port)
    assert done.returncode == 1
    assert f"Port {port} on {host} is taken: Hanse runs there already" in done.stderr
    assert "HANSE_PORT" in done.stderr
    assert done.stdout == ""
    assert not (home / "postgres").exists()


def test_what_needs_a_person_stops_all_and_is_not_tried_again(home: Path) -> None:
    assert ended(home, "migrate").returncode == 0
    assert ended(home, "psql", "-qc", FORGED).returncode == 0
    done = ended(home, "up", HANSE_PORT="0")
    assert done.returncode == 1
    assert "0001_engine_ground was changed after this database had applied it" in done.stderr
    assert "starting it again" not in done.stdout
    assert done.stdout.splitlines()[-1] == "Stopped."
    assert "Traceback" not in done.stderr


def test_a_door_that_nobody_opened_on_purpose_stays_shut(home: Path) -> None:
    done = ended(home, "serve", HANSE_HOST="")
    assert done.returncode == 1
    assert "HANSE_HOST is '' (environment)" in done.stderr
    assert "0.0.0.0 means all of them" in done.stderr


def test_a_service_manager_s_request_to_end_is_heeded(home: Path) -> None:
    with up(home) as running:
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(LIMIT_S) == 0
        assert postmaster.running(running.data()) is None


def test_any_command_that_is_asked_to_end_lets_the_database_go(home: Path) -> None:
    data = home / "postgres" / "data"
    words = [sys.executable, "-m", "hanse", "audit", "tail", "--follow"]
    with subprocess.Popen(words, env=os.environ | {"HANSE_HOME": str(home)}) as following:
        until(lambda: (home / "keys/vault").exists(), "it is at work")
        assert postmaster.running(data)
        following.send_signal(signal.SIGTERM)
        assert following.wait(LIMIT_S) == 130
    assert postmaster.running(data) is None


def test_a_file_that_cannot_be_used_is_named(home: Path) -> None:
    for words in (("heads", "--export", "/nowhere/heads"), ("verify", "--heads", "/nowhere/heads")):
        done = ended(home, "audit", *words)
        assert done.returncode == 1
        assert (
            done.stderr == "hanse: /nowhere/heads: No such file or directory. Name another file.\n"
        )


def test_the_shell_speaks_to_the_server_that_runs_and_starts_it_if_none_does(home: Path) -> None:
    first = ended(home, "psql", "-Atc", "select current_user, current_database()")
    assert first.stdout == "hanse|hanse\n"
    with started(home) as cluster:
        asked = "select pg_postmaster_start_time()"
        assert (
            ended(home, "psql", "-Atc", asked).stdout == ended(home, "psql", "-Atc", asked).stdout
        )
        assert cluster.attached is False


def test_a_demo_never_touches_the_real_database_or_its_backups(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings of the real installation are often still there when somebody tries a demo."""
    monkeypatch.setenv("HANSE_DATABASE_URL", "postgresql://shop:word@127.0.0.1:1/real")
    monkeypatch.setenv("HANSE_BACKUP_FOLDER", str(home / "real" / "backups"))
    monkeypatch.setenv("HANSE_VAULT_KEY_FILE", str(home / "real" / "keys"))
    with up(home, "demo") as running:
        assert running.ready()
        assert running.data().is_dir()
    assert not (home / "real").exists()
    assert (home / "keys/vault").is_file()


def test_the_demo_keeps_to_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANSE_HOME", raising=False)
    assert demo_home(Path("/var/lib/hanse")) == Path("/var/lib/hanse-demo")
    monkeypatch.setenv("HANSE_HOME", "/srv/trial")
    assert demo_home(Path("/srv/trial")) == Path("/srv/trial")
