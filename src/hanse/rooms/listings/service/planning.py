"""Keeping shops as they should be: what changed is compared, and what the hub owns and the shop
does not show is proposed. What did not change is skipped by a checksum, without being unpacked."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.changes.service import proposing
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import plans
from hanse.rooms.listings.service import comparing, facts
from hanse.rooms.listings.service.loading import TEMPLATES_MAX, Desk
from hanse.rooms.listings.store import listings as store
from hanse.rooms.listings.store import rules
from hanse.rooms.mirror.service import showing
from hanse.trade.ports_read import Kind

PLAN_JOB = "listings.plan"
WHOLE_JOB = "listings.whole"
ANEW_JOB = "listings.anew"
PAGE = 2_000  # of checksums
TOGETHER = 250  # are unpacked at once: a transaction has to be short
TITLE = "What the shop should show"
WHY = "The hub owns these fields, and the shop shows something else."

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(frozen=True, slots=True)
class Planned:
    """Of a shop: how many listings were looked at, compared, how many differ, what was proposed."""

    looked: int = 0
    compared: int = 0
    differ: int = 0
    proposed: int = 0

    def joined(self, other: "Planned") -> "Planned":
        return Planned(
            self.looked + other.looked,
            self.compared + other.compared,
            self.differ + other.differ,
            self.proposed + other.proposed,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """So many listings of a shop, and those that are other than when they were compared."""

    looked: int
    moved: Mapping[UUID, bytes | None]
    last: UUID | None  # nothing is behind the end


async def ask(tx: Tx, account_ids: Sequence[UUID]) -> None:
    """Have what changed of these shops compared, as soon as a worker is free."""
    for account_id in sorted(set(account_ids)):  # as many as there are shops
        await enqueue(tx, PLAN_JOB, str(account_id), {"account": account_id})


async def plan_due(desk: Desk, open_tx: OpenTx, account_id: UUID) -> Planned:
    """What changed of a shop since it was compared."""
    done, after = Planned(), None
    while True:
        async with open_tx() as tx:
            ids = await store.due(tx, account_id, after, TOGETHER)
            if not ids:
                break
            place = await ground_of(desk, tx, account_id)
            found = await plan_page(desk, tx, ids, await sums_of(tx, account_id, ids, place))
            done, after = done.joined(found), ids[-1]
            await tell(tx, account_id, found)
    return done


async def ask_whole(tx: Tx, account_ids: Sequence[UUID]) -> None:
    """What holds for all listings of these shops is another: their checksums say so."""
    for account_id in sorted(set(account_ids)):  # as many as there are shops
        await enqueue(tx, WHOLE_JOB, str(account_id), {"account": account_id})


async def ask_anew(tx: Tx, account_id: UUID) -> None:
    """Something changed that no checksum tells."""
    await enqueue(tx, ANEW_JOB, str(account_id), {"account": account_id})


async def plan_anew(desk: Desk, open_tx: OpenTx, account_id: UUID) -> Planned:
    """All of a shop, whatever it was compared by."""
    done, after = Planned(), None
    while True:
        async with open_tx() as tx:
            ids = await store.ids_of(tx, account_id, after, TOGETHER)
            if not ids:
                return done
            place = await ground_of(desk, tx, account_id)
            found = await plan_page(desk, tx, ids, await sums_of(tx, account_id, ids, place))
            done, after = done.joined(replace(found, looked=len(ids))), ids[-1]
            await tell(tx, account_id, found)


async def plan_whole(desk: Desk, open_tx: OpenTx, account_id: UUID) -> Planned:
    """All of a shop. Costs a look at the checksums, and work for what is other than it was: of
    several pages together, so that what differs here and there becomes few sets. While one page is
    worked on the next is read."""
    done = Planned()
    waiting: dict[UUID, bytes | None] = {}
    ahead = asyncio.create_task(page_of(desk, open_tx, account_id, None))
    try:
        while True:
            page = await ahead
            if page.last:
                ahead = asyncio.create_task(page_of(desk, open_tx, account_id, page.last))
            waiting |= page.moved
            done = done.joined(Planned(looked=page.looked))
            while waiting and (len(waiting) >= TOGETHER or not page.last):
                some = dict(list(waiting.items())[:TOGETHER])
                async with open_tx() as tx:
                    found = await plan_page(desk, tx, list(some), some)
                    await tell(tx, account_id, found)
                done = done.joined(found)
                waiting = {each: waiting[each] for each in waiting.keys() - some.keys()}
            if not page.last:
                return done
    finally:
        ahead.cancel()
        await asyncio.gather(ahead, return_exceptions=True)


async def page_of(desk: Desk, open_tx: OpenTx, account_id: UUID, after: UUID | None) -> Page:
    async with open_tx() as tx:
        place = await ground_of(desk, tx, account_id)
        lines = await store.page(tx, account_id, after, PAGE)
        sums = await sums_of_page(tx, account_id, lines, place)
    moved = {each[0]: sums[each[0]] for each in lines if each[2] != sums[each[0]]}
    return Page(len(lines), moved, lines[-1][0] if lines else None)


async def plan_page(
    desk: Desk, tx: Tx, ids: Sequence[UUID], sums: Mapping[UUID, bytes | None]
) -> Planned:
    """Compare these, keep what was found, and propose what is the hub's. Of what a check would not
    let out nothing is proposed."""
    seen = await comparing.look(desk, tx, await store.get(tx, ids), by_person=False)
    results = await comparing.keep(tx, seen, sums)
    wanted = [each for each in seen if any(compared.after for *_, compared in each.sides)]
    bad = frozenset(each.listing_id for each in comparing.errors(wanted).refusals)
    outcome = comparing.without(comparing.wishes(wanted), bad)
    count = 0
    if outcome.wishes:
        made = await proposing.propose(desk.hands, tx, outcome.wishes, title=TITLE, why=WHY)
        count = made.count
        if made.set_id:
            await store.note_set(tx, sorted(set(outcome.of)), made.set_id)
    await leave_out(tx, ids, [each.loaded.listing.id for each in seen], sums)
    differ = sum(each.differs > 0 for each in results)
    return Planned(compared=len(seen), differ=differ, proposed=count)


async def leave_out(
    tx: Tx, ids: Sequence[UUID], seen: Sequence[UUID], sums: Mapping[UUID, bytes | None]
) -> None:
    """What lost its product or its shop is not looked at again before something of it changes."""
    if gone := sorted(set(ids) - set(seen)):
        await store.found(
            tx, [plans.Result(each, 0, 0, "channel", sums.get(each)) for each in gone]
        )


async def tell(tx: Tx, account_id: UUID, found: Planned) -> None:
    event = facts.PlanDone(account_id, found.compared, found.differ, found.proposed)
    await log.append(tx, event)


# By what is known whether a listing has to be looked at


async def ground_of(desk: Desk, tx: Tx, account_id: UUID) -> bytes:
    """What holds for all listings of the shop."""
    account = await accounts.account(tx, account_id)
    card = desk.cards[account.platform]
    made = [
        each
        for each in await rules.templates(tx, TEMPLATES_MAX)
        if each.account_id in (None, account_id)
    ]
    return plans.ground([account.language, account.name, card.limits, *made])


async def sums_of(
    tx: Tx, account_id: UUID, ids: Sequence[UUID], place: bytes
) -> Mapping[UUID, bytes | None]:
    """The ids are the first that are due, so they lie in one stretch of the shop's listings."""
    return await sums_of_page(tx, account_id, await store.lines(tx, ids), place)


async def sums_of_page(
    tx: Tx, account_id: UUID, page: Sequence[store.Line], place: bytes
) -> dict[UUID, bytes | None]:
    names = [remote_id for _, remote_id, *_ in page if remote_id]
    theirs = await showing.sums(tx, account_id, Kind.products, names)
    return {
        listing_id: plans.seen(place, goods, version, theirs.get(remote_id or "", b""))
        for listing_id, remote_id, _, version, goods in page
    }
