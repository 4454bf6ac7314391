"""Inbound webhooks: kept before they are answered, once each, forged ones harmless."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Gone, Rejected, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine import hooks, keys, vault
from hanse.engine.hooks import HookState, HookVerdict, Receiver, is_silent, silent_after_s
from hanse.engine.intake import Intake
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import INSTALLATION, Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working
from tests.engine.signed import headers_for, receiver, signature

JOB = "hooktest.refresh"


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


def jobs_that(done: list[list[str]]) -> Jobs:
    """The job that looks at what waits, and notes what it saw."""
    jobs = Jobs("hooktest")

    @jobs.job(JOB, lane="account")
    async def refresh(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            found = await hooks.waiting(tx, job.one("account"))
            done.append([(hook.body or b"").decode() for hook in found])
            await hooks.settle(tx, [hook.id for hook in found], HookState.done, "read")

    return jobs


@pytest.fixture(scope="module", autouse=True)
async def known(database: Database) -> None:
    await prepare(database, collect([jobs_that([])]))


@pytest.fixture
def account(ids: RandomIds) -> UUID:
    return ids.new()


class Book:
    """Who receives what, as a room would know it; it counts how often it is asked."""

    def __init__(self, **receivers: Receiver) -> None:
        self.receivers = {UUID(name): one for name, one in receivers.items()}
        self.asked = 0

    async def __call__(self, account_id: UUID) -> Receiver | None:
        self.asked += 1
        return self.receivers.get(account_id)


def intake_of(database: Database, book: Book, clock: FixedClock | None = None) -> Intake:
    return Intake(database, book, clock or database.clock, job=JOB)


def book_of(workspace: UUID, *accounts: UUID) -> Book:
    return Book(**{account.hex: receiver(workspace) for account in accounts})


async def send(
    intake: Intake, account: UUID, body: bytes = b'{"id": 7}', delivery: str | None = None
) -> int:
    return await intake.receive(account, headers_for(body, delivery), body)


async def jobs_of(admin: asyncpg.Connection, workspace: UUID) -> list[str]:
    rows = await admin.fetch(
        "select key from jobs where workspace_id = $1 and name = $2", workspace, JOB
    )
    return [row["key"] for row in rows]


async def listed(database: Database, workspace: UUID, account: UUID) -> list[hooks.Hook]:
    async with database.tx(workspace, NOBODY) as tx:
        return list(await hooks.find(tx, account))


async def test_what_arrives_is_kept_sealed_and_one_job_looks_at_all_of_it(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    intake = intake_of(database, book_of(workspace, account))
    bodies = [b'{"id": %d}' % number for number in range(99)]
    typed = b'{"id":4111111111111111,"price":1.50,"note":"card 4111 1111 1111 1111"}'
    sent = (send(intake, account, body) for body in [*bodies, typed])
    assert set(await asyncio.gather(*sent)) == {200}
    kept = typed.replace(b"4111 1111 1111 1111", b"[card number removed]")
    bodies.append(kept)
    assert await jobs_of(admin, workspace) == [str(account)]
    rows = await admin.fetch("select body from engine_hooks where account_id = $1", account)
    assert not any(b'"id"' in row["body"] for row in rows)
    async with database.tx(workspace, NOBODY) as tx:
        waiting = await hooks.waiting(tx, account)
        assert {hook.body for hook in waiting} == set(bodies)
        assert waiting[0].headers["x-shop-topic"] == "product.updated"
        assert waiting[0].headers["x-shop-hmac"] == "********"
        assert len(await hooks.waiting(tx, account, 3)) == 3
    seen = await admin.fetchval("select count(*) from events where workspace_id = $1", workspace)
    assert seen == 0  # no event for each
    done: list[list[str]] = []
    async with working(database, jobs_that(done)):
        await until(lambda: any(bodies[0].decode() in found for found in done))
    assert sorted(body.decode() for body in bodies) in [sorted(each) for each in done]
    found = await listed(database, workspace, account)
    assert {(hook.state, hook.note) for hook in found} == {(HookState.done, "read")}


async def test_hints_of_one_account_are_gathered_for_250_ms_from_the_first(
    database: Database, workspace: UUID, account: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    """The later ones wait for what is left of it; another account has a time of its own."""
    clock, other = FixedClock(database.clock.now()), ids.new()
    intake = intake_of(replace(database, clock=clock), book_of(workspace, account, other))

    async def due_ms() -> dict[str, float]:
        """When each is looked at, from now on."""
        rows = await admin.fetch(
            "select key, due_at from jobs where workspace_id = $1 and name = $2", workspace, JOB
        )
        return {
            row["key"]: (row["due_at"] - clock.now()) / timedelta(milliseconds=1) for row in rows
        }

    await send(intake, account)
    assert await due_ms() == {str(account): 250}
    clock.advance(0.2)
    await send(intake, account)
    await send(intake, other)
    assert await due_ms() == {str(account): 50, str(other): 250}
    clock.advance(0.05)
    await send(intake, account)
    assert await due_ms() == {str(account): 0, str(other): 200}
    async with database.tx(workspace, NOBODY) as tx:
        assert len(await hooks.waiting(tx, account)) == 3


async def test_a_delivery_that_comes_twice_is_kept_twice_and_looked_at_once(
    database: Database, workspace: UUID, account: UUID, ids: RandomIds, admin: asyncpg.Connection
) -> None:
    """Also when both come at once, to two processes."""
    other = ids.new()
    intakes = [intake_of(database, book_of(workspace, account, other)) for _ in range(2)]
    answers = [send(intake, account, delivery="d-1") for intake in intakes for _ in range(2)]
    assert await asyncio.gather(*answers) == [200] * 4
    await admin.execute("delete from jobs where workspace_id = $1", workspace)
    assert await send(intakes[0], account, delivery="d-1") == 200
    assert await jobs_of(admin, workspace) == []
    verdicts = [hook.verdict for hook in await listed(database, workspace, account)]
    assert sorted(verdicts) == [HookVerdict.accepted] + [HookVerdict.duplicate] * 4
    await send(intakes[0], other, delivery="d-1")  # another account counts by itself
    assert [hook.verdict for hook in await listed(database, workspace, other)] == ["accepted"]


async def test_a_forged_one_is_refused_kept_without_its_body_and_looked_at_by_nobody(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    book = Book(**{account.hex: receiver(workspace, refused_status=200)})
    intake = intake_of(database, book)
    forged = {**headers_for(b"{}", "d-1"), "x-shop-hmac": "0" * 64}
    assert await intake.receive(account, forged, b"{}") == 200
    await intake.close()
    (hook,) = await listed(database, workspace, account)
    assert (hook.verdict, hook.state, hook.size_bytes) == ("forged", "ignored", 2)
    assert await jobs_of(admin, workspace) == []
    async with database.tx(workspace, NOBODY) as tx:
        assert (await hooks.one(tx, hook.id)).body is None
        assert await hooks.last_at(tx, [account]) == {}
        with pytest.raises(Conflict, match="The webhook is forged, so there is nothing of it"):
            await hooks.replay(tx, hook.id, JOB)
    # The delivery of a forged one does not stand in the way of the true one.
    assert await send(intake, account, delivery="d-1") == 200
    assert (await listed(database, workspace, account))[0].verdict is HookVerdict.accepted


async def test_of_forged_ones_a_hundred_an_hour_are_kept(
    database: Database, workspace: UUID, account: UUID
) -> None:
    for _ in range(2):  # two processes
        intake = intake_of(database, book_of(workspace, account))
        for number in range(130):
            assert await intake.receive(account, {}, b"%d" % number) == 401
        await intake.close()
    async with database.tx(workspace, NOBODY) as tx:
        assert len(await hooks.find(tx, account, rows_max=200, verdicts=["forged"])) == 100


async def test_nobody_is_asked_again_for_half_a_minute(
    database: Database, workspace: UUID, account: UUID, ids: RandomIds, clock: FixedClock
) -> None:
    book = book_of(workspace, account)
    intake = intake_of(database, book, clock)
    stranger = ids.new()
    for _ in range(5):
        assert await send(intake, account) == 200
        assert await send(intake, stranger) == 404
    assert book.asked == 2
    clock.advance(31)
    del book.receivers[account]
    assert await send(intake, account) == 404


async def test_a_secret_that_was_renewed_is_good_at_once(
    database: Database, workspace: UUID, account: UUID, clock: FixedClock
) -> None:
    book = book_of(workspace, account)
    intake = intake_of(database, book, clock)
    assert await send(intake, account) == 200
    book.receivers[account] = receiver(workspace, b"another secret")
    clock.advance(2)
    renewed = {**headers_for(b"{}"), "x-shop-hmac": signature(b"{}", b"another secret")}
    assert await intake.receive(account, renewed, b"{}") == 200
    for _ in range(5):  # and whoever forges makes us look no more than once a second
        assert await send(intake, account) == 401
    assert book.asked == 2


async def test_one_that_cannot_be_read_is_kept_all_the_same(
    database: Database, workspace: UUID, account: UUID
) -> None:
    def told(headers: Mapping[str, str], body: bytes) -> tuple[str | None, str | None]:
        raise Rejected("What is that?")

    book = Book(**{account.hex: replace(receiver(workspace), told=told)})
    assert await send(intake_of(database, book), account) == 200
    (hook,) = await listed(database, workspace, account)
    assert (hook.topic, hook.verdict) == (None, "accepted")


async def test_nothing_is_answered_that_is_not_kept(
    database: Database, workspace: UUID, account: UUID
) -> None:
    unknown_job = Intake(database, book_of(workspace, account), database.clock, job="no.such")
    with pytest.raises(Rejected, match="No job is called"):
        await send(unknown_job, account)
    assert await listed(database, workspace, account) == []


async def test_while_the_database_is_away_it_is_to_be_sent_again(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    intake = intake_of(database, book_of(workspace, account))
    async with admin.transaction():
        await admin.execute("lock table engine_hooks in access exclusive mode")
        sending = asyncio.create_task(send(intake, account))
        async with asyncio.timeout(60):
            while not await admin.fetchval(END_BLOCKED):
                await admin.execute("select pg_stat_clear_snapshot()")
                await asyncio.sleep(0.01)
        with pytest.raises(Unavailable):
            await sending
    assert await send(intake, account) == 200


END_BLOCKED = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where wait_event_type = 'Lock' and query like '%insert into engine_hooks%'
"""


