"""Changes between the connector and its other side, over HTTP: written, then read back by id."""

from collections.abc import Sequence

import pytest

from hanse.base.faults import AuthLapsed, Conflict, Denied, Gone, OutcomeUnknown, Throttled
from hanse.base.money import Money
from hanse.engine.wire.wire import Timeouts
from hanse.trade.fields import NOTHING, Fields, all_same, same
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Found, Outcome, Piece, Target, Wanted, WritePort
from tests.connectors.shopify.agreeing import SHOPIFY, by_consent
from tests.connectors.shopify.told import SHOP
from tests.connectors.shopify.wishes import CODES, CREATE, PLACES, PRICE, STATE, TEXTS, sizes
from tests.connectors.sides import Side, side

SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
NEW: Fields = {
    "handle": "lamp-0192ab",
    "title": "A new lamp",
    "description_html": "<p>Bright</p>",
    "state": "draft",
    "sku": "NEW-1",
    "gtin": "4006381333931",
    "price": Money("USD", 1290),
    "compare_at": Money("USD", 1990),
}


def usd(minor: int) -> Money:
    return Money("USD", minor)


async def there(shop: Side, port: WritePort) -> Sequence[Found]:
    """What the shop shows of everything that the port can change, from a list of its products."""
    reads = SHOPIFY.port(Kind.products)
    pages = await shop.pages(reads, Ask(Reach.everything))
    rows = [row for page in pages for row in page.rows]
    return [found for row in rows for found in port.found(Kind.products, row.value)]


async def shown(shop: Side, port: WritePort, *targets: Target) -> dict[str, Fields]:
    """By id, as changes are proven."""
    found: dict[str, Fields] = {}
    for reading in port.readings(targets):
        page = await shop.page(SHOPIFY.port(reading.kind), reading.ask)
        for row in page.rows:
            for each in port.found(reading.kind, row.value):
                found[each.target.remote_id or ""] = each.fields
    return found


async def write(shop: Side, port: WritePort, *pieces: Piece) -> Sequence[Outcome]:
    reply = await shop.ask(port.request(pieces, "key-1", SHOP))
    return port.outcomes(pieces, reply, SHOP)


def wanted(found: Found, after: Fields) -> Wanted:
    return Wanted(found.target, found.fields, after)


@pytest.mark.parametrize(
    ("port", "after"),
    [
        (PRICE, {"price": usd(1234), "compare_at": usd(9999)}),
        (PRICE, {"price": usd(0), "compare_at": None}),
        (CODES, {"sku": "OTHER-1", "gtin": "4006381333931"}),
        (CODES, {"sku": None, "gtin": None}),
        (TEXTS, {"title": 'Größe 漢 "quoted" & <b>', "description_html": "<p>Größe</p>"}),
        (TEXTS, {"seo_title": "Lamps", "seo_description": "Bright lamps"}),
        (PLACES, {"tags": ("Alpha", "beta", "Gamma")}),
        (PLACES, {"tags": ()}),
        (STATE, {"state": "draft", "listed": None}),
        (STATE, {"state": "archived"}),
        (STATE, {"listed": False}),
    ],
)
async def test_what_is_written_is_read_back_by_id(port: WritePort, after: Fields) -> None:
    async with side(SHOPIFY) as shop:
        one, other = (await there(shop, port))[:2]
        (outcome,) = await write(shop, port, port.piece(wanted(one, after), SHOP))
        assert outcome.fault is None, outcome.fault
        told = await shown(shop, port, one.target, other.target)
        read = told[one.target.remote_id or ""]
        assert {name: read[name] for name in after} == after
        for name in read.keys() - after.keys() - {"state", "listed"}:
            assert same(read[name], one.fields[name]), name
        assert told[other.target.remote_id or ""] == other.fields


async def test_what_is_cleared_is_nothing_again() -> None:
    async with side(SHOPIFY) as shop:
        one = (await there(shop, TEXTS))[0]
        full: Fields = {"seo_title": "Lamps", "seo_description": "Bright lamps"}
        none: Fields = {"seo_title": None}
        for after in (full, none):
            (outcome,) = await write(shop, TEXTS, TEXTS.piece(wanted(one, after), SHOP))
            assert outcome.fault is None
        read = (await shown(shop, TEXTS, one.target))[one.target.remote_id or ""]
        assert (read["seo_title"], read["seo_description"]) == (None, "Bright lamps")


