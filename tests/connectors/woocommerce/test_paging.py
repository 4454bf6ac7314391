"""What is asked, and how it goes on."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import pytest

from hanse.base.faults import Unavailable
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.wire import page as wire
from hanse.trade.ports_read import Ask, Page, Reach, Reply
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import SHOP, body, recording

WITHOUT_ASKING = [("per_page", "10"), ("page", "1")]
NOON = datetime(2026, 11, 21, 15, 23, 53, tzinfo=UTC)


def reply(number: int) -> Reply:
    answer = recording(number).whole["response"]
    return Reply(answer["body"], {name.lower(): text for name, text in answer["headers"].items()})


def products(ask: Ask, told: Reply) -> Page[Any]:
    return manifest.PRODUCTS.page(ask, told, SHOP)


def listed(rows: Sequence[Mapping[str, object]], pages: int | None = None) -> Reply:
    headers = {} if pages is None else {"x-wp-totalpages": str(pages)}
    return Reply([body(55) | each for each in rows], headers)


def query(ask: Ask, shop: Shop = SHOP) -> dict[str, str]:
    return dict(manifest.PRODUCTS.question(ask, shop).query)


def test_the_middle_of_a_list_goes_on() -> None:
    ask = Ask(Reach.ids, page=2, rows_max=5)
    page = products(ask, reply(89))
    assert page.seen_ids == ("61", "59", "58", "57", "56")
    assert (page.rows, page.total) == ((), 39)
    assert page.next == Ask(Reach.ids, page=3, rows_max=5)


def test_the_last_page_ends_the_list_also_when_it_is_full() -> None:
    ask = Ask(Reach.everything, rows_max=1)
    assert products(ask, listed([{}], pages=1)).next is None


def test_a_page_past_the_end_is_empty_and_the_end() -> None:
    page = products(Ask(Reach.everything, page=999, rows_max=5), reply(91))
    assert (page.rows, page.next, page.total) == ((), None, 39)


@pytest.mark.parametrize("number", [67, 71, 89, 90, 91, 98, 99, 141, 164, 211, 214, 217, 218])
def test_a_recorded_list_goes_on_where_the_store_says_so(number: int) -> None:
    asked = parse_qs(recording(number).request["query"])
    rows, page = (int(asked.get(name, [usual])[0]) for name, usual in WITHOUT_ASKING)
    told = reply(number)
    goes_on = wire.more(Ask(Reach.ids, page=page, rows_max=rows), len(body(number)), told.headers)
    assert goes_on == ('rel="next"' in told.headers["link"])


def test_an_empty_store_has_one_page() -> None:
    page = products(Ask(Reach.changed, since=NOON), reply(99))
    assert (page.rows, page.next, page.total, page.reached_at) == ((), None, 0, None)


def test_without_counts_the_link_tells_and_is_never_followed() -> None:
    row = body(55)
    link = '<https://evil.example/wp-json/wc/v3/products?page=7>; rel="next"'
    page = products(Ask(Reach.everything, page=2, rows_max=5), Reply([row], {"link": link}))
    assert page.next == Ask(Reach.everything, page=3, rows_max=5)


def test_without_any_header_a_full_page_goes_on_and_a_short_one_ends() -> None:
    assert products(Ask(Reach.everything, rows_max=1), listed([{}])).next is not None
    assert products(Ask(Reach.everything, rows_max=2), listed([{}])).next is None


@pytest.mark.parametrize("pages", ["", "many", "-1", "²", "9" * 40])
def test_a_count_that_is_none_is_not_counted(pages: str) -> None:
    page = products(Ask(Reach.everything, rows_max=5), Reply([], {"x-wp-total": pages}))
    assert page.total is None


def test_what_is_no_list_is_not_the_end_of_one() -> None:
    with pytest.raises(Unavailable, match="not with a list"):
        products(Ask(Reach.everything), Reply({"id": 1}))


def test_a_row_that_cannot_be_read_does_not_take_the_others_with_it() -> None:
    told = listed([{"id": 1}, {"id": 2, "type": "variation", "parent_id": 1}, {"id": 3}], 1)
    page = products(Ask(Reach.everything), told)
    assert [row.remote_id for row in page.rows] == ["1", "3"]
    assert page.seen_ids == ("1", "2", "3")
    assert [each.code for each in page.findings] == ["is_variation"]


def test_a_row_keeps_its_document() -> None:
    page = products(Ask(Reach.everything), listed([{}], 1))
    assert page.rows[0].document == body(55)


def test_only_an_increment_has_a_mark() -> None:
    """Behind the back of a read of everything, a row may change that was read before."""
    told = listed([{}], 1)
    assert products(Ask(Reach.everything), told).reached_at is None
    changed = products(Ask(Reach.changed, since=NOON), told)
    assert changed.reached_at == datetime(2026, 11, 21, 15, 21, 32, tzinfo=UTC)


def test_everything_is_read_by_id_so_that_additions_stand_at_the_end() -> None:
    asked = manifest.PRODUCTS.question(Ask(Reach.everything, page=3), SHOP)
    assert (asked.path, asked.family, asked.method) == ("products", "products", "GET")
    assert dict(asked.query) == {
        "context": "edit",
        "per_page": "100",
        "page": "3",
        "orderby": "id",
        "order": "asc",
    }


def test_a_description_is_read_as_edited() -> None:
    """Shown to visitors, its shortcodes are carried out: written back, they would be lost."""
    edited, shown = body(186)["description"], body(187)["description"]
    assert "[gallery]" in edited
    assert "[gallery]" not in shown
    assert recording(186).request["query"] == "context=edit"
    assert query(Ask(Reach.everything))["context"] == "edit"


def test_products_found_by_sku_may_be_variations() -> None:
    page = products(Ask(Reach.everything), Reply(body(74)))
    assert page.seen_ids == ("19", "18", "12")
    assert [row.remote_id for row in page.rows] == ["18", "12"]


def test_a_bound_is_in_utc_and_says_so() -> None:
    """Without the Z the store, eight hours ahead, sends all of the last eight hours."""
    singapore = NOON.astimezone(timezone(timedelta(hours=8)))
    for since in (NOON, singapore, NOON.replace(microsecond=999_999)):
        assert query(Ask(Reach.changed, since=since))["modified_after"] == "2026-11-21T15:23:52Z"
    recorded = parse_qs(recording(217).request["query"])["modified_after"]
    assert recorded == [wire.bound(datetime(2026, 11, 21, 16, 24, 6, tzinfo=UTC))]
    assert (len(body(217)), len(body(218))) == (0, 1)


def test_the_very_second_of_the_mark_is_read_again() -> None:
    """The store leaves the bound out, and an order took stock in that second."""
    (row,) = body(211)
    at = datetime.fromisoformat(row["date_modified_gmt"]).replace(tzinfo=UTC)
    asked = parse_qs(recording(211).request["query"])["modified_after"]
    assert [f"{asked[0]}Z"] == [wire.bound(at)]


def test_an_increment_moves_its_mark_and_not_its_page() -> None:
    ask = Ask(Reach.changed, since=NOON, rows_max=2)
    told = listed(
        [
            {"id": 1, "date_modified_gmt": "2026-11-21T15:23:53"},
            {"id": 2, "date_modified_gmt": "2026-11-21T15:24:10"},
        ],
        pages=9,
    )
    after = Ask(Reach.changed, since=NOON + timedelta(seconds=17), rows_max=2)
    assert products(ask, told).next == after


def test_a_second_in_which_more_changed_than_a_page_holds_is_paged() -> None:
    ask = Ask(Reach.changed, since=NOON, rows_max=2, page=4)
    same = [{"id": each, "date_modified_gmt": "2026-11-21T15:23:53"} for each in (1, 2)]
    assert products(ask, listed(same, 9)).next == Ask(Reach.changed, since=NOON, rows_max=2, page=5)


def test_rows_are_asked_for_by_name_in_one_parameter() -> None:
    asked = query(Ask(Reach.named, ids=("3", "1")))
    assert (asked["include"], asked["orderby"]) == ("3,1", "include")


def test_variations_are_those_of_all_products_or_of_one() -> None:
    every = manifest.OFFERS.question(Ask(Reach.changed, since=NOON), SHOP)
    one = manifest.OFFERS.question(Ask(Reach.of_parent, parent_id="18"), SHOP)
    assert (every.path, every.family) == ("variations", "variations")
    assert (one.path, one.family) == ("products/18/variations", "variations")
    # As visitors see them: only then does a variation say that it sells from its product's stock.
    assert "context" not in dict(one.query)


def test_the_variations_of_an_unknown_product_are_none() -> None:
    ask = Ask(Reach.of_parent, parent_id="999999")
    page = manifest.OFFERS.page(ask, Reply(body(71)), SHOP)
    assert (page.rows, page.next) == ((), None)


def test_changed_variations_name_their_product() -> None:
    page = manifest.OFFERS.page(Ask(Reach.changed, since=NOON), reply(214), SHOP)
    assert [(row.remote_id, row.value.product_id) for row in page.rows] == [("121", "120")]


def test_orders_of_every_state_are_asked_for() -> None:
    asked = dict(manifest.ORDERS.question(Ask(Reach.everything), SHOP).query)
    assert asked["status"] == "any"
    assert asked["dp"] == "2"
    for shop, decimals in [
        (Shop("KWD", 2), "3"),
        (Shop("JPY", 0), "0"),
        (Shop("USD", 0), "2"),
        (Shop("USD", 4), "4"),
    ]:
        question = manifest.ORDERS.question(Ask(Reach.everything), shop)
        assert dict(question.query)["dp"] == decimals
    page = manifest.ORDERS.page(Ask(Reach.ids, rows_max=2), reply(141), SHOP)
    assert (page.seen_ids, page.total) == (("79", "80"), 17)


def test_refunds_are_in_the_currency_of_their_order() -> None:
    ask = Ask(Reach.of_parent, parent_id="78", currency="EUR")
    assert manifest.REFUNDS.question(ask, SHOP).path == "orders/78/refunds"
    page = manifest.REFUNDS.page(ask, Reply([recording(134).body]), SHOP)
    assert str(page.rows[0].value.amount) == "EUR 5.00"
    assert page.rows[0].value.order_id == "78"


def test_customers_are_those_of_every_role() -> None:
    assert ("role", "all") in manifest.BUYERS.question(Ask(Reach.everything), SHOP).query
    assert Reach.changed not in manifest.BUYERS.reaches
    page = manifest.BUYERS.page(Ask(Reach.everything), Reply([body(148)]), SHOP)
    assert page.rows[0].value.email == "new@example.test"


def test_rows_are_counted_without_being_sent() -> None:
    asked = wire.count_of(manifest.PRODUCTS.question(Ask(Reach.everything, page=4), SHOP))
    assert asked.method == "HEAD"
    assert dict(asked.query)["per_page"] == "1"
    assert "page" not in dict(asked.query)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reach": Reach.changed},
        {"reach": Reach.everything, "since": NOON},
        {"reach": Reach.changed, "since": NOON.replace(tzinfo=None)},
        {"reach": Reach.named},
        {"reach": Reach.named, "ids": ("1",) * 101},
        {"reach": Reach.of_parent},
    ],
)
def test_a_question_that_makes_no_sense_is_a_mistake(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"\."):
        Ask(**wrong)
