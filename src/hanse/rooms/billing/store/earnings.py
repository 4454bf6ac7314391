"""Statements about what was booked: entries, their two sides, and the sums of days."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.billing.model.earnings import (
    DayRate,
    Entry,
    EntryKind,
    Filled,
    Last,
    Listed,
    Split,
    Waiting,
)
from hanse.rooms.billing.model.statements import Figures, total_of

LASTS = """
    select asked.order_id, last.number, last.currency, last.left_minor, last.client_bp,
        last.home_currency, last.paid_at, kept.rate, kept.rate_on
    from unnest($2::uuid[]) as asked (order_id)
    cross join lateral (
        select number, currency, left_minor, client_bp, home_currency, paid_at
        from billing_entries
        where workspace_id = $1 and order_id = asked.order_id
        order by number desc limit 1) as last
    left join lateral (
        select home.rate, home.rate_on
        from billing_entries as entry join billing_postings as home
          on home.workspace_id = $1 and home.entry_id = entry.id and home.book = 'home'
        where entry.workspace_id = $1 and entry.order_id = asked.order_id
          and entry.currency = last.currency
        order by entry.number limit 1) as kept on true
"""
# The number within its order lets the same thing in once, whoever else books it now.
WRITE = """
    with given as (
        select * from jsonb_to_recordset($2::jsonb) as given (id uuid, order_id uuid,
            number integer, account_id uuid, order_number text, kind text, currency text,
            amount_minor bigint, client_minor bigint, platform_minor bigint, left_minor bigint,
            client_bp integer, home_currency text, home_minor bigint, home_client_minor bigint,
            home_platform_minor bigint, rate numeric, rate_on date, paid_at timestamptz,
            booked_on date)),
    entries as (
        insert into billing_entries (workspace_id, id, order_id, number, account_id, order_number,
            kind, currency, amount_minor, left_minor, client_bp, home_currency, paid_at, booked_on,
            booked_at)
        select $1, id, order_id, number, account_id, order_number, kind, currency, amount_minor,
            left_minor, client_bp, home_currency, paid_at, booked_on, $3
        from given
        on conflict (workspace_id, order_id, number) do nothing
        returning id),
    sides as (
        select id, account_id, booked_on, 'order' as book, currency, amount_minor as paid_minor,
            client_minor, platform_minor, null::numeric as rate, null::date as rate_on
        from given where id in (select id from entries)
        union all
        select id, account_id, booked_on, 'home', home_currency, home_minor, home_client_minor,
            home_platform_minor, rate, rate_on
        from given where rate is not null and id in (select id from entries)),
    postings as (
        insert into billing_postings (workspace_id, entry_id, book, currency, paid_minor,
            client_minor, platform_minor, rate, rate_on, booked_on)
        select $1, id, book, currency, paid_minor, client_minor, platform_minor, rate, rate_on,
            booked_on
        from sides),
    waiting as (
        insert into billing_waiting (workspace_id, entry_id, paid_on)
        select $1, id, (paid_at at time zone 'UTC')::date
        from given where rate is null and id in (select id from entries)),
    days as (
        insert into billing_days as held (workspace_id, book, booked_on, account_id, currency,
            paid_minor, back_minor, client_minor, platform_minor, entries)
        select $1, book, booked_on, account_id, currency,
            sum(greatest(paid_minor, 0))::bigint, sum(least(paid_minor, 0))::bigint,
            sum(client_minor)::bigint, sum(platform_minor)::bigint, count(*)
        from sides group by book, booked_on, account_id, currency
        order by book, booked_on, account_id, currency
        on conflict (workspace_id, book, booked_on, account_id, currency) do update set
            paid_minor = held.paid_minor + excluded.paid_minor,
            back_minor = held.back_minor + excluded.back_minor,
            client_minor = held.client_minor + excluded.client_minor,
            platform_minor = held.platform_minor + excluded.platform_minor,
            entries = held.entries + excluded.entries)
    select count(*) from entries
"""
WAITING = """
    select entry.id, entry.account_id, entry.currency, entry.left_minor, entry.amount_minor,
        entry.client_bp, entry.home_currency, entry.paid_at, entry.booked_on, kept.rate,
        kept.rate_on
    from billing_waiting as waits join billing_entries as entry
      on entry.workspace_id = $1 and entry.id = waits.entry_id
    left join lateral (
        select home.rate, home.rate_on
        from billing_entries as other join billing_postings as home
          on home.workspace_id = $1 and home.entry_id = other.id and home.book = 'home'
        where other.workspace_id = $1 and other.order_id = entry.order_id
          and other.currency = entry.currency
        order by other.number limit 1) as kept on true
    where waits.workspace_id = $1 and ($2::uuid is null or waits.entry_id > $2)
    order by waits.entry_id limit $3
