"""The log: declared once, appended with the work, read in order, never changed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
from msgspec import structs

from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.base.money import Money
from hanse.engine.log import events, history
from hanse.engine.log.events import DECLARED, START, Position, append, declare, read_after
from hanse.engine.log.history import Filters, read, read_back
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from tests.conftest import NOBODY
from tests.engine.facts import OrderPlaced, RuleChanged, place_orders


@dataclass(frozen=True, slots=True)
class Undeclared:
    number: int


@dataclass(frozen=True, slots=True)
class Loose:
    number: int
    email: str
    buyer_id: UUID
    version: str = ""


@dataclass(slots=True)
class Changeable:
    number: int


# Declared


WRONG: Sequence[tuple[Callable[[], Callable[[type], type]], type, str]] = [
    (lambda: declare("shop.order.placed", ""), Loose, "declared twice: declare it once"),
    (lambda: declare("placed", ""), Loose, r"named room\.noun\.past_verb, as orders"),
    (lambda: declare("shop.loose.place", ""), Loose, "end its name with a verb in the past"),
    (lambda: declare("shop.loose.made", "", version=0), Loose, "versions count from 1"),
    (lambda: declare("shop.loose.made", "{nobody}"), Loose, "{nobody}, which is no field"),
    (
        lambda: declare("shop.loose.made", "", personal=("phone",), person="buyer_id"),
        Loose,
        "phone is personal, but no field of it",
    ),
    (
        lambda: declare("shop.loose.made", "", personal=("email",)),
        Loose,
        r"says whose they are \(person=\) go together",
    ),
    (
        lambda: declare("shop.loose.made", "", personal=("email",), person="number"),
        Loose,
        "number must be a field that holds a UUID",
    ),
    (
        lambda: declare("shop.loose.made", "", personal=("buyer_id",), person="buyer_id"),
        Loose,
        "buyer_id says whose or what it is and cannot be sealed",
    ),
    (
        lambda: declare("shop.loose.made", "", subject=("loose", "buyer_id")),
        Loose,
        r"a subject is a kind of thing, room\.noun",
    ),
    (
        lambda: declare("shop.loose.made", "", subject=("shop.loose", "thing_id")),
        Loose,
        "thing_id must be a field that holds a UUID",
    ),
    (
        lambda: declare("shop.loose.made", "", subject=("shop.loose", "buyer_id")),
        Loose,
        "the field version counts the versions of the subject and must be an int",
    ),
    (lambda: declare("shop.loose.made", ""), Changeable, "an event is a frozen dataclass"),
]


@pytest.mark.parametrize(("declared", "event", "message"), WRONG)
def test_a_wrong_declaration_says_what_is_wrong(
    declared: Callable[[], Callable[[type], type]], event: type, message: str
) -> None:
    before = dict(DECLARED)
    with pytest.raises(ValueError, match=message):
        declared()(event)
    assert before == DECLARED


async def test_an_undeclared_event_is_refused(tx: Tx) -> None:
    with pytest.raises(TypeError, match="Undeclared was never declared: put @declare"):
        await append(tx, Undeclared(1))


# Appended


async def test_an_event_is_kept_with_who_when_and_what_about(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    order_id = ids.new()
    async with database.tx(workspace, NOBODY, "request-1") as tx:
        (event_id,) = await append(tx, OrderPlaced(order_id, 7, version=3))
        now = tx.now
    async with database.tx(workspace, NOBODY) as tx:
        (event,) = await read(tx, Filters(), START, 10)
        assert await tx.fetchval("select clock_timestamp()") >= event.recorded_at
    assert (event.id, event.workspace_id, event.happened_at) == (event_id, workspace, now)
    assert (event.name, event.form, event.request_id) == ("shop.order.placed", 1, "request-1")
    assert (event.actor.kind, event.actor.id) == (NOBODY.kind, NOBODY.id)
    assert event.subject == history.Subject("shop.order", order_id, 3)
    assert history.fact(event, OrderPlaced) == OrderPlaced(order_id, 7, version=3)


async def test_before_and_after_are_kept(tx: Tx) -> None:
    await append(tx, RuleChanged({"floor": 10}, {"floor": 12}))
    (event,) = await read_back(tx, Filters(), None, 1)
    assert (event.before, event.after) == ({"floor": 10}, {"floor": 12})


async def test_amounts_and_instants_are_kept_exactly(tx: Tx) -> None:
    @declare("shop.sale.closed", "{total}")
    @dataclass(frozen=True, slots=True)
    class SaleClosed:
        total: Money
        rate: Decimal

    fact = SaleClosed(Money.of("SGD", "13.90"), Decimal("1.10"))
    await append(tx, fact)
    (event,) = await read_back(tx, Filters(), None, 1)
    assert event.payload["rate"] == "1.10"
    assert history.fact(event, SaleClosed) == fact


async def test_any_number_is_appended_in_one_round_trip_and_in_order(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        assert await append(tx) == ()
        facts = [OrderPlaced(ids.new(), number) for number in range(3_000)]
        appended = await append(tx, *facts)
        await append(tx, OrderPlaced(ids.new(), 3_000))
    async with database.tx(workspace, NOBODY) as tx:
        found = await read(tx, Filters(), START, history.ROWS_MAX)
        found += await read(tx, Filters(), found[-1].position, history.ROWS_MAX)
        found += await read(tx, Filters(), found[-1].position, history.ROWS_MAX)
        found += await read(tx, Filters(), found[-1].position, history.ROWS_MAX)
    assert [event.id for event in found[:3_000]] == appended
    assert [event.payload["number"] for event in found] == list(range(3_001))


async def test_what_is_taken_back_was_never_logged(database: Database, workspace: UUID) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.tx(workspace, NOBODY) as tx:
            await append(tx, OrderPlaced(tx.ids.new(), 1))
            raise ZeroDivisionError
    async with database.tx(workspace, NOBODY) as tx:
        assert await read_back(tx, Filters(), None, 10) == []


async def test_too_many_and_too_large_events_are_refused_with_the_limit(tx: Tx) -> None:
    many = [OrderPlaced(tx.ids.new(), 1)] * (events.APPEND_MAX + 1)
    with pytest.raises(Rejected, match="10,001 events are more than 10,000, the most for one call"):
        await append(tx, *many)
    with pytest.raises(
        Rejected, match=r"more than 64,000\. Keep the document in a table of its room"
    ):
        await append(tx, RuleChanged({"text": "x" * 64_000}, {}))
    with pytest.raises(Rejected, match="which JSON cannot say"):
        await append(tx, RuleChanged({"share": float("nan")}, {}))


async def test_a_person_is_kept_by_id_and_the_systems_doings_by_name(
    database: Database, workspace: UUID
) -> None:
    """A name that stood here could never be erased."""
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(tx.ids.new(), 1))
    async with database.tx(workspace, Actor(ActorKind.system, None, "importer")) as tx:
        await append(tx, OrderPlaced(tx.ids.new(), 2))
        second, first = await read_back(tx, Filters(), None, 2)
    assert (first.actor.id, first.actor.name) == (NOBODY.id, "")
    assert history.sentence(first) == f"person {NOBODY.id} took order 1"
    assert NOBODY.id
    assert history.sentence(first, {NOBODY.id: "Ada"}) == "Ada took order 1"
    assert history.sentence(second) == "importer took order 2"


async def test_each_transaction_wakes_whoever_listens_once(
    database: Database, workspace: UUID
) -> None:
    woken: asyncio.Queue[str] = asyncio.Queue()

    def note(connection: object, pid: int, channel: str, payload: object) -> None:
        woken.put_nowait(f"{channel}:{payload}")

    await database.bell.close()  # that of what was committed before has been heard
    async with database.system.acquire() as connection:
        await connection.add_listener(events.CHANNEL, note)
        async with database.tx(workspace, NOBODY) as tx:
            await append(tx, OrderPlaced(tx.ids.new(), 1), OrderPlaced(tx.ids.new(), 2))
            await append(tx, OrderPlaced(tx.ids.new(), 3))
        async with asyncio.timeout(60):
            assert await woken.get() == "hanse_events:"
        with pytest.raises(Rejected):
            async with database.tx(workspace, NOBODY) as tx:
                await append(tx, OrderPlaced(tx.ids.new(), 4))
                raise Rejected("taken back")
        await database.bell.close()
        await connection.execute("select 1")
        assert woken.empty()
        await connection.remove_listener(events.CHANNEL, note)


# Never changed


@pytest.mark.parametrize(
    "attempt",
    [
        "update events set payload = '{}'",
        "delete from events",
        "truncate events",
        "update events set name = name where false",
        "insert into events (workspace_id, id, happened_at, name, form, actor_kind, payload,"
        " recorded_at) values ($1, $1, now(), 'a.b.made', 1, 'system', '{}', '2020-01-01')",
        "insert into events (workspace_id, id, happened_at, name, form, actor_kind, payload, seq)"
        " values ($1, $1, now(), 'a.b.made', 1, 'system', '{}', 1)",
        "insert into events (workspace_id, id, happened_at, name, form, actor_kind, payload, xact)"
        " values ($1, $1, now(), 'a.b.made', 1, 'system', '{}', 1)",
        "select events_drop_month('2020-01-01')",
        "select events_make_months(1)",
        "select events_outrun(1)",
        "select * from events_blocks",
        "select nextval('events_seq'), last_value from events_seq",
        "select setval('events_seq', 1)",
    ],
)
async def test_the_program_can_append_and_nothing_else(
    database: Database, workspace: UUID, attempt: str
) -> None:
    """Nor choose a place in the log or the instant of recording, nor reach a month by itself."""
    await place_orders(database, workspace, 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.tx(workspace, NOBODY) as tx:
            await tx.execute(attempt, *([workspace] if "$1" in attempt else []))


async def test_a_table_put_before_ours_moves_no_position(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await tx.execute(
            "create temporary table engine_facts as select 'events_shift' name, '9000000000' value"
        )
        await append(tx, OrderPlaced(tx.ids.new(), 1))
        (event,) = await read_back(tx, Filters(), None, 1)
    assert event.position.xact < 9_000_000_000


async def test_the_system_role_reads_everywhere_and_appends_in_its_own_place(
    database: Database, workspace: UUID
) -> None:
    await place_orders(database, workspace, 1)
    async with database.system_tx("test") as tx:
        found = await read(tx, Filters(workspace_id=workspace), START, 10)
        assert len(found) == 1
        (event_id,) = await append(tx, OrderPlaced(tx.ids.new(), 1))
        assert await tx.fetchval("select workspace_id from events where id = $1", event_id) == (
            tx.workspace_id
        )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.system_tx("test") as tx:
            tx.workspace_id = workspace
            await append(tx, OrderPlaced(tx.ids.new(), 1))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.system_tx("test") as tx:
            await tx.execute("delete from events")


# Read


async def test_a_late_commit_is_never_skipped(database: Database, workspace: UUID) -> None:
    """The older transaction commits last; nobody reads past it before it has ended."""
    late = database.tx(workspace, NOBODY)
    tx = await late.__aenter__()
    await append(tx, OrderPlaced(tx.ids.new(), 1))
    await place_orders(database, workspace, 1, first=2)
    async with database.system_tx("test") as reader:
        before = await read_after(reader, START, 10_000)
        assert workspace not in {head.workspace_id for head in before}
        assert await events.held_back_s(reader) > 0
    await late.__aexit__(None, None, None)
    async with database.system_tx("test") as reader:
        after = before[-1].position if before else START
        heads = [h for h in await read_after(reader, after, 10) if h.workspace_id == workspace]
        found = await read(reader, Filters(workspace_id=workspace), after, 10)
        assert await events.held_back_s(reader) == 0
    assert [event.payload["number"] for event in found] == [1, 2]
    assert [head.position for head in heads] == [event.position for event in found]
    assert found[0].position < found[1].position


async def test_heads_tell_what_and_which_but_not_how(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    order_id = ids.new()
    async with database.system_tx("test") as tx:
        start = await events.horizon(tx)
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(order_id, 1, version=4), RuleChanged({}, {}))
    async with database.system_tx("test") as tx:
        order, rule = await read_after(tx, start, 10)
    assert (order.name, order.workspace_id) == ("shop.order.placed", workspace)
    assert (order.subject_kind, order.subject_id, order.version) == ("shop.order", order_id, 4)
    assert (rule.subject_kind, rule.subject_id, rule.version) == (None, None, None)


async def test_filters_narrow_what_is_read(
    database: Database, workspace: UUID, ids: RandomIds
) -> None:
    order_id, other = ids.new(), Actor(ActorKind.key, ids.new(), "key")
    async with database.tx(workspace, NOBODY) as tx:
        await append(tx, OrderPlaced(order_id, 1), RuleChanged({}, {}))
    async with database.tx(workspace, other) as tx:
        await append(tx, OrderPlaced(ids.new(), 2))
        now = await tx.fetchval("select clock_timestamp()")

    async def count(filters: Filters) -> int:
        async with database.tx(workspace, NOBODY) as tx:
            ascending = await read(tx, filters, START, 10)
            assert ascending == (await read_back(tx, filters, None, 10))[::-1]
            return len(ascending)

    assert await count(Filters()) == 3
    assert await count(Filters(name="shop")) == 3
    assert await count(Filters(name="shop.order")) == 2
    assert await count(Filters(name="shop.order.placed")) == 2
    assert await count(Filters(name="sho")) == 0
    assert await count(Filters(actor_id=other.id)) == 1
    assert await count(Filters(subject_kind="shop.order")) == 2
    assert await count(Filters(subject_kind="shop.order", subject_id=order_id)) == 1
    assert await count(Filters(person_id=order_id)) == 0
    assert await count(Filters(since=now)) == 0
    assert await count(Filters(since=now - timedelta(minutes=1), until=now)) == 3
    assert await count(Filters(workspace_id=ids.new())) == 0


async def test_older_pages_follow_the_newest(database: Database, workspace: UUID) -> None:
    await place_orders(database, workspace, 5)
    async with database.tx(workspace, NOBODY) as tx:
        page = await read_back(tx, Filters(), None, 2)
        older = await read_back(tx, Filters(), page[-1].position, 10)
    assert [event.payload["number"] for event in [*page, *older]] == [5, 4, 3, 2, 1]


def test_a_position_reads_as_it_is_written() -> None:
    assert Position.parse(str(Position(12, 7))) == Position(12, 7)
    assert Position(9, 9) < Position(10, 1)
    for wrong in ("", "12", "12-x", "1-2-3", "-1-2", "9" * 30 + "-1"):
        with pytest.raises(Rejected, match=r"is no position in the log\. Take one as it was given"):
            Position.parse(wrong)


async def test_an_event_whose_declaration_has_changed_still_tells(tx: Tx) -> None:
    @declare("shop.crate.moved", "{actor} moved crate {crate}", version=2)
    @dataclass(frozen=True, slots=True)
    class CrateMoved:
        crate: int

    await append(tx, CrateMoved(4))
    (event,) = await read_back(tx, Filters(), None, 1)
    old = structs.replace(event, form=1, payload={"barrel": 4})
    assert history.sentence(event).endswith(" moved crate 4")
    assert history.sentence(old).endswith(': shop.crate.moved {"barrel":4}')
    gone = structs.replace(event, name="shop.crate.lost")
    assert history.sentence(gone).endswith(': shop.crate.lost {"crate":4}')
    with pytest.raises(Rejected, match=r"was written as version 1 of shop\.crate\.moved"):
        history.fact(old, CrateMoved)
    with pytest.raises(TypeError, match=r"shop\.crate\.moved is no shop\.order\.placed"):
        history.fact(event, OrderPlaced)
