"""Changes as rows of a batch, and what the recorded answers say of them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Conflict, Fault, Finding, Gone, OutcomeUnknown, Rejected
from hanse.base.money import Money
from hanse.changes.model.kinds import joined
from hanse.connectors.woocommerce import manifest, mapping
from hanse.connectors.woocommerce.writes import codes, price, state, texts
from hanse.trade.fields import Fields, all_same
from hanse.trade.ports_read import Kind, Reach, Reply
from hanse.trade.ports_write import Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import SHOP, answer, body

SIMPLE, VARIATION = Target("12"), Target("19", "18")


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def piece(
    port: WritePort,
    after: Fields,
    shown: Fields | None = None,
    target: Target = SIMPLE,
    shop: Shop = SHOP,
) -> Piece:
    return port.piece(Wanted(target, shown or {}, after, "mark-1"), shop)


def refused(port: WritePort, after: Fields, *more: Any, **named: Any) -> list[Finding]:
    with pytest.raises(Rejected) as rejected:
        piece(port, after, *more, **named)
    assert all(each.next_step and each.field for each in rejected.value.findings)
    return list(rejected.value.findings)


def said(findings: Any) -> list[tuple[str, str]]:
    return [(each.code, each.severity.value) for each in findings]


def outcomes(port: WritePort, pieces: list[Piece], document: object) -> list[Outcome]:
    found = list(port.outcomes(pieces, Reply(document), SHOP))
    assert len(found) == len(pieces)
    return found


def faults(found: list[Outcome]) -> list[type[Fault] | None]:
    return [type(each.fault) if each.fault else None for each in found]


# The card


def test_every_kind_on_the_card_has_a_port_and_is_a_kind() -> None:
    ways = joined(manifest.CARD.writes)
    assert set(ways) == {port.kind for port in manifest.WRITES}
    assert [kind for kind, way in ways.items() if not way.harmless_twice] == [
        "products.create",
        "offers.create",
        "orders.refund",
    ]
    assert all(way.write.settle_after_s >= 60 and not way.may_overtake for way in ways.values())
    for port in manifest.WRITES:
        assert set(port.names) == port.fields


# Prices

PLAIN: Fields = {
    "price": usd("10"),
    "compare_at": None,
    "regular": usd("10"),
    "sale_price": None,
}
ON_SALE: Fields = {
    "price": usd("8"),
    "compare_at": usd("10"),
    "regular": usd("10"),
    "sale_price": usd("8"),
}
PLANNED: Fields = {**PLAIN, "sale_price": usd("7")}


@pytest.mark.parametrize(
    ("shown", "after", "prices", "words"),
    [
        (PLAIN, {"price": "9.50"}, {"regular_price": "9.50"}, []),
        (
            PLAIN,
            {"price": "9", "compare_at": "12"},
            {"regular_price": "12.00", "sale_price": "9.00"},
            [],
        ),
        (PLAIN, {"compare_at": "12"}, {"regular_price": "12.00", "sale_price": "10.00"}, []),
        (
            ON_SALE,
            {"price": "9", "compare_at": None},
            {"regular_price": "9.00", "sale_price": ""},
            [],
        ),
        (ON_SALE, {"compare_at": None}, {"regular_price": "8.00", "sale_price": ""}, []),
        (ON_SALE, {"price": "7"}, {"sale_price": "7.00"}, [("sale_runs", "hint")]),
        (ON_SALE, {"regular": "11"}, {"regular_price": "11.00"}, []),
        (ON_SALE, {"sale_price": None}, {"sale_price": ""}, []),
        (PLANNED, {"price": "9"}, {"regular_price": "9.00"}, [("sale_planned", "hint")]),
        (
            PLANNED,
            {"price": "9", "compare_at": None},
            {"regular_price": "9.00"},
            [("sale_planned", "hint")],
        ),
        (PLANNED, {"price": "7"}, {"regular_price": "7.00"}, [("sale_dropped", "warning")]),
        (
            PLAIN,
            {"price": None},
            {"regular_price": "", "sale_price": ""},
            [("not_sold", "warning")],
        ),
        ({}, {"price": "0"}, {"regular_price": "0.00"}, []),
    ],
)
def test_a_price_becomes_the_two_of_the_store(
    shown: Fields, after: dict[str, str | None], prices: dict[str, str], words: list[Any]
) -> None:
    wanted: Fields = {name: usd(each) if each else None for name, each in after.items()}
    made = piece(price.PORT, wanted, shown)
    assert json.loads(made.body) == {"id": 12, **prices}
    assert said(made.findings) == words


@pytest.mark.parametrize(
    ("shown", "after", "code"),
    [
        (ON_SALE, {"price": usd("10")}, "not_below"),
        (PLAIN, {"price": usd("9"), "compare_at": usd("9")}, "not_below"),
        (PLAIN, {"sale_price": usd("11")}, "not_below"),
        (ON_SALE, {"regular": usd("8")}, "not_below"),
        (PLANNED, {"price": usd("9"), "compare_at": usd("12")}, "sale_planned"),
        (PLAIN, {"price": None, "compare_at": usd("9")}, "no_price"),
        ({}, {"compare_at": None}, "no_price"),
        (PLAIN, {"price": usd("9"), "regular": usd("8")}, "two_wishes"),
        (PLAIN, {"price": usd("-1")}, "below_zero"),
        (PLAIN, {"price": Money.of("EUR", "9")}, "other_currency"),
        (PLAIN, {"price": "9"}, "no_money"),
        (PLAIN, {"stock": 3}, "unknown_field"),
    ],
)
def test_a_price_that_the_store_would_drop_or_bend_is_refused(
    shown: Fields, after: Fields, code: str
) -> None:
    assert code in [each.code for each in refused(price.PORT, after, shown)]


@pytest.mark.parametrize(
    ("shown", "after", "field"),
    [
        (PLAIN, {"price": usd("-1")}, "price"),
        (PLAIN, {"price": usd("-2"), "compare_at": usd("-1")}, "compare_at"),
        (PLAIN, {"regular": usd("-1")}, "regular"),
        (ON_SALE, {"regular": usd("8")}, "regular"),
        (ON_SALE, {"sale_price": usd("10")}, "sale_price"),
        (ON_SALE, {"price": usd("10")}, "price"),
    ],
)
def test_what_is_refused_names_the_field_in_which_it_was_entered(
    shown: Fields, after: Fields, field: str
) -> None:
    assert field in [each.field for each in refused(price.PORT, after, shown)]


def test_two_wishes_that_contradict_each_other_are_both_told() -> None:
    after: Fields = {"price": usd("9"), "compare_at": None, "sale_price": usd("8")}
    (found,) = refused(price.PORT, after, PLAIN)
    assert found.sentence == (
        "The sale price is to be USD 8.00, but the price that is to be paid makes it none."
    )


def test_what_does_not_fit_the_decimals_of_the_shop_is_refused_and_never_rounded() -> None:
    whole, exact = Shop("USD", 0), Shop("JPY", 2)
    (found,) = refused(price.PORT, {"price": usd("9.50")}, shop=whole)
    assert (found.code, found.field) == ("too_many_decimals", "price")
    assert b'"9"' in piece(price.PORT, {"price": usd("9")}, shop=whole).body
    yen = piece(price.PORT, {"price": Money("JPY", 120)}, shop=exact)
    assert b'"120.00"' in yen.body


def test_what_is_sent_is_what_was_shown_to_the_byte_and_one_parent_is_one_call() -> None:
    pieces = [
        piece(price.PORT, {"price": usd("9"), "compare_at": usd("12")}, target=target)
        for target in (Target("19", "18"), Target("20", "18"))
    ]
    asked = price.PORT.request(pieces, "key", SHOP)
    assert asked.path == "products/18/variations/batch"
    assert (asked.method, asked.writes, asked.change) == ("POST", True, "offers.price")
    assert asked.body == (
        b'{"update":[{"id":19,"regular_price":"12.00","sale_price":"9.00"},'
        b'{"id":20,"regular_price":"12.00","sale_price":"9.00"}]}'
    )
    alone = piece(price.PORT, {"price": usd("9")})
    assert alone.group == "products/batch"
    with pytest.raises(ValueError, match="do not share a call"):
        price.PORT.request([*pieces, alone], "key", SHOP)


STRANGE_IDS = [Target("x"), Target("0"), Target("012"), Target(None), Target("19", "1/../2")]


@pytest.mark.parametrize("target", STRANGE_IDS)
def test_what_is_no_id_of_the_store_never_becomes_an_address(target: Target) -> None:
    with pytest.raises(Rejected):
        piece(price.PORT, {"price": usd("9")}, target=target)


CENTS = st.integers(0, 10**9).map(lambda minor: Money("USD", minor))


@given(st.fixed_dictionaries({"price": CENTS}, optional={"compare_at": CENTS | st.none()}))
def test_a_price_that_is_sent_is_the_price_that_is_shown(after: Fields) -> None:
    """As the store works it out from its two."""
    paid, struck_out = after["price"], after.get("compare_at")
    if isinstance(paid, Money) and isinstance(struck_out, Money) and struck_out <= paid:
        assert [each.code for each in refused(price.PORT, after, PLAIN)] == ["not_below"]
        return
    row = json.loads(piece(price.PORT, after, PLAIN).body)
    now = row.get("sale_price") or row["regular_price"]
    told = {"on_sale": bool(row.get("sale_price")), "sale_price": "", **row, "price": now}
    product = mapping.product({**body(55), **told}, SHOP)
    (found,) = price.PORT.found(Kind.products, product)
    assert all_same(after, found.fields, after)


def test_a_price_that_cannot_be_read_is_not_told_as_none() -> None:
    product = mapping.product({**body(55), "price": "9.999", "sale_price": ""}, SHOP)
    (found,) = price.PORT.found(Kind.products, product)
    assert set(found.fields) == {"regular", "sale_price"}


def test_what_has_variations_shows_no_price_of_its_own_and_a_variation_does() -> None:
    assert price.PORT.found(Kind.products, mapping.product(body(68), SHOP)) == ()
    (found,) = price.PORT.found(Kind.offers, mapping.variation(body(66)["create"][0], SHOP))
    assert found.target == VARIATION
    assert found.fields["price"] == usd("199")


# State and codes


def test_texts_belong_to_the_product_as_a_whole() -> None:
    for port, after in ((texts.PORT, {"title": "x"}), (state.PORT, {"listed": True})):
        with pytest.raises(Rejected, match="variation"):
            piece(port, after, target=VARIATION)


@pytest.mark.parametrize(
    ("ours", "word"),
    [("live", "publish"), ("draft", "draft"), ("private", "private"), ("pending", "pending")],
)
def test_a_state_is_said_in_the_words_of_the_store(ours: str, word: str) -> None:
    made = piece(state.PORT, {"state": ours, "listed": False}, {"listed": False})
    assert json.loads(made.body) == {"id": 12, "status": word, "catalog_visibility": "hidden"}
    shown = mapping.product({**body(55), "status": word, "catalog_visibility": "hidden"}, SHOP)
    (found,) = state.PORT.found(Kind.products, shown)
    assert found.fields == {"state": ours, "listed": False}


def test_a_product_that_is_only_in_lists_or_search_stays_so() -> None:
    made = piece(state.PORT, {"state": "live", "listed": True}, {"listed": True})
    assert json.loads(made.body) == {"id": 12, "status": "publish"}
    hidden = piece(state.PORT, {"listed": False}, {"listed": True})
    assert said(hidden.findings) == [("lists_and_search", "hint")]


@pytest.mark.parametrize("ours", ["trashed", "scheduled", "archived", "nope", None, True])
def test_a_state_that_would_become_a_draft_without_a_word_is_refused(ours: Any) -> None:
    (found,) = refused(state.PORT, {"state": ours})
    assert "live, draft, private, pending" in found.next_step


@pytest.mark.parametrize(
    ("field", "code", "word"),
    [
        ("sku", " SP 1 ", "cleaned"),
        ("sku", "A  B", "cleaned"),
        ("sku", "A%41", "cleaned"),
        ("sku", "x" * 101, "too_long"),
        ("sku", "", "no_code"),
        ("gtin", "4006381abc", "no_gtin"),
    ],
)
def test_a_code_that_the_store_would_bend_is_refused(field: str, code: str, word: str) -> None:
    assert word in [each.code for each in refused(codes.PORT, {field: code})]


def test_codes_are_set_and_taken_away_at_products_and_variations() -> None:
    made = piece(codes.PORT, {"sku": None, "gtin": "4006381333931"}, target=VARIATION)
    assert json.loads(made.body) == {"id": 19, "sku": "", "global_unique_id": "4006381333931"}
    (found,) = codes.PORT.found(Kind.products, mapping.product({**body(55), "sku": ""}, SHOP))
    assert found.fields["sku"] is None
    (found,) = codes.PORT.found(Kind.offers, mapping.variation(body(66)["create"][0], SHOP))
    assert (found.target, found.fields) == (VARIATION, {"sku": "PH-B-R64", "gtin": None})
    assert said(piece(codes.PORT, {"sku": "A,B"}).findings) == [("comma", "warning")]


# What is read back


def test_readings_are_by_id_under_their_product_and_in_batches() -> None:
    targets = [Target(str(each)) for each in range(1, 251)]
    variations = [VARIATION, Target("20", "18"), Target("31", "30"), Target("20", "18")]
    found = price.PORT.readings([*targets, *variations, Target(None)])
    assert [(each.kind, each.ask.parent_id, len(each.ask.ids)) for each in found] == [
        (Kind.products, None, 100),
        (Kind.products, None, 100),
        (Kind.products, None, 50),
        (Kind.offers, "18", 2),
        (Kind.offers, "30", 1),
    ]
    assert all(each.ask.reach is Reach.named for each in found)


# Answers


def named(*ids: str) -> list[Piece]:
    return [piece(price.PORT, {"price": usd("14")}, target=Target(each)) for each in ids]


def test_a_row_that_was_refused_does_not_touch_its_neighbours() -> None:
    """Recording 081; its third row had no id, so nobody knows whose it is."""
    found = outcomes(price.PORT, named("999999", "12", "13"), body(81))
    assert faults(found) == [Gone, None, OutcomeUnknown]
    assert found[1].remote_id == "12"


def test_a_refusal_that_cannot_be_read_leaves_nobody_knowing() -> None:
    found = outcomes(price.PORT, named("12"), {"update": [{"id": 12, "error": "no"}]})
    assert faults(found) == [OutcomeUnknown]


def test_rows_are_known_by_their_ids_and_not_by_their_places() -> None:
    rows = [{"id": 13}, {"id": 12, "error": {"code": "x", "message": "no", "data": None}}]
    found = outcomes(price.PORT, named("12", "13", "14"), {"update": rows})
    assert faults(found) == [OutcomeUnknown, None, OutcomeUnknown]
    twice = outcomes(price.PORT, named("13"), {"update": [{"id": 13}, {"id": 13}]})
    assert faults(twice) == [OutcomeUnknown]


@pytest.mark.parametrize("document", [[], {}, None, {"update": None}, {"update": [7, "x"]}, "?"])
def test_an_answer_that_names_no_row_leaves_all_unknown(document: object) -> None:
    assert faults(outcomes(price.PORT, named("12", "13"), document)) == [OutcomeUnknown] * 2


@pytest.mark.parametrize(
    ("number", "kind", "taken"),
    [(43, Conflict, True), (44, Rejected, True), (78, Conflict, True), (46, Rejected, False)],
)
def test_a_number_that_is_taken_is_told_apart(number: int, kind: type[Fault], taken: bool) -> None:
    """The errors of single calls stand in the rows of a batch (recordings 066 and 081)."""
    rows = {"update": [{"id": 12, "error": body(number)}]}
    made = piece(codes.PORT, {"sku": "CASE-A"})
    (found,) = outcomes(codes.PORT, [made], rows)
    assert (type(found.fault), found.number_taken) == (kind, taken)


@pytest.mark.parametrize("number", [87, 219, 220, 221])
def test_a_store_that_breaks_while_it_writes_leaves_nobody_knowing(number: int) -> None:
    assert type(manifest.words(as_write(number))) is OutcomeUnknown


def as_write(number: int) -> Any:
    told = answer(number)
    call = type(told.call)("POST", told.call.url, writes=True)
    fields = {name: getattr(told, name) for name in type(told).__slots__}
    return type(told)(**{**fields, "call": call})
