"""Changes between the connector and its other side, over HTTP."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from random import Random

import pytest

from hanse.base.faults import AuthLapsed, Conflict, Fault, Gone, OutcomeUnknown, Rejected
from hanse.base.money import Money
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.writes import codes, creation, price, state, texts
from hanse.trade.fields import Fields, all_same, chosen
from hanse.trade.goods import ProductKind
from hanse.trade.ports_read import Ask, Question, Reach
from hanse.trade.ports_write import Outcome, Piece, Target, Wanted, WritePort
from tests.connectors.sides import PAIRS, Side, side

(WOO,) = (pair for pair in PAIRS if pair.name == "woocommerce")
SHOP = WOO.suite.SHOP


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


async def targets(shop: Side) -> tuple[list[Target], list[Target]]:
    """Products that are sold themselves, and variations of one product."""
    products = [
        row.value
        for page in await shop.pages(manifest.PRODUCTS, Ask(Reach.everything))
        for row in page.rows
    ]
    simple = [Target(each.remote_id) for each in products if each.kind is ProductKind.single]
    parent = next(each for each in products if len(each.variant_ids) > 1)
    assert len(simple) > 3
    return simple, [Target(each, parent.remote_id) for each in parent.variant_ids]


async def shown(shop: Side, port: WritePort, wanted: Sequence[Target]) -> Mapping[Target, Fields]:
    found: dict[Target, Fields] = {}
    ports = {each.kind: each for each in manifest.READS}
    for reading in port.readings(wanted):
        page = await shop.page(ports[reading.kind], reading.ask)
        for row in page.rows:
            found |= {each.target: each.fields for each in port.found(reading.kind, row.value)}
    return found


async def pieces(shop: Side, port: WritePort, wishes: Mapping[Target, Fields]) -> list[Piece]:
    now = await shown(shop, port, list(wishes))
    return [
        port.piece(Wanted(target, now[target], after), SHOP) for target, after in wishes.items()
    ]


async def sent(shop: Side, port: WritePort, made: Sequence[Piece]) -> list[Outcome]:
    reply = await shop.ask(port.request(made, "key", SHOP))
    return list(port.outcomes(made, reply, SHOP))


async def written(shop: Side, port: WritePort, wishes: Mapping[Target, Fields]) -> None:
    """All of it, and by its id each thing shows what was wanted."""
    made = await pieces(shop, port, wishes)
    assert not [each for each in await sent(shop, port, made) if each.fault]
    now = await shown(shop, port, list(wishes))
    for target, after in wishes.items():
        assert all_same(after, now[target], after), (after, now[target])


async def test_prices_of_products_and_variations_come_and_go() -> None:
    async with side(WOO) as shop:
        simple, variations = await targets(shop)
        for some in (simple[:3], variations):
            for after in (
                {"price": usd("10.50"), "compare_at": None},
                {"price": usd("8.00"), "compare_at": usd("12.00")},
                {"price": usd("7.25")},
                {"compare_at": None},
                {"price": usd("9.99")},
            ):
                await written(shop, price.PORT, dict.fromkeys(some, after))


async def test_a_planned_sale_outlives_a_change_of_the_price() -> None:
    """Planned as a person would in the shop."""
    async with side(WOO) as shop:
        (simple, *_), _ = await targets(shop)
        await written(shop, price.PORT, {simple: {"price": usd("10.00"), "compare_at": None}})
        plan = {
            "id": int(simple.remote_id or ""),
            "sale_price": "6.00",
            "date_on_sale_from_gmt": "2099-01-01T00:00:00",
        }
        by_hand = Piece(simple, json.dumps(plan).encode(), "products/batch")
        await shop.ask(price.PORT.request([by_hand], "", SHOP))
        before = (await shown(shop, price.PORT, [simple]))[simple]
        assert (before["price"], before["sale_price"]) == (usd("10.00"), usd("6.00"))
        await written(shop, price.PORT, {simple: {"price": usd("9.00"), "compare_at": None}})
        after = (await shown(shop, price.PORT, [simple]))[simple]
        assert (after["price"], after["sale_price"]) == (usd("9.00"), usd("6.00"))
        page = await shop.page(manifest.PRODUCTS, Ask(Reach.named, ids=(simple.remote_id or "",)))
        (offer,) = page.rows[0].value.offers
        assert offer.sale is not None
        assert f"{offer.sale.starts_at:%Y-%m-%d}" == "2099-01-01"


async def test_what_was_changed_and_changed_back_is_as_before_in_the_store_itself() -> None:
    ours = ("regular_price", "sale_price", "status", "catalog_visibility", "sku", "name")
    async with side(WOO) as shop:
        simple, _ = await targets(shop)
        ids = tuple(each.remote_id or "" for each in simple[:5])
        ask = Ask(Reach.named, ids=ids)
        wishes: list[tuple[WritePort, Fields]] = [
            (price.PORT, {"price": usd("4.00"), "compare_at": usd("5.00")}),
            (price.PORT, {"price": usd("4.00"), "compare_at": None}),
            (state.PORT, {"state": "private", "listed": False}),
            (texts.PORT, {"title": "Salt & pepper", "summary_html": "<b>x</b>"}),
            (codes.PORT, {"gtin": None}),
        ]
        for port, after in wishes:
            rows = (await shop.page(manifest.PRODUCTS, ask)).rows
            before = await shown(shop, port, simple[:5])
            await written(shop, port, dict.fromkeys(simple[:5], after))
            await written(
                shop, port, {each: chosen(before[each], frozenset(after)) for each in simple[:5]}
            )
            again = (await shop.page(manifest.PRODUCTS, ask)).rows
            for one, other in zip(rows, again, strict=True):
                assert isinstance(one.document, dict)
                assert isinstance(other.document, dict)
                assert [one.document[name] for name in ours] == [
                    other.document[name] for name in ours
                ]


async def test_texts_come_back_as_they_were_sent() -> None:
    async with side(WOO) as shop:
        simple, _ = await targets(shop)
        wishes: dict[Target, Fields] = {
            simple[0]: {"title": "Tom & Jerry \"q\" 's' 50% – é 😀  two  spaces"},
            simple[1]: {"title": "AT&amp;T &#39; &copy", "summary_html": ""},
            simple[2]: {
                "description_html": '<p>Salt &amp; <b>pepper</b></p>\n[gallery]\n<a href="#">l</a>',
                "summary_html": "a\nb",
            },
        }
        await written(shop, texts.PORT, wishes)


async def test_a_script_does_not_come_back_as_was_said() -> None:
    async with side(WOO) as shop:
        (simple, *_), _ = await targets(shop)
        after: Fields = {"description_html": "<p>Hi <script>alert(1)</script><b>x</b></p>"}
        made = await pieces(shop, texts.PORT, {simple: after})
        assert [each.code for each in made[0].findings] == ["stripped"]
        assert not [each for each in await sent(shop, texts.PORT, made) if each.fault]
        now = await shown(shop, texts.PORT, [simple])
        assert now[simple]["description_html"] == "<p>Hi alert(1)<b>x</b></p>"


async def test_states_and_visibility_are_shown_by_id_also_where_no_buyer_sees_them() -> None:
    async with side(WOO) as shop:
        simple, _ = await targets(shop)
        for word in ("draft", "private", "pending", "live"):
            for listed in (False, True):
                after: Fields = {"state": word, "listed": listed}
                await written(shop, state.PORT, dict.fromkeys(simple[:3], after))


async def test_codes_are_set_and_one_that_is_taken_is_refused_alone() -> None:
    async with side(WOO) as shop:
        simple, variations = await targets(shop)
        await written(
            shop,
            codes.PORT,
            {
                simple[0]: {"sku": "NEW-1", "gtin": "4006381333931"},
                simple[1]: {"sku": None, "gtin": None},
            },
        )
        await written(shop, codes.PORT, {variations[0]: {"sku": "NEW-2"}})
        made = await pieces(
            shop,
            codes.PORT,
            {simple[1]: {"sku": "NEW-1"}, simple[2]: {"sku": "NEW-3"}, simple[3]: {"sku": "NEW-2"}},
        )
        found = await sent(shop, codes.PORT, made)
        assert [type(each.fault) for each in found] == [Conflict, type(None), Conflict]
        assert [each.number_taken for each in found] == [True, False, True]
        now = await shown(shop, codes.PORT, simple[1:4])
        assert now[simple[2]]["sku"] == "NEW-3"
        assert now[simple[1]]["sku"] is None


async def test_a_row_for_what_is_gone_stands_among_good_ones() -> None:
    async with side(WOO) as shop:
        simple, variations = await targets(shop)
        for good, stranger in (
            (simple[:2], Target("999999")),
            (variations[:2], Target("999999", variations[0].parent_id)),
        ):
            made = [
                price.PORT.piece(Wanted(target, {}, {"price": usd("3.33")}), SHOP)
                for target in (good[0], stranger, good[1])
            ]
            found = await sent(shop, price.PORT, made)
            assert [type(each.fault) for each in found] == [type(None), Gone, type(None)]
            now = await shown(shop, price.PORT, good)
            assert [now[each]["regular"] for each in good] == [usd("3.33")] * 2


# What is made

LAMP: Fields = {
    "title": "Lamp & shade",
    "description_html": "<p>Warm &amp; bright</p>",
    "state": "draft",
    "sku": "LAMP-1",
    "gtin": "4006381333931",
    "price": usd("19.90"),
    "compare_at": usd("25.00"),
}


def lamp(**more: str) -> Piece:
    return creation.PORT.piece(Wanted(Target(None), {}, {**LAMP, **more}, "mark-1"), SHOP)


async def looked(shop: Side, **more: str) -> list[tuple[Target, Fields]]:
    assert creation.PORT.lookup
    wanted = Wanted(Target(None), {}, {**LAMP, **more})
    reply = await shop.ask(creation.PORT.lookup.question(wanted, SHOP))
    return [(each.target, each.fields) for each in creation.PORT.lookup.found(wanted, reply, SHOP)]


async def test_what_is_made_shows_what_was_wanted_and_is_found_by_its_sku() -> None:
    async with side(WOO) as shop:
        (made,) = await sent(shop, creation.PORT, [lamp()])
        assert made.fault is None
        target = Target(made.remote_id)
        now = await shown(shop, creation.PORT, [target])
        assert all_same(LAMP, now[target], LAMP), now
        assert await looked(shop) == [(target, now[target])]
        (again,) = await sent(shop, creation.PORT, [lamp()])
        assert again.number_taken
        assert isinstance(again.fault, Conflict)
        assert len(await looked(shop)) == 1


async def test_the_second_of_two_with_one_sku_in_a_call_is_refused() -> None:
    async with side(WOO) as shop:
        rows = [lamp(), lamp(gtin="4006381333948"), lamp(sku="LAMP-2", gtin="4006381333955")]
        found = await sent(shop, creation.PORT, rows)
        assert [each.number_taken for each in found] == [False, True, False]
        assert found[0].remote_id != found[2].remote_id


async def test_what_lies_in_the_trash_keeps_its_sku_and_is_not_found() -> None:
    """Recording 078: under another code than a SKU that is taken in the open."""
    async with side(WOO) as shop:
        (made,) = await sent(shop, creation.PORT, [lamp()])
        path = f"products/{made.remote_id}"
        await shop.ask(Question(path, (), "products", "DELETE", writes=True, change=state.KIND))
        assert await looked(shop) == []
        (again,) = await sent(shop, creation.PORT, [lamp(gtin="4006381333948")])
        assert isinstance(again.fault, Conflict)
        assert again.number_taken


# What gets lost


@pytest.mark.parametrize("fault", ["lost_after", "half_answer"])
async def test_an_answer_that_is_lost_leaves_the_write_done(fault: str) -> None:
    async with side(WOO) as shop:
        simple, _ = await targets(shop)
        after: Fields = {"price": usd("4.44"), "compare_at": usd("5.55")}
        made = await pieces(shop, price.PORT, dict.fromkeys(simple[:3], after))
        shop.fault(fault, calls="^POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await sent(shop, price.PORT, made)
        now = await shown(shop, price.PORT, simple[:3])
        assert all(all_same(after, now[each], after) for each in simple[:3])


@pytest.mark.parametrize("fault", ["lost_after", "half_answer"])
async def test_what_was_made_without_an_answer_is_found_by_its_sku(fault: str) -> None:
    async with side(WOO) as shop:
        shop.fault(fault, calls="^POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await sent(shop, creation.PORT, [lamp()])
        ((target, fields),) = await looked(shop)
        assert all_same(LAMP, fields, LAMP)
        (again,) = await sent(shop, creation.PORT, [lamp()])
        assert again.number_taken
        assert [each for each, _ in await looked(shop)] == [target]


HARMLESS = ["throttled", "too_large", "plain_permalinks"]
BROKEN = ["gateway", "maintenance", "database_down"]


@pytest.mark.parametrize("fault", [*HARMLESS, *BROKEN])
async def test_what_is_said_not_to_be_done_is_not_done(fault: str) -> None:
    async with side(WOO) as shop:
        (simple, *_), _ = await targets(shop)
        (made,) = await pieces(shop, price.PORT, {simple: {"price": usd("1.11")}})
        before = await shown(shop, price.PORT, [simple])
        shop.fault(fault, calls="^POST", count=1)
        with pytest.raises(Fault) as lost:
            await sent(shop, price.PORT, [made])
        assert isinstance(lost.value, OutcomeUnknown) == (fault in BROKEN)
        if fault not in BROKEN:
            assert await shown(shop, price.PORT, [simple]) == before


@pytest.mark.parametrize("fault", ["noise", "bom"])
async def test_a_plug_in_that_talks_in_between_hides_no_outcome(fault: str) -> None:
    async with side(WOO) as shop:
        (simple, *_), _ = await targets(shop)
        shop.fault(fault, calls="^POST", count=1)
        await written(shop, price.PORT, {simple: {"price": usd("1.11")}})


PARTS = ["&", "&amp;", "&lt", ";", "<", ">", "<b>", "</b>", "'", '"', "é", "😀", "#39;", "&#x41;"]
PARTS += [" ", "  ", "\t", "a", "Z", "0", "[x]", "%41", "–", "\u202e", "script"]


async def test_a_name_without_a_finding_comes_back_as_it_was() -> None:
    """Hundreds of them, made of what stores trip over."""
    chance = Random(5)
    async with side(WOO) as shop:
        simple, _ = await targets(shop)
        names = ["".join(chance.choices(PARTS, k=chance.randint(1, 9))) for _ in range(400)]
        fine = 0
        for start in range(0, len(names), len(simple)):
            made = []
            for target, name in zip(simple, names[start:], strict=False):
                with contextlib.suppress(Rejected):
                    made.append(texts.PORT.piece(Wanted(target, {}, {"title": name}), SHOP))
            sure = {each.target for each in made if not each.findings}
            assert not [each for each in await sent(shop, texts.PORT, made) if each.fault]
            now = await shown(shop, texts.PORT, simple)
            for target, name in zip(simple, names[start:], strict=False):
                assert target not in sure or now[target]["title"] == name
            fine += len(sure)
        assert fine > 200


async def test_a_key_that_may_not_write_has_written_nothing() -> None:
    async with side(WOO) as shop:
        (simple, *_), _ = await targets(shop)
        (made,) = await pieces(shop, price.PORT, {simple: {"price": usd("1.11")}})
        before = await shown(shop, price.PORT, [simple])
        right, shop.access = shop.access, WOO.suite.stranger_of(shop.access)
        with pytest.raises(AuthLapsed):
            await sent(shop, price.PORT, [made])
        shop.access = right
        assert await shown(shop, price.PORT, [simple]) == before
