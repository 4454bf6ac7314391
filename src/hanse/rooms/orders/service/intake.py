"""Orders come into the book: each by itself, as the mirror shows it now, however often and in
whatever order its documents came."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.manifest import Connector
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.orders.model import judging, reading
from hanse.rooms.orders.model.exceptions import Problem, Trouble
from hanse.rooms.orders.model.states import Means, State, together
from hanse.rooms.orders.service import buying, carrying, facts, stocking, taking_back
from hanse.rooms.orders.service.preparing import (
    UNREADABLE,
    Prepared,
    Ready,
    may_be_overtaken,
    overtaken,
    prepare,
    why_not,
)
from hanse.rooms.orders.service.rowing import rows_of
from hanse.rooms.orders.store import looking, queue
from hanse.rooms.orders.store import writing as store

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]
HowTold = Callable[[Tx], Awaitable[Means]]

PAGE = 100
RECENT = timedelta(days=1)
AT_ONCE = 4  # orders of a page


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one page: what was asked for, what became of it, and whether the next one may have any."""

    asked: int = 0
    written: int = 0
    same: int = 0
    unreadable: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Orders of one shop on their way into the book."""

    account_id: UUID
    asked: Sequence[tuple[str, int]]  # the platform's id, and how often it was wanted
    prepared: Prepared
    usual: Mapping[str, int]
    unreadable: dict[str, str]  # why each could not be written
    again: set[str]  # what is to be read once more

    def taken(self, rows_max: int) -> Taken:
        ready, failed = len(self.prepared.ready), len(self.unreadable)
        return Taken(
            len(self.asked),
            ready - len(self.again) - failed + len(self.prepared.unreadable),
            self.prepared.same,
            failed,
            len(self.asked) == rows_max or bool(self.again),
        )


async def take(open_tx: OpenTx, cards: Mapping[str, Connector], account_id: UUID) -> Taken:
    """A page of the orders of a shop, in the words of its platform."""

    async def means(tx: Tx) -> Means:
        return cards[(await accounts.account(tx, account_id)).platform].ours

    return await take_page(open_tx, account_id, means)


async def take_page(
    open_tx: OpenTx, account_id: UUID, means: HowTold, rows_max: int = PAGE
) -> Taken:
    """The next orders of a shop that are wanted; nothing asked means that none is left.

    Each is a transaction of its own; killed anywhere, the next one begins the page again and
    changes nothing that was done.
    """
    async with open_tx() as tx:
        asked = await queue.wanted(tx, account_id, rows_max)
        if not asked:
            return Taken()
        prepared = await prepare(tx, account_id, [name for name, _ in asked], await means(tx))
        usual = await looking.usual_high(tx, account_id)
        page = Page(account_id, asked, prepared, usual, dict(prepared.unreadable), set())

        @asynccontextmanager
        async def part() -> AsyncIterator[Tx]:
            async with tx.savepoint():
                yield tx

        # One that comes alone, as webhooks bring it, is committed once with all that it needs.
        if len(asked) == 1 and not may_be_overtaken(prepared.ready):
            await write_each(page, iter(prepared.ready), part)
            await finish(tx, page)
            return page.taken(rows_max)
    ready = iter(prepared.ready)
    # While one is committed the next is written; they begin in the order in which they came.
    writers = [write_each(page, ready, open_tx) for _ in range(AT_ONCE)]
    ends = await asyncio.gather(*writers, return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            raise end
    async with open_tx() as tx:
        page.again.update(await overtaken(tx, account_id, prepared.ready))
        await finish(tx, page)
    return page.taken(rows_max)


async def write_each(page: Page, ready: Iterator[Ready], open_tx: OpenTx) -> None:
    """One that cannot be written, and one that somebody else wrote meanwhile, stops no other."""
    for each in ready:
        name = each.draft.remote_id
        try:
            async with open_tx() as tx:
                if not await write(tx, each, page.usual):
                    page.again.add(name)
        except UNREADABLE as failed:
            page.unreadable[name] = why_not(failed)


async def finish(tx: Tx, page: Page) -> None:
    """Last in its transaction, as whoever wants orders does it last: so none waits for the other
    in a ring."""
    for name, why in page.unreadable.items():
        await note_unreadable(tx, page.account_id, name, why)
    done = [each for each in page.asked if each[0] not in page.again]
    await queue.done(tx, page.account_id, done)


async def write(tx: Tx, ready: Ready, usual: Mapping[str, int]) -> bool:
    """False: somebody else wrote the order meanwhile, so it is to be read again."""
    draft, known = ready.draft, ready.known
    ours = known.ours if known else None
    state = together(draft.state, ours)
    risks = reading.risks(draft, ready.within_the_hour, usual.get(draft.sums.currency or ""))
    written = rows_of(tx, ready, state, risks)
    if known and ready.stock_only:
        stood = await store.lock(tx, known.id, known.version)
    else:
        stood = await store.write(tx, written, known.version if known else 0)
    if not stood:
        return False
    await taking_back.hold_deleted(tx, ready, state)
    bought = await taking_back.fit(tx, ready, state)
    placed_at, lines = written.order.placed_at, lines_now(ready, state, bought)
    risky = bool(risks) and placed_at > tx.now - RECENT
    lacks = await stocking.settle(tx, ready.id, ready.account_id, placed_at, lines, ready.begun)
    await stocking.take_in(tx, ready, {each.id: each.out for each in lines})
    lacks = await buying.buy(tx, ready, state, lacks)
    if not ready.stock_only:
        await carrying.shown(tx, state, written.parcels)
    found = [*judging.problems(draft, ready.matches, ready.costs, ready.taxes)]
    found += judging.lacks(lacks)
    fresh = await trouble(tx, ready, placed_at, found) if found or known else []
    await log.append(tx, *(() if ready.stock_only else told(ready, state, risky)), *fresh)
    return True


def lines_now(
    ready: Ready, state: State, now_bought: Mapping[UUID, int]
) -> Sequence[judging.LineNow]:
    """What the ledger is to hold for each matched line, also for those that were removed."""
    was = ready.known.lines if ready.known else {}
    found = []
    for each in ready.draft.lines:
        variant_id, line = ready.matches[each.remote_id][0], was.get(each.remote_id)
        if variant_id is None:
            continue
        held, sold = (line.held, line.sold) if line else (0, 0)
        bought = now_bought.get(line.id, 0) if line else 0
        out = judging.out_of(ready.draft.state, line, each.shipped)
        want = judging.wanted(state, each.quantity, each.refunded, out, held, bought)
        short = line.short if line else 0
        found.append(
            judging.LineNow(
                ready.line_ids[each.remote_id], each.title, variant_id, want, out, held, sold, short
            )
        )
    here = {each.remote_id for each in ready.draft.lines}
    found += [
        judging.LineNow(
            line.id, "", line.variant_id, 0, line.sold, line.held, line.sold, line.short
        )
        for key, line in was.items()
        if key not in here and line.variant_id
    ]
    return found


async def trouble(
    tx: Tx, ready: Ready, placed_at: datetime, found: Sequence[Problem]
) -> Sequence[object]:
    """Exceptions of the order are opened and settled; those that are new are told."""
    draft, recent = ready.draft, placed_at > tx.now - RECENT
    fresh = await queue.except_(
        *(tx, ready.account_id, draft.remote_id, ready.id, placed_at),
        found,
        [each.value for each in judging.FOUND],
    )
    return [
        facts.ExceptionFound(ready.id, each, ready.account_id, draft.number, kind, recent)
        for each, kind in fresh
    ]


def told(ready: Ready, state: State, risky: bool) -> Sequence[object]:
    """What the timeline says of it."""
    draft, known = ready.draft, ready.known
    about = (ready.id, ready.account_id, draft.number)
    if known is None:
        return [facts.OrderPlaced(*about, state.value, draft.payment.value, risky)]
    said: list[object] = []
    if known.state is not state:
        said.append(facts.StateChanged(*about, known.state.value, state.value))
    if known.payment is not draft.payment:
        said.append(facts.PaymentChanged(*about, known.payment.value, draft.payment.value))
    what = judging.moved_words(draft, known)
    if not said or what != judging.DETAILS:
        said.append(facts.OrderChanged(*about, what))
    return said


async def note_unreadable(tx: Tx, account_id: UUID, remote_id: str, why: str) -> None:
    problem = Problem(Trouble.unreadable, {"why": why})
    fresh = await queue.except_(
        tx, account_id, remote_id, None, tx.now, [problem], [Trouble.unreadable]
    )
    await log.append(
        tx,
        *(facts.ExceptionFound(None, each, account_id, remote_id, kind) for each, kind in fresh),
    )