"""
WAITING_COUNT = """
    select count(*) from (
        select from billing_waiting where workspace_id = $1 limit $2) as waits
"""
# Whoever takes it from those that wait writes it, and nobody else.
FILL = """
    with given as (
        select * from jsonb_to_recordset($2::jsonb) as given (id uuid, account_id uuid,
            home_currency text, home_minor bigint, home_client_minor bigint,
            home_platform_minor bigint, rate numeric, rate_on date, booked_on date)),
    gone as (
        delete from billing_waiting
        where workspace_id = $1 and entry_id in (select id from given)
        returning entry_id),
    sides as (
        select given.* from given join gone on gone.entry_id = given.id),
    postings as (
        insert into billing_postings (workspace_id, entry_id, book, currency, paid_minor,
            client_minor, platform_minor, rate, rate_on, booked_on)
        select $1, id, 'home', home_currency, home_minor, home_client_minor, home_platform_minor,
            rate, rate_on, booked_on
        from sides),
    days as (
        insert into billing_days as held (workspace_id, book, booked_on, account_id, currency,
            paid_minor, back_minor, client_minor, platform_minor, entries)
        select $1, 'home', booked_on, account_id, home_currency,
            sum(greatest(home_minor, 0))::bigint, sum(least(home_minor, 0))::bigint,
            sum(home_client_minor)::bigint, sum(home_platform_minor)::bigint, count(*)
        from sides group by booked_on, account_id, home_currency
        order by booked_on, account_id, home_currency
        on conflict (workspace_id, book, booked_on, account_id, currency) do update set
            paid_minor = held.paid_minor + excluded.paid_minor,
            back_minor = held.back_minor + excluded.back_minor,
            client_minor = held.client_minor + excluded.client_minor,
            platform_minor = held.platform_minor + excluded.platform_minor,
            entries = held.entries + excluded.entries)
    select count(*) from sides
"""
# Sums of all, of each shop, and of each day or month, in one look at the days.
FIGURES = """
    select book, currency, account_id, since,
        grouping(account_id) = 0 as of_shop, grouping(since) = 0 as of_time,
        sum(paid_minor)::bigint as paid, sum(back_minor)::bigint as back,
        sum(client_minor)::bigint as client, sum(platform_minor)::bigint as platform,
        sum(entries)::bigint as entries
    from (
        select book, currency, account_id, paid_minor, back_minor, client_minor, platform_minor,
            entries, date_trunc($5, booked_on::timestamp)::date as since
        from billing_days
        where workspace_id = $1 and book in ('home', 'order') and booked_on between $2 and $3
          and ($4::uuid is null or account_id = $4)) as days
    group by grouping sets ((book, currency), (book, currency, account_id), (book, currency, since))
    order by since, book, currency, account_id
"""
LIST = """
    select entry.id, entry.order_id, entry.order_number, entry.account_id, entry.number, entry.kind,
        entry.client_bp, entry.currency, entry.home_currency, entry.paid_at, entry.booked_on,
        entry.booked_at, side.paid_minor as side_paid, side.client_minor as side_client,
        side.platform_minor as side_platform, home.paid_minor as home_paid,
        home.client_minor as home_client, home.platform_minor as home_platform, home.rate,
        home.rate_on
    from billing_entries as entry
    join billing_postings as side
      on side.workspace_id = $1 and side.entry_id = entry.id and side.book = 'order'
    left join billing_postings as home
      on home.workspace_id = $1 and home.entry_id = entry.id and home.book = 'home'
    where entry.workspace_id = $1 and entry.booked_on between $2 and $3
      and (entry.booked_on, entry.id) < ($4, $5::uuid)
    order by entry.booked_on desc, entry.id desc limit $6
