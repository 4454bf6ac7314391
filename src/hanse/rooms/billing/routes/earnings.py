"""HTTP of earnings: figures, the entries that they are made of, and statements."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from hanse.base.money import plain
from hanse.engine.doors import access
from hanse.engine.doors.access import READERS
from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.doors.instants import Day
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.rooms.billing.model.earnings import EntryKind, Listed, Split, why
from hanse.rooms.billing.model.statements import Month, Total, first_of
from hanse.rooms.billing.service import earnings as service
from hanse.rooms.billing.service import statements

doors = Doors("billing")

READ = access.declare("billing.earnings.read", "See what was earned and its entries.", *READERS)
READ_STATEMENTS = access.declare(
    "billing.statement.read", "See the statements of months and save them.", *READERS
)

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
TOTAL: JsonDict = {
    "currency": "EUR",
    "paid_minor": 10_000,
    "back_minor": -1_000,
    "client_minor": 2_700,
    "platform_minor": 6_300,
    "entries": 2,
    "account_id": None,
    "since": None,
}
EARNINGS: JsonDict = {
    "since": "2026-11-01",
    "until": "2026-11-30",
    "home": [TOTAL],
    "orders": [TOTAL],
    "shops": [{**TOTAL, "account_id": ID}],
    "times": [{**TOTAL, "since": "2026-11-20"}],
    "findings": [],
}
SIDE: JsonDict = {
    "currency": "EUR",
    "paid_minor": 10_000,
    "client_minor": 3_000,
    "platform_minor": 7_000,
}
ENTRY: JsonDict = {
    "id": ID,
    "order_id": ID,
    "order_number": "1001",
    "account_id": ID,
    "number": 1,
    "kind": "paid",
    "client_bp": 3000,
    "order": SIDE,
    "home": SIDE,
    "rate": "1",
    "rate_on": "2026-11-20",
    "paid_at": "2026-11-20T14:03:05Z",
    "booked_on": "2026-11-20",
    "booked_at": "2026-11-20T14:03:06Z",
    "why": "Order 1001 was paid: EUR 100.00, 30 % of it for the client, as was in force when it "
    "was paid.",
}
MONTH: JsonDict = {
    "month": "2026-11",
    "number": "ST-202611-8F0F6C61",
    "closed": False,
    "closes_at": "2026-12-03T01:00:00Z",
    "home": [TOTAL],
}

Since = Annotated[Day | None, Query(description="The first day; usually that of this month.")]
Until = Annotated[Day | None, Query(description="The last day; usually today.")]
OfAccount = Annotated[UUID | None, Query(alias="account", description="Of this shop.")]
OfOrder = Annotated[UUID | None, Query(alias="order", description="Of this order.")]
OfMonth = Annotated[str, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="Such as 2026-11.")]
FIRST, LAST = date(2000, 1, 1), date(9999, 12, 31)


class StatementTable(Response):
    """A statement as CSV: a row for each side of the books, which add up to its sums."""

    media_type = "text/csv"


class StatementPdf(Response):
    """A statement to print."""

    media_type = "application/pdf"


class EarningTotalOut(BaseModel):
    """Sums in one currency. Paid and taken back, which is below nothing, are what client and
    platform have together."""

    model_config = ConfigDict(json_schema_extra={"examples": [TOTAL]})

    currency: str
    paid_minor: int
    back_minor: int
    client_minor: int
    platform_minor: int
    entries: int
    account_id: UUID | None = Field(description="Of this shop; null: of all that were asked for.")
    since: date | None = Field(description="Of this day, or the month that begins with it.")


class EarningFindingOut(BaseModel):
    """What is missing in the figures."""

    code: str
    sentence: str
    next_step: str


class EarningsOut(BaseModel):
    """What was earned: `home` in the money in which both settle, `orders` in that of the orders;
    `shops` and `times` in the first."""

    model_config = ConfigDict(json_schema_extra={"examples": [EARNINGS]})

    since: date
    until: date
    home: list[EarningTotalOut]
    orders: list[EarningTotalOut]
    shops: list[EarningTotalOut]
    times: list[EarningTotalOut]
    findings: list[EarningFindingOut]


class EarningSideOut(BaseModel):
    """What the buyer gave, below nothing if it went back, and who has it."""

    currency: str
    paid_minor: int
    client_minor: int
    platform_minor: int


class EarningEntryOut(BaseModel):
    """One entry: why it was booked, by which share and rate. Neither changes any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [ENTRY]})

    id: UUID
    order_id: UUID
    order_number: str
    account_id: UUID
    number: int = Field(description="Within its order, from 1.")
    kind: EntryKind
    client_bp: int = Field(description="The client's part in hundredths of a percent.")
    order: EarningSideOut
    home: EarningSideOut | None = Field(description="Null: there is no exchange rate yet.")
    rate: str | None = Field(description="Units of the home money for one of the order's.")
    rate_on: date | None
    paid_at: datetime
    booked_on: date
    booked_at: datetime
    why: str


