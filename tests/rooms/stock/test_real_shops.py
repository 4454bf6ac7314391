"""What two shops of the sandbox show is kept number by number, and opened over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.engine.tx import Database
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.mirror.service import feeds, stocking
from hanse.rooms.mirror.service import showing as mirror
from hanse.rooms.mirror.service.showing import Wanted
from hanse.rooms.stock.model.shown import ShownRow
from hanse.rooms.stock.routes import opening as routes
from hanse.rooms.stock.routes import shop_places
from hanse.rooms.stock.service import looking, opening, showing
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from tests.api.conftest import Door, by_role, ground, opened
from tests.rooms.catalog.some import made, variant_ids
from tests.rooms.shops import Street, street

__all__ = ["ground"]

TINY = World(seed=7, products=20, customers=1, orders=1, order_days=3)
KINDS = (Kind.locations, Kind.products, Kind.offers, Kind.levels)


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database, TINY, (("woocommerce", "lamps"), ("shopify", "mugs"))) as found:
        yield found


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    doors = (routes.doors, shop_places.doors)
    async with opened(replace(ground, doors=doors, authenticate=by_role)) as running:
        yield running


async def offered(shops: Street, workspace: UUID, account: Account) -> list[tuple[str, str | None]]:
    """Each offer of a shop: its product and its variant."""
    async with shops.opener(workspace)() as tx:
        names = await stocking.product_ids(tx, account.id, "", 1_000)
        found = await stocking.stocked(tx, account.id, names)
    return [(name, each.variant_id) for name in names for each, _ in found[name].offers]


async def rows_of(shops: Street, workspace: UUID, links: list[OfferLink]) -> list[ShownRow]:
    async with shops.opener(workspace)() as tx:
        return list(await showing.shown(tx, None, [each.variant_id for each in links]))


async def test_two_shops_are_kept_and_what_they_disagree_on_is_opened_by_a_person(
    shops: Street, workspace: UUID, door: Door
) -> None:
    accounts = [await shops.connect(workspace, each) for each in ("woocommerce", "shopify")]
    tx_of = shops.opener(workspace)
    async with tx_of() as tx:
        found = [each for each in await feeds.list_feeds(tx, None) if each.kind in KINDS]
    for each in found:
        await shops.pull_on(workspace, each)
    links: list[OfferLink] = []
    offers = [await offered(shops, workspace, account) for account in accounts]
    async with tx_of() as tx:
        product_id = await made(tx, "Lamp", *(f"L-{place}" for place in range(len(offers[1]))))
        ours = await variant_ids(tx, product_id)
        # Not the same goods by the same name, so that the numbers are others.
        for account, some in zip(accounts, (offers[0], offers[1][::-1]), strict=True):
            for variant_id, (listing, variant) in zip(ours, some, strict=False):
                ids = (tx.ids.new(), account.id, product_id, variant_id)
                links.append(OfferLink(*ids, listing, variant))
        await offering.link(tx, links, "person")
    for account in accounts:
        await looking.look_whole(tx_of, account.id)
        assert await looking.look(tx_of, account.id, lambda: False)

    # Shopify: each place of each item, as the shop itself tells it.
    rows = await rows_of(shops, workspace, links)
    async with tx_of() as tx:
        things = await mirror.list_things(tx, Kind.levels, Wanted(), None, 1_000)
        items = await mirror.values(tx, Kind.levels, [each.id for each in things], "a test")
    told = {
        f"{item.remote_id}@{level.location_id}": level.available
        for item in items.values()
        for level in item.levels
        if item.tracked
    }
    kept = {each.target: each.quantity for each in rows if each.remote_place}
    assert kept
    assert kept == told
    # WooCommerce: each product and each variation by its own name.
    woo = {each.target for each in rows if each.account_id == accounts[0].id}
    sold = {each.remote_name for each in links if each.account_id == accounts[0].id}
    assert woo == sold

    assert await opening.decide_all(tx_of, lambda: False)
    await by_hand(door, workspace, accounts)


async def by_hand(door: Door, workspace: UUID, accounts: list[Account]) -> None:
    who = f"manager:{workspace}"
    async with door.ask("GET", "/api/stock/opening", who, params={"limit": "2"}) as response:
        page = await response.json()
    assert page["next_cursor"]
    first, second = page["items"]
    assert {each["account_id"] for each in first["shops"]} == {str(each.id) for each in accounts}
    numbers = [each["quantity"] for each in first["shops"]]
    assert first["why"] == "differ"
    assert numbers[0] != numbers[1]

    count = {"variant_id": second["variant_id"], "count": 3, "basis": "on_hand"}
    asks = [
        ({"rule": "lowest", "variant_ids": [first["variant_id"]], "preview": True}, min(numbers)),
        ({"rule": "lowest", "variant_ids": [first["variant_id"]]}, min(numbers)),
        ({"rule": "count", "counts": [count]}, 3),
    ]
    for asked, expected in asks:
        async with door.ask("POST", "/api/stock/opening", who, json=asked) as response:
            told = await response.json()
        assert [each["count"] for each in told["items"]] == [expected]
    async with door.ask("POST", "/api/stock/opening", who, json=asks[2][0]) as response:
        assert response.status == 422
        text = await response.text()
    assert "is counted already." in text
    assert "Correct its stock, or count it." in text

    path = f"/api/stock/levels/{first['variant_id']}/periods"
    async with door.ask("GET", path, who) as response:
        periods = (await response.json())["items"]
    there = {each["account_id"] for each in first["shops"] if each["quantity"]}
    assert {each["account_id"] for each in periods} >= there - {None}

    path = f"/api/stock/channels/{accounts[1].id}/places"
    async with door.ask("GET", path, who) as response:
        places = (await response.json())["items"]
    wrong = {"places": [{"remote_id": "nowhere", "place_id": None}]}
    async with door.ask("PUT", path, who, json=wrong) as response:
        assert response.status == 422
        assert (await response.json())["detail"] == "The shop has no place 'nowhere'."
    assert places == []  # the follower of the log puts them there, and does not run here
