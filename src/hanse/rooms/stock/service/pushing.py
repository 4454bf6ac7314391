"""What moved is marked; a push works out what each marked number should be and proposes what is
other than the shop shows. Newest wins, and what a shop was told already is not told again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hanse.changes.model.changes import Lane
from hanse.changes.model.planned import Target, Wish
from hanse.changes.model.states import IN_FLIGHT, WAITING, Reason
from hanse.changes.service import proposing
from hanse.changes.service import reading as changes
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Ids
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.service import bundling
from hanse.rooms.mirror.service import feeds
from hanse.rooms.stock.model.channels import Channel
from hanse.rooms.stock.service import hiding, visible
from hanse.rooms.stock.service.channel_facts import Pushed as Told
from hanse.rooms.stock.store import channels as channels_store
from hanse.rooms.stock.store import pushing as store
from hanse.rooms.stock.store.channels import Sync
from hanse.rooms.stock.store.pushing import Looked, Row
from hanse.trade.ports_read import Kind

PUSH_JOB = "stock.push"
COMPARE_JOB = "stock.compare"
KIND = "offers.stock"
FIELD = "quantity"
TITLE = "Stock"
# What moves together goes out together. Of many a call costs what it costs of one: a round takes 17
# points at Shopify, of 100 that come back in a second, so rounds may not follow each other faster.
GATHERED_FOR = timedelta(milliseconds=500)
AWAITED_FOR = timedelta(seconds=3)  # what is on its way longer than that is not waited for
# Orders that the shop has taken meanwhile are read first, else goods would be offered twice.
LOOKED_FOR = timedelta(seconds=5)
PAGE = 500
PAGES_MAX = 4_000
LANES_MAX = 5_000

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

# Why a shop was compared, as the set of changes and the list of comparisons say it.
WHYS: Mapping[str, str] = {
    "moved": "Stock has moved.",
    "clock": "It was time to compare the whole shop.",
    "asked": "Somebody asked for it.",
    "rules": "What this shop may show has changed.",
    "on": "This shop is told of stock from now on.",
}


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many numbers were compared, how many were others, and what was proposed; how long the
    oldest of each page had waited."""

    compared: int = 0
    differing: int = 0
    proposed: int = 0
    set_ids: tuple[UUID, ...] = ()
    waited_s: tuple[float, ...] = ()
    waits: bool = False  # something is on its way there; ask again in a moment

    def joined(self, other: "Pushed") -> "Pushed":
        return Pushed(
            self.compared + other.compared,
            self.differing + other.differing,
            self.proposed + other.proposed,
            self.set_ids + other.set_ids,
            self.waited_s + other.waited_s,
        )


# Marking


async def mark(tx: Tx, moved: Mapping[UUID, datetime]) -> None:
    """These moved then: the shops that sell them, or bundles of them, are told soon."""
    await mark_these(tx, await with_bundles(tx, moved))


async def mark_these(tx: Tx, moved: Mapping[UUID, datetime]) -> None:
    if moved:
        await ask(tx, await store.mark(tx, moved))


async def hold_still(
    tx: Tx, variant_ids: Collection[UUID], places: Collection[tuple[UUID, str]]
) -> None:
    """Whoever settles some numbers and marks others takes all of them first, in the order in which
    whoever pushes takes its own; otherwise the two wait for each other in a ring."""
    if places:
        await store.hold_still(tx, variant_ids, places)


async def with_bundles(tx: Tx, moved: Mapping[UUID, datetime]) -> Mapping[UUID, datetime]:
    """A bundle has moved since the first of its parts has."""
    found = dict(moved)
    if not found:
        return found
    for part, bundles in (await bundling.bundles_with(tx, list(moved))).items():
        for each in bundles:
            found[each] = min(found.get(each, moved[part]), moved[part])
    return found


async def mark_again(tx: Tx, account_id: UUID, targets: Sequence[str], *, look_first: bool) -> None:
    """What was asked for did not come about, and today's truth is planned anew."""
    await store.mark_again(tx, account_id, targets, tx.now)
    if look_first:
        await feeds.ask_look(tx, account_id, Kind.orders)
    await ask(tx, [account_id], LOOKED_FOR if look_first else None)


async def ask(tx: Tx, account_ids: Iterable[UUID], wait: timedelta | None = None) -> None:
    """A worker is woken for what is due now, so the push itself waits for what gathers."""
    at = tx.now + wait if wait else None
    for account_id in sorted(set(account_ids)):  # as many as there are shops
        await enqueue(tx, PUSH_JOB, str(account_id), {"account": account_id}, at=at)


async def ask_whole(tx: Tx, account_id: UUID, why: str) -> None:
    """All of the shop is compared, once its orders were looked at."""
    await feeds.ask_look(tx, account_id, Kind.orders)
    ids: Ids = {"account": account_id, "why": why}
    await enqueue(tx, COMPARE_JOB, str(account_id), ids, at=tx.now + LOOKED_FOR)


# Pushing


async def push(hands: Hands, open_tx: OpenTx, account_id: UUID, why: str = "moved") -> Pushed:
    """What is marked, until nothing is. Whoever is killed at it has forgotten nothing. While
    something is on its way there, what moves gathers: the next call takes all of it."""
    done = Pushed()
    for _ in range(PAGES_MAX):
        async with open_tx() as tx:
            channel = await visible.channel_of(tx, account_id)
            if not channel.is_on:
                break
            if not done.compared and await store.on_its_way(tx, account_id, tx.now - AWAITED_FOR):
                return Pushed(waits=True)
            rows = await store.marked(tx, account_id, PAGE)
            if not rows:
                break
            found = await propose(hands, tx, channel, rows, why)
            if found.differing:
                await note(tx, account_id, found, why)
            done = done.joined(found)
        if len(rows) < PAGE:
            break
    return done


