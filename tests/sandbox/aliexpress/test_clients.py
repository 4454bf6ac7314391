"""Two programs that nobody of ours wrote drive the sandbox over real HTTP, as they are."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hanse.base.clock import SystemClock
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from tests.sandbox.aliexpress.calling import DENVER, HOST, REQUEST, SHOPS, WORLD, product_id
from tests.sandbox.served import served


@dataclass(slots=True)
class Opened:
    sandbox: Sandbox
    address: str
    keys: dict[str, str]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """By the time of the machine, for the programs look at nothing else."""
    sandbox = new_sandbox(SystemClock(), world=WORLD, shops=SHOPS)
    async with served(application(sandbox)) as address:
        yield Opened(sandbox, address, sandbox.shops.named(HOST).keys())


async def test_the_platforms_own_program_renews_tokens_reads_and_buys(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # on its first import it writes a log there
    import lazop_sdk

    keys = opened.keys

    def run(gateway: str, name: str, token: str | None = None, **params: str) -> Any:
        url = f"{opened.address}{gateway}"
        client = lazop_sdk.LazopClient(url, keys["app_key"], keys["app_secret"])
        request = lazop_sdk.LazopRequest(name)
        for each, value in params.items():
            request.add_api_param(each, value)
        return client.execute(request, token).body

    renewing = {"refresh_token": keys["refresh_token"]}
    found = await asyncio.to_thread(run, "/rest", "/auth/token/refresh", **renewing)
    assert (found["code"], found["sp"]) == ("0", "ae")
    token = found["access_token"]

    async def ask(method: str, **params: str) -> Any:
        """By /sync the name of the call is a parameter, and nothing stands in front."""
        more = {"method": method, "session": token, **params}
        body = await asyncio.to_thread(run, "/sync", "", **more)
        return body[f"{method.replace('.', '_')}_response"]

    wanted = {"product_id": product_id(2), "ship_to_country": "US"}
    skus = (await ask("aliexpress.ds.product.get", **wanted))["result"]["ae_item_sku_info_dtos"]
    (sku,) = skus["ae_item_sku_info_d_t_o"]
    opened.sandbox.shops.named(HOST).counter.edit(product_id(2), {"stock": 9})
    item = {"product_id": product_id(2), "product_count": 2, "sku_attr": sku["sku_attr"]}
    # Text with signs of every kind is signed as it is sent.
    address = {**DENVER, "city": "Denver & 跑鞋 + 50% #1"}
    request = {"out_order_id": "H-1", "logistics_address": address, "product_items": [item]}
    text = json.dumps(request, ensure_ascii=False)
    result = (await ask("aliexpress.ds.order.create", **{REQUEST: text}))["result"]
    assert (result["is_success"], len(result["order_list"]["number"])) == (True, 1)
    assert opened.sandbox.ledger.kind("aliexpress", "order.create") == {"H-1": 1}
    # As the program sends a token by itself, in the name that the documents have for it.
    params = {"method": "aliexpress.ds.feedname.get"}
    found = await asyncio.to_thread(run, "/sync", "", token, **params)
    assert "error_response" not in found
    found = await asyncio.to_thread(run, "/sync", "", keys["access_token"], **params)
    assert found["error_response"]["code"] == "IllegalAccessToken"


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # it leaves its connections open
async def test_a_program_that_signs_by_md5_reads_and_is_refused(opened: Opened) -> None:
    from aliexpress_api.skd import appinfo
    from aliexpress_api.skd.api.base import RestApi, TopException
    from aliexpress_api.skd.api.rest import AliexpressAffiliateCategoryGetRequest

    host, _, port = opened.address.removeprefix("http://").rpartition(":")

    class ProductGet(RestApi):  # type: ignore[misc]
        """Its classes of requests are made so; of this call it has none."""

        def __init__(self) -> None:
            super().__init__(host, int(port))
            self.product_id, self.ship_to_country = product_id(2), "US"

        def getapiname(self) -> str:
            return "aliexpress.ds.product.get"

    def run(request: Any, secret: str, token: str | None = None) -> Any:
        request.set_app_info(appinfo(opened.keys["app_key"], secret))
        return request.getResponse(token)

    secret, token = opened.keys["app_secret"], opened.keys["access_token"]
    found = await asyncio.to_thread(run, ProductGet(), secret, token)
    assert found["aliexpress_ds_product_get_response"]["rsp_code"] == 200
    for wrong, code in (
        ((secret, "none"), "IllegalAccessToken"),
        (("other", token), "IncompleteSignature"),
    ):
        with pytest.raises(TopException) as refused:
            await asyncio.to_thread(run, ProductGet(), *wrong)
        assert refused.value.errorcode == code
    request = AliexpressAffiliateCategoryGetRequest(host, int(port))
    found = await asyncio.to_thread(run, request, secret)
    result = found["aliexpress_affiliate_category_get_response"]["resp_result"]
    assert result["resp_code"] == 401
    del refused
    gc.collect()  # while nobody minds what it left open
