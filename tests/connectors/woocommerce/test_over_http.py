"""The connector and the wire together, against a stranger on loopback that answers as recorded."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from hanse.base.faults import AuthLapsed, Unavailable
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.wire.access import Keys, Way, call_for
from hanse.connectors.woocommerce.wire.answer import document, words
from hanse.engine.wire.wire import Trace
from hanse.trade.ports_read import Ask, Reach, Reply
from tests.connectors.woocommerce.recorded import SHOP, access_of, raw, recording
from tests.engine.wire_servers import Answers, http, in_turn, saying, stranger, wire

AT = datetime(2026, 11, 21, 15, 21, tzinfo=UTC)


def recorded(number: int, **headers: str) -> Answers:
    response = recording(number).whole["response"]
    body = response["body"]
    told = body.encode() if isinstance(body, str) else raw(body)
    return saying(http(response["status"], told, **headers))


async def test_a_list_is_read_page_by_page_to_its_end() -> None:
    pages = [
        recorded(89, X_WP_Total="10", X_WP_TotalPages="2"),
        recorded(226, X_WP_Total="10", X_WP_TotalPages="2"),
    ]
    seen: list[str] = []
    ask: Ask | None = Ask(Reach.ids, rows_max=5)
    traces: list[Trace] = []
    async with stranger(in_turn(pages)) as store, wire(traces) as out:
        keys = Keys(store.url(), "ck_made_up_key", "cs_made_up_secret", Way.oauth)
        while ask is not None:
            asked = manifest.PRODUCTS.question(ask, SHOP)
            answer = await out.send(call_for(asked, access_of(keys), AT, f"nonce{ask.page}"), words)
            value, _ = document(answer)
            headers = {name.lower(): text for name, text in answer.headers.items()}
            page = manifest.PRODUCTS.page(ask, Reply(value, headers), SHOP)
            seen += page.seen_ids
            ask = page.next
    assert seen == ["61", "59", "58", "57", "56", "120"]
    assert "made_up" not in repr(traces)


async def test_what_arrives_is_what_was_signed() -> None:
    """A client that spells the address anew would break the signature."""
    async with stranger(recorded(91)) as store, wire() as out:
        keys = Keys(store.url("/my%20shop/"), "ck_made_up_key", "cs_made_up", Way.oauth)
        ask = Ask(Reach.changed, since=AT)
        call = call_for(manifest.ORDERS.question(ask, SHOP), access_of(keys), AT, "a~b*c(d)'é ü+/=")
        await out.send(call, words)
        line = store.requests[0].split(b"\r\n")[0].decode()
    target = urlsplit(line.split(" ")[1])
    assert target.path == "/my%20shop/wp-json/wc/v3/orders"
    assert tuple(parse_qsl(target.query, strict_parsing=True)) == call.query


async def test_a_key_that_lapsed_is_said_so_and_not_shown() -> None:
    async with stranger(recorded(5)) as store, wire() as out:
        keys = Keys(store.url(), "ck_made_up_key", "cs_made_up_secret", Way.oauth)
        asked = manifest.PRODUCTS.question(Ask(Reach.everything), SHOP)
        with pytest.raises(AuthLapsed, match="Consumer secret is invalid") as lapsed:
            await out.send(call_for(asked, access_of(keys), AT, "n"), words)
    assert "made_up" not in str(lapsed.value)


async def test_plain_permalinks_are_not_followed_for_ever() -> None:
    moved = "/wp-json/wc/v3/products/?per_page=100"
    async with stranger(saying(http(301, Location=moved))) as store, wire() as out:
        keys = Keys(store.url(), "ck_made_up_key", "cs_made_up_secret", Way.oauth)
        asked = manifest.PRODUCTS.question(Ask(Reach.everything), SHOP)
        with pytest.raises(Unavailable, match="pretty permalinks"):
            await out.send(call_for(asked, access_of(keys), AT, "n"), words)
        assert len(store.requests) == 1
