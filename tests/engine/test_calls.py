"""The last calls of an account: kept without secrets, sealed, few, and never in anybody's way."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Gone, Rejected
from hanse.base.ids import RandomIds
from hanse.engine import calls, keys, vault
from hanse.engine.calls import KeptCall, Recorder
from hanse.engine.excerpts import BODY_CHARS_MAX, Excerpts, excerpt
from hanse.engine.metrics import Meter, render
from hanse.engine.tx import INSTALLATION, Database
from hanse.engine.wire.wire import Call
from tests.conftest import NOBODY
from tests.engine.canaries import canaries, caught
from tests.engine.lines import line_of, outbound
from tests.engine.wire_servers import http, saying, stranger

CANARIES = canaries("header", "path", "query", "sent", "named", "nested", "echoed", "cookie")


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


def call_of(database: Database, workspace: UUID, account: UUID, **different: object) -> KeptCall:
    made = KeptCall(
        id=database.ids.new(),
        workspace_id=workspace,
        account_id=account,
        platform="shopper",
        family="products",
        outcome="ok",
        status=200,
        method="GET",
        url="https://shop.example/products",
        asked_at=database.clock.now(),
        elapsed_ms=12.5,
        sent_bytes=0,
        received_bytes=2,
        excerpts=Excerpts(received_body="{}"),
    )
    return replace(made, **different)  # type: ignore[arg-type]


async def test_a_call_is_read_back_as_it_was_and_whoever_looks_is_in_the_log(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    recorder = Recorder(database)
    made = call_of(database, workspace, ids.new(), fault="It\0 broke.")
    recorder.note(made)
    await recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        (listed,) = await calls.find(tx, made.account_id)
        assert listed == replace(made, excerpts=None, fault="It broke.")
        assert await calls.one(tx, made.id, "to see why") == replace(made, fault="It broke.")
        with pytest.raises(Rejected, match="without a reason"):
            await calls.one(tx, made.id, " ")
    told = await admin.fetchval(
        "select payload ->> 'why' from events where subject_id = $1", made.id
    )
    assert told == "to see why"
    async with database.tx(ids.new(), NOBODY) as tx:
        assert await calls.find(tx, made.account_id) == []
        with pytest.raises(Gone, match="The last 200 calls of an account are kept"):
            await calls.one(tx, made.id, "a test")


async def test_the_list_goes_by_pages_outcomes_and_families(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    account, recorder = ids.new(), Recorder(database)
    outcomes = ["ok", "gone", "unavailable", "ok", "gone"]
    for number, outcome in enumerate(outcomes):
        family = "orders" if number == 4 else "products"
        recorder.note(call_of(database, workspace, account, outcome=outcome, family=family))
    await recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        first = await calls.find(tx, account, rows_max=2)
        rest = await calls.find(tx, account, before=first[-1].id)
        assert [call.outcome for call in [*first, *rest]] == outcomes[::-1]
        faults = await calls.find(tx, account, outcomes=["gone", "unavailable"])
        assert [call.outcome for call in faults] == ["gone", "unavailable", "gone"]
        (order,) = await calls.find(tx, account, family="orders", outcomes=["gone"])
        assert order.family == "orders"


async def test_an_account_keeps_its_last_calls_and_takes_none_of_anothers(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    busy, quiet, recorder = ids.new(), ids.new(), Recorder(database)
    recorder.note(call_of(database, workspace, quiet))
    made = [call_of(database, workspace, busy) for _ in range(450)]
    for call in made[:150]:
        recorder.note(call)
    await recorder.flush()
    for call in made[150:]:
        recorder.note(call)
    await recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        first = await calls.find(tx, busy, rows_max=150)
        rest = await calls.find(tx, busy, before=first[-1].id, rows_max=150)
        assert [call.id for call in [*first, *rest]] == [call.id for call in made[:-201:-1]]
        assert len(await calls.find(tx, quiet)) == 1


async def test_under_pressure_the_oldest_go_and_are_counted(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    account, meter = ids.new(), Meter()
    recorder = Recorder(database, meter, pending_max=3)
    made = [call_of(database, workspace, account) for _ in range(5)]
    for call in made:
        recorder.note(call)
    await recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        assert [call.id for call in await calls.find(tx, account)] == [
            call.id for call in made[:1:-1]
        ]
    assert recorder.dropped == 2
    assert b"hanse_platform_calls_unkept_total 2.0" in render(meter)


async def test_an_outage_costs_no_call_that_there_is_room_for(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    account, recorder = ids.new(), Recorder(database, pending_max=2)
    made = call_of(database, workspace, account)
    recorder.note(made)
    # Longer than whoever writes has patience for: as if the database did not answer.
    async with admin.transaction():
        await admin.execute("lock table engine_calls in access exclusive mode")
        writing = asyncio.create_task(recorder.flush())
        async with asyncio.timeout(60):
            while not await admin.fetchval(BLOCKED):
                await admin.execute("select pg_stat_clear_snapshot()")
                await asyncio.sleep(0.01)
        await admin.execute(END_BLOCKED)
        await writing
    async with database.tx(workspace, NOBODY) as tx:
        assert await calls.find(tx, account) == []
    await recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        assert [call.id for call in await calls.find(tx, account)] == [made.id]
    assert recorder.dropped == 0


BLOCKED = """
    select count(*) from pg_stat_activity
    where wait_event_type = 'Lock' and query like '%insert into engine_calls%'
