"""What people do with orders: hold, release, tag, note, answer exceptions, erase who bought."""

from collections.abc import Collection, Sequence
from uuid import UUID

from hanse.base.card_numbers import CODE_DIGITS_MIN, without_cards
from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.changes.service.hands import Hands
from hanse.engine import vault
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.exceptions import Answer, Trouble
from hanse.rooms.orders.model.shown import HELD_BY_ANSWER
from hanse.rooms.orders.service import facts, following, lettering, sealing, showing, telling
from hanse.rooms.orders.store import bought, lists, pages, people
from hanse.rooms.purchasing.service import taking_back

TAGS_MAX = 30
TAG_CHARS_MAX = 40
TAX_NUMBER_CHARS_MAX = 40
ANSWERED_AT_ONCE = 500


async def hold(tx: Tx, order_id: UUID, why: str) -> None:
    """Nothing of it is packed or sent by us until somebody releases it; the shop is not told."""
    found = await showing.one(tx, order_id)
    said = without_cards(why.strip())
    if not said:
        raise refused("why", "A held order needs a reason.", "Say what it waits for.")
    if await pages.hold(tx, [order_id], said):
        await taking_back.hold(tx, [order_id])
        await log.append(tx, facts.OrderHeld(order_id, found.number))


async def release(tx: Tx, order_id: UUID) -> None:
    found = await showing.one(tx, order_id)
    if await pages.hold(tx, [order_id], None):
        await go_on(tx, [order_id])
        await log.append(tx, facts.OrderReleased(order_id, found.number))


async def go_on(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """Its suppliers are asked again, and what was not bought while it was held is looked at."""
    await taking_back.release(tx, order_ids)
    await following.want(tx, (await bought.names(tx, order_ids)).values())


async def tag(tx: Tx, order_id: UUID, tags: Sequence[str]) -> None:
    """These are its tags from now on."""
    found = await showing.one(tx, order_id)
    wanted = tuple(sorted({without_cards(" ".join(each.split())) for each in tags} - {""}))
    if len(wanted) > TAGS_MAX or any(len(each) > TAG_CHARS_MAX for each in wanted):
        sentence = f"An order has up to {TAGS_MAX} tags of up to {TAG_CHARS_MAX} characters."
        raise refused("tags", sentence, "Take fewer, or shorter ones.")
    if wanted != found.tags:
        await pages.tag(tx, order_id, found.tags, wanted)
        await log.append(tx, facts.OrderTagged(order_id, found.number, found.tags, wanted))


async def note(tx: Tx, order_id: UUID, text: str) -> None:
    """Kept sealed, for nobody knows whom a note is about."""
    found = await showing.one(tx, order_id)
    said = without_cards(text.strip())
    if not said:
        raise refused("text", "The note is empty.", "Write something, or leave it.")
    note_id = tx.ids.new()
    words = await vault.put(tx, sealing.NOTE, note_id, said.encode())
    await pages.add_note(tx, note_id, order_id, words)
    await log.append(tx, facts.OrderNoted(order_id, found.number))


async def give_tax_number(tx: Tx, order_id: UUID, text: str) -> None:
    """By which customs know the buyer; without one, what the shop knows holds again."""
    found = await showing.one(tx, order_id)
    number = " ".join(text.split())
    if len(number) > TAX_NUMBER_CHARS_MAX or not number.isprintable():
        sentence = f"A tax number has up to {TAX_NUMBER_CHARS_MAX} characters."
        raise refused("number", sentence, "Write the number alone.")
    if without_cards(number, CODE_DIGITS_MIN) != number:
        raise refused("number", "This is the number of a card; it is not kept.", "Write the other.")
    if not await people.personal(tx, [order_id]):
        raise Gone("Who bought is not known any more.", "A number is kept with the buyer alone.")
    before = await sealing.tax_numbers(tx, [order_id], "somebody says another one")
    if before.get(order_id, "") == number:
        return
    sealed = await vault.put(tx, sealing.TAX_NUMBER, order_id, number.encode()) if number else None
    await people.set_tax_number(tx, order_id, sealed)
    await log.append(tx, facts.TaxNumberNoted(order_id, found.number))


async def answer(hands: Hands, tx: Tx, ids: Sequence[UUID], said: Answer) -> int:
    """One answer to all of these; how many were open."""
    found = await pages.troubles_named(tx, ids)
    if len(found) < len(set(ids)):
        raise Gone("One of these exceptions is not here, or not any more.")
    waiting = [each for each in found if each.state == "open"]
    if said is Answer.again:
        waiting = [each for each in waiting if each.kind is Trouble.not_told]
    if not waiting:
        return 0
    if said is Answer.retry:
        await following.want(tx, {(each.account_id, each.remote_id) for each in waiting})
    else:
        orders = sorted({each.order_id for each in waiting if each.order_id})
        if said is Answer.hold and orders:
            await hold_many(tx, orders)
        if said is Answer.accept:
            kept = [each.order_id for each in waiting if each.kind is Trouble.supplier]
            await taking_back.settle(tx, [each for each in kept if each])
        await pages.settle(tx, [each.id for each in waiting], said.value)
        if said is Answer.again:
            await telling.tell_again(hands, tx, orders)
    told = tuple(each.id for each in waiting)
    await log.append(tx, facts.ExceptionsSettled(told, len(told), said.value))
    return len(told)


async def answer_all(
    hands: Hands,
    tx: Tx,
    asked: tuple[Trouble | None, UUID | None],
    but: Collection[UUID],
    before: UUID | None,
    said: Answer,
) -> tuple[int, UUID | None]:
    """A batch of all that are open of a kind and a shop: how many, and where the next begins."""
    found = await showing.list_troubles(tx, "open", *asked, before, ANSWERED_AT_ONCE)
    ids = [each.id for each in found if each.id not in but]
    count = await answer(hands, tx, ids, said) if ids else 0
    return count, found[-1].id if len(found) == ANSWERED_AT_ONCE else None


async def hold_many(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """Those that are held already keep their reason."""
    going = [each for each in await lists.rows(tx, order_ids) if not each.held]
    await pages.hold(tx, [each.id for each in going], HELD_BY_ANSWER)
    await taking_back.hold(tx, [each.id for each in going])
    await log.append(tx, *(facts.OrderHeld(each.id, each.number) for each in going))


async def erase_customer(tx: Tx, customer_id: UUID) -> int:
    """Who bought is gone from the book: name, addresses, notes and what a search would find. What
    was bought and paid stays. The mirror keeps its own copy as long as the shop shows it."""
    await showing.customer(tx, customer_id, with_person=False)
    await lettering.erase(tx, customer_id)
    count = await pages.erase(tx, customer_id)
    await log.append(tx, facts.CustomerErased(customer_id, count))
    return count


def refused(field: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, "refused", sentence, step, field)], step)
