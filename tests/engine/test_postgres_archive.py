"""The archive of the server's log, and a second server on a copy of the data."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.postgres import postmaster
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.config import archive_command
from hanse.engine.postgres.dsns import without_password
from tests.engine.homes import new_home, until

SEGMENT_BYTES = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def archiving() -> Iterator[Cluster]:
    with new_home() as home:
        cluster = Cluster.start(home)
        yield cluster
        cluster.stop()


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_finished_piece_of_the_log_is_kept_whole(archiving: Cluster) -> None:
    await ask(archiving.admin_dsn, "create table if not exists kept as select 1 as n")
    name = await ask(archiving.admin_dsn, "select pg_walfile_name(pg_switch_wal())")
    kept = archiving.wal_archive / str(name)
    until(kept.exists, "the piece arrives")
    assert kept.stat().st_size == SEGMENT_BYTES
    assert kept.stat().st_mode & 0o077 == 0
    assert not list(archiving.wal_archive.glob(".part-*"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("wal_level", "replica"),
        ("archive_mode", "on"),
        ("archive_timeout", "15min"),
        ("summarize_wal", "on"),
        ("full_page_writes", "on"),
        ("fsync", "on"),
    ],
)
async def test_the_server_is_set_for_backups(archiving: Cluster, name: str, value: str) -> None:
    assert await ask(archiving.admin_dsn, f"show {name}") == value


def archive(folder: Path, piece: Path) -> int:
    command = archive_command(folder).replace("%p", f"'{piece}'").replace("%f", "0001")
    return subprocess.run(command.replace("%%", "%"), shell=True, check=False).returncode


def test_a_piece_that_is_there_already_is_right_only_if_it_is_the_same(tmp_path: Path) -> None:
    """The server asks again after a crash between the copy and its own note."""
    folder, piece = tmp_path / "50% of it's", tmp_path / "piece"
    folder.mkdir()
    piece.write_text("one")
    assert archive(folder, piece) == 0
    assert archive(folder, piece) == 0
    piece.write_text("two")
    assert archive(folder, piece) != 0
    assert (folder / "0001").read_text() == "one"


def test_a_piece_that_cannot_be_written_is_not_noted(tmp_path: Path) -> None:
    piece = tmp_path / "piece"
    piece.write_text("one")
    assert archive(tmp_path / "missing", piece) != 0


async def test_a_copy_of_the_data_runs_beside_the_server_and_leaves_it_alone(
    archiving: Cluster,
) -> None:
    await ask(archiving.admin_dsn, "create table if not exists kept as select 1 as n")
    account = archiving.server.account
    copy = archiving.data.with_name("copy")
    copy.mkdir(mode=0o700)
    account.own(copy)
    address, secrets = without_password(archiving.admin_dsn)
    argv = [archiving.bin / "pg_basebackup", "-d", address, "-D", copy, "-c", "fast"]
    done = account.run([*map(str, argv)], timeout_s=60, secrets=secrets)
    assert done.returncode == 0, done.stderr
    with archiving.scratch(copy) as dsn:
        assert await ask(dsn, "select count(*) from kept") == 1
        assert await ask(dsn, "show archive_mode") == "off"
        assert await ask(dsn, "show data_directory") == str(copy)
        assert await ask(archiving.admin_dsn, "show data_directory") == str(archiving.data)
    assert postmaster.running(copy) is None
    assert postmaster.running(archiving.data)
