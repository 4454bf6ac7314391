"""Orders that are paid are booked once; what goes back is taken back to the last unit."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from asyncpg import CheckViolationError, InsufficientPrivilegeError

from hanse.base.faults import Conflict
from hanse.base.money import Money
from hanse.engine.log.followers import advance, enrol
from hanse.engine.tx import Tx
from hanse.rooms.billing.model.earnings import Listed, Sold
from hanse.rooms.billing.model.shares import ShareKind, Wanted
from hanse.rooms.billing.service import earnings, shares, statements
from hanse.rooms.billing.store import earnings as store
from hanse.rooms.billing.store import statements as months_store
from hanse.rooms.orders.jobs.earning import follower
from hanse.rooms.orders.service import earning
from hanse.rooms.pricing.service import rates
from hanse.trade.orders import OrderState, Refund
from hanse.trade.rates import Rates
from tests.rooms.orders.some import euro, some_order
from tests.rooms.orders.till import Till, with_word

YEAR = timedelta(days=365)
ENTRIES = """
    select kind, amount_minor, left_minor, client_bp from billing_entries
    where workspace_id = $1 order by order_id, number
"""
SUMS = """
    select book, currency, sum(paid_minor)::bigint, sum(client_minor)::bigint,
        sum(platform_minor)::bigint
    from billing_postings where workspace_id = $1 group by book, currency order by book, currency
"""
DAYS = """
    select book, currency, sum(paid_minor + back_minor)::bigint, sum(client_minor)::bigint,
        sum(platform_minor)::bigint
    from billing_days where workspace_id = $1 group by book, currency order by book, currency
"""


async def follow(till: Till) -> None:
    while await advance(till.database, follower()):
        pass


async def rows(till: Till, statement: str) -> Sequence[tuple[object, ...]]:
    async with till.tx() as tx:
        return [(*row,) for row in await tx.fetch(statement, till.workspace)]


def now() -> datetime:
    return datetime.now(UTC)


async def bought(till: Till, remote_id: str = "5001", **more: object) -> None:
    at = now()
    await till.shows(some_order(remote_id=remote_id, placed_at=at, paid_at=at, **more))
    await till.take()


async def test_what_is_paid_is_booked_once_and_what_goes_back_is_taken_back_exactly(
    till: Till,
) -> None:
    await enrol(till.database, [follower()])
    at = now()
    unpaid = some_order(placed_at=at, paid_at=None)
    await till.shows(with_word(unpaid, OrderState.awaiting_payment, "pending"))
    await till.take()
    await follow(till)
    assert await rows(till, ENTRIES) == []
    await bought(till)  # 28.80
    await follow(till)
    assert await rows(till, ENTRIES) == [("paid", 2_880, 2_880, 3_000)]
    assert await rows(till, SUMS) == [
        ("home", "EUR", 2_880, 864, 2_016),
        ("order", "EUR", 2_880, 864, 2_016),
    ]
    for name, minor in (("r1", 333), ("r2", 1), ("r3", 2_546)):
        await till.refunds(Refund(name, "5001", euro(minor), None, True, now(), ()))
        await till.take()
        await follow(till)
        assert await rows(till, SUMS) == await rows(till, DAYS)
    booked = await rows(till, ENTRIES)
    assert [each[1] for each in booked] == [2_880, -333, -1, -2_546]
    assert await rows(till, SUMS) == [("home", "EUR", 0, 0, 0), ("order", "EUR", 0, 0, 0)]
    async with till.tx() as tx:
        ids = {row["id"] for row in await tx.fetch("select id from orders_orders")}
        assert await earning.book(tx, ids) == 0
        [home] = (await earnings.figures(tx, at.date(), now().date())).home
        assert (home.paid, home.back, home.entries) == (euro(2_880), euro(-2_880), 4)
        assert [each.kind for each in await listed(tx)] == ["taken_back"] * 3 + ["paid"]
    assert await rows(till, ENTRIES) == booked


async def listed(tx: Tx) -> Sequence[Listed]:
    return await earnings.list_entries(tx, (date(2020, 1, 1), date(2100, 1, 1)), None, 50)


async def test_what_was_paid_before_the_shop_was_connected_is_not_ours(till: Till) -> None:
    await enrol(till.database, [follower()])
    await till.shows(some_order())
    await till.take()
    await follow(till)
    assert await rows(till, ENTRIES) == []


async def test_the_share_is_that_of_the_payment_and_can_be_switched_off(till: Till) -> None:
    await enrol(till.database, [follower()])
    await bought(till, "1")
    await follow(till)
    async with till.tx() as tx:
        await tx.execute(WORKSPACE, till.workspace, tx.now)
        await shares.set_share(tx, Wanted(ShareKind.shared, 5_000, "EUR"), 0)
    await bought(till, "2")
    await till.refunds(Refund("r1", "1", euro(2_880), None, True, now(), ()))
    await till.take()
    await follow(till)
    async with till.tx() as tx:
        held = await shares.set_share(tx, Wanted(ShareKind.off), 1)
        assert held.now is not None
        assert held.now.kind is ShareKind.off
    await bought(till, "3")
    await follow(till)
    assert {each[3]: each[1] for each in await rows(till, ENTRIES)} == {3_000: -2_880, 5_000: 2_880}


WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Sari Shop', 'active', $2) on conflict do nothing
"""


