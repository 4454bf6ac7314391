"""Marked secrets go in through every door there is; none comes out of any."""

import asyncio
import base64
import io
import logging
import os
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import asyncpg
import pytest

from hanse.base.clock import SystemClock
from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.engine import keys, vault
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.jobs.workers import prepare, work
from hanse.engine.keys import DataKey
from hanse.engine.log import events
from hanse.engine.master_keys import KmsCommand, MasterKey
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, parse
from hanse.engine.seal import KeyRing
from hanse.engine.settings import SETTINGS, load, shown_value
from hanse.engine.tx import Database
from hanse.engine.vault import SealedColumn
from hanse.engine.wire.wire import Call, Wire
from tests.conftest import NOBODY
from tests.engine import sealed_tokens
from tests.engine.canaries import all_that_is_logged, canaries, caught
from tests.engine.sealed_tokens import TOKEN
from tests.engine.wire_servers import EVERY_PORT, LOOPBACK

CANARIES = canaries("token", "address", "password", "metrics", "header", "query", "fact") | {
    "vault_key": "ca" * 32,
    "master": "Masterkeys-of-thirty-two-bytes-!",
}
PASSWORD = quote(CANARIES["password"], safe="")
ENVIRON = {
    "HANSE_DATABASE_URL": f"postgresql://hanse:{PASSWORD}@127.0.0.1:1/hanse",
    "HANSE_METRICS_TOKEN": CANARIES["metrics"],
    "HANSE_VAULT_KEY": CANARIES["vault_key"],
    "HANSE_LOG_FORMAT": "json",
}
MASTER = CANARIES["master"].encode()
SOMEBODY = UUID(int=9)


@events.declare("canary.fact.noted", "{actor} noted a fact", personal=("fact",), person="whose")
@dataclass(frozen=True, slots=True)
class FactNoted:
    fact: str
    whose: UUID


# The fact of a person, in the same table as the tokens.
ADDRESS = SealedColumn("room_tokens", "token")


def call(port: int = 443) -> Call:
    return Call(
        "GET",
        f"https://127.0.0.1:{port}/?access_token={quote(CANARIES['query'], safe='')}",
        writes=False,
        headers={"Authorization": f"Bearer {CANARIES['header']}"},
    )


@pytest.fixture(scope="module", autouse=True)
async def table(admin_dsn: str) -> None:
    await sealed_tokens.make_table(admin_dsn)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    with all_that_is_logged(load(ENVIRON).settings) as stream:
        yield stream


def test_the_search_finds_what_it_looks_for() -> None:
    secret = CANARIES["token"].encode()
    for text in (secret, secret.hex().encode(), quote(secret, safe="").encode()):
        assert caught(CANARIES, b"before " + text + b" behind") == ["token"]
    for before in (b"", b"a", b"ab"):
        assert caught(CANARIES, base64.b64encode(before + secret + b"behind")) == ["token"]
    assert caught(CANARIES, "nothing") == []


def test_nothing_that_holds_a_secret_prints_it(logged: io.StringIO) -> None:
    loaded = load(ENVIRON)
    held: list[object] = [
        loaded,
        [shown_value(loaded.settings, name) for name in SETTINGS],
        KeyRing({1: MASTER}, 1),
        MasterKey(1, datetime(2026, 11, 20, tzinfo=UTC), MASTER),
        DataKey(SOMEBODY, SOMEBODY, 1, {1: MASTER}),
        Dsns(*[ENVIRON["HANSE_DATABASE_URL"]] * 3),
        call(),
    ]
    for value in held:
        assert caught(CANARIES, f"{value} {value!r}") == [], type(value)
        logging.getLogger("hanse").info("%r", value, extra={"value": value})
    assert caught(CANARIES, logged.getvalue()) == []


async def test_neither_the_tables_nor_the_files_of_the_server_hold_a_secret(
    database: Database, workspace: UUID, ids: RandomIds, admin_dsn: str, server: Cluster
) -> None:
    token, address = ids.new(), ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        sealed = await vault.put(tx, TOKEN, token, CANARIES["token"].encode())
        await sealed_tokens.keep(tx, token, sealed)
        sealed = await vault.put(tx, ADDRESS, address, CANARIES["address"].encode(), SOMEBODY)
        await sealed_tokens.keep(tx, address, sealed)
        await events.append(tx, FactNoted(CANARIES["fact"], SOMEBODY))
    async with database.tx(workspace, NOBODY) as tx:
        found = await sealed_tokens.kept(tx)
        opened = await vault.take(tx, TOKEN, token, found[token], "to ask the shop")
    assert opened == CANARIES["token"].encode()
    assert caught(CANARIES, await everything_in(admin_dsn)) == []
    for file in server.layout.root.rglob("*"):
        if file.is_file() and not file.is_symlink():
            assert caught(CANARIES, file.read_bytes()) == [], file


async def everything_in(admin_dsn: str) -> str:
    """Every row of every table as text, and everything on the disk."""
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("checkpoint")
    tables = await admin.fetch("select oid::regclass::text from pg_class where relkind = 'r'")
    rows = [await admin.fetch(f"select t::text from {name} t") for (name,) in tables]
    await admin.close()
    return "\n".join(str(row[0]) for found in rows for row in found)


