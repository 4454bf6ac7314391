"""A person who was erased in the shop is nameless here as well, once the shop has said so."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from hanse.app.api.ground import Ground
from hanse.engine.tx import Database
from hanse.sandbox.shopify import deliveries
from hanse.sandbox.shopify.mounted import Mounted
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Kind
from tests.api.conftest import changed, ground, opened
from tests.rooms.shops import Street, street

__all__ = ["changed", "ground"]


async def address_told(
    changed: Callable[..., Ground], mugs: Street, workspace: UUID, account: UUID
) -> str:
    """What a person copies from the page of the shop into the set-up of the app."""
    held = {**changed().held, "reach": mugs.reach}
    path = f"/api/connections/accounts/{account}/subscriptions"
    async with (
        opened(changed(database=mugs.database, held=held)) as door,
        door.ask("GET", path, f"manager:{workspace}") as answer,
    ):
        address: str = (await answer.json())["address"]
        return address


async def test_who_was_erased_in_the_shop_is_read_again_and_nameless(
    database: Database, workspace: UUID, changed: Callable[..., Ground]
) -> None:
    async with street(database, shops=[("shopify", "mugs")]) as mugs:
        account = await mugs.connect(workspace, "shopify")
        await mugs.pull(workspace)
        mounted = mugs.shop("shopify")
        assert isinstance(mounted, Mounted)
        shop = mounted.shop
        row = shop.customers.edit(shop.customers.first)
        before = {each.remote_id: each for each in await mugs.things(workspace, Kind.buyers)}
        held = before[str(row["id"])]
        buyer = (await mugs.value(workspace, Kind.buyers, held.id)).value
        assert isinstance(buyer, Buyer)
        assert buyer.email == row["email"]

        row |= {"firstName": None, "lastName": None, "email": None, "phone": None}
        [app] = shop.keys.apps.values()
        app.compliance_url = await address_told(changed, mugs, workspace, account.id)
        about = {"customer": {"id": row["id"]}, "orders_to_redact": []}
        deliveries.tell_compliance(shop, app.client_id, "customers/redact", about, timedelta())
        await mugs.heard(workspace, account, 1)
        await mugs.refresh(workspace, account)

        buyer = (await mugs.value(workspace, Kind.buyers, held.id)).value
        assert (buyer.first_name, buyer.last_name, buyer.email, buyer.phone) == (None,) * 4