async def test_the_same_order_booked_twice_at_once_is_booked_once(till: Till) -> None:
    order, at = till.database.ids.new(), now()
    sold = Sold(order, till.account_id, "1", euro(1_000), at)

    async def book() -> int:
        async with till.tx() as tx:
            return await earnings.book(tx, [sold], {})

    done = await asyncio.gather(*(book() for _ in range(4)), return_exceptions=True)
    assert sorted(each for each in done if isinstance(each, int)) == [
        *[0] * (sum(isinstance(each, int) for each in done) - 1),
        1,
    ]
    assert all(isinstance(each, int | Conflict) for each in done)
    assert await rows(till, ENTRIES) == [("paid", 1_000, 1_000, 3_000)]


def published(day: date, rate: str) -> Mapping[date, Rates]:
    return {day: Rates(day, {"USD": Decimal(rate)})}


async def test_without_a_rate_it_waits_and_keeps_the_one_that_it_gets(till: Till) -> None:
    at = now()
    sold = Sold(till.database.ids.new(), till.account_id, "1", Money("USD", 1_000), at)
    async with till.tx() as tx:
        assert await earnings.book(tx, [sold], {}) == 1
        assert await earnings.book(tx, [replace(sold, left=Money("USD", 400))], {}) == 1
        [found] = await earnings.findings(tx)
        assert found.sentence.startswith("2 entries have no exchange rate yet")
    assert await earning.fill(till.tx) == 0
    async with till.tx() as tx:
        await rates.keep(tx, [*published(at.date(), "2").values()], "file")
    assert await earning.fill(till.tx) == 2
    async with till.tx() as tx:
        assert await earnings.findings(tx) == ()
        # Another rate by now: the order keeps the one of its day.
        later = published(at.date(), "4")
        assert await earnings.book(tx, [replace(sold, left=Money("USD", 0))], later) == 1
        newest, *_ = await listed(tx)
        assert newest.rate is not None
        assert newest.home is not None
        assert (newest.rate.value, newest.home.paid) == (Decimal("0.5"), euro(-200))
    assert await rows(till, SUMS) == [("home", "EUR", 0, 0, 0), ("order", "USD", 0, 0, 0)]
    assert await rows(till, SUMS) == await rows(till, DAYS)


async def test_a_month_that_is_over_keeps_its_bytes(till: Till) -> None:
    statements.drawing_loaded()
    at = now()
    month = at.date().replace(day=1)
    sold = Sold(till.database.ids.new(), till.account_id, "=1+1", euro(1_000), at)

    def later(days: int) -> Callable[[], AbstractAsyncContextManager[Tx]]:
        @asynccontextmanager
        async def opened() -> AsyncIterator[Tx]:
            async with till.tx() as tx:
                yield replace(tx, now=at + timedelta(days=days))

        return opened

    async with till.tx() as tx:
        await tx.execute(WORKSPACE, till.workspace, tx.now)
        await earnings.book(tx, [sold], {})
        early = await statements.statement(tx, month, "csv")
    async with later(40)() as tx:
        await earnings.book(tx, [replace(sold, left=euro(400))], {})
    assert [await statements.close(later(40)) for _ in range(2)] == [1, 0]
    async with later(50)() as tx:
        kept = await statements.statement(tx, month, "csv")
        assert kept == early, "what went back later counts in the month in which it went"
        text = kept.decode("utf-8-sig")
        assert "'=1+1" in text, "no sheet works it out"
        assert "home,EUR,10,3,7,1," in text
        pdf = await statements.statement(tx, month, "pdf.id")
        assert pdf.startswith(b"%PDF")
        assert await statements.statement(replace(tx, now=at + 2 * YEAR), month, "pdf.id") == pdf
        open_, closed = await statements.months(tx)
        assert (open_.is_closed, closed.is_closed, closed.first) == (False, True, month)
        assert [each.back for each in open_.home] == [euro(-600)]


async def test_no_figure_and_no_list_walks_through_its_table(till: Till) -> None:
    last, ids = earnings.LAST, till.database.ids.new()
    days = (date(2026, 11, 1), date(2026, 11, 30))
    asked = (
        (store.FIGURES, (*days, None, "day"), "billing_days_pkey"),
        (store.LIST, (*days, *last, 51), "billing_entries_list"),
        (store.LIST_ACCOUNT, (*days, *last, 51, ids), "billing_entries_account"),
        (store.LIST_ORDER, (*days, *last, 51, ids), "billing_entries_workspace_id_order_id_number"),
        (store.LASTS, ([ids],), "billing_entries_workspace_id_order_id_number"),
        (store.WAITING, (None, 500), "billing_waiting_pkey"),
        (months_store.LINES, (*days, 100), "billing_postings_month"),
    )
    async with till.tx() as tx:
        for way in ("seqscan", "bitmapscan"):
            await tx.execute(f"set local enable_{way} = off")
        for statement, given, index in asked:
            found = await tx.fetch(f"explain {statement}", till.workspace, *given)
            plan = "\n".join(row[0] for row in found)
            assert "Seq Scan on" not in plan, plan
            assert index in plan, plan


async def test_sides_that_do_not_add_up_cannot_be_written_nor_anything_changed(till: Till) -> None:
    async with till.tx() as tx:
        with pytest.raises(CheckViolationError):
            async with tx.savepoint():
                await tx.execute(UNEVEN, till.workspace, tx.ids.new())
        with pytest.raises(InsufficientPrivilegeError):
            async with tx.savepoint():
                await tx.execute("update billing_postings set paid_minor = 0")


UNEVEN = """
    insert into billing_postings (workspace_id, entry_id, book, currency, paid_minor, client_minor,
        platform_minor, booked_on)
    values ($1, $2, 'order', 'EUR', 100, 30, 69, '2026-11-20')
"""
