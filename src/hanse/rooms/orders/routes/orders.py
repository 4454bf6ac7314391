"""HTTP of the order book: its list, one order, exceptions, customers, and what is done there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.engine.doors.paging import (
    PAGE_USUAL,
    Cursor,
    Limit,
    cut,
    read_cursor,
    read_id,
    write_cursor,
)
from hanse.rooms.orders.model.exceptions import Trouble, next_step, sentence, told
from hanse.rooms.orders.model.sending import Sending
from hanse.rooms.orders.model.shown import Asked, ShownTrouble, held_code, next_action
from hanse.rooms.orders.routes import permissions
from hanse.rooms.orders.routes.asks import (
    AnsweredOut,
    AnswersIn,
    BulkOrdersIn,
    BulkOrdersOut,
    CustomerOut,
    CustomersOut,
    HoldIn,
    NoteIn,
    ParcelIn,
    TagsIn,
    TaxNumberIn,
)
from hanse.rooms.orders.routes.held import OfHands
from hanse.rooms.orders.routes.shapes import (
    ExceptionCountsOut,
    ExceptionOut,
    ExceptionsOut,
    From,
    Id,
    OfAccount,
    OfTrouble,
    OrderEventOut,
    OrderOut,
    OrdersOut,
    OrderWholeOut,
    Search,
    States,
    Tag,
    To,
)
from hanse.rooms.orders.service import acting, selecting, sending, showing

doors = Doors("orders")

Standing = Annotated[
    str, Query(alias="state", pattern="^(open|settled)$", description="How it stands.")
]
OfKind = Annotated[Trouble | None, Query(description="Of this kind.")]
Whom = Annotated[
    str | None,
    Query(min_length=1, max_length=100, description="A whole email address or telephone."),
]


@doors.get("/api/orders/orders", needs=permissions.READ)
async def list_booked_orders(
    tx: InTx,
    caller: Called,
    search: Search = None,
    state: States = None,
    account: OfAccount = None,
    tag: Tag = None,
    trouble: OfTrouble = None,
    since: From = None,
    until: To = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> OrdersOut:
    """List orders of all shops, those placed last first.

    Of a search, a tag and an exception one is looked for at a time; the others pass over it. By an
    address or a telephone it is searched for whoever may read customers.
    """
    asked = Asked(tuple(state or ()), account, tag, trouble, since, until, search)
    found = await showing.list_orders(
        tx, asked, place_of(cursor), limit + 1, with_person=permissions.sees_persons(caller)
    )
    page, following = cut(found, limit, lambda each: [each.placed_at, each.id])
    return OrdersOut(items=[OrderOut.model_validate(each) for each in page], next_cursor=following)


def place_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, row = read_cursor(cursor, datetime, UUID)
    assert isinstance(at, datetime)
    assert isinstance(row, UUID)
    return at, row


@doors.post("/api/orders/orders/bulk", needs=permissions.WRITE)
async def act_on_orders(tx: InTx, caller: Called, asked: BulkOrdersIn) -> BulkOrdersOut:
    """Hold, release or tag all orders that a filter lets through, after a preview that counts them.

    They are done batch by batch: ask again with the cursor until there is none. What moves money
    reaches those alone that a person has chosen one by one.
    """
    find, but, sees = asked.filter.asked(), set(asked.but), permissions.sees_persons(caller)
    if asked.preview:
        found = await selecting.reached(tx, find, but, with_person=sees)
        sample = [OrderOut.model_validate(each) for each in found.sample]
        return BulkOrdersOut(count=found.count, sample=sample, changed=0, next_cursor=None)
    place = place_of(asked.cursor)
    done = await selecting.act(tx, find, but, place, asked.verb, asked.words, with_person=sees)
    after = write_cursor(done.after) if done.after else None
    return BulkOrdersOut(count=0, sample=[], changed=done.changed, next_cursor=after)


@doors.get("/api/orders/orders/{id}", needs=permissions.READ)
async def read_booked_order(tx: InTx, caller: Called, id: Id) -> OrderWholeOut:  # noqa: A002
    """Show an order with its lines, sums, parcels, timeline and the next action.

    Who bought is shown to whoever may read customers, and who looked is in the log.
    """
    return await whole(tx, id, permissions.sees_persons(caller))


async def whole(tx: InTx, order_id: UUID, may_see: bool) -> OrderWholeOut:
    found = await showing.order(tx, order_id, with_person=may_see)
    happened = await showing.timeline(tx, order_id)
    plain = {
        name: getattr(found, name)
        for name in OrderWholeOut.model_fields
        if name not in ("order", "exceptions", "hidden", "timeline", "next_action", "held_code")
    }
    return OrderWholeOut.model_validate(
        {
            **plain,
            "order": found.listed,
            "lines": [
                {
                    **fields_of(each),
                    "unit_price": None if each.unit_price is None else f"{each.unit_price:f}",
                }
                for each in found.lines
            ],
            "exceptions": [trouble_out(each) for each in found.troubles],
            "hidden": not may_see,
            "timeline": [
                OrderEventOut(at=each.happened_at, name=each.name, sentence=said, told=dict(facts))
                for each, said, facts in happened
            ],
            "held_code": held_code(found.held_why),
            "next_action": next_action(found),
        }
    )


@doors.post("/api/orders/orders/{id}/hold", needs=permissions.WRITE)
async def hold_order(tx: InTx, caller: Called, id: Id, asked: HoldIn) -> OrderWholeOut:  # noqa: A002
    """Have an order wait: nothing of it is packed or sent by us. The shop is not told."""
    await acting.hold(tx, id, asked.why)
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.post("/api/orders/orders/{id}/release", needs=permissions.WRITE)
async def release_order(tx: InTx, caller: Called, id: Id) -> OrderWholeOut:  # noqa: A002
    """Let a held order go on."""
    await acting.release(tx, id)
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.post("/api/orders/orders/{id}/tags", needs=permissions.WRITE)
async def tag_order(tx: InTx, caller: Called, id: Id, asked: TagsIn) -> OrderWholeOut:  # noqa: A002
    """Say which tags an order has."""
    await acting.tag(tx, id, asked.tags)
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.post("/api/orders/orders/{id}/note", needs=permissions.WRITE)
async def note_order(tx: InTx, caller: Called, id: Id, asked: NoteIn) -> OrderWholeOut:  # noqa: A002
    """Write a note to an order; it is kept sealed."""
    await acting.note(tx, id, asked.text)
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.post("/api/orders/orders/{id}/customs", needs=permissions.WRITE)
async def give_tax_number(
    tx: InTx,
    caller: Called,
    id: Id,  # noqa: A002
    asked: TaxNumberIn,
) -> OrderWholeOut:
    """Say the number by which customs know who bought; it is kept sealed, and suppliers get it."""
    await acting.give_tax_number(tx, id, asked.number)
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.post("/api/orders/orders/{id}/parcels", needs=permissions.WRITE)
async def send_parcel(
    tx: InTx,
    caller: Called,
    hands: OfHands,
    id: Id,  # noqa: A002
    asked: ParcelIn,
) -> OrderWholeOut:
    """Send goods of our own: the ledger sells them, and the shop is told once, by a change."""
    lines = {each.line_id: each.count for each in asked.lines}
    texts = (asked.carrier, asked.tracking_number, asked.tracking_url)
    await sending.send(hands, tx, id, Sending(lines, *texts, asked.notify))
    return await whole(tx, id, permissions.sees_persons(caller))


@doors.get("/api/orders/exceptions", needs=permissions.READ_TROUBLES)
async def list_exceptions(
    tx: InTx,
    state: Standing = "open",
    kind: OfKind = None,
    account: OfAccount = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ExceptionsOut:
    """List what keeps orders from going their way, the newest first."""
    found = await showing.list_troubles(tx, state, kind, account, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return ExceptionsOut(items=[trouble_out(each) for each in page], next_cursor=following)


@doors.get("/api/orders/exceptions/counts", needs=permissions.READ_TROUBLES)
async def count_exceptions(tx: InTx) -> ExceptionCountsOut:
    """Count the open exceptions by their kind."""
    return ExceptionCountsOut(counts=dict(await showing.count_troubles(tx)))


@doors.post("/api/orders/exceptions/bulk", needs=permissions.WRITE_TROUBLES)
async def answer_exceptions(tx: InTx, hands: OfHands, asked: AnswersIn) -> AnsweredOut:
    """Answer many exceptions at once: accept them, hold their orders, try again, or tell the shops
    again of parcels that they did not take."""
    if bool(asked.ids) == asked.everything:
        sentence = "Exceptions are chosen by ids, or all that are open."
        raise acting.refused("ids", sentence, "Give one of the two.")
    if asked.ids:
        count = await acting.answer(hands, tx, asked.ids, asked.answer)
        return AnsweredOut(count=count, next_cursor=None)
    of = asked.kind, asked.account
    if asked.preview:
        counts = await showing.count_troubles(tx, *of)
        return AnsweredOut(count=max(sum(counts.values()) - len(asked.but), 0), next_cursor=None)
    start = read_id(asked.cursor)
    count, after = await acting.answer_all(hands, tx, of, set(asked.but), start, asked.answer)
    return AnsweredOut(count=count, next_cursor=write_cursor([after]) if after else None)


@doors.get("/api/orders/customers", needs=permissions.READ_CUSTOMERS)
async def list_customers(
    tx: InTx,
    search: Whom = None,
    account: OfAccount = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> CustomersOut:
    """List the customers of shops; who they are is shown one by one."""
    found = await showing.list_customers(tx, account, search, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    items = [CustomerOut.model_validate(each) for each in page]
    return CustomersOut(items=items, next_cursor=following)


@doors.get("/api/orders/customers/{id}", needs=permissions.READ_CUSTOMERS)
async def read_customer(tx: InTx, id: Id) -> CustomerOut:  # noqa: A002
    """Show one customer. Who looked is in the log."""
    return CustomerOut.model_validate(await showing.customer(tx, id))


@doors.post("/api/orders/customers/{id}/erase", needs=permissions.WRITE_CUSTOMERS, step_up=True)
async def erase_customer(tx: InTx, id: Id) -> CustomerOut:  # noqa: A002
    """Erase who a customer is, in all their orders; what was bought and paid stays."""
    await acting.erase_customer(tx, id)
    return CustomerOut.model_validate(await showing.customer(tx, id))


def fields_of(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__slots__}  # type: ignore[attr-defined]


def trouble_out(found: ShownTrouble) -> ExceptionOut:
    return ExceptionOut(
        id=found.id,
        kind=found.kind,
        account_id=found.account_id,
        order_id=found.order_id,
        remote_id=found.remote_id,
        sentence=sentence(found.kind, found.facts),
        told=dict(told(found.facts)),
        next_step=next_step(found.kind, found.facts),
        state=found.state,
        answer=found.answer,
        placed_at=found.placed_at,
        opened_at=found.opened_at,
    )
