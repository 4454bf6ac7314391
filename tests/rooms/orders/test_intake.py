"""Orders come into the book once each, whatever the order of their documents."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hanse.app.wiring import CARDS
from hanse.changes.service.hands import Hands
from hanse.engine.log.followers import advance, enrol
from hanse.engine.tx import Database
from hanse.rooms.orders.jobs.intake import follower
from hanse.rooms.orders.model.exceptions import Answer, Trouble, sentence
from hanse.rooms.orders.service import acting, intake, showing
from hanse.rooms.orders.service.preparing import overtaken, prepare
from hanse.rooms.pricing.service import taxes
from hanse.trade.orders import Order, OrderState, Refund, RefundLine
from hanse.trade.people import Buyer
from tests.rooms.orders.some import ADDRESS, PLACED, euro, some_line, some_order
from tests.rooms.orders.till import RATE, Till, with_word

CARD, LIKE_A_CARD = "4111 1111 1111 1111", "5678901234565"
RISKY = """
    select string_agg(payload ->> 'number', ' ') from events
    where workspace_id = $1 and payload @> '{"risky": true}'
"""
WAITING = """
    update stock_items set state = $3, opened_at = $4 where workspace_id = $1 and variant_id = $2
"""


async def test_an_order_is_written_once_and_what_says_the_same_writes_nothing(till: Till) -> None:
    await till.shows(some_order())
    assert (await till.take()).written == 1
    first = await till.book()
    await till.shows(some_order(modified_at=PLACED + timedelta(hours=1)))
    taken = await till.take()
    assert (taken.written, taken.same) == (0, 1)
    assert await till.book() == first
    assert await till.events() == ["orders.order.placed", "orders.exception.found"]
    assert await till.open_troubles() == ["unmatched"]


def story() -> Sequence[Order]:
    """An order as its shop tells it over time: placed, paid, edited, shipped."""
    later = [PLACED + timedelta(minutes=each) for each in range(4)]
    placed = with_word(
        some_order(paid_at=None, modified_at=later[0]), OrderState.awaiting_payment, "pending"
    )
    paid = some_order(modified_at=later[1])
    lines = (some_line("1", quantity=1), some_line("2", "78", quantity=3))
    edited = some_order(lines=lines, modified_at=later[2])
    shipped = with_word(replace(edited, modified_at=later[3]), OrderState.done, "completed")
    return placed, paid, edited, shipped


@pytest.mark.parametrize("seed", range(4))
async def test_any_shuffle_and_doubling_of_documents_gives_the_same_order(
    till: Till, database: Database, seed: int
) -> None:
    """The mirror keeps the newest of what came; the book is read now and then."""
    chance = random.Random(seed)
    told = [*story(), *story()]
    chance.shuffle(told)
    variant = await till.stocked(10)
    for each in told:
        await till.shows(each)
        if chance.random() < 0.6:
            await till.take()
    await till.take()
    straight = await Till.open(database, database.ids.new(), "other")
    other = await straight.stocked(10)
    for each in story():
        await straight.shows(each)
    await straight.take()
    plain = [
        [{**row, "lines": [line[:5] for line in row["lines"]]} for row in await each.book()]
        for each in (till, straight)
    ]
    for rows in plain:
        for row in rows:
            row["lines"] = [line for line in row["lines"] if not line[4]]
    assert plain[0] == plain[1]
    assert await till.level(variant) == await straight.level(other) == (9, 0)


async def test_no_number_of_a_card_is_kept_in_any_text_of_an_order(till: Till) -> None:
    """Neither in the book nor in what the mirror keeps; an id that looks like one stays."""
    typed = f"pay with {CARD} please"
    address = replace(
        ADDRESS, first_name=CARD, last_name=CARD, company=typed, line_1=typed, line_2=CARD,
        city=CARD, region=CARD, postcode=CARD, phone=CARD,
    )  # fmt: skip
    await till.shows(
        some_order(
            remote_id=LIKE_A_CARD,
            number=CARD,
            note=typed,
            billing=address,
            shipping_to=address,
            buyer=Buyer(None, f"{CARD}@example.com", CARD, CARD, CARD),
            lines=(some_line(title=typed, sku=CARD),),
            payment_method=CARD,
            payment_title=CARD,
            coupons=(CARD,),
            state_word=CARD,
            paid_word=CARD,
        )
    )
    assert (await till.take()).written == 1
    async with till.tx() as tx:
        tables = await tx.fetch(
            "select table_name from information_schema.tables where table_name like 'orders%'"
        )
        stored = ""
        for row in tables:
            table = row["table_name"]
            found = await tx.fetch(f"select {table}::text as told from {table}")
            stored += "".join(each["told"] for each in found)
        opened, mirrored = await till.persons(tx), await till.mirrored(tx)
    assert stored
    for text in (stored, opened, mirrored):
        assert "41111111" not in text.replace(" ", "")
    assert "[card number removed]" in opened
    assert "card_number" in stored
    assert f'"id":"{LIKE_A_CARD}"' in mirrored
    assert mirrored.count("pay with [card number removed] please") > 2
    [order] = await till.book()
    assert order["remote_id"] == LIKE_A_CARD


async def test_a_tax_that_differs_is_asked_about_once_and_settles_by_itself(
    till: Till, hands: Hands
) -> None:
    await enrol(till.database, [follower()])
    dear = replace(some_line(), tax=euro(500))
    await till.shows(
        some_order(remote_id="1", lines=(dear,)),
        some_order(remote_id="2", lines=(dear,)),
        some_order(remote_id="3"),
        some_order(remote_id="4", lines=(replace(some_line(), tax=euro(0)),), tax=euro(0)),
    )
    await till.take()
    async with till.tx() as tx:
        found = await showing.list_troubles(tx, "open", Trouble.tax, None, None, 9)
        assert {each.remote_id for each in found} == {"1", "2"}
        assert sentence(Trouble.tax, found[0].facts) == (
            "The shop took EUR 5.00 of tax on Lamp; by the table it is EUR 4.00: "
            "20 % standard in DE (yours)."
        )
        [first] = [each.id for each in found if each.remote_id == "1"]
        await acting.answer(hands, tx, [first], Answer.accept)
        await taxes.set_tax(tx, replace(RATE, percent=Decimal(25)))
    while await advance(till.database, follower()):
        pass
    await till.take()
    assert "tax" not in await till.open_troubles()


async def test_one_order_that_cannot_be_read_does_not_stop_the_others(till: Till) -> None:
    broken = some_order(remote_id="1", lines=(replace(some_line(), quantity=10**19),))
    await till.shows(some_order(remote_id="2"), some_order(remote_id="3"))
    abroad = replace(ADDRESS, country="NL", postcode="1012 AB")
    async with till.tx() as tx:
        now = tx.now
    late = some_order(remote_id="4", number="4", shipping_to=abroad, placed_at=now)
    await till.shows(broken, late)
    await till.shows(some_order(remote_id="5", shipping_to=abroad))
    taken = await till.take()
    assert (taken.written, taken.unreadable) == (4, 1)
    async with till.tx() as tx:
        risky = await tx.fetchval(RISKY, till.workspace)
    assert risky == "4", "of an order from long ago nobody is told"
    assert "unreadable" in await till.open_troubles()
    await till.shows(some_order(remote_id="1"))
    await till.take()
    assert "unreadable" not in await till.open_troubles()
    assert len(await till.book()) == 5
    await till.shows(broken)  # alone, which is one transaction with all that it needs
    assert (await till.take()).unreadable == 1
    assert "unreadable" in await till.open_troubles()
    assert (await till.take()).asked == 0


async def test_what_an_order_holds_in_the_ledger_follows_the_shop(till: Till) -> None:
    variant = await till.stocked(5)
    order = some_order()
    await till.shows(order)
    await till.take()
    assert await till.level(variant) == (5, 2)
    await till.shows(some_order(lines=(some_line(quantity=4),)))
    await till.take()
    assert await till.level(variant) == (5, 4)
    await till.shows(with_word(order, OrderState.cancelled, "cancelled"))
    await till.take()
    assert await till.level(variant) == (5, 0)
    await till.shows(with_word(some_order(remote_id="9"), OrderState.done, "completed"))
    await till.take()
    assert await till.level(variant) == (3, 0)


async def test_what_is_not_there_is_an_exception_and_never_less_than_nothing(till: Till) -> None:
    variant = await till.stocked(3)
    await till.shows(some_order(remote_id="1"), some_order(remote_id="2"))
    await till.take()
    assert await till.level(variant) == (3, 2)
    assert await till.open_troubles() == ["no_stock"]
    await till.shows(with_word(some_order(remote_id="1"), OrderState.cancelled, "cancelled"))
    await till.take()
    await till.want("2")
    await till.take()
    assert await till.level(variant) == (3, 2)
    assert await till.open_troubles() == []


async def test_a_refund_read_apart_counts_once_and_frees_what_was_held(till: Till) -> None:
    variant = await till.stocked(5)
    await till.shows(some_order())
    line = RefundLine("1", 1, euro(1_000), euro(200))
    back = Refund("r1", "5001", euro(1_200), None, True, PLACED, (line,))
    await till.refunds(back)
    await till.refunds(back)
    await till.take()
    [row] = await till.book()
    assert (row["payment"], row["refunded_minor"]) == ("part_refunded", 1_200)
    assert await till.level(variant) == (5, 1)


async def test_a_word_that_nobody_knows_is_an_exception_with_the_word(till: Till) -> None:
    await till.shows(some_order(state=None, state_word="wc-on-the-moon"))
    await till.take()
    assert "unknown_word" in await till.open_troubles()
    [row] = await till.book()
    assert row["state"] == "unknown"


async def test_goods_of_orders_from_before_counting_began_are_not_taken_twice(till: Till) -> None:
    """The shop's first number is without them; what was sent before is in it already."""
    variant = await till.stocked(5, hours=24 * 3651)
    await till.shows(some_order(remote_id="1"))
    await till.shows(with_word(some_order(remote_id="2"), OrderState.done, "completed"))
    await till.take()
    assert await till.level(variant) == (7, 2)


