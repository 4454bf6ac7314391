"""Prices that rules want become changes: proposed in the name of the rule, beyond the band only,
and only where the price is the hub's to set."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from hanse.changes.model.changes import Origin, Wisher
from hanse.changes.model.planned import Draw, Target, Wish
from hanse.changes.service import gathering, proposing
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import Proposed
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.standings import Standing
from hanse.rooms.pricing.model.quotes import Desk, Priced, chance_of, drawn, moves
from hanse.rooms.pricing.model.rules import Rule
from hanse.rooms.pricing.model.runs import Run
from hanse.rooms.pricing.service import facts, offers, pages, queue
from hanse.rooms.pricing.service.offers import OpenTx
from hanse.rooms.pricing.service.pages import Page

CHANCE_BITS = 62  # of an id that is made at random, so many at its end
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Repriced:
    """What became of working prices out anew."""

    looked_at: int
    proposed: int
    not_ours: int
    sets: tuple[UUID, ...]


async def reprice(
    hands: Hands, open_tx: OpenTx, cause: str, variant_ids: Sequence[UUID] | None = None
) -> Repriced:
    """All offers, or those of some variants. One set for each rule: its last editor answers."""
    async with open_tx() as tx:
        going = await pages.run(tx)
    counter = going.desk
    if not counter.book.rules:
        return Repriced(0, 0, 0, ())
    # Of what moves only the ids are kept, so that a million of them take little room.
    moving: dict[UUID, bytearray] = {}
    looked = not_ours = 0
    async with aclosing(chosen(open_tx, going, variant_ids)) as found_pages:
        async for page in found_pages:
            looked += len(page.rows)
            found = [
                (each, passed.lot.rule_id)
                async for part in pages.priced(going, page)
                for each, passed, now in part
                if passed and passed.moves(now)
            ]
            ours = await whose(open_tx, [each for each, _ in found])
            not_ours += len(found) - len(ours)
            for each, rule_id in found:
                if each.id in ours:
                    moving.setdefault(rule_id, bytearray()).extend(each.id.bytes)
    sets, proposed = [], 0
    for rule in counter.book.rules:
        if rule.id in moving:
            done = await propose(hands, open_tx, counter, rule, moving[rule.id], cause)
            proposed += done.count
            sets += [done.set_id] if done.set_id else []
    return Repriced(looked, proposed, not_ours, tuple(sets))


async def chosen(
    open_tx: OpenTx, going: Run, variant_ids: Sequence[UUID] | None
) -> AsyncGenerator[Page, None]:
    if variant_ids is not None:
        yield await pages.page_of_variants(open_tx, going, variant_ids)
        return
    async with aclosing(pages.pages(open_tx, going)) as found:
        async for page in found:
            yield page


async def whose(open_tx: OpenTx, found: Sequence[Standing]) -> frozenset[UUID]:
    if not found:
        return frozenset()
    async with open_tx() as tx:
        return await pages.of_hub(tx, found)


def wish_of(tx: Tx, counter: Desk, priced: Priced) -> Wish:
    """With its random part, if the rule has one: the draw stays with the change."""
    offer, stack = priced.offer, priced.stack
    assert stack is not None
    draw = None
    if stack.spread_percent:
        share = drawn(stack.spread_percent, chance_of(tx.ids.new().int, CHANCE_BITS))
        again = counter.price(offer, share)
        if again.price is not None:
            priced, draw = again, Draw(share, stack.mark)
    assert priced.price is not None
    return Wish(
        offer.account_id,
        "offers.price",
        Target(*offer.target),
        {"price": priced.price},
        title=offer.title,
        rule=stack.mark,
        draw=draw,
    )


async def propose(
    hands: Hands, open_tx: OpenTx, counter: Desk, rule: Rule, ids: bytearray, cause: str
) -> Proposed:
    origin = Origin(Wisher.rule, rule.id, rule.name, rule.person_id)
    why = f"{queue.CAUSES[cause]} The rule is {rule.name}."
    async with open_tx() as tx:
        made = proposing.set_of(tx, f"Prices by {rule.name}", why, origin, None)
    done = await gathering.gather(hands, open_tx, wishes(open_tx, counter, ids), made)
    if done.set_id is not None:
        async with open_tx() as tx:
            told = facts.PricesProposed(done.set_id, done.count, queue.CAUSES[cause], [rule.name])
            await log.append(tx, told)
    return done


async def wishes(open_tx: OpenTx, counter: Desk, ids: bytearray) -> AsyncIterator[Sequence[Wish]]:
    """Read and worked out again, part by part: what has moved meanwhile is seen."""
    for at in range(0, len(ids), ID_BYTES * offers.PAGE):
        part = ids[at : at + ID_BYTES * offers.PAGE]
        named = [
            UUID(bytes=bytes(part[one : one + ID_BYTES])) for one in range(0, len(part), ID_BYTES)
        ]
        async with open_tx() as tx:
            found = map(counter.price, await offers.offered(tx, named))
            wanted = [wish_of(tx, counter, each) for each in found if moves(counter.book, each)]
        if wanted:
            yield wanted


async def ask(tx: Tx) -> None:
    """A person wants all prices worked out anew; a worker does it soon."""
    await queue.ask_all(tx, "asked")
    await log.append(tx, facts.RepriceAsked(queue.CAUSES["asked"]))
