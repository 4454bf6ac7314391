"""Every bad case of a start has a name of its own, and a message that says what to do."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hanse.base.faults import Fault
from hanse.engine.postgres import folder, locks, postmaster, server, trouble
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.faults import (
    DataDamaged,
    DataNewer,
    DataOlder,
    DidNotStart,
    DiskFull,
    HomeBusy,
    PortTaken,
    StillStarting,
    StillStopping,
    WrongOwner,
)
from tests.engine.homes import children, holding, kill_server, new_home, started, until

DATA = Path("/var/lib/hanse/postgres/data")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture(scope="module")
def stopped() -> Iterator[Path]:
    """A home with a good folder and no server; each test breaks a part and mends it."""
    with new_home() as home:
        with started(home):
            pass
        yield home


@contextmanager
def replaced(path: Path, text: str | None) -> Iterator[None]:
    """Another text in this file, or no file, for as long as the block."""
    before, entry = path.read_bytes(), path.stat()
    path.unlink()
    if text is not None:
        path.write_text(text)
        os.chown(path, entry.st_uid, entry.st_gid)
    yield
    path.write_bytes(before)
    os.chown(path, entry.st_uid, entry.st_gid)
    path.chmod(entry.st_mode & 0o777)


def refused(
    home: Path,
    kind: type[Fault],
    *,
    port: int | None = None,
    limit_s: float = server.START_LIMIT_S,
    free: int = server.DISK_FREE_MIN_BYTES,
) -> str:
    with pytest.raises(kind) as caught:
        Cluster.start(home, archive=False, port=port, limit_s=limit_s, disk_free_min_bytes=free)
    assert type(caught.value) is kind
    assert postmaster.running(home / "postgres" / "data") is None
    return str(caught.value)


def test_data_of_an_older_version_is_explained(stopped: Path) -> None:
    with replaced(stopped / "postgres/data/PG_VERSION", "15\n"):
        message = refused(stopped, DataOlder)
    assert "was written by PostgreSQL 15" in message
    assert "Start once more with the programs of PostgreSQL 15, take `hanse backup`" in message


def test_data_of_a_newer_version_is_explained(stopped: Path) -> None:
    with replaced(stopped / "postgres/data/PG_VERSION", "99\n"):
        message = refused(stopped, DataNewer)
    assert "was written by PostgreSQL 99" in message
    assert "Install PostgreSQL 99 again" in message


def test_a_folder_that_is_no_data_folder_is_left_alone(stopped: Path) -> None:
    with replaced(stopped / "postgres/data/PG_VERSION", None):
        message = refused(stopped, DataDamaged)
    assert "is no whole data folder" in message
    assert "move it away and start again; else restore the newest backup" in message


def test_a_damaged_folder_is_named_by_the_server_s_own_words(stopped: Path) -> None:
    with replaced(stopped / "postgres/data/global/pg_control", None):
        message = refused(stopped, DataDamaged)
    assert "pg_control" in message
    assert "`hanse restore`" in message


@root_only
def test_data_of_another_owner_is_not_taken_over(stopped: Path) -> None:
    data = stopped / "postgres/data"
    mine, theirs = data.stat(), pwd.getpwnam("nobody")
    os.chown(data, theirs.pw_uid, theirs.pw_gid)
    message = refused(stopped, WrongOwner)
    os.chown(data, mine.st_uid, mine.st_gid)
    assert f"belongs to user number {theirs.pw_uid}" in message
    assert f"`chown -R hanse {data}`" in message


def test_data_that_others_may_read_is_closed_again(stopped: Path) -> None:
    data = stopped / "postgres/data"
    data.chmod(0o755)
    with started(stopped):
        assert data.stat().st_mode & 0o777 == 0o700


def test_a_nearly_full_disk_is_told_before_anything_is_tried(stopped: Path) -> None:
    message = refused(stopped, DiskFull, free=2**60)
    assert "MB left; PostgreSQL needs" in message
    assert "Free some space" in message


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[None]:
    size = f"size={mebibytes}m,mode=0711"
    said = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False)
    if said.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        kill_server(folder / "postgres" / "data")
        subprocess.run(["umount", folder], check=True)


@root_only
def test_a_disk_too_small_for_a_first_start_is_told() -> None:
    with new_home() as home, small_disk(home, 100):
        assert "PostgreSQL needs 192 MB" in refused(home, DiskFull)
        assert not (home / "postgres/data").exists()


@root_only
def test_a_disk_that_is_full_to_the_last_byte_is_told() -> None:
    with new_home() as home, small_disk(home, 300):
        with started(home):
            pass
        filler = home / "filler"
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}"], check=False, capture_output=True)
        message = refused(home, DiskFull, free=0)
        assert "The disk of" in message
        assert "nothing that was committed is lost" in message
        filler.unlink()
        with started(home) as cluster:
            assert not cluster.attached


def test_a_port_that_is_taken_is_told(stopped: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        message = refused(stopped, PortTaken, port=port)
    assert f"Port {port} is taken by another program." in message


def test_a_home_in_which_another_start_hangs_is_told(stopped: Path) -> None:
    lock = stopped / "postgres/start.lock"
    with locks.alone(lock, 1):
        message = refused(stopped, HomeBusy, limit_s=0)
    assert "Another process has been starting or stopping the database" in message
    assert f"`fuser {lock}`" in message


def test_a_server_that_recovers_for_long_is_left_to_it(stopped: Path) -> None:
    with started(stopped) as cluster:
        file = cluster.data / "postmaster.pid"
        ready = file.read_text()
        file.write_text(ready.replace("ready   ", "starting"))
        with pytest.raises(StillStarting, match="It goes on by itself"):
            server.start(cluster.server, limit_s=0.1)
        file.write_text(ready)


def test_a_server_that_does_not_stop_is_told(stopped: Path) -> None:
    with started(stopped) as cluster:
        found = postmaster.running(cluster.data)
        assert found
        os.kill(found.pid, signal.SIGSTOP)
        with pytest.raises(StillStopping, match=f"`kill -9 {found.pid}`"):
            server.stop(cluster.server, limit_s=0.05, quit_limit_s=0.05)
        os.kill(found.pid, signal.SIGCONT)


def test_remains_of_a_server_that_nobody_sees_are_told(stopped: Path) -> None:
    """A process holds the lock of the server, and neither a number nor a socket leads to it."""
    with started(stopped) as cluster:
        found = postmaster.running(cluster.data)
        assert found
        frozen = children(found.pid)[0]
        os.kill(frozen, signal.SIGSTOP)
        os.kill(found.pid, signal.SIGKILL)
        until(lambda: postmaster.running(cluster.data) is None, "it is dead")
        with pytest.raises(HomeBusy, match="They may be in another container"):
            server.start(cluster.server, limit_s=0.1)
        os.kill(frozen, signal.SIGKILL)


def test_a_server_in_another_container_is_used_by_its_socket(stopped: Path) -> None:
    """Its number says nothing here; what counts is that its socket answers."""
    with started(stopped) as cluster:
        file = cluster.data / "postmaster.pid"
        true = file.read_text()
        number, _, rest = true.partition("\n")
        assert int(number)
        file.write_text(f"{postmaster.NOBODYS_PID}\n{rest}")
        with started(stopped) as second:
            assert second.attached
            assert server.stop(second.server) is False
        file.write_text(true)


def test_a_lost_password_is_made_anew(stopped: Path) -> None:
    """Even after the server was killed, whose file then names a process that may still be there."""
    with started(stopped) as cluster:
        kill_server(cluster.data)
    (stopped / "postgres/password").unlink()
    with started(stopped) as cluster:
        said = subprocess.run(
            [cluster.bin / "psql", cluster.admin_dsn, "-Atc", "select 7"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == "7\n"


def test_a_password_that_is_lost_while_the_server_runs_is_told(stopped: Path) -> None:
    with holding(stopped) as other:
        with replaced(stopped / "postgres/password", None), pytest.raises(WrongOwner) as caught:
            Cluster.start(stopped, archive=False)
        assert "is gone while the database runs. Stop Hanse everywhere" in str(caught.value)
        other.communicate("\n")


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        ("FATAL:  could not write lock file: No space left on device", DiskFull, "is full"),
        (
            'FATAL:  could not resize shared memory segment "/x": No space left on device',
            DidNotStart,
            "--shm-size",
        ),
        ('FATAL:  data directory "/x" has wrong ownership', WrongOwner, "Give it back"),
        ('FATAL:  could not open file "x": Permission denied', WrongOwner, "may not use"),
        (
            "FATAL:  database files are incompatible with server",
            DataNewer,
            "another major version",
        ),
        ("PANIC:  could not locate a valid checkpoint record", DataDamaged, "cannot be read"),
        ('FATAL:  unrecognized configuration parameter "x"', DidNotStart, "unrecognized"),
        ("", DidNotStart, "it said nothing"),
    ],
)
def test_the_words_of_the_log_become_a_fault(words: str, kind: type[Fault], part: str) -> None:
    found = trouble.explain(f"2026-11-20 14:03:05 UTC [1] {words}\n" if words else "", DATA, 5432)
    assert type(found) is kind
    assert part in str(found)


def test_a_line_that_only_informs_is_no_reason() -> None:
    said = (
        'LOG:  skipping missing configuration file "local.conf"\nFATAL:  something else is wrong\n'
    )
    assert str(trouble.explain(said, DATA, 5432)).startswith(
        "PostgreSQL did not start: FATAL:  something else is wrong"
    )


@root_only
def test_a_killed_copy_of_the_programs_is_made_again(stopped: Path) -> None:
    half = stopped / "postgres" / "unfinished-bin-00000000"
    half.mkdir()
    for programs in (stopped / "postgres").glob("bin-*"):
        shutil.rmtree(programs)
    with started(stopped) as cluster:
        assert (cluster.bin / "postgres").is_file()
        assert not half.exists()


@root_only
def test_copies_of_earlier_minor_versions_are_cleared_away(stopped: Path) -> None:
    root = stopped / "postgres"
    with started(stopped) as cluster:
        major = folder.major_of(cluster.data)
    old, other = root / f"bin-{major}.0", root / "bin-15.3"
    old.mkdir()
    other.mkdir()
    with started(stopped):
        assert not old.exists()
        assert other.exists()
