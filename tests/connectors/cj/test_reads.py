"""What CJ shows of products, orders, freight, stock and parcels."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.money import Money
from hanse.connectors.cj import manifest as cj
from hanse.connectors.cj.mapping.purchases import STATES
from hanse.connectors.cj.mapping.ways import PARCEL_STATES
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.supply import (
    Freight,
    FreightAsk,
    Item,
    Purchase,
    PurchaseLine,
    PurchaseParcel,
    PurchaseState,
    Stocked,
    Supply,
    SupplyStock,
    SupplyVariant,
    Tracked,
)
from hanse.trade.tracking import ParcelState
from tests.connectors.cj.said import SHOP, inventory, order, product, reply, variant

PID, VID = "1400000000000000001", "92511400-C758-4474"


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def named(one: str) -> Ask:
    return Ask(Reach.named, ids=(one,), rows_max=1)


def supplied(document: object) -> Supply:
    [row] = cj.SUPPLIED.page(named(PID), reply(document), SHOP).rows
    assert row.remote_id == row.value.remote_id
    return row.value


def purchased(document: object) -> Purchase:
    [row] = cj.PURCHASES.page(named("2101"), reply(document), SHOP).rows
    assert row.remote_id == row.value.remote_id
    return row.value


# Questions


@pytest.mark.parametrize("port", cj.READS)
def test_one_is_asked_for_in_a_call(port: Any) -> None:
    with pytest.raises(ValueError, match="each in a call of its own"):
        port.question(Ask(Reach.named, ids=("1", "2")), SHOP)
    with pytest.raises(ValueError, match="each in a call of its own"):
        port.question(Ask(Reach.everything), SHOP)


def test_questions_are_those_of_the_documents() -> None:
    asked = cj.SUPPLIED.question(named(PID), SHOP)
    assert (asked.method, asked.path) == ("GET", "product/query")
    assert asked.query == (("pid", PID), ("features", "enable_inventory"))
    asked = cj.PURCHASES.question(named("2101"), SHOP)
    assert (asked.path, asked.query) == ("shopping/order/getOrderDetail", (("orderId", "2101"),))
    parcels = [Tracked("1", "A"), Tracked("2", "B")]
    assert cj.track_question(parcels).query == (("trackNumber", "A"), ("trackNumber", "B"))
    assert cj.balance_question(SHOP).path == "shopping/pay/getBalance"


def test_freight_is_asked_for_by_what_is_known() -> None:
    ask = FreightAsk((Item(PID, VID, VID, 2),), "CN", "XK", postcode="10000")
    [asked] = cj.freight_questions(ask, SHOP)
    assert not asked.writes
    assert asked.body == (
        b'{"startCountryCode": "CN", "endCountryCode": "YK",'
        b' "products": [{"vid": "92511400-C758-4474", "quantity": 2}], "zip": "10000"}'
    )


# Products


def test_a_product_with_its_variants() -> None:
    found = supplied(product())
    assert found == Supply(
        remote_id=PID,
        title="A lamp",
        on_sale=True,
        variants=(
            SupplyVariant(
                variant_id=VID,
                key=VID,
                sku="CJLA000101",
                title="Red, S",
                price=usd("4.10"),
                stock=(Stocked("CN", 900, 40),),
                weight_g=351,
                image_url="https://img.example/red.jpg",
            ),
        ),
        store_id="77",
        store_name="Lamps",
        image_url="https://img.example/lamp.jpg",
    )


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("variantWeight", "350.5", "weight_g=351"),
        ("variantWeight", None, "weight_g=None"),
        ("variantSellPrice", "4.10", "minor=410"),
        ("variantSellPrice", "4.10-5.20", "price=None"),
        ("variantKey", "Red-S", "title='Red-S'"),
        ("variantKey", '["XS"]', "title='XS'"),
        ("variantKey", "[broken", "title='[broken'"),
        ("variantKey", None, "title='A lamp red S'"),
        ("variantImage", '["https://a.example/1.jpg"]', "https://a.example/1.jpg"),
    ],
)
def test_fields_of_several_types(name: str, value: object, shown: str) -> None:
    found = supplied(product(variants=[variant(**{name: value})]))
    assert shown in repr(found.variants[0])
    assert len(found.findings) == (value == "4.10-5.20")


@pytest.mark.parametrize(
    ("word", "on_sale", "doubts"), [(3, True, 0), ("2", False, 0), (None, None, 0), (9, None, 1)]
)
def test_whether_it_is_on_sale(word: object, on_sale: bool | None, doubts: int) -> None:
    found = supplied(product(status=word))
    assert found.on_sale is on_sale
    assert len(found.findings) == doubts


def test_what_is_no_product_is_a_finding_and_none_is_none() -> None:
    page = cj.SUPPLIED.page(named(PID), reply({"productNameEn": "x"}), SHOP)
    assert (page.rows, len(page.findings)) == ((), 1)
    assert cj.SUPPLIED.page(named(PID), reply(None, 1602000), SHOP).seen_ids == ()
    assert "variants" in " ".join(map(str, supplied({"pid": "1"}).findings))


@pytest.mark.parametrize(
    ("told", "stocked"),
    [
        ({}, Stocked("CN", 900, 40)),
        ({"verifiedWarehouse": 1}, Stocked("CN", 900, 900)),
        ({"verifiedWarehouse": "1", "totalInventory": "7"}, Stocked("CN", 7, 7)),
        ({"totalInventory": None}, Stocked("CN", None, 40)),
        ({"cjInventory": -1, "countryCode": "YK"}, Stocked("XK", 900, None)),
    ],
)
def test_what_is_sure_of_a_stock(told: dict[str, object], stocked: Stocked) -> None:
    rows = [{"vid": VID, "inventory": [inventory(**told)]}]
    data = {"inventories": None, "variantInventories": rows}
    assert cj.stocks(PID, reply(data), SHOP) == (SupplyStock(PID, VID, (stocked,)),)
    assert cj.stocks(PID, reply(None), SHOP) == ()


# Freight


def way(**more: object) -> Freight:
    told = {"logisticName": "CJPacket", "logisticAging": "2-5", "logisticPrice": 4.14, **more}
    [found] = cj.freights(FreightAsk((), "CN", "US"), [reply([told])], SHOP)
    return found


@pytest.mark.parametrize(
    ("told", "price", "days"),
    [
        ({}, "4.14", (2, 5)),
        ({"taxesFee": "1.00", "clearanceOperationFee": None}, "5.14", (2, 5)),
        ({"totalPostageFee": 6.2, "taxesFee": 1}, "6.20", (2, 5)),
        ({"logisticAging": "7"}, "4.14", (7, 7)),
        ({"logisticAging": "5-2"}, "4.14", (None, None)),
        ({"logisticPrice": "dear"}, None, (2, 5)),
    ],
)
def test_a_way_with_all_that_it_costs(
    told: dict[str, object], price: str | None, days: tuple[int | None, int | None]
) -> None:
    found = way(**told)
    assert found.code == "CJPacket"
    assert found.price == (usd(price) if price else None)
    assert (found.days_min, found.days_max) == days
    assert not found.free


def test_no_way_is_an_empty_list_and_a_free_one_is_free() -> None:
    for data in (list[object](), None):
        assert cj.freights(FreightAsk((), "CN", "US"), [reply(data)], SHOP) == []
    assert way(logisticPrice=0).free
    assert way(logisticAging="some day").findings


def test_the_balance() -> None:
    told = {"amount": "100.5", "noWithdrawalAmount": 0, "freezeAmount": 0}
    assert cj.balance(reply(told), SHOP) == usd("100.50")


# Orders


def test_an_order_as_it_is_shown() -> None:
    told = order(trackNumber="CJ1", trackingUrl="https://t.example", disputeId=5)
    assert purchased(told) == Purchase(
        remote_id="2101",
        number="H-1",
        state=PurchaseState.ordered,
        word="UNSHIPPED",
        goods=usd("8.20"),
        freight=usd("4.14"),
        total=usd("12.34"),
        country="US",
        freight_code="CJPacket Ordinary",
        lines=(PurchaseLine(VID, "P1", 2, "l1"),),
        parcels=(PurchaseParcel("CJ1", "CJPacket Ordinary", "https://t.example"),),
        dispute_id="5",
        ordered_at=datetime(2026, 11, 27, 8, tzinfo=UTC),
        paid_at=datetime(2026, 11, 27, 8, 0, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize("word", [*STATES, "OTHER"])
def test_every_word_of_an_order(word: str) -> None:
    found = purchased(order(orderStatus=word))
    assert (found.state, found.word) == (STATES.get(word), word)
    assert bool(found.findings) == (word == "OTHER")


def test_an_order_that_is_not_there_is_no_row() -> None:
    page = cj.PURCHASES.page(named("2101"), reply(None, 1603100), SHOP)
    assert (page.rows, page.seen_ids, page.findings) == ((), (), ())


def test_why_an_order_is_held_back_is_said() -> None:
    found = purchased(order(interceptOrderReasons=[{"code": 7, "message": "No such street"}]))
    assert "No such street" in " ".join(map(str, found.findings))


def test_nobody_is_named_in_an_order() -> None:
    """The document holds the address, and the value does not."""
    found = purchased(order(shippingCustomerName="Ana Lim", shippingAddress="1 Secret Road"))
    assert "Ana" not in repr(found)
    assert "Secret" not in repr(found)


# Parcels


@pytest.mark.parametrize("number", PARCEL_STATES)
def test_every_number_of_a_parcel(number: int) -> None:
    rows = [
        {"trackingNumber": "A", "logisticName": "USPS", "trackingStatus": str(number)},
        {"trackingNumber": "Z", "trackingStatus": "12"},
    ]
    [found] = cj.tracked([Tracked("1", "A"), Tracked("2", "B")], reply(rows))
    assert (found.number, found.carrier, found.state) == ("A", "USPS", PARCEL_STATES[number])
    assert found.returning == (number in (3, 14))
    assert not found.findings


@pytest.mark.parametrize("word", ["In transit", 99, None])
def test_a_word_of_a_parcel_that_nobody_knows_makes_no_state(word: object) -> None:
    [found] = cj.tracked(
        [Tracked("1", "A")], reply([{"trackingNumber": "A", "trackingStatus": word}])
    )
    assert found.state is None
    assert [str(word) in str(each) for each in found.findings] == ([True] if word else [])


def test_a_word_of_a_parcel_does_for_its_number() -> None:
    rows = [{"trackingNumber": "A", "trackingStatus": word} for word in ("Signed", "12", 12)]
    told = [cj.tracked([Tracked("1", "A")], reply([row]))[0] for row in rows]
    assert {each.state for each in told} == {ParcelState.delivered}
    assert [each.findings for each in told] == [(), (), ()]


def test_the_words_of_parcels_are_those_of_everybody() -> None:
    assert set(PARCEL_STATES.values()) == {*ParcelState} - {ParcelState.expired}
    assert Kind.supplied in {port.kind for port in cj.READS}
