"""All orders that a filter lets through: counted and shown first, then acted on batch by batch,
each in a transaction of its own, so that a million of them holds nobody up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.card_numbers import without_cards
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.shown import Asked, ListedOrder
from hanse.rooms.orders.service import facts, showing
from hanse.rooms.orders.service.acting import TAG_CHARS_MAX, TAGS_MAX, go_on, refused
from hanse.rooms.orders.store import lists, many
from hanse.rooms.purchasing.service import taking_back

AT_ONCE = 1_000
COUNTED_MAX = 100_000
SAMPLE = 10
PICKED_MAX = 2_000


class Verb(StrEnum):
    hold = "hold"
    release = "release"
    tag = "tag"


@dataclass(frozen=True, slots=True)
class Reached:
    """`count`: of more than 100,000 it is not told how many."""

    count: int
    sample: Sequence[ListedOrder]


@dataclass(frozen=True, slots=True)
class Batch:
    """`after`: where the next one begins; None: that was all."""

    changed: int
    after: tuple[datetime, UUID] | None


def checked(asked: Asked) -> None:
    """Raise where the list would look for one thing and pass over another."""
    if sum(each is not None for each in (asked.search, asked.tag, asked.trouble)) > 1:
        sentence = "Of a search, a tag and an exception one reaches orders beyond those shown."
        raise refused("filter", sentence, "Leave out the others, or choose the orders one by one.")


async def reached(tx: Tx, asked: Asked, but: Collection[UUID], *, with_person: bool) -> Reached:
    checked(asked)
    ids = await showing.find(tx, asked, None, COUNTED_MAX + len(but) + 1, with_person=with_person)
    left = [each for each in ids if each not in but]
    return Reached(len(left), await lists.rows(tx, left[:SAMPLE]))


async def act(
    tx: Tx,
    asked: Asked,
    but: Collection[UUID],
    before: tuple[datetime, UUID] | None,
    verb: Verb,
    words: str,
    *,
    with_person: bool,
) -> Batch:
    """One batch. What is that way already stays; the same again changes nothing."""
    checked(asked)
    said = without_cards(" ".join(words.split()))
    if verb is Verb.hold and not said:
        raise refused("words", "A held order needs a reason.", "Say what it waits for.")
    if verb is Verb.tag and not 0 < len(said) <= TAG_CHARS_MAX:
        sentence = f"A tag has 1 to {TAG_CHARS_MAX} characters."
        raise refused("words", sentence, "Type one that fits.")
    found = await showing.list_orders(tx, asked, before, AT_ONCE, with_person=with_person)
    ids = [each.id for each in found if each.id not in but]
    told: list[object]
    if verb is Verb.hold:
        held = await many.hold(tx, ids, said)
        await taking_back.hold(tx, [each for each, _ in held])
        told = [facts.OrderHeld(*each) for each in held]
    elif verb is Verb.release:
        free = await many.release(tx, ids)
        await go_on(tx, [each for each, _ in free])
        told = [facts.OrderReleased(*each) for each in free]
    else:
        told = [
            facts.OrderTagged(id_, number, tuple(each for each in tags if each != said), (*tags,))
            for id_, number, tags in await many.tag(tx, ids, said, TAGS_MAX)
        ]
    await log.append(tx, *told)
    last = found[-1] if len(found) == AT_ONCE else None
    return Batch(len(told), (last.placed_at, last.id) if last else None)


async def picked(
    tx: Tx, asked: Asked, but: Collection[UUID], *, with_person: bool
) -> Sequence[UUID]:
    """All of them, for one pick list."""
    checked(asked)
    rows_max = PICKED_MAX + len(but) + 1
    ids = await showing.find(tx, asked, None, rows_max, with_person=with_person)
    left = [each for each in ids if each not in but]
    if len(left) > PICKED_MAX:
        sentence = f"The filter reaches more than {PICKED_MAX:,} orders, the most on one pick list."
        raise refused("filter", sentence, "Narrow it, by the day or by the shop.")
    return left
