"""Shops are told of parcels by changes, each once; what one did not take is told again
when somebody says so."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.card_numbers import without_cards
from hanse.base.text import truncate
from hanse.changes.model.planned import Target, Wish, mark_of
from hanse.changes.service import proposing, reading
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.telling import ENDINGS, SHOWN_ALREADY, WHY_CHARS_MAX, Untold
from hanse.rooms.orders.service import facts
from hanse.rooms.orders.store import telling as store

KIND = "orders.ship"
PROVEN = "changes.change.proven"
FOLLOWED = frozenset({*ENDINGS, SHOWN_ALREADY[0]})


async def tell(hands: Hands, tx: Tx, parcels: Sequence[Untold], why: str) -> None:
    """In one set. Its own id is the mark of each, so that the same parcel told again is the same
    thing at the shop."""
    wishes = [
        Wish(
            *(each.account_id, KIND, Target(None, each.order_remote_id), each.fields),
            title=f"Parcel of order {each.number}",
            mark=str(each.id),
        )
        for each in parcels
    ]
    title = wishes[0].title if len(wishes) == 1 else f"Parcels of {len(wishes):,} orders"
    proposed = await proposing.propose(hands, tx, wishes, title=title, why=why)
    whys = {parcels[each.place].id: each.findings[0].sentence for each in proposed.refused}
    await store.asked(tx, [each.id for each in parcels if each.id not in whys])
    await refused(tx, whys)


async def tell_again(hands: Hands, tx: Tx, order_ids: Sequence[UUID]) -> int:
    """All that the shops of these orders did not take. What a shop shows by now is not told to it;
    what may have reached it is asked about, not told. How many were."""
    await store.shown(tx, order_ids)
    parcels = await store.untold(tx, order_ids)
    if parcels:
        await tell(hands, tx, parcels, "The shop did not take it before.")
    return len(parcels)


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """What became of changes that told of parcels."""
    for event in happened:
        shown = (event.name, event.payload.get("reason")) == SHOWN_ALREADY
        if event.name not in ENDINGS and not shown:
            continue
        told = event.payload.get("change_ids")
        named = [UUID(str(each)) for each in told] if isinstance(told, list) else []
        found = await reading.of_kinds(tx, named, [KIND])
        marks = {UUID(mark_of(each.change)): each for each in found if mark_of(each.change)}
        if not marks:
            continue
        if shown or event.name == PROVEN:
            await proven(tx, list(marks))
            continue
        usual = ENDINGS[event.name]
        await refused(
            tx,
            {key: each.finding.sentence if each.finding else usual for key, each in marks.items()},
        )


async def proven(tx: Tx, parcel_ids: Sequence[UUID]) -> None:
    await store.settle(tx, await store.proven(tx, parcel_ids))


async def refused(tx: Tx, whys: Mapping[UUID, str]) -> None:
    """Each is an exception of its order, with the reason; a new refusal opens it anew."""
    said = {key: truncate(without_cards(why), WHY_CHARS_MAX) for key, why in whys.items()}
    orders = await store.refused(tx, said)
    found = await store.open_troubles(tx, orders)
    kind = Trouble.not_told.value
    await log.append(tx, *(facts.ExceptionFound(*each, kind) for each in found))
