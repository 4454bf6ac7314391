"""The book is listed, searched and acted on; who bought is shown to few."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from hanse.base.faults import Gone, Rejected
from hanse.base.money import Money
from hanse.changes.service.hands import Hands
from hanse.engine.vault import reseal
from hanse.rooms.identity.store import businesses
from hanse.rooms.orders.model.exceptions import Answer, Trouble, sentence
from hanse.rooms.orders.model.orders import Sums
from hanse.rooms.orders.model.shown import Asked, held_code, next_action
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.service import acting, recipients, sealing, selecting, showing, waiting
from hanse.rooms.orders.service.facts import LOOKED
from hanse.rooms.orders.service.papers import sellers
from hanse.rooms.orders.service.selecting import Verb
from hanse.rooms.orders.store import lists, pages, papers, people, returns
from hanse.trade.orders import Charges, OrderState
from hanse.trade.people import Buyer
from tests.rooms.orders.paper import SELLER
from tests.rooms.orders.some import ADDRESS, PLACED, euro, some_line, some_order
from tests.rooms.orders.till import Till, with_word

MANY = """
    insert into orders_orders (workspace_id, id, account_id, remote_id, number, shop_state, state,
        state_since, payment, placed_at, checksum, made_at)
    select $1, gen_random_uuid(), $2, 'm' || n, 'm' || n, 'shipped', 'shipped', $3, 'paid',
        $3::timestamptz - n * interval '1 minute', '\\x00', $3
    from generate_series(1, 3000) as n
"""
CUSTOMERS = """
    insert into orders_customers (workspace_id, id, account_id, email_hash, phone_hash, seen_at)
    select $1, gen_random_uuid(), $2, int4send(n), int4send(n), $3
    from generate_series(1, 3000) as n
"""
TROUBLES = """
    insert into orders_exceptions (workspace_id, id, kind, account_id, remote_id, state, placed_at,
        opened_at)
    select $1, gen_random_uuid(), 'unmatched', $2, 'm' || n, 'open', $3, $3
    from generate_series(1, 3000) as n
"""


STAYED = """
    insert into orders_stays (workspace_id, order_id, state, account_id, from_at, until_at)
    select $1, gen_random_uuid(), 'confirmed', $2, $3::timestamptz - interval '2 days', $3
    from generate_series(1, 20)