class EarningEntriesOut(Page[EarningEntryOut]):
    """A page of entries."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ENTRY], "next_cursor": None}]}
    )


class StatementMonthOut(BaseModel):
    """A month in which something was booked. Of a closed one the papers never change."""

    model_config = ConfigDict(json_schema_extra={"examples": [MONTH]})

    month: str
    number: str
    closed: bool
    closes_at: datetime
    home: list[EarningTotalOut]


class StatementsOut(BaseModel):
    """All months with something in them, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"months": [MONTH]}]})

    months: list[StatementMonthOut]


@doors.get("/api/billing/earnings", needs=READ)
async def read_earnings(
    tx: InTx,
    since: Since = None,
    until: Until = None,
    by: Annotated[Literal["day", "month"], Query(description="How `times` are cut.")] = "day",
    account: OfAccount = None,
) -> EarningsOut:
    """Show what was earned in some days: in all, by shop, by day or month, and by currency."""
    last = until or tx.now.astimezone(UTC).date()
    first = since or first_of(last)
    found = await service.figures(tx, first, last, account, by)
    return EarningsOut(
        since=first,
        until=last,
        home=totals(found.home),
        orders=totals(found.orders),
        shops=totals(found.shops),
        times=totals(found.times),
        findings=[
            EarningFindingOut(code=each.code, sentence=each.sentence, next_step=each.next_step)
            for each in await service.findings(tx)
        ],
    )


@doors.get("/api/billing/entries", needs=READ)
async def list_entries(
    tx: InTx,
    since: Since = None,
    until: Until = None,
    account: OfAccount = None,
    order: OfOrder = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> EarningEntriesOut:
    """List what was booked, the newest day first: of all, of a shop, or of one order."""
    before = None
    if cursor is not None:
        at, last = read_cursor(cursor, datetime, UUID)
        assert isinstance(at, datetime)
        assert isinstance(last, UUID)
        before = (at.astimezone(UTC).date(), last)
    days = (since or FIRST, until or LAST)
    found = await service.list_entries(tx, days, before, limit + 1, account, order)
    page, following = cut(
        found, limit, lambda each: [datetime.combine(each.booked_on, time(), UTC), each.id]
    )
    return EarningEntriesOut(items=[entry_out(each) for each in page], next_cursor=following)


@doors.get("/api/billing/statements", needs=READ_STATEMENTS)
async def list_statements(tx: InTx) -> StatementsOut:
    """List the months in which something was booked. They are few, so they come in one page."""
    return StatementsOut(months=[month_out(each) for each in await statements.months(tx)])


@doors.get(
    "/api/billing/statements.csv", needs=READ_STATEMENTS, example="booked_on,order,order_id\r\n"
)
async def save_statement_table(tx: InTx, month: OfMonth) -> StatementTable:
    """Save the statement of a month as a table."""
    content = await statements.statement(tx, first_in(month), statements.CSV)
    return StatementTable(content, headers=named(f"statement-{month}.csv"))


@doors.get(
    "/api/billing/statements.pdf",
    needs=READ_STATEMENTS,
    example="%PDF-1.7",
    ready=statements.drawing_loaded,
)
async def print_statement(
    tx: InTx, month: OfMonth, language: Annotated[Literal["en", "id"], Query()] = "en"
) -> StatementPdf:
    """Print the statement of a month."""
    content = await statements.statement(tx, first_in(month), f"pdf.{language}")
    return StatementPdf(content, headers=named(f"statement-{month}.pdf"))


def first_in(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def totals(found: Sequence[Total]) -> list[EarningTotalOut]:
    return [
        EarningTotalOut(
            currency=each.currency,
            paid_minor=each.paid.minor,
            back_minor=each.back.minor,
            client_minor=each.client.minor,
            platform_minor=each.platform.minor,
            entries=each.entries,
            account_id=each.account_id,
            since=each.since,
        )
        for each in found
    ]


def side_out(side: Split) -> EarningSideOut:
    return EarningSideOut(
        currency=side.paid.currency,
        paid_minor=side.paid.minor,
        client_minor=side.client.minor,
        platform_minor=side.platform.minor,
    )


def entry_out(entry: Listed) -> EarningEntryOut:
    return EarningEntryOut(
        id=entry.id,
        order_id=entry.order_id,
        order_number=entry.order_number,
        account_id=entry.account_id,
        number=entry.number,
        kind=entry.kind,
        client_bp=entry.client_bp,
        order=side_out(entry.order),
        home=side_out(entry.home) if entry.home else None,
        rate=plain(entry.rate.value) if entry.rate else None,
        rate_on=entry.rate.day if entry.rate else None,
        paid_at=entry.paid_at,
        booked_on=entry.booked_on,
        booked_at=entry.booked_at,
        why=why(entry),
    )


def month_out(month: Month) -> StatementMonthOut:
    return StatementMonthOut(
        month=f"{month.first:%Y-%m}",
        number=month.number,
        closed=month.is_closed,
        closes_at=month.closes_at,
        home=totals(month.home),
    )
