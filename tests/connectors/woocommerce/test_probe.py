"""A first look at a store, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from hanse.base.faults import AuthLapsed, Fault, Rejected, Severity, Unavailable
from hanse.connectors.woocommerce.manifest import entered, probe_questions, probed
from hanse.connectors.woocommerce.wire.probe import READ_ONLY
from hanse.trade.access import Access
from hanse.trade.ports_read import Reply
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import body

KEY, SECRET = "ck_" + "0" * 40, "cs_" + "1" * 40
ACCESS = Access(
    {
        "store_url": "https://shop.example",
        "consumer_key": KEY,
        "consumer_secret": SECRET,
        "way": "basic",
    }
)
MAY = Reply([])
REFUSED = AuthLapsed("shop.example says: The API key provided does not have write permissions.")
UNSEEN = AuthLapsed("shop.example says: Sorry.", "The store saw no key: a proxy may drop it.")


def replies(
    index: Any = None,
    key: Reply | Fault = MAY,
    write: Reply | Fault = MAY,
    status: Any = None,
    settings: Sequence[Any] = ({}, {}, {}),
) -> list[Reply | Fault]:
    found = [index if index is not None else body(1), status if status is not None else body(28)]
    first, report = (each if isinstance(each, Fault) else Reply(each) for each in found)
    return [first, key, write, report, *(Reply(each) for each in settings)]


def test_as_many_questions_are_asked_as_are_read() -> None:
    assert len(probe_questions(ACCESS)) == len(replies())


def test_a_store_tells_its_money_its_time_and_its_name() -> None:
    found = probed(replies(), ACCESS)
    assert found.shop == Shop("USD", 2, time_zone="Asia/Singapore")
    assert (found.may_read, found.may_write, found.findings) == (True, True, ())
    assert found.version == body(28)["environment"]["version"]
    assert found.name == body(1)["name"]


def test_single_settings_complete_it() -> None:
    settings = [
        {"id": "woocommerce_weight_unit", "value": "kg"},
        {"id": "woocommerce_dimension_unit", "value": "cm"},
        {"id": "woocommerce_prices_include_tax", "value": "no"},
    ]
    assert probed(replies(settings=settings), ACCESS).shop == Shop(
        "USD", 2, "Asia/Singapore", "kg", "cm", prices_include_tax=False
    )


@pytest.mark.parametrize("namespaces", [["wp/v2"], [], None, "wc/v3"])
def test_a_site_without_woocommerce_is_none_to_connect(namespaces: Any) -> None:
    found = probed(replies(body(1) | {"namespaces": namespaces}), ACCESS)
    [error] = [each for each in found.findings if each.severity is Severity.error]
    assert str(error) == (
        "There is a site at this address, but no WooCommerce in it."
        " Check the address, and that the plug-in WooCommerce is active."
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"currency": "USD"},
        {"currency": "BTC", "number_of_decimals": 8},
        {"currency": "USD", "number_of_decimals": 99},
        {"currency": 7, "number_of_decimals": 2},
    ],
)
def test_a_store_that_does_not_tell_its_money_is_not_guessed(settings: Mapping[str, Any]) -> None:
    found = probed(replies(status={"settings": settings}), ACCESS)
    assert found.shop is None
    assert [each.code for each in found.findings] == ["no_currency"]


def test_a_store_with_an_offset_only_names_no_zone() -> None:
    found = probed(replies(body(1) | {"timezone_string": ""}), ACCESS)
    assert found.shop is not None
    assert found.shop.time_zone is None


@pytest.mark.parametrize(
    ("told", "language"),
    [("en_US", "en-US"), ("id_ID", "id-ID"), ("de_DE_formal", "de-DE-formal"), ("ary", "ary")],
)
def test_a_store_tells_its_language_as_wordpress_calls_it(told: str, language: str) -> None:
    report = body(28) | {"environment": {"version": "10.5.0", "language": told}}
    assert probed(replies(status=report), ACCESS).language == language


@pytest.mark.parametrize("told", [None, "", 7, "English (US)", "<b>en</b>", "e" * 60])
def test_what_is_no_language_is_not_kept_as_one(told: Any) -> None:
    report = body(28) | {"environment": {"version": "10.5.0", "language": told}}
    found = probed(replies(status=report), ACCESS)
    assert (found.language, found.may_read) == (None, True)


def test_a_key_that_may_only_read_is_named_and_is_no_error() -> None:
    found = probed(replies(write=REFUSED), ACCESS)
    assert found.findings == (READ_ONLY,)
    assert (found.may_read, found.may_write) == (True, False)


def test_what_a_key_may_is_not_guessed_where_the_store_does_not_answer() -> None:
    assert probed(replies(write=Unavailable("Nobody answers.")), ACCESS).may_write is None
    found = probed(replies(key=Unavailable("Nobody answers.")), ACCESS)
    assert (found.may_read, found.may_write) == (None, None)
    assert [each.sentence for each in found.findings] == ["Nobody answers."]
    assert probed(replies(key=REFUSED), ACCESS).may_read is False


def test_a_key_that_the_store_did_not_see_is_tried_in_the_address() -> None:
    found = probed(replies(key=UNSEEN), ACCESS)
    assert found.instead == {"way": "query"}
    assert [each.severity for each in found.findings] == [Severity.error]
    tried = Access({**ACCESS.fields, "way": "query"})
    assert probed(replies(key=UNSEEN), tried).instead == {}


@pytest.mark.parametrize("url", ["https://shop.example/shop", "https://shop.example/product/lamp"])
def test_the_address_of_a_page_in_the_store_is_tried_without_it(url: str) -> None:
    page = Unavailable("shop.example answered 404 with a page and not with data: a firewall.")
    typed = Access({**ACCESS.fields, "store_url": url})
    found = probed(replies(index=page), typed)
    assert found.instead == {"store_url": "https://shop.example"}
    assert found.findings[0].next_step.startswith("Enter the address of the first page")
    assert probed(replies(index=page), ACCESS).instead == {}
    silent = Unavailable("shop.example does not answer.")
    assert probed(replies(index=silent), typed).instead == {}


def test_an_old_store_is_told_what_it_lacks() -> None:
    status = body(28) | {"environment": {"version": "9.9.5"}}
    [finding] = probed(replies(status=status), ACCESS).findings
    assert "9.9.5 cannot list the variations" in finding.sentence


def test_one_store_has_one_key_however_it_is_written() -> None:
    homes = ["https://www.Shop.example/", "http://shop.example"]
    keys = {probed(replies(body(1) | {"home": home}), ACCESS).key for home in homes}
    assert keys == {"shop.example"}


@pytest.mark.parametrize(
    ("typed", "url", "way"),
    [
        ("shop.example", "https://shop.example", "basic"),
        ("https://Shop.example/", "https://shop.example", "basic"),
        ("https://shop.example/wp-admin/index.php", "https://shop.example", "basic"),
        ("https://example.com/shop/wp-json/wc/v3", "https://example.com/shop", "basic"),
        ("http://10.0.0.4:8080/", "http://10.0.0.4:8080", "oauth"),
    ],
)
def test_an_address_is_tidied_up(typed: str, url: str, way: str) -> None:
    fields = {"store_url": typed, "consumer_key": f" {KEY} ", "consumer_secret": SECRET}
    assert entered(fields).fields == {
        "store_url": url,
        "way": way,
        "consumer_key": KEY,
        "consumer_secret": SECRET,
    }


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("store_url", ""),
        ("store_url", "ftp://shop.example"),
        ("store_url", "https://user:word@shop.example"),
        ("store_url", "https://shop.example:99999"),
        ("consumer_key", "cs_" + "0" * 40),
        ("consumer_key", "ck_0"),
        ("consumer_secret", KEY),
        ("way", "post"),
    ],
)
def test_what_is_typed_wrong_is_named_by_its_field(field: str, text: str) -> None:
    fields = {"store_url": "shop.example", "consumer_key": KEY, "consumer_secret": SECRET}
    with pytest.raises(Rejected) as caught:
        entered(fields | {field: text})
    assert [each.field for each in caught.value.findings] == [field]
