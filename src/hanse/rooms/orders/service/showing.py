"""The book as people look at it: its list, one order, its exceptions, its customers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine import vault
from hanse.engine.log import events as log
from hanse.engine.log import history
from hanse.engine.log.history import Event, Filters
from hanse.engine.tx import Tx
from hanse.rooms.identity.service import names
from hanse.rooms.letters.model.asking import CODES as LETTER_CODES
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.orders import Person
from hanse.rooms.orders.model.reading import plain_email, plain_phone
from hanse.rooms.orders.model.refunds import outcome_code
from hanse.rooms.orders.model.shown import (
    Asked,
    ListedOrder,
    Noted,
    ShownCustomer,
    ShownParcel,
    ShownTrouble,
    WholeOrder,
)
from hanse.rooms.orders.service import facts, sealing
from hanse.rooms.orders.store import lists, pages
from hanse.rooms.purchasing.service import showing as bought
from hanse.rooms.purchasing.service import suppliers

LAST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
TIMELINE_MAX = 200
SUBJECT = "orders.order"
LOOK = timedelta(hours=1)  # a page that reads itself again is the same look
WHY = "somebody looks at the order"
NOTHING = (None, None)


async def list_orders(
    tx: Tx,
    asked: Asked,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
    *,
    with_person: bool = False,
) -> Sequence[ListedOrder]:
    """The newest first. By an address or a telephone only for whoever may see who bought: else
    anybody could try out whose orders these are."""
    return await lists.rows(tx, await find(tx, asked, before, rows_max, with_person=with_person))


async def find(
    tx: Tx,
    asked: Asked,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
    *,
    with_person: bool = False,
) -> Sequence[UUID]:
    """The same by their ids alone."""
    place = before or LAST
    if asked.until is not None:
        place = min(place, (asked.until, UUID(int=0)))
    hashes = await hashes_of(tx, asked.search or "") if with_person else NOTHING
    return await lists.page(tx, asked, place, asked.since or FIRST, rows_max, hashes)


async def hashes_of(tx: Tx, text: str) -> tuple[bytes | None, bytes | None]:
    """Of an address or a telephone that somebody looks for."""
    if "@" in text:
        return await vault.keyed(tx, sealing.EMAIL, plain_email(text)), None
    phone = plain_phone(text)
    return (None, await vault.keyed(tx, sealing.PHONE, phone)) if phone else NOTHING


async def order(tx: Tx, order_id: UUID, *, with_person: bool = False) -> WholeOrder:
    """One order. Who bought, the notes and the addresses only for whoever may see them."""
    whole = await pages.order(tx, order_id, await one(tx, order_id))
    whole = replace(whole, parcels=await sent_by(tx, order_id, whole.parcels))
    if not with_person:
        return whole
    sealed = await pages.personal(tx, order_id)
    person: Person | None = None
    if sealed is not None:
        person = (await sealing.opened(tx, sealing.PERSONAL, {order_id: sealed}, WHY))[order_id]
        person = with_number(person, await sealing.tax_numbers(tx, [order_id], WHY), order_id)
    kept = await pages.notes(tx, order_id)
    opened = (
        await vault.take_all(tx, sealing.NOTE, {each[0]: each[3] for each in kept}, WHY)
        if kept
        else {}
    )
    notes = [Noted(key, at, who, opened[key].decode()) for key, at, who, _ in kept]
    await note_look(tx, order_id)
    return replace(whole, person=person, notes=notes)


def with_number(person: Person, said: Mapping[UUID, str], order_id: UUID) -> Person:
    """The number that was said here goes before that of the shop."""
    if order_id not in said or person.shipping is None:
        return person
    return replace(person, shipping=replace(person.shipping, tax_number=said[order_id]))


async def sent_by(tx: Tx, order_id: UUID, parcels: Sequence[ShownParcel]) -> Sequence[ShownParcel]:
    """With the names of suppliers that sent some of them."""
    if not any(each.purchase_id for each in parcels):
        return parcels
    found = (await bought.of_orders(tx, [order_id])).get(order_id, ())
    named = await suppliers.names(tx, [each.supplier_id for each in found])
    names = {each.id: named[each.supplier_id].name for each in found}
    return [
        replace(each, made_by="supplier", supplier=names[each.purchase_id])
        if each.purchase_id in names
        else each
        for each in parcels
    ]


async def note_look(tx: Tx, order_id: UUID) -> None:
    asked = Filters(
        workspace_id=tx.workspace_id,
        name=facts.LOOKED,
        actor_id=tx.actor.id,
        subject_kind=SUBJECT,
        subject_id=order_id,
        since=tx.now - LOOK,
    )
    if not await history.read_back(tx, asked, None, 1):
        await log.append(tx, facts.CustomerOpened(order_id))


async def one(tx: Tx, order_id: UUID) -> ListedOrder:
    found = await lists.rows(tx, [order_id])
    if not found:
        raise Gone("There is no such order here, or not any more.")
    return found[0]


class Happened(NamedTuple):
    """`told`: what the sentence names, for whoever says it in another language."""

    event: Event
    sentence: str
    told: Mapping[str, str]


async def timeline(tx: Tx, order_id: UUID) -> Sequence[Happened]:
    """What happened to it in words, the newest first, from the one log."""
    asked = Filters(workspace_id=tx.workspace_id, subject_kind=SUBJECT, subject_id=order_id)
    found = await history.read_back(tx, asked, None, TIMELINE_MAX)
    called = await history.actor_names(tx, names.names, found)
    return [
        Happened(each, history.sentence(each, called), coded(history.told(each, called)))
        for each in found
    ]


def coded(told: Mapping[str, str]) -> Mapping[str, str]:
    """Why a refund was not made, and why a buyer was not told, stands in words in the log."""
    codes = {
        "outcome": outcome_code(told.get("outcome", "")),
        "why": LETTER_CODES.get(told.get("words", ""), ""),
    }
    return {**told, **{name: code for name, code in codes.items() if code}}


async def list_troubles(
    tx: Tx,
    state: str,
    kind: Trouble | None,
    account_id: UUID | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[ShownTrouble]:
    return await pages.troubles(tx, state, kind, account_id, before, rows_max)


async def count_troubles(
    tx: Tx, kind: Trouble | None = None, account_id: UUID | None = None
) -> Mapping[Trouble, int]:
    """How many are open, by kind."""
    return await pages.trouble_counts(tx, kind, account_id)


async def list_customers(
    tx: Tx, account_id: UUID | None, search: str | None, before: UUID | None, rows_max: int
) -> Sequence[ShownCustomer]:
    hashes = await hashes_of(tx, search or "")
    if search and hashes == NOTHING:
        return []
    return await pages.customers(tx, account_id, before, hashes, rows_max)


async def customer(tx: Tx, customer_id: UUID, *, with_person: bool = True) -> ShownCustomer:
    found = await pages.customer(tx, customer_id)
    if found is None:
        raise Gone("There is no such customer here, or not any more.")
    shown, sealed = found
    if sealed is None or not with_person:
        return shown
    opened = await sealing.opened(
        tx, sealing.CUSTOMER, {customer_id: sealed}, "a customer is shown"
    )
    return replace(shown, person=opened[customer_id])
