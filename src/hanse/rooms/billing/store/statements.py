"""Statements about months: which there are, what is in one, and its papers as they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.billing.model.statements import Total, total_of

MONTHS_MAX = 600
MONTHS = """
    select date_trunc('month', booked_on::timestamp)::date as since, currency,
        null::uuid as account_id, sum(paid_minor)::bigint as paid, sum(back_minor)::bigint as back,
        sum(client_minor)::bigint as client, sum(platform_minor)::bigint as platform,
        sum(entries)::bigint as entries
    from billing_days where workspace_id = $1 and book = $2
    group by 1, currency order by 1 desc, currency limit $3
"""
LINES = """
    select side.booked_on, entry.order_number, entry.order_id, entry.account_id, entry.kind,
        entry.client_bp, side.book, side.currency, side.paid_minor, side.client_minor,
        side.platform_minor, side.rate, side.rate_on, entry.paid_at
    from billing_postings as side join billing_entries as entry
      on entry.workspace_id = $1 and entry.id = side.entry_id
    where side.workspace_id = $1 and side.booked_on between $2 and $3
    order by side.booked_on, side.entry_id, side.book limit $4
"""
KEPT = """
    select content, digest from billing_statements
    where workspace_id = $1 and month = $2 and form = $3
"""
# Whoever made it first has made it.
KEEP = """
    insert into billing_statements (workspace_id, month, form, content, digest, made_at)
    values ($1, $2, $3, $4, $5, $6) on conflict do nothing
"""
FORMS = "select month, form from billing_statements where workspace_id = $1"


@dataclass(frozen=True, slots=True)
class Line:
    """One side of the books of an entry."""

    booked_on: date
    order_number: str
    order_id: UUID
    account_id: UUID
    kind: str
    client_bp: int
    book: str
    paid: Money
    client: Money
    platform: Money
    rate: Decimal | None
    rate_on: date | None
    paid_at: datetime


async def months(tx: Tx, book: str) -> Sequence[Total]:
    rows = await tx.fetch(MONTHS, tx.workspace_id, book, MONTHS_MAX)
    return [total_of(dict(row)) for row in rows]


async def lines(tx: Tx, since: date, until: date, rows_max: int) -> Sequence[Line]:
    rows = await tx.fetch(LINES, tx.workspace_id, since, until, rows_max)
    return [
        Line(
            *list(row)[:7],
            *(Money(row["currency"], row[name]) for name in SUMS),
            *list(row)[11:],
        )
        for row in rows
    ]


SUMS = ("paid_minor", "client_minor", "platform_minor")


async def kept(tx: Tx, month: date, form: str) -> tuple[bytes, str] | None:
    row = await tx.fetchrow(KEPT, tx.workspace_id, month, form)
    return (row["content"], row["digest"]) if row else None


async def keep(tx: Tx, month: date, form: str, content: bytes, digest: str) -> bool:
    """False: somebody else has made it meanwhile."""
    return bool(await tx.execute(KEEP, tx.workspace_id, month, form, content, digest, tx.now))


async def forms(tx: Tx) -> Sequence[tuple[date, str]]:
    return [(*row,) for row in await tx.fetch(FORMS, tx.workspace_id)]
