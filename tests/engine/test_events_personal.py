"""Personal fields of the log: sealed with the person's own key, opened with a reason, erased."""

import logging
from uuid import UUID

import asyncpg
import pytest
from msgspec import structs

from hanse.base.faults import Denied, Gone, Rejected
from hanse.base.ids import RandomIds
from hanse.engine.log import history
from hanse.engine.log.events import START, append
from hanse.engine.log.history import Event, Filters, Personal, read
from hanse.engine.log.personal import open_personal, redact
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY
from tests.engine.facts import BuyerRegistered, OrderPlaced


async def registered(database: Database, workspace: UUID, *buyers: BuyerRegistered) -> list[Event]:
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, *buyers)
        return await history.read_back(tx, Filters(name="shop.buyer"), None, 100)


async def test_personal_fields_stand_sealed_in_the_log(
    database: Database, workspace: UUID, admin_dsn: str, ids: RandomIds
) -> None:
    await registered(
        database, workspace, BuyerRegistered(ids.new(), "ada@example.org", "+65 5550 1234")
    )
    connection = await asyncpg.connect(admin_dsn)
    rows = await connection.fetch(
        "select events::text as everything from events where workspace_id = $1", workspace
    )
    await connection.close()
    everything = "".join(row["everything"] for row in rows)
    for secret in (b"ada@example.org", b"+65 5550 1234"):
        assert secret.decode() not in everything
        assert secret.hex() not in everything
    assert "SG" in everything


async def test_whoever_reads_sees_that_they_are_sealed(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    (event,) = await registered(database, workspace, BuyerRegistered(ids.new(), "ada@example.org"))
    assert event.personal is Personal.sealed
    assert event.payload["email"] == "sealed"
    assert event.payload["country"] == "SG"
    assert history.sentence(event) == "sealed registered"
    assert "ciphertext" not in repr(event)


async def test_they_open_with_a_reason_which_is_an_event_itself(
    database: Database, workspace: UUID, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    ada, ben = ids.new(), ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(ids.new(), 1))
    sealed = await registered(
        database, workspace, BuyerRegistered(ada, "ada@example.org"), BuyerRegistered(ben, "ben@x")
    )
    with caplog.at_level(logging.INFO, "hanse.engine.log.personal"):
        async with database.tx(workspace, NOBODY) as tx:
            ben_opened, ada_opened = await open_personal(tx, sealed, "the buyer asked")
            noted = await history.read_back(tx, Filters(name="engine"), None, 10)
    assert (ada_opened.payload["email"], ada_opened.payload["phone"]) == ("ada@example.org", None)
    assert ben_opened.payload["email"] == "ben@x"
    assert ada_opened.personal is Personal.opened
    assert history.fact(ada_opened, BuyerRegistered) == BuyerRegistered(ada, "ada@example.org")
    assert [
        history.sentence(event, {NOBODY.id: "Eve"} if NOBODY.id else {}) for event in noted
    ] == ["Eve opened the personal fields of 2 events: the buyer asked"]
    assert "engine.personal.opened" in caplog.messages


async def test_without_a_reason_nothing_opens(tx: Tx) -> None:
    with pytest.raises(Rejected, match=r"opened without a reason\. Say why"):
        await open_personal(tx, [], "  ")


async def test_where_nothing_is_personal_nothing_is_noted(tx: Tx) -> None:
    await append(tx, OrderPlaced(tx.ids.new(), 1))
    events = await history.read_back(tx, Filters(), None, 10)
    assert await open_personal(tx, events, "curious") == events
    assert await history.read_back(tx, Filters(), None, 10) == events


async def test_what_is_erased_reads_erased_for_everybody_and_for_good(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    ada, ben = ids.new(), ids.new()
    await registered(
        database, workspace, BuyerRegistered(ada, "ada@example.org"), BuyerRegistered(ben, "ben@x")
    )
    async with database.tx(workspace, NOBODY) as tx:
        await redact(tx, ada)
    async with database.tx(workspace, NOBODY) as tx:
        events = await read(tx, Filters(name="shop.buyer"), START, 10)
        opened = await open_personal(tx, events, "to see whether it is gone")
        erasure = (await read(tx, Filters(name="engine.person.erased"), START, 10))[0]
    async with database.system_tx("test") as tx:
        seen = await read(tx, Filters(workspace_id=workspace, name="shop.buyer"), START, 10)
    assert [event.payload["email"] for event in events] == ["erased", "sealed"]
    assert [event.payload["email"] for event in opened] == ["erased", "ben@x"]
    assert [event.personal for event in opened] == [Personal.erased, Personal.opened]
    assert [event.payload["email"] for event in seen] == ["erased", "sealed"]
    assert erasure.subject == history.Subject("engine.person", ada, None)
    with pytest.raises(Gone, match="Nothing more can be sealed for this person"):
        await registered(database, workspace, BuyerRegistered(ada, "ada@example.org"))


async def test_a_ciphertext_does_not_open_in_another_event(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    ada = ids.new()
    second, first = await registered(
        database, workspace, BuyerRegistered(ada, "first"), BuyerRegistered(ada, "second")
    )
    moved = structs.replace(first, ciphertext=second.ciphertext)
    with pytest.raises(Denied, match="does not open in this place"):
        async with database.tx(workspace, NOBODY) as tx:
            await open_personal(tx, [moved], "to try")


async def test_personal_facts_of_nobody_are_refused(tx: Tx) -> None:
    with pytest.raises(Rejected, match="personal facts of nobody: its buyer_id is not set"):
        await append(tx, BuyerRegistered(None, "ada@example.org"))
    await append(tx, BuyerRegistered(None, None))
    (event,) = await history.read_back(tx, Filters(), None, 1)
    assert (event.personal, event.person_id) == (Personal.none, None)


async def test_all_events_of_a_person_are_found(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    ada = ids.new()
    await registered(
        database, workspace, BuyerRegistered(ada, "a"), BuyerRegistered(ids.new(), "b")
    )
    async with database.tx(workspace, NOBODY) as tx:
        found = await read(tx, Filters(person_id=ada), START, 10)
    assert [event.person_id for event in found] == [ada]
