"""With how many pieces a variant begins. Until that is known, no shop is told of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import matching, reading
from hanse.rooms.connections.model.accounts import ACCOUNTS_MAX, AccountState
from hanse.rooms.connections.service import accounts
from hanse.rooms.mirror.service import stocking
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.opening import Basis, Counting, Decision, Numbers, Ruling, Why, decide
from hanse.rooms.stock.model.shown import numbers_of, read_at
from hanse.rooms.stock.service import moving
from hanse.rooms.stock.service import places as our_places
from hanse.rooms.stock.service.looking import OPEN_JOB
from hanse.rooms.stock.service.opening_facts import IDS_MAX, VariantsOpened
from hanse.rooms.stock.store import opening as store
from hanse.rooms.stock.store import shown

NOUN = "stock.opening"
COUNT = MoveKind("count")  # the word is a method of texts as well
PAGE = 1_000
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of variants that are to be opened."""

    numbers: Mapping[UUID, Numbers]
    bundles: frozenset[UUID]
    levelled: frozenset[UUID]


async def ask(tx: Tx) -> None:
    """The rule of the workspace was changed: all that wait are decided on anew."""
    if await store.again(tx):
        await enqueue(tx, OPEN_JOB, "", {})


async def decide_all(open_tx: OpenTx, until: Callable[[], bool]) -> bool:
    """Open what is clear; whether nothing is left to decide. While a shop is read for the first
    time nothing is: it may show another number."""
    async with open_tx() as tx:
        if not await store.undecided(tx, 1):
            return True
        if await is_reading(tx):
            return False
    while True:
        async with open_tx() as tx:
            variant_ids = await store.undecided(tx, PAGE)
            if variant_ids:
                await decide_some(tx, variant_ids, await store.ruling(tx))
        if len(variant_ids) < PAGE:
            return True
        if until():
            return False


async def is_reading(tx: Tx) -> bool:
    """Whether there is a shop of which not all is known yet that tells of stock."""
    if await shown.waits(tx):
        return True
    active = await accounts.list_accounts(tx, None, [AccountState.active], ACCOUNTS_MAX)
    for each in active:  # as many as there are shops
        if not await stocking.is_read(tx, each.id):
            return True
        if await stocking.is_whole(tx, each.id) and not await matching.is_done(tx, each.id):
            return True
    return False


async def is_decided(tx: Tx, variant_ids: Sequence[UUID]) -> bool:
    """Whether of each of these it is known with how many it begins, or that somebody must say."""
    states = await store.states(tx, variant_ids)
    return all(each in states and states[each][1] is not Why.reading for each in variant_ids)


async def decide_some(tx: Tx, variant_ids: Sequence[UUID], ruling: Ruling) -> None:
    """By what the shops show now."""
    known = await known_of(tx, variant_ids)
    decisions = {each: decision_of(each, known, ruling) for each in variant_ids}
    await store.stand(
        tx,
        {each: one for each, one in decisions.items() if one.state is not Counting.counted},
    )
    there = [each for each in variant_ids if each in known.levelled]
    since = dict.fromkeys(there, tx.now)
    await store.opened(tx, since, Basis.on_hand.value, "it was taken in before")
    by_how: dict[str, dict[UUID, int]] = {}
    for each, one in decisions.items():
        if one.count is not None and each not in known.levelled:
            by_how.setdefault(one.how, {})[each] = one.count
    for how, counts in by_how.items():  # as many as there are ways
        place = await our_places.first_own(tx)
        await open_counts(tx, counts, place.id, Basis.available, how)


def decision_of(variant_id: UUID, known: Known, ruling: Ruling) -> Decision:
    if variant_id in known.levelled:
        return Decision(Counting.counted)
    numbers = known.numbers.get(variant_id, {})
    return decide(numbers, ruling, is_bundle=variant_id in known.bundles)


async def known_of(tx: Tx, variant_ids: Sequence[UUID]) -> Known:
    rows = await shown.of_variants(tx, None, variant_ids)
    bundles = await reading.parts(tx, variant_ids)
    return Known(
        numbers_of(rows),
        frozenset(each for each, parts in bundles.items() if parts),
        frozenset(await store.levelled(tx, variant_ids)),
    )


async def open_counts(
    tx: Tx, counts: Mapping[UUID, int], place_id: UUID | None, basis: Basis, how: str
) -> int:
    """From now on these are counted, beginning with so many at this place, or at the first of our
    own; how many. Those that are counted already stay as they are."""
    if not counts:
        return 0
    since = dict.fromkeys(sorted(counts), tx.now)
    if basis is Basis.available:
        since |= read_at(await shown.of_variants(tx, None, list(since)), counts)
    opened = sorted(await store.opened(tx, since, basis.value, how))
    if place_id is None:
        place_id = (await our_places.first_own(tx)).id
    there = {
        each.variant_id: each
        for levels in (await moving.levels(tx, opened)).values()
        for each in levels
        if each.place_id == place_id
    }
    moves = []
    for each in opened:
        level = there.get(each)
        now = 0 if level is None else level.on_hand
        if level is not None and basis is Basis.available:
            now = level.available
        if counts[each] != now:
            moves.append(Move(each, place_id, COUNT, on_hand=counts[each] - now))
    if moves:
        await moving.move(tx, moves, Cause(NOUN, None, f"Opening count: {how}"))
    for at in range(0, len(opened), IDS_MAX):
        part = opened[at : at + IDS_MAX]
        await log.append(tx, VariantsOpened(part, basis.value, how, len(part)))
    return len(opened)
