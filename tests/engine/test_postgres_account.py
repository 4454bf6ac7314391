"""Root lends the server an account; nobody's folder outside the home is touched."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.postgres import account as accounts
from hanse.engine.postgres import binaries, copies, postmaster, sockets
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.faults import (
    AccountMissing,
    HomeMisnamed,
    HomeUnreachable,
    WrongOwner,
)
from tests.engine.homes import HOLDER, LIMIT_S, new_home, started

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def private() -> Iterator[Path]:
    """A folder that only we may enter, as a temporary folder usually is."""
    folder = Path(tempfile.mkdtemp(prefix="hp-", dir="/tmp"))
    (folder / "full").write_text("so it is not empty")
    yield folder
    shutil.rmtree(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def as_nobody(home: Path, script: str = HOLDER) -> "subprocess.CompletedProcess[str]":
    """The script, run by a user who has nothing; skips where that user finds no Python."""
    paths = [path for path in sys.path if path.endswith("site-packages")]
    paths.append(str(Path(accounts.__file__).parents[3]))
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with suppress(OSError):
            return run_as_nobody([python, "-c", script, str(home)], ":".join(paths))
    pytest.skip("no Python that another user may run")


def run_as_nobody(argv: list[str], python_path: str) -> "subprocess.CompletedProcess[str]":
    entry = pwd.getpwnam("nobody")
    return subprocess.run(
        argv,
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": python_path},
        input="\n",
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


@root_only
def test_root_lends_the_server_an_account_of_its_own() -> None:
    with new_home() as home, started(home) as cluster:
        found = postmaster.running(cluster.data)
        assert found
        owner = Path(f"/proc/{found.pid}").stat().st_uid
        assert pwd.getpwuid(owner).pw_name == "hanse"
        assert cluster.data.stat().st_uid == owner
        assert cluster.bin.is_relative_to(home)
        # What root itself writes, the account may read at most.
        for name in ("password", "hanse.conf", "start.lock", "users.lock"):
            assert (home / "postgres" / name).stat().st_uid == 0
        assert mode(home) & 0o066 == 0


@root_only
def test_a_home_below_a_closed_folder_is_an_error_that_names_the_command(private: Path) -> None:
    before = mode(private)
    with pytest.raises(HomeUnreachable) as caught:
        Cluster.start(private / "home", archive=False)
    said = str(caught.value)
    assert f"cannot enter {private}," in said
    assert f"`setfacl -m u:hanse:x {private}`" in said
    assert "/var/lib/hanse" in said
    assert mode(private) == before


@root_only
def test_the_home_itself_is_opened_for_entering_only() -> None:
    with new_home() as home:
        assert mode(home) == 0o700
        accounts.prepare_home(home, accounts.choose())
        assert mode(home) == 0o701


@root_only
def test_the_folder_of_a_person_is_never_opened() -> None:
    before = mode(Path("/root"))
    if accounts.barred_folder(Path("/root"), accounts.choose()) is None:
        pytest.skip("everybody may enter /root here")
    with pytest.raises(HomeUnreachable):
        Cluster.start(Path("/root"), archive=False)
    assert mode(Path("/root")) == before
    assert not Path("/root/postgres").exists()


@root_only
def test_a_backup_folder_out_of_reach_is_told(private: Path) -> None:
    with new_home() as home, pytest.raises(HomeUnreachable, match="cannot write its archive"):
        Cluster.start(home, backup_folder=private / "backup")


def test_a_backup_folder_whose_parent_is_missing_is_told(private: Path) -> None:
    with new_home() as home, pytest.raises(HomeUnreachable, match="set HANSE_BACKUP_FOLDER"):
        Cluster.start(home, backup_folder=private / "not" / "there")


def test_a_home_that_is_a_file_is_told(private: Path) -> None:
    with pytest.raises(WrongOwner, match="it is a file"):
        Cluster.start(private / "full")


@root_only
def test_programs_on_path_that_the_account_cannot_reach_are_told(private: Path) -> None:
    private.chmod(0o700)
    for name in ("postgres", "initdb"):
        (private / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.1'\n")
        (private / name).chmod(0o755)
    found = binaries.find({"PATH": str(private)}, "no_such_wheel")
    with pytest.raises(HomeUnreachable, match=f"cannot run {private / 'postgres'}: .*denied"):
        copies.reachable(found, private, accounts.choose())


@root_only
def test_another_user_has_a_server_without_any_of_this() -> None:
    with new_home() as home:
        entry = pwd.getpwnam("nobody")
        os.chown(home, entry.pw_uid, entry.pw_gid)
        done = as_nobody(home)
        assert done.stdout.startswith("up False"), done.stderr
        assert mode(home) == 0o700
        assert {path.stat().st_uid for path in home.rglob("*")} == {entry.pw_uid}
        assert not any((home / "postgres").glob("bin-*"))


@root_only
def test_a_home_of_root_is_refused_to_another_user() -> None:
    with new_home() as home:
        with started(home):
            pass
        done = as_nobody(home)
        assert done.returncode == 1
        assert "WrongOwner" in done.stderr
        assert "belongs to user number 0, and nobody may not write into it" in done.stderr
        assert "Run as its owner, or set HANSE_HOME" in done.stderr


@root_only
def test_a_home_that_cannot_be_made_is_told(private: Path) -> None:
    done = as_nobody(private / "home")
    assert "cannot be used as the home: Permission denied" in done.stderr


@root_only
def test_a_user_without_a_name_is_told() -> None:
    with pytest.raises(AccountMissing, match="has no name on this machine"):
        accounts.ourselves(3_999_999_999)


@root_only
def test_the_account_is_made_when_it_is_missing() -> None:
    """The command is run for real in a root folder of its own, so this machine keeps its own."""
    with new_home() as home:
        etc = home / "etc"
        etc.mkdir()
        for name, text in (
            ("passwd", "root:x:0:0::/root:/bin/sh\n"),
            ("group", "root:x:0:\n"),
            ("shadow", "root:*:1::::::\n"),
            ("gshadow", "root:*::\n"),
        ):
            (etc / name).write_text(text)
        command = accounts.USERADD.split()
        done = subprocess.run([*command, "--prefix", str(home)], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        line = (etc / "passwd").read_text().splitlines()[-1]
        assert line.startswith("hanse:x:")
        assert line.endswith(":/var/lib/hanse:/usr/sbin/nologin")


def test_a_long_path_gets_a_short_private_socket_folder() -> None:
    with new_home() as home:
        deep = home / ("d" * 100)
        if os.geteuid() == 0:
            home.chmod(0o711)
        with started(deep) as cluster:
            folder = cluster.server.sockets
            assert not folder.is_relative_to(home)
            assert mode(folder) == 0o700
            assert f"so the database's socket is in {folder}" in cluster.notes[0]
            with started(deep) as second:
                assert second.admin_dsn == cluster.admin_dsn
        shutil.rmtree(folder)


def test_the_user_s_runtime_folder_is_preferred_when_it_is_the_user_s_server() -> None:
    with new_home() as home:
        runtime = home / "runtime"
        runtime.mkdir()
        entry = pwd.getpwuid(os.geteuid())
        ours = accounts.Account(entry.pw_name, entry.pw_uid, entry.pw_gid, lent=False)
        folder, note = sockets.socket_folder(
            home / ("d" * 100), ours, {"XDG_RUNTIME_DIR": str(runtime)}
        )
        assert folder.parent == runtime
        assert "too long for a socket" in note


def test_a_socket_folder_that_somebody_put_there_is_refused() -> None:
    with new_home() as home:
        folder = home / "run"
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
        with pytest.raises(WrongOwner, match=f"Remove it with `rm -r {folder}`"):
            sockets.private(folder, accounts.choose())
        link = home / "link"
        link.symlink_to(home)
        with pytest.raises(WrongOwner):
            sockets.private(link, accounts.choose())


@pytest.mark.parametrize("name", ["$(x)", 'a "b"', "`x`", "a\\b", "a\nb"])
def test_a_home_that_a_shell_would_read_is_refused(name: str) -> None:
    """initdb hands its own path to a shell, quoted so little that what stands in it would run."""
    with new_home() as home:
        with pytest.raises(HomeMisnamed, match="take for a command"):
            Cluster.start(home / name)
        assert not list(home.iterdir())


@pytest.mark.parametrize("name", ["it's, 50% odd; & more", "ümläut"])
async def test_a_home_may_have_any_name(name: str) -> None:
    with new_home() as home:
        if os.geteuid() == 0:
            home.chmod(0o711)
        cluster = Cluster.start(home / name)
        try:
            done = subprocess.run(  # noqa: ASYNC221 - a short question
                [cluster.bin / "psql", cluster.admin_dsn, "-Atc", "select pg_switch_wal() is null"],
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stdout == "f\n"
            connection = await asyncpg.connect(cluster.admin_dsn)
            await connection.close()
        finally:
            cluster.stop()
        if not cluster.server.sockets.is_relative_to(home):
            shutil.rmtree(cluster.server.sockets)
        assert list(cluster.wal_archive.glob("0*"))
        assert not list(cluster.wal_archive.glob(".part-*"))