async def test_no_failure_tells_a_secret(
    database: Database, workspace: UUID, ids: RandomIds, logged: io.StringIO
) -> None:
    row = ids.new()
    token = CANARIES["token"].encode()
    async with database.tx(workspace, NOBODY) as tx:
        sealed = await vault.put(tx, TOKEN, row, token)
        await sealed_tokens.keep(tx, row, sealed)

    async def take_from_another_row() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await vault.take(tx, TOKEN, ids.new(), sealed, "a test")

    async def keep_twice() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await sealed_tokens.keep(tx, row, await vault.put(tx, TOKEN, row, token))

    async def seal_by_a_destroyed_key() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await keys.destroy(tx, SOMEBODY)
            await vault.put(tx, ADDRESS, row, CANARIES["address"].encode(), SOMEBODY)

    async def hand_a_secret_to_a_job() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue(tx, "stock.push", "", {"key": CANARIES["token"].encode()})

    async def ask_a_broken_key_service() -> None:
        KmsCommand(("false",)).wrap(MASTER)

    async def read_wrong_settings() -> None:
        load({"HANSE_VAULT_KEY": CANARIES["token"], "HANSE_PORT": "x"})

    async def enter_a_closed_database() -> None:
        dsn, clock = ENVIRON["HANSE_DATABASE_URL"], SystemClock()
        ring = KeyRing({1: MASTER}, 1)
        await Database.open(dsn, dsn, clock=clock, ids=ids, ring=ring)

    async def call_a_closed_port() -> None:
        wire = await Wire.open(SystemClock(), allow_private=LOOPBACK, ports=EVERY_PORT)
        try:
            await wire.send(call(port=1))
        finally:
            await wire.close()

    for failing in (
        take_from_another_row,
        keep_twice,
        seal_by_a_destroyed_key,
        hand_a_secret_to_a_job,
        ask_a_broken_key_service,
        read_wrong_settings,
        enter_a_closed_database,
        call_a_closed_port,
    ):
        assert caught(CANARIES, await trace_of(failing)) == [], failing.__name__
    assert logged.getvalue().count('"text": "it failed"') == 8
    assert caught(CANARIES, logged.getvalue()) == []


async def test_a_job_that_fails_over_a_secret_tells_none(
    database: Database, workspace: UUID, ids: RandomIds, logged: io.StringIO, admin_dsn: str
) -> None:
    row = ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        sealed = await vault.put(tx, TOKEN, row, CANARIES["token"].encode())
        await sealed_tokens.keep(tx, row, sealed)
    jobs = Jobs("canary")

    @jobs.job("canary.push")
    async def push(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            found = (await sealed_tokens.kept(tx))[job.one("row")]
            token = await vault.take(tx, TOKEN, job.one("row"), found, "to ask the shop")
            headers = {"Authorization": f"Bearer {token.decode()}"}
            raise Rejected(f"The shop refused {headers} and password={CANARIES['password']}")

    registry, stop = collect([jobs]), asyncio.Event()
    await prepare(database, registry)
    async with database.tx(workspace, NOBODY) as tx:
        await enqueue(tx, "canary.push", "", {"row": row})
    working = asyncio.create_task(work(database, registry, stop=stop, worker="canary"))
    async with asyncio.timeout(60):
        while True:
            if await failed_jobs(database):
                break
            await asyncio.sleep(0.05)
        stop.set()
        await working
    assert "jobs.job.not_done" in logged.getvalue()
    assert caught(CANARIES, logged.getvalue()) == []
    assert caught(CANARIES, await everything_in(admin_dsn)) == []


async def failed_jobs(database: Database) -> int:
    async with database.system_tx("test") as tx:
        count: int = await tx.fetchval("select count(*) from jobs_tries")
    return count


async def trace_of(failing: Callable[[], Awaitable[None]]) -> str:
    """What a person or a log would see of the failure, with all that led to it."""
    try:
        await failing()
    except Exception as error:
        logging.getLogger("hanse").exception("it failed")
        return "".join(traceback.format_exception(error)) + repr(error) + str(vars(error))
    pytest.fail(f"{failing.__name__} was to fail")


async def test_commands_print_no_secret(tmp_path: Path) -> None:
    for words in (["settings"], ["settings", "--json"], ["doctor"], ["keys", "list"], ["psql"]):
        process = await hanse(*words, HANSE_HOME=str(tmp_path), **ENVIRON)
        out, err = await process.communicate()
        assert out + err != b""
        assert caught(CANARIES, out + err) == [], words


async def test_no_list_of_processes_shows_a_password(server: Cluster, template: str) -> None:
    secrets = {
        name: parse(dsn).password
        for name, dsn in (("admin", server.admin_dsn), ("app", server.dsns.app))
    }
    assert all(secrets.values())
    process = await hanse("psql", HANSE_HOME=str(server.layout.home))
    assert process.stdin is not None
    process.stdin.write(b"select 'psql is ready';\n")
    assert process.stdout is not None
    async with asyncio.timeout(60):
        await process.stdout.readuntil(b"psql is ready")
    lines = processes()
    process.stdin.close()
    await process.wait()
    assert any(line.partition(b"\0")[0].endswith(b"/psql") for line in lines)
    assert [line for line in lines if caught(secrets, line)] == []


def processes() -> list[bytes]:
    """The words of every process of this machine, as anybody can read them."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(file.read_bytes())
        except OSError:
            continue  # it has ended meanwhile
    return lines


async def hanse(*words: str, **environ: str) -> asyncio.subprocess.Process:
    others = {name: text for name, text in os.environ.items() if not name.startswith("HANSE_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hanse", *words),
        env=others | environ,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
