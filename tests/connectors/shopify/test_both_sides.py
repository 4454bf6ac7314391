"""Shopify's consent and tokens between the connector and its other side, over HTTP."""

import asyncio
from datetime import timedelta

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import AuthLapsed, Denied
from hanse.trade.ports_read import Ask, Kind, Reach
from tests.connectors.shopify.agreeing import SHOPIFY, agreed, by_consent
from tests.connectors.sides import AT, side

PRODUCTS = SHOPIFY.port(Kind.products)
ALL = Ask(Reach.everything)


async def test_a_person_agrees_and_we_may_read() -> None:
    async with side(SHOPIFY) as shop:
        shop.access = await by_consent(shop)
        assert shop.access.tokens is not None
        assert shop.access.tokens.refresh_token
        assert (await shop.page(PRODUCTS, ALL)).rows


async def test_a_person_who_does_not_agree_gives_nothing() -> None:
    async with side(SHOPIFY) as shop:
        query = await agreed(shop, "deny")
        with pytest.raises(Denied):
            SHOPIFY.platform.consented(shop.access, query, b"", shop.clock.now())


async def test_a_consent_that_was_changed_on_its_way_is_denied() -> None:
    async with side(SHOPIFY) as shop:
        query = await agreed(shop)
        for name, _ in query:
            forged = [(each, "forged" if each == name else text) for each, text in query]
            with pytest.raises(Denied):
                SHOPIFY.platform.consented(shop.access, forged, b"", shop.clock.now())
        late = shop.clock.now() + timedelta(minutes=10)
        with pytest.raises(Denied, match="older than"):
            SHOPIFY.platform.consented(shop.access, query, b"", late)


async def test_two_workers_that_refresh_at_once_both_hold_a_good_token() -> None:
    """The old refresh token may come again until its heir was used."""
    async with side(SHOPIFY) as shop:
        shop.access = await by_consent(shop)
        both = await asyncio.gather(shop.tokens(), shop.tokens())
        for access in both:
            shop.access = access
            assert (await shop.page(PRODUCTS, ALL)).rows
        assert shop.count("token.refresh") == 2


async def test_a_token_that_has_ended_is_renewed_and_a_consent_that_has_ended_is_not() -> None:
    clock = FixedClock(AT)
    async with side(SHOPIFY, clock=clock) as shop:
        shop.access = await by_consent(shop)
        clock.advance(3601)
        with pytest.raises(AuthLapsed):
            await shop.page(PRODUCTS, ALL)
        shop.access = await shop.tokens()
        assert (await shop.page(PRODUCTS, ALL)).rows
        clock.advance(91 * 86_400)
        with pytest.raises(AuthLapsed, match="has ended"):
            await shop.tokens()


async def test_an_app_that_was_removed_cannot_renew_its_token() -> None:
    async with side(SHOPIFY) as shop:
        shop.access = await by_consent(shop)
        shop.fault("key_lost", count=1)
        with pytest.raises(AuthLapsed):
            await shop.page(PRODUCTS, ALL)
        with pytest.raises(AuthLapsed):
            await shop.tokens()