async def test_a_whole_batch_is_one_call_within_the_bucket() -> None:
    async with side(SHOPIFY) as shop:
        found = (await there(shop, PRICE))[:50]
        pieces = [
            PRICE.piece(wanted(each, {"price": usd(100 + n), "compare_at": None}), SHOP)
            for n, each in enumerate(found)
        ]
        before = shop.asked
        told = await write(shop, PRICE, *pieces)
        assert shop.asked == before + 1
        assert {each.fault for each in told} == {None}
        read = await shown(shop, PRICE, *(each.target for each in found))
        for number, each in enumerate(found):
            assert read[each.target.remote_id or ""]["price"] == usd(100 + number)


@pytest.mark.parametrize(
    ("port", "after"),
    [
        (PRICE, {"price": usd(500), "compare_at": None}),
        (TEXTS, {"title": "Another name"}),
        (CREATE, NEW),
    ],
)
async def test_the_platform_counts_what_we_count(port: WritePort, after: Fields) -> None:
    async with side(SHOPIFY) as shop:
        found = [] if port is CREATE else (await there(shop, port))[:9]
        pieces = [port.piece(wanted(each, after), SHOP) for each in found] or [creation()]
        question = port.request(pieces, "key-1", SHOP)
        document = (await shop.answer(question)).json()
        assert isinstance(document, dict)
        assert document["extensions"]["cost"]["requestedQueryCost"] == question.cost


async def test_one_bad_row_among_good_ones_is_refused_alone() -> None:
    """One of another product, one that is gone beside its sister, and one whose product is gone."""
    async with side(SHOPIFY) as shop:
        good, also = (await there(shop, PRICE))[:2]
        gone = Found(Target("999999999", good.target.parent_id), NOTHING)
        lost = Found(Target("999999998", "999999997"), NOTHING)
        after: Fields = {"price": usd(777)}
        pieces = [PRICE.piece(wanted(each, after), SHOP) for each in (good, gone, lost, also)]
        told = await write(shop, PRICE, *pieces)
        faults = [type(each.fault) if each.fault else None for each in told]
        assert faults == [None, Gone, Gone, None]
        read = await shown(shop, PRICE, good.target, also.target)
        assert {each["price"] for each in read.values()} == {usd(777)}


async def test_one_bad_product_among_good_ones_is_refused_alone() -> None:
    async with side(SHOPIFY) as shop:
        good, also = (await there(shop, TEXTS))[:2]
        lost = Found(Target("999999999"), NOTHING)
        after: Fields = {"title": "Another name"}
        pieces = [TEXTS.piece(wanted(each, after), SHOP) for each in (good, lost, also)]
        told = await write(shop, TEXTS, *pieces)
        assert [type(each.fault) if each.fault else None for each in told] == [None, Gone, None]
        read = await shown(shop, TEXTS, good.target, also.target)
        assert {each["title"] for each in read.values()} == {"Another name"}


# What is made


def creation(**changed: object) -> Piece:
    after: Fields = {**NEW, **changed}  # type: ignore[dict-item]
    return CREATE.piece(Wanted(Target(None), NOTHING, after, "0192ab"), SHOP)


async def test_what_was_made_is_read_back_by_its_id() -> None:
    async with side(SHOPIFY) as shop:
        (outcome,) = await write(shop, CREATE, creation())
        assert outcome.fault is None, outcome.fault
        assert outcome.remote_id
        read = await shown(shop, CREATE, Target(outcome.remote_id))
        assert read == {outcome.remote_id: NEW}


async def test_a_product_with_variants_is_read_back_by_its_id() -> None:
    """In one call with a product that is sold as one thing, if it is a small one."""
    new: Fields = {
        "title": "A shirt",
        "state": "draft",
        "handle": "shirt-0192ab",
        **sizes(1290, 1390),
    }
    async with side(SHOPIFY) as shop:
        shirt = CREATE.piece(Wanted(Target(None), NOTHING, new, "0192ac"), SHOP)
        told = await write(shop, CREATE, shirt, creation())
        assert [each.fault for each in told] == [None, None]
        read = await shown(shop, CREATE, *(Target(each.remote_id) for each in told))
        one, other = (read[each.remote_id or ""] for each in told)
        assert all_same(new, one, new), one
        assert other == NEW
        again = CREATE.piece(Wanted(Target(None), NOTHING, new, "0192ac"), SHOP)
        (second,) = await write(shop, CREATE, again)
        assert second.number_taken


