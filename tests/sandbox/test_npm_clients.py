"""The platforms' own Node clients drive the sandbox. Long, for they are fetched first."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from hanse.base.clock import SystemClock
from hanse.sandbox.aliexpress.mounted import Mounted
from hanse.sandbox.held import new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.world import World
from tests.sandbox.served import served

FOLDER = Path(__file__).parent / "npm"
LIMIT_S = 300


@pytest.fixture(scope="module")
async def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locked clients in a folder that goes away."""
    folder = tmp_path_factory.mktemp("npm")
    scripts = ("woocommerce.mjs", "shopify.mjs", "aliexpress.mjs")
    for name in ("package.json", "package-lock.json", ".npmrc", *scripts):
        shutil.copy(FOLDER / name, folder)
    await run(folder, "npm", "ci", "--ignore-scripts", "--silent")
    return folder


async def run(folder: Path, *words: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(LIMIT_S):
        said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    return said


@pytest.mark.prove
async def test_the_node_client_of_woocommerce_reads_writes_and_is_refused(
    installed: Path,
) -> None:
    sandbox = new_sandbox(SystemClock(), world=World(seed=7, products=30))
    keys = sandbox.shops.named("shop.test").keys()
    async with served(application(sandbox)) as address:
        words = [address, keys["consumer_key"], keys["consumer_secret"]]
        found: dict[str, Any] = json.loads(await run(installed, "node", "woocommerce.mjs", *words))
    ids = found.pop("ids")
    assert len(ids) == len(set(ids)) == 30
    assert found == {
        "some": [ids[2], ids[4]],
        "total": "2",
        "price": "4.00",
        "batch": ["product_invalid_sku", "N-2"],
        "gone": 200,
        "unknown": [404, "woocommerce_rest_product_invalid_id"],
        "refused": [400, "rest_invalid_param"],
    }
    assert sandbox.ledger.count("woocommerce", "product.create") == 2


@pytest.mark.prove
async def test_the_node_clients_of_shopify_read_to_the_end_and_get_a_token(
    installed: Path,
) -> None:
    shops = (("shopify", "mugs"),)
    sandbox = new_sandbox(SystemClock(), world=World(seed=7, products=30), shops=shops)
    domain, keys = "mugs.myshopify.com", sandbox.shops.named("mugs.myshopify.com").keys()
    async with served(application(sandbox)) as address:
        words = [address, domain, keys["access_token"], keys["client_id"], keys["client_secret"]]
        found: dict[str, Any] = json.loads(await run(installed, "node", "shopify.mjs", *words))
    ids = found.pop("ids")
    assert len(ids) == len(set(ids)) == 30
    assert found == {
        "wrong": "Cannot query field 'nothing' on type 'QueryRoot'.",
        "shop": domain,
        "token": True,
    }


@pytest.mark.prove
async def test_the_node_client_of_aliexpress_reads_buys_and_renews_its_tokens(
    installed: Path,
) -> None:
    shops = (("aliexpress", "api-sg"),)
    sandbox = new_sandbox(SystemClock(), world=World(seed=7, products=30), shops=shops)
    shop, product = sandbox.shops.named("api-sg.aliexpress.com"), "1005006000000015"
    assert isinstance(shop, Mounted)
    shop.hub.moods.simple_as = "full"  # it asks for simple answers, and reads whole ones
    shop.counter.edit(product, {"stock": 5})
    async with served(application(sandbox)) as address:
        words = [address, *shop.keys().values(), product]
        found: dict[str, Any] = json.loads(await run(installed, "node", "aliexpress.mjs", *words))
    assert found == {
        "properties": ["Black", "M"],
        "made": True,
        "wrong": "IncompleteSignature",
        "renewed": "0",
    }
    assert sandbox.ledger.kind("aliexpress", "order.create") == {"N-1": 1}


def test_the_lock_of_the_node_clients_names_no_place_and_has_a_sum_for_each() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in row and "resolved" not in row for row in packages.values())
    asked = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    assert lock["packages"][""]["dependencies"] == asked
