"""What a shop tells by itself is a hint: the shop is asked, and what is true is kept."""

import json
from collections.abc import Mapping
from uuid import UUID

import aiohttp

from hanse.connectors.woocommerce.hooks import signature
from hanse.engine import hooks
from hanse.engine.metrics import render
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import hooking
from hanse.sandbox.world import product
from hanse.trade.ports_read import Kind
from tests.engine.job_workers import until
from tests.rooms.shops import OPERATOR, SMALL, Street


async def listening(shops: Street, workspace: UUID) -> Account:
    account = await shops.connect(workspace)
    await shops.pull(workspace)
    await shops.listen(workspace, account)
    await shops.refresh(workspace, account)  # what the orders have named
    return account


async def kept(shops: Street, workspace: UUID, account: Account) -> list[hooks.Hook]:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return list(await hooks.find(tx, account.id, None, 200))


async def post(
    shops: Street, account: Account, document: Mapping[str, object], **headers: str
) -> int:
    """As a stranger, or as whoever knows the secret."""
    url = f"{shops.reach.base}/api/hooks/{account.id}"
    body = json.dumps(document).encode()
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as found,
    ):
        return found.status


async def signed(
    shops: Street, workspace: UUID, account: Account, document: Mapping[str, object], delivery: str
) -> dict[str, str]:
    opened = await shops.reach.open(workspace, account.id)
    body = json.dumps(document).encode()
    return {
        "X-WC-Webhook-Topic": "product.updated",
        "X-WC-Webhook-Delivery-ID": delivery,
        "X-WC-Webhook-Signature": signature(body, opened.access.hook_secret),
    }


def questions(shops: Street, family: str) -> int:
    """How often the shop was asked for things of this family."""
    lines = render(shops.meter).decode().splitlines()
    return sum(
        int(float(line.rpartition(" ")[2]))
        for line in lines
        if line.startswith("hanse_platform_calls_total") and f'family="{family}"' in line
    )


async def test_a_change_in_the_shop_is_ours_after_its_webhook(
    shops: Street, workspace: UUID
) -> None:
    account = await listening(shops, workspace)
    sku = product(SMALL, 4).sku
    shops.shop("woocommerce").counter.edit(sku, {"title": "Told by a webhook"})
    await shops.heard(workspace, account, 1)
    await shops.refresh(workspace, account)
    [row] = await shops.things(workspace, Kind.products, text=sku)
    assert row.label.title == "Told by a webhook"
    assert row.read_by == "hook"
    assert {each.state.value for each in await kept(shops, workspace, account)} == {"done"}


async def test_many_hints_are_asked_for_in_one_call(shops: Street, workspace: UUID) -> None:
    account = await listening(shops, workspace)
    counter = shops.shop("woocommerce").counter
    skus = [product(SMALL, number).sku for number in range(1, 9)]
    for sku in skus:
        counter.edit(sku, {"price": "12.00"})
    await shops.heard(workspace, account, len(skus))
    before = questions(shops, "products")
    await shops.refresh(workspace, account)
    assert questions(shops, "products") - before == 1
    rows = await shops.things(workspace, Kind.products)
    prices = {each.label.sku: each.label.amount for each in rows}
    assert {str(prices[sku]) for sku in skus} == {"USD 12.00"}


async def test_a_forged_webhook_changes_nothing(shops: Street, workspace: UUID) -> None:
    account = await listening(shops, workspace)
    status = await post(shops, account, {"id": 12}, **{"X-WC-Webhook-Topic": "product.updated"})
    assert status == 200  # another answer would switch the webhook off

    async def noted() -> bool:  # nobody waits for what is forged
        return bool(await kept(shops, workspace, account))

    await until(noted)
    [found] = await kept(shops, workspace, account)
    assert found.verdict.value == "forged"
    assert await shops.refresh(workspace, account) == 0


async def test_a_webhook_that_comes_twice_is_one(shops: Street, workspace: UUID) -> None:
    account = await listening(shops, workspace)
    [row, *_] = await shops.things(workspace, Kind.products)
    document = {"id": int(row.remote_id)}
    headers = await signed(shops, workspace, account, document, "d-1")
    assert [await post(shops, account, document, **headers) for _ in range(3)] == [200] * 3
    verdicts = [each.verdict.value for each in await kept(shops, workspace, account)]
    assert sorted(verdicts) == ["accepted", "duplicate", "duplicate"]
    assert await shops.refresh(workspace, account) == 1


async def test_a_late_webhook_does_not_bring_the_old_back(shops: Street, workspace: UUID) -> None:
    """What it holds is what was true when it was written; the shop is asked."""
    account = await listening(shops, workspace)
    sku = product(SMALL, 4).sku
    shops.shop("woocommerce").counter.edit(sku, {"title": "New"})
    [row] = await shops.things(workspace, Kind.products, text=sku)
    document = {"id": int(row.remote_id), "name": "Very old"}
    headers = await signed(shops, workspace, account, document, "late")
    await post(shops, account, document, **headers)
    await shops.refresh(workspace, account)
    [row] = await shops.things(workspace, Kind.products, text=sku)
    assert row.label.title == "New"


async def test_a_deleted_product_is_gone_after_its_webhook(shops: Street, workspace: UUID) -> None:
    account = await listening(shops, workspace)
    sku = product(SMALL, 6).sku
    shops.shop("woocommerce").counter.delete(sku)
    await shops.heard(workspace, account, 1)
    await shops.refresh(workspace, account)
    assert await shops.things(workspace, Kind.products, text=sku) == []
    [row] = await shops.things(workspace, Kind.products, text=sku, gone_too=True)
    assert row.gone_at is not None


async def test_an_order_is_ours_when_a_shopper_has_bought(shops: Street, workspace: UUID) -> None:
    account = await listening(shops, workspace)
    before = len(await shops.things(workspace, Kind.orders))
    number = shops.shop("woocommerce").counter.order(product(SMALL, 2).sku, 1)
    await shops.heard(workspace, account, 2)
    await shops.refresh(workspace, account)
    orders = await shops.things(workspace, Kind.orders)
    assert len(orders) == before + 1
    assert number in {each.remote_id for each in orders}


async def test_a_kept_webhook_is_read_again_when_somebody_wants_it(
    shops: Street, workspace: UUID
) -> None:
    account = await listening(shops, workspace)
    sku = product(SMALL, 4).sku
    shops.shop("woocommerce").counter.edit(sku, {"title": "Once"})
    await shops.heard(workspace, account, 1)
    await shops.refresh(workspace, account)
    [found] = await kept(shops, workspace, account)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        again = await hooking.replay(tx, found.id)
    assert again.state.value == "waiting"
    assert await shops.refresh(workspace, account) == 1


async def test_whoever_hints_while_we_ask_is_asked_for_once_more(
    shops: Street, workspace: UUID
) -> None:
    """Nothing is lost between the question and the note that it was asked."""
    account = await listening(shops, workspace)
    counter = shops.shop("woocommerce").counter
    sku = product(SMALL, 4).sku
    for number in range(6):
        counter.edit(sku, {"title": f"Edited {number}"})
        await shops.refresh(workspace, account)
    await shops.heard(workspace, account, 1)
    await shops.refresh(workspace, account)
    [row] = await shops.things(workspace, Kind.products, text=sku)
    assert row.label.title == "Edited 5"