@pytest.mark.parametrize(("later_ms", "left"), [(999, (5, 2)), (1_000, (7, 2))])
async def test_of_the_second_in_which_counting_began_goods_are_taken(
    till: Till, later_ms: int, left: tuple[int, int]
) -> None:
    """A shop tells whole seconds: pieces that may be gone already are not promised once more."""
    variant = await till.stocked(5)
    began = PLACED + timedelta(milliseconds=later_ms)
    async with till.tx() as tx:
        await tx.execute(WAITING, till.workspace, variant, "counted", began)
    await till.shows(some_order())
    await till.take()
    assert await till.level(variant) == left


async def test_counting_that_begins_while_an_order_is_read_takes_its_goods_not_twice_either(
    till: Till,
) -> None:
    variant = await till.stocked(5, hours=24 * 3651)
    await till.shows(some_order())
    means = CARDS["woocommerce"].ours
    async with till.tx() as tx:
        await tx.execute(WAITING, till.workspace, variant, "waiting", None)
        [ready] = (await prepare(tx, till.account_id, [some_order().remote_id], means)).ready
    async with till.tx() as tx:
        await tx.execute(WAITING, till.workspace, variant, "counted", tx.now)
    async with till.tx() as tx:
        assert await intake.write(tx, ready, {})
    assert await till.level(variant) == (7, 2)


async def test_what_becomes_known_while_an_order_is_written_has_it_read_again(till: Till) -> None:
    """Whoever tells of it finds no such order yet."""
    await till.shows(some_order())
    means = CARDS["woocommerce"].ours
    async with till.tx() as tx:
        [ready] = (await prepare(tx, till.account_id, [some_order().remote_id], means)).ready
        assert await overtaken(tx, till.account_id, [ready]) == set()
    await till.stocked(5)
    async with till.tx() as tx:
        assert await intake.write(tx, ready, {})
        assert await overtaken(tx, till.account_id, [ready]) == {some_order().remote_id}