async def compare(hands: Hands, open_tx: OpenTx, account_id: UUID, why: str) -> Pushed:
    """All that the shop shows. One line tells of it, also where nothing was different."""
    done, after = Pushed(), ""
    for _ in range(PAGES_MAX):
        async with open_tx() as tx:
            channel = await visible.channel_of(tx, account_id)
            if not channel.is_on:
                return done
            rows = await store.page(tx, account_id, after, PAGE)
            if rows:
                done = done.joined(await propose(hands, tx, channel, rows, why))
                after = rows[-1].target
        if len(rows) < PAGE:
            break
    async with open_tx() as tx:
        await note(tx, account_id, done, why)
    return done


async def propose(hands: Hands, tx: Tx, channel: Channel, rows: Sequence[Row], why: str) -> Pushed:
    """One set of all that is other than it should be; each row is noted as looked at."""
    rows = await awaited(tx, channel.account_id, rows)
    should = await visible.should_show(tx, channel, rows)
    differing = [
        (each, count)
        for each in rows
        if (count := should[each.target]) is not None and count != each.will_show
    ]
    wishes = [wish_of(channel.account_id, each, count) for each, count in differing]
    refused: set[str] = set()
    there: set[str] = set()
    count, set_id = 0, None
    if wishes:
        made = await proposing.propose(hands, tx, wishes, title=TITLE, why=WHYS[why])
        count, set_id = made.count, made.set_id
        refused = {differing[each.place][0].target for each in made.refused}
        if made.there:
            same = [differing[place][0].target for place in made.there]
            there = await already_there(tx, channel.account_id, same, set_id)
        if set_id is not None:
            await log.append(tx, Told(channel.account_id, set_id, count, WHYS[why]))
    await store.looked(
        *(tx, channel.account_id),
        [looked_of(tx, each, should[each.target], refused, there) for each in rows],
    )
    await hiding.tend(hands, tx, channel, sorted({each.product_id for each in rows}))
    marked = [each.marked_at for each in rows if each.marked_at]
    waited = ((tx.now - min(marked)).total_seconds(),) if marked else ()
    return Pushed(len(rows), len(differing), count, (set_id,) if set_id else (), waited)


async def awaited(tx: Tx, account_id: UUID, rows: Sequence[Row]) -> Sequence[Row]:
    """What was asked for long ago and is no change any more is not waited for: it came to nothing,
    or the shop showed it already."""
    lanes = {lane_of(account_id, each.target): each.target for each in rows if each.pending}
    if not lanes:
        return rows
    open_ones = await changes.lanes_in(tx, list(lanes), WAITING | IN_FLIGHT)
    over = {target for lane, target in lanes.items() if lane not in open_ones}
    return [replace(each, asked=None) if each.target in over else each for each in rows]


async def already_there(
    tx: Tx, account_id: UUID, targets: Sequence[str], set_id: UUID | None
) -> set[str]:
    """Of these, which the shop shows as they should be, all but those to which something else is on
    its way still. What waited to show something else is not wanted."""
    lanes = {lane_of(account_id, each): each for each in targets}
    await proposing.make_room(tx, list(lanes), Reason.newer_wish, set_id)
    under_way = await changes.lanes_in(tx, list(lanes), IN_FLIGHT)
    return {target for lane, target in lanes.items() if lane not in under_way}


def looked_of(tx: Tx, row: Row, count: int | None, refused: set[str], there: set[str]) -> Looked:
    """Behind since it moved, or since somebody saw it; what is as it should be is not behind."""
    if count is None or row.target in there:
        return Looked(row.target, None, None)
    if row.target in refused:
        return Looked(row.target, row.moved_at or tx.now, None)
    if count != row.will_show:
        return Looked(row.target, row.moved_at or tx.now, count, anew=True)
    return Looked(row.target, row.moved_at if row.pending else None, row.asked)


def wish_of(account_id: UUID, row: Row, count: int) -> Wish:
    return Wish(account_id, KIND, Target(row.target, row.parent), {FIELD: count})


def lane_of(account_id: UUID, target: str) -> Lane:
    return Lane(account_id, f"offers/{target}", KIND)


async def note(tx: Tx, account_id: UUID, done: Pushed, why: str) -> None:
    set_id = done.set_ids[-1] if done.set_ids else None
    sync = Sync(tx.ids.new(), tx.now, why, done.compared, done.differing, set_id)
    await channels_store.add_sync(tx, account_id, sync)
    if done.proposed or why != "moved":
        await channels_store.pushed(tx, account_id)


async def give_up(tx: Tx, account_id: UUID) -> int:
    """What waits to go out there is not wanted any more, and nothing is marked."""
    targets = await store.asked(tx, account_id, LANES_MAX)
    lanes = [lane_of(account_id, each) for each in targets]
    count = await proposing.make_room(tx, lanes, Reason.withdrawn)
    await hiding.give_up(tx, account_id)
    await store.unmark(tx, account_id)
    return count


async def behind(database: Database, job: str) -> int:
    """So many numbers at shops are behind what they should be, in the whole installation."""
    async with database.system_tx(job) as tx:
        return await store.behind_everywhere(tx)
