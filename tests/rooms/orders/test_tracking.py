"""Tracking numbers come in as a table, each parcel is sent once, and what a shop did not
take is told again."""

import pytest

from hanse.base.faults import Finding, Rejected, Severity
from hanse.changes.model.states import Reason
from hanse.changes.service import reading
from hanse.changes.service.hands import Hands
from hanse.changes.service.moving import all_going, go
from hanse.engine.log.followers import advance, enrol
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.exceptions import Answer, Trouble, sentence
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.model.tracking import Fate, columns_of, line_of
from hanse.rooms.orders.service import acting, showing, telling, tracking
from hanse.rooms.orders.service.tracking import Brought
from tests.rooms.orders.some import some_line, some_order
from tests.rooms.orders.till import Till

HEADS = "Order,Carrier,Tracking Number,SKU,Quantity"


def table(*rows: str) -> bytes:
    return "\n".join((HEADS, *rows)).encode()


async def brought(
    till: Till, hands: Hands, content: bytes, *, preview: bool = False, leave: bool = False
) -> Brought:
    async with till.tx() as tx:
        return await tracking.bring(hands, tx, content, preview=preview, leave=leave)


@pytest.fixture
async def book(till: Till) -> Till:
    """Of the first three pieces of two lines, of the second one; the third was cancelled."""
    await till.stocked(10)
    parts = (some_line(), some_line(remote_id="2", sku="L-2", quantity=1))
    other = some_line(remote_id="3", sku="L-1", quantity=1)
    await till.shows(
        some_order(lines=parts),
        some_order(remote_id="5002", number="#5002", lines=(other,)),
    )
    await till.take()
    return till


def fates(done: Brought) -> list[tuple[list[int], Fate]]:
    return [([line.number for line in each.lines], each.fate) for each in done.parcels]


async def test_a_table_sends_parcels_of_many_orders_once(book: Till, hands: Hands) -> None:
    content = table(
        "5001,DHL,JJD1,L-1,1", "5001,DHL,JJD1,L-2,", "5001,DHL,JJD2,,", "5002,Hermes,H7,,", ",,,,"
    )
    before = await book.events()
    seen = await brought(book, hands, content, preview=True)
    assert fates(seen) == [([2, 3], Fate.send), ([4], Fate.send), ([5], Fate.send)]
    assert [each.packed.complete for each in seen.parcels if each.packed] == [False, True, True]
    assert await book.events() == before, "nothing is written before it is said"
    assert (await brought(book, hands, content)).count(Fate.send) == 3
    events = await book.events()
    assert events.count("orders.order.sent") == 3
    again = await brought(book, hands, content)
    assert [each.fate for each in again.parcels] == [Fate.same] * 3
    assert await book.events() == events
    assert [each["state"] for each in await book.book()] == [State.shipped, State.shipped]
    assert [each[3] for one in await book.book() for each in one["lines"]] == [2, 1, 1]


async def test_rows_that_cannot_go_say_why_and_stop_all_unless_they_are_left_out(
    book: Till, hands: Hands
) -> None:
    async with book.tx() as tx:
        await tx.execute("update orders_orders set held_why = 'Wait.' where remote_id = '5002'")
    content = table(
        "5001,DHL,JJD1,L-1,3",
        "5002,DHL,JJD2,,",
        "9999,DHL,JJD3,,",
        "5001,DHL,1.2E+15,,",
        "5001,DHL,JJD5,,2",
        "5001,DHL,JJD6,L-9,",
        "5001,DHL,JJD7,,",
        "5001,DHL,JJD8,,",
    )
    with pytest.raises(Rejected, match="And 6 more") as fault:
        await brought(book, hands, content)
    assert [(each.field, each.sentence) for each in fault.value.findings] == [
        ("rows.2.quantity", "Of L-1 2 pieces are left to send, not 3."),
        ("rows.3.order", "Order #5002 is held: Wait."),
        ("rows.4.order", "There is no order 9999 here."),
        ("rows.5.tracking_number", "1.2E+15 is a number that a spreadsheet has shortened."),
        ("rows.6.sku", "It says how many, but not of what."),
        ("rows.7.sku", "Nothing of L-9 is left to send of this order."),
        ("rows.9.lines", "Nothing of this order is left to send."),
    ]
    assert all(each.next_step for each in fault.value.findings)
    done = await brought(book, hands, content, leave=True)
    assert (done.count(Fate.send), done.count(Fate.refused)) == (1, 7)


def test_a_table_says_what_it_is_about() -> None:
    with pytest.raises(Rejected, match="No column says which number it has"):
        columns_of(["Order", "SKU"])
    with pytest.raises(Rejected, match="Two columns are order: Bestellnummer is the second"):
        columns_of(["order", "Bestellnummer", "tracking"])
    columns = columns_of(["Nomor pesanan", "Resi", "Other"])
    line = line_of(2, ["5001", "'=JNE1", "x"], columns)
    assert line
    assert (line.order, line.tracking_number) == ("5001", "=JNE1")
    assert line_of(3, ["5001", "", "x"], columns) is None


async def ends(till: Till, *reasons: Reason) -> None:
    """The newest change goes these ways, and the book hears of it."""
    for reason in reasons:
        async with till.tx() as tx:
            rows = await tx.fetch("select id from changes_changes order by made_at, id")
            [newest] = await reading.of_kinds(tx, [rows[-1]["id"]], [telling.KIND])
            why = Finding(Severity.error, "no", "The parcel is too heavy.", "Divide it.")
            await go(tx, all_going([newest], reason, {newest.change.id: why}))
    while await advance(till.database, follower()):
        pass


async def test_what_a_shop_did_not_take_is_an_exception_and_told_again(
    book: Till, hands: Hands
) -> None:
    """A refusal is told with its reason; a lost answer is not proposed again."""
    await enrol(book.database, [follower()])
    await brought(book, hands, table("5001,DHL,JJD1,L-1,1"))
    async with book.tx() as tx:
        [order_id] = await tx.fetchrow("select order_id from orders_parcels") or []
    for reasons in ((Reason.intended, Reason.rejected), (Reason.withdrawn,)):
        await ends(book, *reasons)
        async with book.tx() as tx:
            [found] = await showing.list_troubles(tx, "open", Trouble.not_told, None, None, 9)
            assert found.order_id == order_id
            told = "The shop did not take the parcel JJD1: The parcel is too heavy."
            assert sentence(found.kind, found.facts) == told
            [parcel] = (await showing.order(tx, order_id)).parcels
            assert (parcel.told, parcel.told_why) == ("refused", "The parcel is too heavy.")
            assert await acting.answer(hands, tx, [found.id], Answer.again) == 1
            assert await acting.answer(hands, tx, [found.id], Answer.again) == 0
            assert await showing.list_troubles(tx, "open", Trouble.not_told, None, None, 9) == []
    await ends(book, Reason.intended, Reason.answer_lost)
    async with book.tx() as tx:
        assert await telling.tell_again(hands, tx, [order_id]) == 0, "it may be there"
    await ends(book, Reason.read_back)
    async with book.tx() as tx:
        [parcel] = (await showing.order(tx, order_id)).parcels
        assert (parcel.told, parcel.told_why) == ("proven", "")
        changes = await tx.fetch("select thing from changes_changes")
        assert [each["thing"] for each in changes] == [f"orders/new/{parcel.id}"] * 3