"""
LIST_ACCOUNT = LIST.replace("    order by", "      and entry.account_id = $7\n    order by")
# Within an order the later entry has the larger number, the later day and the larger id.
LIST_ORDER = LIST.replace(
    "    order by entry.booked_on desc, entry.id desc",
    "      and entry.order_id = $7\n    order by entry.number desc",
)


async def lasts(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Last]:
    rows = await tx.fetch(LASTS, tx.workspace_id, list(order_ids))
    return {
        row["order_id"]: Last(
            row["number"],
            Money(row["currency"], row["left_minor"]),
            *(row["client_bp"], row["home_currency"], row["paid_at"]),
            rate_of(row["rate"], row["rate_on"]),
        )
        for row in rows
    }


def rate_of(value: Decimal | None, day: date | None) -> DayRate | None:
    return DayRate(value, day) if value is not None and day is not None else None


async def write(tx: Tx, entries: Sequence[Entry]) -> int:
    """How many were let in; fewer than given where somebody else has booked for an order."""
    rows = [
        {
            "id": tx.ids.new(),
            "order_id": each.sold.order_id,
            "number": each.number,
            "account_id": each.sold.account_id,
            "order_number": each.sold.number,
            "kind": each.kind.value,
            "currency": each.order.paid.currency,
            "amount_minor": each.order.paid.minor,
            "client_minor": each.order.client.minor,
            "platform_minor": each.order.platform.minor,
            "left_minor": each.left.minor,
            "client_bp": each.client_bp,
            "home_currency": each.home_currency,
            **home_row(each.home, each.rate),
            "paid_at": each.sold.paid_at,
            "booked_on": each.booked_on,
        }
        for each in entries
    ]
    written: int = await tx.fetchval(
        WRITE, tx.workspace_id, msgspec.json.encode(rows).decode(), tx.now
    )
    return written


def home_row(home: Split | None, rate: DayRate | None) -> Mapping[str, object]:
    if home is None or rate is None:
        return {}
    return {
        "home_minor": home.paid.minor,
        "home_client_minor": home.client.minor,
        "home_platform_minor": home.platform.minor,
        "rate": rate.value,
        "rate_on": rate.day,
    }


async def waiting(tx: Tx, after: UUID | None, rows_max: int) -> Sequence[Waiting]:
    rows = await tx.fetch(WAITING, tx.workspace_id, after, rows_max)
    return [
        Waiting(
            *(row["id"], row["account_id"]),
            Money(row["currency"], row["left_minor"] - row["amount_minor"]),
            Money(row["currency"], row["left_minor"]),
            *(row["client_bp"], row["home_currency"], row["paid_at"], row["booked_on"]),
            rate_of(row["rate"], row["rate_on"]),
        )
        for row in rows
    ]


async def waiting_count(tx: Tx, rows_max: int) -> int:
    """Counted no further than this."""
    found: int = await tx.fetchval(WAITING_COUNT, tx.workspace_id, rows_max)
    return found


async def fill(tx: Tx, filled: Sequence[Filled]) -> int:
    rows = [
        {
            "id": each.waiting.entry_id,
            "account_id": each.waiting.account_id,
            "home_currency": each.waiting.home_currency,
            **home_row(each.home, each.rate),
            "booked_on": each.booked_on,
        }
        for each in filled
    ]
    written: int = await tx.fetchval(FILL, tx.workspace_id, msgspec.json.encode(rows).decode())
    return written


async def figures(tx: Tx, since: date, until: date, account_id: UUID | None, by: str) -> Figures:
    """Both days included; `by` is day or month."""
    rows = await tx.fetch(FIGURES, tx.workspace_id, since, until, account_id, by)
    home = [row for row in rows if row["book"] == "home"]
    alone = [row for row in rows if not row["of_shop"] and not row["of_time"]]
    return Figures(
        [total_of(dict(row)) for row in alone if row["book"] == "home"],
        [total_of(dict(row)) for row in alone if row["book"] == "order"],
        [total_of(dict(row)) for row in home if row["of_shop"]],
        [total_of(dict(row)) for row in home if row["of_time"]],
    )


async def page(
    tx: Tx,
    days: tuple[date, date],
    before: tuple[date, UUID],
    rows_max: int,
    account_id: UUID | None,
    order_id: UUID | None,
) -> Sequence[Listed]:
    """The newest first."""
    base = (tx.workspace_id, *days, *before, rows_max)
    if order_id is not None:
        rows = await tx.fetch(LIST_ORDER, *base, order_id)
    elif account_id is not None:
        rows = await tx.fetch(LIST_ACCOUNT, *base, account_id)
    else:
        rows = await tx.fetch(LIST, *base)
    return [listed(dict(row)) for row in rows]


def listed(row: Mapping[str, object]) -> Listed:
    given = dict(row)
    home = side_of(given, "home_", str(row["home_currency"]))
    order = side_of(given, "side_", str(given.pop("currency")))
    rate = rate_of(given.pop("rate"), given.pop("rate_on"))  # type: ignore[arg-type]
    assert order is not None, "each entry stands in the money of its order"
    given["kind"] = EntryKind(str(row["kind"]))
    return Listed(**given, order=order, home=home, rate=rate)  # type: ignore[arg-type]


def side_of(given: dict[str, object], name: str, currency: str) -> Split | None:
    """Takes its three sums out of the row."""
    sums = [given.pop(f"{name}{each}") for each in ("paid", "client", "platform")]
    return (
        Split(*(Money(currency, int(str(each))) for each in sums)) if sums[0] is not None else None
    )