async def test_a_second_one_is_refused_by_its_handle_and_the_first_is_as_it_was() -> None:
    async with side(SHOPIFY) as shop:
        (first,) = await write(shop, CREATE, creation())
        second, other = await write(
            shop, CREATE, creation(title="Not this"), creation(handle="lamp-2", sku="NEW-2")
        )
        assert isinstance(second.fault, Conflict), second.fault
        assert second.number_taken
        assert other.fault is None
        read = await shown(shop, CREATE, Target(first.remote_id))
        assert read[first.remote_id or ""] == NEW


async def test_what_was_made_is_found_by_its_handle_where_the_answer_was_lost() -> None:
    async with side(SHOPIFY) as shop:
        assert CREATE.lookup
        new = Wanted(Target(None), NOTHING, NEW)
        lookup = CREATE.lookup.question(new, SHOP)
        assert list(CREATE.lookup.found(new, await shop.ask(lookup), SHOP)) == []
        shop.fault("lost_after", count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await write(shop, CREATE, creation())
        (found,) = CREATE.lookup.found(new, await shop.ask(lookup), SHOP)
        assert found.fields == NEW
        read = await shown(shop, CREATE, found.target)
        assert read == {found.target.remote_id: NEW}


# What is lost on the way


async def test_a_lost_answer_leaves_the_change_done() -> None:
    async with side(SHOPIFY) as shop:
        one = (await there(shop, PRICE))[0]
        shop.fault("lost_after", count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await write(shop, PRICE, PRICE.piece(wanted(one, {"price": usd(321)}), SHOP))
        read = await shown(shop, PRICE, one.target)
        assert read[one.target.remote_id or ""]["price"] == usd(321)


async def test_a_lost_question_leaves_everything_as_it_was() -> None:
    async with side(SHOPIFY) as shop:
        one = (await there(shop, PRICE))[0]
        shop.fault("lost_before", count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await write(shop, PRICE, PRICE.piece(wanted(one, {"price": usd(321)}), SHOP))
        read = await shown(shop, PRICE, one.target)
        assert read[one.target.remote_id or ""] == one.fields


async def test_a_change_that_was_refused_for_its_pace_was_not_done() -> None:
    async with side(SHOPIFY) as shop:
        one = (await there(shop, TEXTS))[0]
        shop.fault("throttled", count=1)
        with pytest.raises(Throttled):
            await write(shop, TEXTS, TEXTS.piece(wanted(one, {"title": "Too fast"}), SHOP))
        read = await shown(shop, TEXTS, one.target)
        assert read[one.target.remote_id or ""] == one.fields


@pytest.mark.parametrize("rows", [1, 3])
async def test_whoever_may_only_read_is_denied_and_nothing_is_done(rows: int) -> None:
    """All rows are refused for the same, so it is a fault of the whole call."""
    async with side(SHOPIFY) as shop:
        shop.access = await by_consent(shop, ["read_products", "read_inventory"])
        found = (await there(shop, TEXTS))[:rows]
        pieces = [TEXTS.piece(wanted(each, {"title": "Not mine"}), SHOP) for each in found]
        with pytest.raises(Denied, match="write_products"):
            await write(shop, TEXTS, *pieces)
        read = await shown(shop, TEXTS, *(each.target for each in found))
        assert [read[each.target.remote_id or ""] for each in found] == [e.fields for e in found]


async def test_a_key_that_was_taken_away_has_lapsed() -> None:
    async with side(SHOPIFY) as shop:
        one = (await there(shop, TEXTS))[0]
        piece = TEXTS.piece(wanted(one, {"title": "Not mine"}), SHOP)
        shop.fault("token_lost", count=1)
        with pytest.raises(AuthLapsed):
            await write(shop, TEXTS, piece)
