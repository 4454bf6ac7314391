"""A PostgreSQL of the operator's own: used before any other, backed up and brought back from."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.postgres.cluster import Cluster
from tests.app.test_up import free_port
from tests.engine.homes import LIMIT_S, new_home

BOSS = "postgresql://postgres:boss@127.0.0.1:{port}/{database}"
OURS = "postgresql://shop:p%40ss%20word@127.0.0.1:{port}/shopdb"


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with new_home() as folder:
        folder.chmod(0o711)
        yield folder


@pytest.fixture(scope="module")
def port(server: Cluster, root: Path) -> Iterator[int]:
    """A server that knows nothing of us: another superuser, other names, on a port."""
    data, number = root / "theirs", free_port()
    account = server.server.account
    data.mkdir()
    account.own(data)
    secret = root / "secret"
    secret.write_text("boss\n", "utf-8")
    secret.chmod(0o644)

    def run(*words: str | Path) -> None:
        done = account.run(words, timeout_s=LIMIT_S, cwd=data)
        assert done.returncode == 0, done.stderr

    run(
        *(server.bin / "initdb", "-D", data, "-U", "postgres", f"--pwfile={secret}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
    )
    words = f"-p {number} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    control = (server.bin / "pg_ctl", "-D", data)
    run(*control, "-w", "-o", words, "-l", data / "log", "start")
    try:
        asyncio.run(make_user(number))
        yield number
    finally:
        run(*control, "-m", "immediate", "stop")


async def make_user(port: int) -> None:
    boss = await asyncpg.connect(BOSS.format(port=port, database="postgres"))
    await boss.execute("create role shop login createrole password 'p@ss word'")
    await boss.execute("create database shopdb owner shop")
    await boss.close()


async def grant(port: int, right: str) -> None:
    boss = await asyncpg.connect(BOSS.format(port=port, database="postgres"))
    await boss.execute(f"alter role shop {right}")
    await boss.close()


def hanse(home: Path, *words: str, url: str = "") -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANSE_")}
    return subprocess.run(
        [sys.executable, "-m", "hanse", *words],
        env=kept | {"HANSE_HOME": str(home), "HANSE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=LIMIT_S * 4,
        check=False,
    )


def done(home: Path, *words: str, url: str = "") -> str:
    ended = hanse(home, *words, url=url)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_server_that_is_named_is_used_and_none_is_made(root: Path, port: int) -> None:
    home, url = root / "home", OURS.format(port=port)
    assert "The database is at version" in done(home, "migrate", url=url)
    assert done(home, "psql", "-Atc", "select current_user", url=url) == "shop\n"
    assert not (home / "postgres").exists()
    shown = done(home, "settings", url=url)
    assert re.search(r"^HANSE_DATABASE_URL +\*{8}  \(environment\)$", shown, re.MULTILINE)
    assert "p%40ss" not in shown


def test_a_dump_of_it_comes_back_under_a_server_of_ours(root: Path, port: int) -> None:
    """The owner of a table there is nobody here, and the database has another name."""
    home, url = root / "home", OURS.format(port=port)
    done(home, "migrate", url=url)
    done(home, "psql", "-qc", "create table if not exists mine as select 42 as n", url=url)
    shut = hanse(home, "backup", url=url)
    assert shut.returncode == 1
    assert "must see all rows: have an administrator run `alter role NAME bypassrls`" in shut.stderr
    asyncio.run(grant(port, "bypassrls"))
    said = done(home, "backup", url=url)
    assert ": pg_dump, " in said
    assert "It holds this one instant" in said
    into = root / "back"
    said = done(home, "restore", "--into", str(into), url=url)
    assert f"HANSE_HOME={into} HANSE_PORT=8701 HANSE_DATABASE_URL= hanse serve" in said
    assert done(into, "migrate").endswith("0 steps were made now.\n")
    assert done(into, "psql", "-Atc", "select n from mine") == "42\n"
    owners = "select distinct tableowner from pg_tables where tablename like 'engine_%'"
    assert done(into, "psql", "-Atc", owners) == "hanse_owner\n"


def test_even_its_superuser_gets_what_comes_back(root: Path, port: int) -> None:
    """Files of a server with other names and settings would not start under ours."""
    home, url = root / "boss", BOSS.format(port=port, database="shopdb")
    done(root / "home", "migrate", url=OURS.format(port=port))
    assert ": pg_dump, " in done(home, "backup", url=url)


def test_files_of_a_hanse_server_on_another_machine_come_back_exactly(root: Path) -> None:
    number = free_port()
    cluster = Cluster.start(root / "there", port=number)
    try:
        url = cluster.admin_dsn.replace("@/", f"@127.0.0.1:{number}/").partition("?")[0]
        done(root / "here", "migrate", url=url)
        done(root / "here", "psql", "-qc", "create table mine as select 7 as n", url=url)
        said = done(root / "here", "backup", url=url)
        assert ": pg_basebackup, everything, " in said
    finally:
        cluster.stop()
    into = root / "copied"
    done(root / "here", "restore", "--into", str(into))
    assert done(into, "psql", "-Atc", "select n from mine") == "7\n"


def test_a_drill_beside_a_server_that_is_not_ours_is_refused_with_another_way(
    root: Path, port: int
) -> None:
    refused = hanse(root / "home", "backup", "verify", url=OURS.format(port=port))
    assert refused.returncode == 1
    assert "this database is yours. Restore the dump into a folder and look" in refused.stderr