async def test_a_person_looks_at_one_and_has_it_looked_at_again(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    intake = intake_of(database, book_of(workspace, account))
    await send(intake, account, delivery="d-9")
    (hook,) = await listed(database, workspace, account)
    async with database.tx(workspace, NOBODY) as tx:
        assert await hooks.settle(tx, [hook.id], "failed", "It was\0 not found.") == 1
    await admin.execute("delete from jobs where workspace_id = $1", workspace)
    async with database.tx(workspace, NOBODY) as tx:
        opened = await hooks.one(tx, hook.id, "a question of the merchant")
        await hooks.replay(tx, hook.id, JOB)
    assert (opened.body, opened.note, opened.delivery_id) == (
        b'{"id": 7}',
        "It was not found.",
        "d-9",
    )
    assert await jobs_of(admin, workspace) == [str(account)]
    async with database.tx(workspace, NOBODY) as tx:
        (again,) = await hooks.waiting(tx, account)
        assert (again.id, again.note) == (hook.id, hooks.AGAIN)
        names = await tx.fetch("select name from events where subject_id = $1", hook.id)
        assert {row["name"] for row in names} == {"engine.secret.opened", "engine.hook.replayed"}
        with pytest.raises(Gone, match="Webhooks are kept for 30 days"):
            await hooks.replay(tx, account, JOB)


async def test_another_workspace_sees_nothing_of_it(
    database: Database, workspace: UUID, account: UUID, ids: RandomIds
) -> None:
    await send(intake_of(database, book_of(workspace, account)), account)
    (hook,) = await listed(database, workspace, account)
    async with database.tx(ids.new(), NOBODY) as tx:
        assert await hooks.find(tx, account) == []
        assert await hooks.waiting(tx, account) == []
        assert await hooks.settle(tx, [hook.id], "done") == 0
        with pytest.raises(Gone):
            await hooks.one(tx, hook.id)


async def test_a_new_data_key_seals_bodies_anew(
    database: Database, workspace: UUID, account: UUID
) -> None:
    await send(intake_of(database, book_of(workspace, account)), account)
    async with database.tx(workspace, NOBODY) as tx:
        await keys.renew(tx)
        assert await vault.reseal(tx, hooks.BODY) == 1
        (hook,) = await hooks.waiting(tx, account)
    assert hook.body == b'{"id": 7}'


async def test_what_is_older_than_30_days_is_forgotten_everywhere(
    database: Database, workspace: UUID, account: UUID, admin: asyncpg.Connection
) -> None:
    intake = intake_of(database, book_of(workspace, account))
    for _ in range(2):
        await send(intake, account)
    newer, older = await listed(database, workspace, account)
    await admin.execute(
        "update engine_hooks set received_at = received_at - interval '31 days' where id = $1",
        older.id,
    )
    await admin.execute(
        "create table engine_hooks_2025_03 partition of engine_hooks"
        " for values from ('2025-03-01 00:00+00') to ('2025-04-01 00:00+00')"
    )
    async with database.system_tx("test", INSTALLATION) as tx:
        assert await hooks.forget(tx) == 1
        assert await hooks.forget(tx) == 0
    assert [hook.id for hook in await listed(database, workspace, account)] == [newer.id]
    assert await admin.fetchval("select to_regclass('engine_hooks_2025_03')") is None
    month = datetime.now(UTC)
    assert await admin.fetchval(f"select to_regclass('engine_hooks_{month:%Y_%m}')") is not None
    async with database.tx(workspace, NOBODY) as tx:
        await hooks.forget_account(tx, account)
    assert await listed(database, workspace, account) == []


# Silence


def every(minutes: float, times: int, start: datetime) -> list[datetime]:
    return [start + timedelta(minutes=minutes * number) for number in range(times)]


def test_an_account_is_silent_when_it_is_quiet_for_longer_than_usual() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    assert silent_after_s([]) is None
    assert silent_after_s(every(1, 4, start)) is None
    busy = every(1, 50, start)
    assert silent_after_s(busy) == 1_800
    assert not is_silent(busy, busy[-1] + timedelta(minutes=30))
    assert is_silent(busy[::-1], busy[-1] + timedelta(minutes=31))
    calm = every(60, 50, start)
    assert silent_after_s(calm) == 6 * 3_600
    # One night does not make a shop silent that is quiet every night.
    nights = [at + timedelta(hours=12) * day for day in range(4) for at in every(10, 9, start)]
    assert silent_after_s(nights) == pytest.approx(6 * 640 * 60)


async def test_when_an_account_was_last_heard_of_is_known(
    database: Database, workspace: UUID, account: UUID, ids: RandomIds
) -> None:
    intake = intake_of(database, book_of(workspace, account))
    for _ in range(3):
        await send(intake, account)
    async with database.tx(workspace, NOBODY) as tx:
        at = await hooks.arrivals(tx, account)
        assert len(at) == 3
        assert await hooks.last_at(tx, [account, ids.new()]) == {account: max(at)}
