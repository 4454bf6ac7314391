"""Earnings: booked as orders are paid and as money goes back, and shown as they stand now.

The room of orders hands down what it knows, with the rates of the days. However often it does, the
books say the same: what is written is the difference to what they say already.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.billing.model import earnings as model
from hanse.rooms.billing.model.earnings import Last, Listed, Sold, Waiting
from hanse.rooms.billing.model.shares import Terms
from hanse.rooms.billing.model.statements import Figures
from hanse.rooms.billing.service import facts, shares
from hanse.rooms.billing.store import earnings as store
from hanse.rooms.connections.service import accounts
from hanse.trade.rates import Rates

BOOK_MAX = 1_000  # orders at once
DAYS_MAX = 800
WAITING_SHOWN_MAX = 10_000
LAST = (date.max, UUID(int=2**128 - 1))


async def unbooked(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Of these the ones of which the books say nothing, so that rates are wanted for them."""
    known = await store.lasts(tx, order_ids)
    return [each for each in order_ids if each not in known]


async def book(tx: Tx, sold: Sequence[Sold], published: Mapping[date, Rates]) -> int:
    """Make the books say what is so of these orders now; how many entries that took.

    Each order once. One that is not booked yet gets the share that was in force when it was paid,
    and the rate of that day; both stay with it. What was paid before its shop was connected is none
    of ours.
    """
    if len(sold) > BOOK_MAX:
        raise ValueError(f"{len(sold)} orders at once: book {BOOK_MAX} at most.")
    lasts = await store.lasts(tx, [each.order_id for each in sold])
    new = [each for each in sold if each.order_id not in lasts]
    terms = await shares.terms(tx) if new else None
    since = {
        each.id: each.made_at
        for each in (
            await accounts.of_ids(tx, sorted({one.account_id for one in new})) if new else ()
        )
    }
    ours = [
        each
        for each in sold
        if each.order_id in lasts
        or (each.account_id in since and each.paid_at >= since[each.account_id])
    ]
    entries = [
        entry
        for each in ours
        for entry in of_one(tx, each, lasts.get(each.order_id), terms, published)
    ]
    if not entries:
        return 0
    if await store.write(tx, entries) != len(entries):
        raise Conflict("Somebody else has booked one of these orders in this moment.", "Try again.")
    ids = tuple(dict.fromkeys(each.sold.order_id for each in entries))
    await events.append(tx, facts.EarningsBooked(len(entries), ids))
    return len(entries)


def of_one(
    tx: Tx, sold: Sold, last: Last | None, terms: Terms | None, published: Mapping[date, Rates]
) -> Sequence[model.Entry]:
    share = terms.at(sold.paid_at) if terms and last is None else None
    rate = None
    if share is not None and share.currency:
        day = sold.paid_at.astimezone(UTC).date()
        rate = model.day_rate(published, sold.left.currency, share.currency, day)
    return model.entries(sold, last, share, rate, tx.now)


async def waiting(tx: Tx, after: UUID | None, rows_max: int) -> Sequence[Waiting]:
    """Entries without a rate, the oldest first."""
    return await store.waiting(tx, after, rows_max)


async def fill(tx: Tx, found: Sequence[Waiting], published: Mapping[date, Rates]) -> int:
    """Book what is known by now of those that wait; how many there were."""
    filled = model.filled(found, published, tx.now)
    if not filled:
        return 0
    count = await store.fill(tx, filled)
    await events.append(tx, facts.EarningsBooked(count, (), filled=True))
    return count


async def figures(
    tx: Tx, since: date, until: date, account_id: UUID | None = None, by: str = "day"
) -> Figures:
    """Of these days, both included."""
    check_days(since, until)
    return await store.figures(tx, since, until, account_id, by)


async def findings(tx: Tx) -> Sequence[Finding]:
    """What is missing in the figures."""
    count = await store.waiting_count(tx, WAITING_SHOWN_MAX)
    if not count:
        return ()
    many = f"{count:,}{' or more' if count == WAITING_SHOWN_MAX else ''}"
    entries = "entry has" if count == 1 else "entries have"
    return (
        Finding(
            Severity.warning,
            "no_rate",
            f"{many} {entries} no exchange rate yet and stand in the money of the order alone.",
            "They are filled in by themselves once the rates of their days are loaded.",
            "home",
        ),
    )


async def list_entries(
    tx: Tx,
    days: tuple[date, date],
    before: tuple[date, UUID] | None,
    rows_max: int,
    account_id: UUID | None = None,
    order_id: UUID | None = None,
) -> Sequence[Listed]:
    """The newest first, of one shop or one order if it is named."""
    return await store.page(tx, days, before or LAST, rows_max, account_id, order_id)


def check_days(since: date, until: date) -> None:
    if not 0 <= (until - since).days < DAYS_MAX:
        sentence = f"From {since} to {until} are no days in their order, or more than {DAYS_MAX}."
        step = "Ask for a shorter time, the first day first."
        raise Rejected(sentence, [Finding(Severity.error, "days", sentence, step, "until")], step)
