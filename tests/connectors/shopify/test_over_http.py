"""The connector and the wire together, against a stranger on loopback that answers as Shopify."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.faults import AuthLapsed, OutcomeUnknown, Throttled
from hanse.connectors.shopify import manifest
from hanse.engine.wire.wire import Call, Trace
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Ask, Kind, Question, Reach
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import APP, HOST, SHOP, bucket, error, raw
from tests.engine.wire_servers import Answers, http, in_turn, saying, stranger, wire

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
IN = replace(APP, tokens=Tokens("shpat_made_up_token"))
(PRODUCTS,) = (port for port in manifest.READS if port.kind is Kind.products)


def said(document: object, status: int = 200, **headers: str) -> Answers:
    return saying(http(status, raw(document), Content_Type="application/json", **headers))


def to_loopback(question: Question, access: Access, url: str) -> Call:
    """The call as it is, but to the stranger: a shop is never at an address of this network."""
    call = manifest.call_for(question, access, AT, "n")
    return replace(call, url=call.url.replace(f"https://{HOST}", url.rstrip("/")))


async def test_a_list_is_read_page_by_page_to_its_end() -> None:
    pages = [
        said({"data": {"products": rows}, "extensions": bucket(1361)})
        for rows in (
            made.nodes(made.product(12), more=True, end="m1"),
            made.nodes(made.product(13), more=True, end="m2"),
            made.nodes(),
        )
    ]
    seen: list[str] = []
    left: list[float] = []
    traces: list[Trace] = []
    ask: Ask | None = Ask(Reach.everything)
    async with stranger(in_turn(pages)) as shop, wire(traces) as out:
        while ask is not None:
            call = to_loopback(PRODUCTS.question(ask, SHOP), IN, shop.url())
            answer = await out.send(call, manifest.words)
            quota = manifest.quota_of(answer)
            left.append(quota.left if quota else -1)
            page = PRODUCTS.page(ask, manifest.reply_of(answer), SHOP)
            seen += page.seen_ids
            ask = page.next
        marks = [json.loads(each.partition(b"\r\n\r\n")[2]) for each in shop.requests]
    assert seen == ["12", "13"]
    assert [each["variables"]["after"] for each in marks] == [None, "m1", "m2"]
    assert left == [1361] * 3
    assert "made_up" not in repr(traces)
    assert {each.outcome for each in traces} == {"ok"}


async def test_a_refusal_within_a_200_is_a_fault_of_the_call() -> None:
    slow: dict[str, Any] = {"errors": [error("THROTTLED")], "extensions": bucket(139, wanted=639)}
    traces: list[Trace] = []
    async with stranger(said(slow)) as shop, wire(traces) as out:
        call = to_loopback(PRODUCTS.question(Ask(Reach.everything), SHOP), IN, shop.url())
        with pytest.raises(Throttled) as waited:
            await out.send(call, manifest.words)
    assert waited.value.after_s == 5
    assert [each.outcome for each in traces] == ["throttled"]


async def test_a_token_is_got_and_used() -> None:
    told = {"access_token": "shpat_fresh", "scope": "read_products", "expires_in": 86399}
    async with stranger(said(told)) as shop, wire() as out:
        question = manifest.token_question(APP, AT)
        assert question is not None
        answer = await out.send(to_loopback(question, APP, shop.url()), manifest.words)
        tokens = manifest.tokens_of(manifest.reply_of(answer), AT)
        head = shop.requests[0].decode()
    assert head.startswith("POST /admin/oauth/access_token ")
    assert "X-Shopify-Access-Token" not in head
    question = PRODUCTS.question(Ask(Reach.everything), SHOP)
    call = manifest.call_for(question, replace(APP, tokens=tokens), AT, "n")
    assert call.headers["X-Shopify-Access-Token"] == "shpat_fresh"


async def test_a_key_that_lapsed_is_said_so_and_not_shown() -> None:
    refused = {"errors": "[API] Invalid API key or access token: shpat_made_up_token"}
    async with stranger(said(refused, 401)) as shop, wire() as out:
        call = to_loopback(PRODUCTS.question(Ask(Reach.everything), SHOP), IN, shop.url())
        with pytest.raises(AuthLapsed, match="Connect the shop again") as lapsed:
            await out.send(call, manifest.words)
    assert "made_up" not in str(lapsed.value)


async def test_a_lost_write_is_unknown_not_failed() -> None:
    async with stranger(saying(b"", then_close=True)) as shop, wire() as out:
        question = manifest.subscribe_question("orders/create", "https://hub.example/in", APP)
        with pytest.raises(OutcomeUnknown):
            await out.send(to_loopback(question, IN, shop.url()), manifest.words)
        assert len(shop.requests) == 1
