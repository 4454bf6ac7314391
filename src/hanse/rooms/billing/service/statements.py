"""Statements: what a month came to, as a table and to print. Of a month that is over the bytes are
kept as they were first made; nothing counts in it any more by then."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from types import ModuleType
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.engine.log import events
from hanse.engine.sheets.writing import Cell, CsvSheet
from hanse.engine.tx import Tx
from hanse.rooms.billing.model import statements as model
from hanse.rooms.billing.model.shares import percent
from hanse.rooms.billing.model.statements import LINES_MAX, Figures, Month, Total
from hanse.rooms.billing.service import facts
from hanse.rooms.billing.store import earnings as earnings_store
from hanse.rooms.billing.store import statements as store
from hanse.rooms.billing.store.statements import Line
from hanse.rooms.connections.service import accounts
from hanse.rooms.identity.service.workspaces import workspace

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

CSV, PDFS = "csv", ("pdf.en", "pdf.id")
FORMS = (CSV, *PDFS)
CLOSE_MAX = 24  # months in one run
HEAD = (
    *("booked_on", "order", "order_id", "shop", "kind", "client_percent", "book", "currency"),
    *("paid", "client", "platform", "rate", "rate_on", "paid_at"),
)


async def months(tx: Tx) -> Sequence[Month]:
    """Those in which something was booked, the newest first."""
    home = await store.months(tx, "home")
    firsts = {each.since for each in (*home, *await store.months(tx, "order")) if each.since}
    return [
        Month(
            first,
            model.number_of(tx.workspace_id, first),
            model.is_closed(first, tx.now),
            model.closes_at(first),
            [each for each in home if each.since == first],
        )
        for first in sorted(firsts, reverse=True)
    ]


async def statement(tx: Tx, month: date, form: str) -> bytes:
    """Of a month that is not over as it is now; else the bytes that were kept."""
    if not model.is_closed(month, tx.now):
        return await made(tx, month, form)
    if (held := await store.kept(tx, month, form)) is None:
        content = await made(tx, month, form)
        if await store.keep(tx, month, form, content, digest_of(content)):
            return content
        held = await store.kept(tx, month, form)
        assert held is not None, "somebody else has just kept it"
    content, digest = held
    if digest_of(content) != digest:
        raise Conflict(
            f"The bytes of the statement of {month:%Y-%m} are not those that were made.",
            "Tell the operator: they come back from a backup with `hanse restore`.",
        )
    return content


async def close(open_tx: OpenTx) -> int:
    """Make and keep what is missing of the months that are over, each paper in a transaction of its
    own; how many months that were."""
    async with open_tx() as tx:
        there = set(await store.forms(tx))
        over = [
            (each, [form for form in FORMS if (each.first, form) not in there])
            for each in await months(tx)
            if each.is_closed
        ]
    missing = [(month, forms) for month, forms in over if forms][-CLOSE_MAX:]  # the oldest
    for month, forms in missing:
        for form in forms:
            async with open_tx() as tx:
                await statement(tx, month.first, form)
                if form == forms[-1]:
                    told = facts.StatementClosed(f"{month.first:%Y-%m}", month.number)
                    await events.append(tx, told)
    return len(missing)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def drawing_loaded() -> ModuleType:
    """Its libraries take a second to load, so they are before anybody holds a transaction."""
    from hanse.rooms.billing.service import drawing

    return drawing


async def made(tx: Tx, month: date, form: str) -> bytes:
    last = model.after(month) - timedelta(days=1)
    found = await earnings_store.figures(tx, month, last, None, "month")
    if not found.orders and not found.home:
        sentence = f"Nothing was booked in {month:%Y-%m}."
        step = "Take a month of the list of statements."
        found_none = Finding(Severity.error, "month_empty", sentence, step, "month")
        raise Rejected(sentence, [found_none], step)
    shops = await names(tx, found)
    if form == CSV:
        lines = await store.lines(tx, month, last, LINES_MAX)
        return await asyncio.to_thread(table, lines, found, shops)
    drawing = drawing_loaded()
    head = drawing.Head(
        *((await workspace(tx)).name, model.number_of(tx.workspace_id, month), month),
        *(model.is_closed(month, tx.now), tx.now, await earnings_store.waiting_count(tx, 1) > 0),
    )
    content: bytes = await asyncio.to_thread(
        drawing.drawn, head, found, shops, form.removeprefix("pdf.")
    )
    return content


async def names(tx: Tx, found: Figures) -> Mapping[UUID, str]:
    ids = sorted({each.account_id for each in found.shops if each.account_id})
    return {each.id: each.name for each in await accounts.of_ids(tx, ids)}


def table(lines: Sequence[Line], found: Figures, shops: Mapping[UUID, str]) -> bytes:
    """A row for each side of the books. The rows add up to what the month came to: what does not
    fit is one more row for each of its sums."""
    sheet = CsvSheet()
    rows: list[Sequence[Cell]] = [HEAD, *(row_of(each, shops) for each in lines)]
    for book, totals in (("home", found.home), ("order", found.orders)):
        rows += [row for each in totals if (row := rest(book, each, lines))]
    return sheet.write(rows) + sheet.end()


def row_of(line: Line, shops: Mapping[UUID, str]) -> Sequence[Cell]:
    return (
        *(line.booked_on.isoformat(), line.order_number, str(line.order_id)),
        *(shops.get(line.account_id, str(line.account_id)), line.kind),
        *(percent(line.client_bp), line.book, line.paid.currency, line.paid.amount),
        *(line.client.amount, line.platform.amount, line.rate),
        line.rate_on.isoformat() if line.rate_on else None,
        line.paid_at.isoformat(),
    )


def rest(book: str, whole: Total, lines: Sequence[Line]) -> Sequence[Cell] | None:
    """What the listed lines leave of a sum."""
    mine = [each for each in lines if each.book == book and each.paid.currency == whole.currency]
    if len(mine) == whole.entries:
        return None
    zero = Money(whole.currency, 0)
    paid = whole.paid + whole.back - sum((each.paid for each in mine), zero)
    client = whole.client - sum((each.client for each in mine), zero)
    platform = whole.platform - sum((each.platform for each in mine), zero)
    return (
        *(None, None, None, None, f"{whole.entries - len(mine)} more", None, book, whole.currency),
        *(paid.amount, client.amount, platform.amount, None, None, None),
    )