"""


@pytest.fixture
async def book(till: Till) -> Till:
    """Three orders: one confirmed, one cancelled, one of somebody else and an hour younger."""
    adam = Buyer("12", "Adam@Example.com", "Adam", "Smith", "030 9876543")
    later = PLACED + timedelta(hours=1)
    lines = (some_line(sku="X-9"),)
    await till.shows(
        some_order(),
        with_word(some_order(remote_id="5002", number="5002"), OrderState.cancelled, "cancelled"),
        some_order(remote_id="7003", number="#7003", buyer=adam, placed_at=later, lines=lines),
    )
    await till.take()
    return till


async def numbers(till: Till, asked: Asked) -> Sequence[str]:
    async with till.tx() as tx:
        return [
            each.number for each in await showing.list_orders(tx, asked, None, 50, with_person=True)
        ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["#7003", "5002", "5001"]),
        (Asked(states=(State.cancelled,)), ["5002"]),
        (Asked(trouble=Trouble.unmatched), ["#7003", "5001"]),
        (Asked(since=PLACED + timedelta(minutes=1)), ["#7003"]),
        (Asked(until=PLACED + timedelta(minutes=1)), ["5002", "5001"]),
        (Asked(search="5001"), ["5001"]),
        (Asked(search="7003"), ["#7003"]),
        (Asked(search="500"), ["5002", "5001"]),
        (Asked(search="X-9"), ["#7003"]),
        (Asked(search=" adam@example.COM"), ["#7003"]),
        (Asked(search="+49 30 9876543"), ["#7003"]),
        (Asked(search="nobody@example.com"), []),
        (Asked(search="eve@example.com", states=(State.confirmed,)), ["5001"]),
    ],
)
async def test_orders_are_found(book: Till, asked: Asked, found: Sequence[str]) -> None:
    got = await numbers(book, asked)
    assert sorted(got) == sorted(found)
    mine = await numbers(book, replace(asked, account_id=book.account_id))
    assert sorted(mine) == sorted(found)
    assert await numbers(book, replace(asked, account_id=book.workspace)) == []


async def test_pages_follow_each_other_without_a_gap(book: Till) -> None:
    seen: list[str] = []
    before = None
    for _ in range(3):
        async with book.tx() as tx:
            [one] = await showing.list_orders(tx, Asked(), before, 1)
        seen.append(one.number)
        before = (one.placed_at, one.id)
    assert sorted(seen) == ["#7003", "5001", "5002"]


BY_ADDRESS = Asked(search="adam@example.com")


async def test_the_tax_number_of_a_buyer_goes_to_suppliers_and_goes_with_the_buyer(
    book: Till,
) -> None:
    async with book.tx() as tx:
        [listed] = await showing.list_orders(tx, BY_ADDRESS, None, 2, with_person=True)
        name = recipients.name_of(listed.id)
        before = (await recipients.named(tx, [name]))[name]
        assert before.address.tax_number is None
        with pytest.raises(Rejected, match="up to 40 characters"):
            await acting.give_tax_number(tx, listed.id, "1" * 41)
        with pytest.raises(Rejected, match="number of a card"):
            await acting.give_tax_number(tx, listed.id, "4111 1111 1111 1111")
        await acting.give_tax_number(tx, listed.id, " 123.456.789-09 ")
        there = (await recipients.named(tx, [name]))[name]
        assert there.address.tax_number == "123.456.789-09"
        assert there.mark != before.mark, "what waits for the other address is quoted anew"
        whole = await showing.order(tx, listed.id, with_person=True)
        assert whole.person
        assert whole.person.shipping
        assert whole.person.shipping.tax_number == "123.456.789-09"
        kept = await people.tax_numbers(tx, [listed.id])
        assert b"123" not in kept[listed.id]
        assert await reseal(tx, sealing.TAX_NUMBER) == 0
        await acting.give_tax_number(tx, listed.id, "")
        assert (await recipients.named(tx, [name]))[name] == before
        await acting.give_tax_number(tx, listed.id, "77")
        await acting.erase_customer(tx, whole.customer_id or listed.id)
        assert await people.tax_numbers(tx, [listed.id]) == {}
        with pytest.raises(Gone):
            await acting.give_tax_number(tx, listed.id, "77")


async def test_a_number_that_the_shop_knows_is_taken_over(book: Till) -> None:
    company = "11.444.777/0001-61"  # it would pass for a card
    there = replace(ADDRESS, country="BR", tax_number=company)
    await book.shows(some_order(remote_id="8001", number="8001", shipping_to=there))
    await book.take()
    async with book.tx() as tx:
        [listed] = await showing.list_orders(tx, Asked(search="8001"), None, 2)
        name = recipients.name_of(listed.id)
        assert (await recipients.named(tx, [name]))[name].address.tax_number == company


async def test_who_bought_is_shown_to_those_who_may_and_erased_for_all(book: Till) -> None:
    async with book.tx() as tx:
        [listed] = await showing.list_orders(tx, BY_ADDRESS, None, 2, with_person=True)
        assert not await showing.list_orders(tx, BY_ADDRESS, None, 2), "a viewer tries nobody out"
        plain = await showing.order(tx, listed.id)
        assert plain.person is None
        whole = await showing.order(tx, listed.id, with_person=True)
        assert whole.person
        assert (whole.person.name, whole.person.email) == ("Adam Smith", "Adam@Example.com")
        assert whole.customer_id
        await acting.note(tx, listed.id, "Call before noon, card 4111 1111 1111 1111")
        whole = await showing.order(tx, listed.id, with_person=True)
        assert [each.text for each in whole.notes] == [
            "Call before noon, card [card number removed]"
        ]
        assert await acting.erase_customer(tx, whole.customer_id or listed.id) == 1
        gone = await showing.order(tx, listed.id, with_person=True)
        assert (gone.person, gone.notes) == (None, [])
        assert gone.sums.total == whole.sums.total
    assert await numbers(book, Asked(search="adam@example.com")) == []
    dollars = Charges(
        *(Money("USD", each) for each in (2_400, 2_200, 120, 240, 600, 480, 530, 3_570))
    )
    done = with_word(some_order(remote_id="7003"), OrderState.done, "completed")
    await book.shows(replace(done, buyer_charges=dollars, gift_card=euro(500)))
    await book.take()
    async with book.tx() as tx:
        again = await showing.order(tx, listed.id, with_person=True)
    assert again.person is None
    assert (again.sums.remainder, again.sums.gift_card) == (0, 500)
    assert again.buyer_sums == Sums(
        *("USD", 2_400, 200, 120, 240, 600, 480), tax=530, total=3_570, fees=None
    )


async def test_a_held_order_says_why_and_goes_on(book: Till) -> None:
    async with book.tx() as tx:
        [listed] = await showing.list_orders(tx, Asked(search="5001"), None, 2)
        with pytest.raises(Rejected, match="A held order needs a reason"):
            await acting.hold(tx, listed.id, " ")
        await acting.hold(tx, listed.id, "The buyer asked.")
        whole = await showing.order(tx, listed.id)
        assert next_action(whole).startswith("It is held: The buyer asked.")
        await acting.release(tx, listed.id)
        assert not (await showing.one(tx, listed.id)).held
        await acting.tag(tx, listed.id, ["vip", " gift  wrap "])
        assert (await showing.one(tx, listed.id)).tags == ("gift wrap", "vip")
        with pytest.raises(Gone, match="There is no such order"):
            await acting.release(tx, tx.ids.new())
    assert await numbers(book, Asked(tag="gift wrap")) == ["5001"]
    async with book.tx() as tx:
        await acting.tag(tx, listed.id, ["vip"])
    assert await numbers(book, Asked(tag="gift wrap")) == []
    async with book.tx() as tx:
        for _ in range(3):  # a page that reads itself again is one look
            await showing.order(tx, listed.id, with_person=True)
        told = await showing.timeline(tx, listed.id)
    assert "01" not in told[1].sentence.split(" set the tags of order 5001")[0]
    assert told[1].told.keys() == {"actor", "number"}
    names = [each.event.name for each in told]
    assert names[:3] == [LOOKED, "orders.order.tagged", "orders.order.tagged"]


async def test_all_that_a_filter_reaches_is_counted_and_then_done_in_batches(
    book: Till, hands: Hands
) -> None:
    async with book.tx() as tx:
        await tx.execute(MANY, book.workspace, book.account_id, PLACED)
        shipped = Asked(states=(State.shipped,))
        [kept] = await showing.list_orders(tx, shipped, None, 1)
        found = await selecting.reached(tx, shipped, {kept.id}, with_person=False)
        assert (found.count, len(found.sample)) == (2_999, selecting.SAMPLE)
        with pytest.raises(Rejected, match="Of a search, a tag and an exception one"):
            await selecting.reached(tx, Asked(search="m", tag="x"), (), with_person=False)
        with pytest.raises(Rejected, match="reaches more than 2,000 orders"):
            await selecting.picked(tx, shipped, (), with_person=False)
    few = replace(shipped, since=PLACED - timedelta(minutes=9))
    for verb, words, of, count, parts in (
        (Verb.tag, "later", replace(shipped, since=PLACED - timedelta(minutes=1_000)), 999, 2),
        (Verb.hold, "Recount.", few, 8, 1),
        (Verb.hold, "Other words.", few, 0, 1),
        (Verb.release, "", few, 8, 1),
    ):
        changed, before, batches = 0, None, 0
        while batches == 0 or before:
            async with book.tx() as tx:
                asked = (of, {kept.id}, before, verb, words)
                done = await selecting.act(tx, *asked, with_person=False)
            changed, before, batches = changed + done.changed, done.after, batches + 1
        assert (changed, batches) == (count, parts)
    async with book.tx() as tx:
        tagged = await selecting.reached(tx, Asked(tag="later"), (), with_person=False)
        assert tagged.count == 999
        of_kind = (Trouble.unmatched, book.account_id)
        assert await showing.count_troubles(tx, *of_kind) == {Trouble.unmatched: 2}
        assert await acting.answer_all(hands, tx, of_kind, (), None, Answer.accept) == (2, None)


async def test_each_shop_sells_for_one_business(book: Till) -> None:
    async with book.tx() as tx:
        made = [tx.ids.new(), tx.ids.new()]
        for name, business_id in zip(("Lamps", "Rugs"), made, strict=True):
            await businesses.add(tx, business_id, name, "shop")
            await sellers.set_seller(tx, replace(SELLER, business_id=business_id), 0)
        [first, *_] = await showing.list_orders(tx, Asked(), None, 1)
        for business_id in made:
            await sellers.set_shops(tx, business_id, [book.account_id])
            assert await sellers.shops(tx) == {business_id: [book.account_id]}
            assert (await sellers.of_order(tx, None, first.id)).business_id == business_id
        assert (await sellers.of_order(tx, made[0], first.id)).business_id == made[0]
        await sellers.set_shops(tx, made[1], [])
        with pytest.raises(Rejected, match="Several businesses issue papers here"):
            await sellers.of_order(tx, None, first.id)


async def test_one_answer_goes_to_many_and_what_was_accepted_is_not_asked_again(
    book: Till, hands: Hands
) -> None:
    async with book.tx() as tx:
        found = await showing.list_troubles(tx, "open", None, None, None, 50)
        assert sentence(found[0].kind, found[0].facts) == (
            "1 of its lines are of nothing that we know: Lamp."
        )
        ids = [each.id for each in found]
        assert await showing.count_troubles(tx) == {Trouble.unmatched: 2}
        assert await acting.answer(hands, tx, ids, Answer.accept) == 2
        assert await acting.answer(hands, tx, ids, Answer.accept) == 0
        assert await showing.count_troubles(tx) == {}
        whole = await showing.order(tx, found[0].order_id or found[0].id)
        assert held_code(whole.held_why) == ""
        await acting.hold_many(tx, [whole.listed.id])
        whole = await showing.order(tx, whole.listed.id)
        assert held_code(whole.held_why) == "answer"
        await acting.release(tx, whole.listed.id)
    await book.shows(some_order(note="Other words"))
    await book.take()
    assert await book.open_troubles() == []


async def test_an_order_that_stays_longer_than_usual_is_told_once_and_settles_by_itself(
    book: Till,
) -> None:
    async with book.tx() as tx:
        assert await waiting.find_stuck(tx, book.account_id) == 0
        await tx.execute(STAYED, book.workspace, book.account_id, tx.now)
        await tx.execute(
            "update orders_orders set state_since = $2 where workspace_id = $1",
            *(book.workspace, tx.now - timedelta(days=9)),
        )
        assert await waiting.find_stuck(tx, book.account_id) == 2
        assert await waiting.find_stuck(tx, book.account_id) == 0
        [first, _] = await showing.list_troubles(tx, "open", Trouble.stuck, None, None, 5)
    assert sentence(first.kind, first.facts) == (
        "It has been confirmed for 9 days; usual here are 2 at most."
    )
    await book.shows(with_word(some_order(), OrderState.done, "completed"))
    await book.take()
    assert (await book.open_troubles()).count("stuck") == 1


async def test_a_rare_state_a_tag_and_a_search_cost_no_walk_through_the_book(book: Till) -> None:
    async with book.tx() as tx:
        await tx.execute(MANY, book.workspace, book.account_id, tx.now)
        base = (tx.workspace_id, ["cancelled", "failed"], *showing.LAST, showing.FIRST, 51)
        asked = {
            lists.LIST: base,
            lists.LIST_ACCOUNT: (*base, book.account_id),
            lists.LIST_TAG: (*base, None, "vip"),
            lists.LIST_TROUBLE: (*base, None, "no_stock"),
            lists.SEARCH: (*base, None, ["m17"], "m17%", "m17", b"1", b"2"),
        }
        for statement, given in asked.items():
            rows = await tx.fetch(f"explain {statement}", *given)
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan on orders_orders" not in plan, plan
            assert "Seq Scan on orders_lines" not in plan, plan


async def test_no_list_beside_the_book_walks_through_its_table(book: Till) -> None:
    """Customers, exceptions, returns and papers, by everything that can be asked for."""
    async with book.tx() as tx:
        await tx.execute(CUSTOMERS, book.workspace, book.account_id, tx.now)
        await tx.execute(TROUBLES, book.workspace, book.account_id, tx.now)
        # Where one is read whole or put in order all the same, no index would do.
        for way in ("seqscan", "bitmapscan", "sort"):
            await tx.execute(f"set local enable_{way} = off")
        ws, no, other = tx.workspace_id, None, tx.ids.new()
        asked = (
            (pages.CUSTOMER_LIST, (ws, no, no, no, no, 51), "orders_customers_pkey"),
            (pages.CUSTOMER_LIST, (ws, other, no, no, no, 51), "orders_customers_account"),
            (pages.CUSTOMER_LIST, (ws, no, no, b"1", no, 51), "orders_customers_email"),
            (pages.CUSTOMER_LIST, (ws, no, no, no, b"1", 51), "orders_customers_phone"),
            (pages.TROUBLE_LIST, (ws, "open", no, no, no, 51), "orders_exceptions_"),
            (pages.TROUBLE_LIST, (ws, "open", "loss", no, no, 51), "orders_exceptions_kind"),
            (pages.TROUBLE_LIST, (ws, "open", no, other, no, 51), "orders_exceptions_account"),
            (returns.LIST, (ws, ["requested"], showing.LAST[1], 51), "orders_returns_list"),
            (papers.LIST, (ws, no, no, 51), "orders_papers_list"),
            (papers.LIST_OF_BUSINESS, (ws, no, no, 51, other), "orders_papers_business"),
        )
        for statement, given, index in asked:
            few = index.endswith(("_email", "_phone"))  # they are put in order afterwards
            await tx.execute(f"set local enable_sort = {'on' if few else 'off'}")
            rows = await tx.fetch(f"explain {statement}", *given)
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan on" not in plan, plan
            assert index in plan, plan