"""
END_BLOCKED = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event_type = 'Lock' and query like '%insert into engine_calls%'
"""


async def test_what_is_pending_is_written_at_the_end(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    account, recorder, stop = ids.new(), Recorder(database), asyncio.Event()
    running = asyncio.create_task(recorder.run(stop))
    recorder.note(call_of(database, workspace, account))
    stop.set()
    await running
    async with database.tx(workspace, NOBODY) as tx:
        assert len(await calls.find(tx, account)) == 1


async def test_a_new_data_key_seals_kept_calls_anew(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    made, recorder = call_of(database, workspace, ids.new()), Recorder(database)
    recorder.note(made)
    await recorder.flush()
    before = await admin.fetchval("select excerpts from engine_calls where id = $1", made.id)
    async with database.tx(workspace, NOBODY) as tx:
        await keys.renew(tx)
        assert await vault.reseal(tx, calls.EXCERPTS) == 1
    assert await admin.fetchval("select excerpts from engine_calls where id = $1", made.id) > before
    async with database.tx(workspace, NOBODY) as tx:
        assert await calls.one(tx, made.id, "a test") == made


async def test_what_is_older_than_a_month_is_forgotten_everywhere(
    database: Database, workspace: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    old, new = (call_of(database, workspace, ids.new()) for _ in range(2))
    recorder = Recorder(database)
    for call in (old, new):
        recorder.note(call)
    await recorder.flush()
    await admin.execute(
        "update engine_calls set asked_at = asked_at - interval '31 days' where id = $1", old.id
    )
    async with database.system_tx("test", INSTALLATION) as system:
        assert await calls.forget(system) == 1
    async with database.tx(workspace, NOBODY) as tx:
        assert await calls.find(tx, old.account_id) == []
        assert len(await calls.find(tx, new.account_id)) == 1
        await calls.forget_account(tx, new.account_id)
        assert await calls.find(tx, new.account_id) == []


# Secrets

DOCUMENT = {
    "client_secret": CANARIES["named"],
    "credentials": {"first": [CANARIES["nested"], {"second": CANARIES["nested"]}]},
    "note": f"you sent {CANARIES['sent']}",
    "price": 9.90,
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("filling", ["", "x" * 20_000])
async def test_no_secret_is_in_a_call_that_is_kept(
    database: Database, workspace: UUID, ids: RandomIds, indent: int | None, filling: str
) -> None:
    """However the other side sends it back: by name, by value, packed, cut."""
    document = json.dumps({**DOCUMENT, "filling": filling}, indent=indent).replace("/", "\\/")
    body = gzip.compress(document.encode())
    answers = saying(
        http(
            200,
            body,
            Content_Encoding="gzip",
            Set_Cookie=f"session={CANARIES['cookie']}",
            X_Echo=CANARIES["header"],
        )
    )
    account = ids.new()
    async with stranger(answers) as shop, outbound(database) as out:
        path = quote(CANARIES["path"], safe="")
        call = Call(
            "POST",
            shop.url(f"/shop/{path}/orders"),
            writes=True,
            headers={"Authorization": f"Bearer {CANARIES['header']}"},
            query=[("access_token", CANARIES["query"]), ("q", CANARIES["sent"])],
            body=f"client_secret={quote(CANARIES['named'])}&code={CANARIES['sent']}".encode(),
            secrets=(CANARIES["path"], CANARIES["sent"]),
        )
        await out.ask(line_of(workspace, account), call, family="products")
        await out.recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        (listed,) = await calls.find(tx, account)
        opened = await calls.one(tx, listed.id, "a test")
    assert opened.excerpts is not None
    assert ("you sent" in opened.excerpts.received_body) is not bool(filling)
    assert caught(CANARIES, f"{listed} {opened}") == []


def test_a_secret_that_the_end_of_the_excerpt_cuts_in_two_does_not_show_its_first_half() -> None:
    secret = "v" * 400
    for before in range(BODY_CHARS_MAX - 420, BODY_CHARS_MAX + 20, 20):
        body = b'"' + b"-" * before + secret.encode() + b"-" * 20_000
        shown = excerpt(Call("GET", "https://shop.example/", writes=False, secrets=(secret,)), body)
        assert "v" not in shown


def test_a_document_is_shown_as_it_came() -> None:
    call = Call("GET", "https://shop.example/", writes=False)
    shown = excerpt(call, b'{"price": 9.90, "id": 12345678901234567890, "name": "\\u00e4"}')
    assert shown == '{"price":9.90,"id":12345678901234567890,"name":"ä"}'
    assert excerpt(call, b"<html>no</html>") == "<html>no</html>"
    typed = '{"id":4111111111111111,"note":"card 4111 1111 1111 1111"}'
    without = typed.replace("4111 1111 1111 1111", "[card number removed]")
    assert excerpt(call, typed.encode()) == without
    assert excerpt(call, f"[{typed}".encode()) == f"[{without}"
    assert excerpt(call, b"") == ""
    long = excerpt(call, b"[" + b"1," * 50_000 + b"1]")
    assert len(long) < BODY_CHARS_MAX + 40
    assert long.endswith("... (100,003 bytes)")
