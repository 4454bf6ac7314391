"""The public address: what will not work without a good one, by name."""

import pytest

from hanse.base.faults import Unavailable
from hanse.engine.health.checks import Check
from hanse.engine.health.public_address import Caller, check
from hanse.engine.wire.guard import Guard
from tests.engine.wire_servers import LOOPBACK

CALLERS = (Caller("Shopee", "push messages"), Caller("BigCommerce", "webhooks", ports=(443,)))


async def looked(url: str, *, allow: bool = False, answers: bool = True) -> Check:
    asked: list[str] = []

    async def ask(page: str) -> None:
        asked.append(page)
        if not answers:
            raise Unavailable("The certificate is not one that the world knows.")

    found = await check(url, CALLERS, Guard(LOOPBACK if allow else ()), ask)
    assert asked in ([], [f"{url}/health/live"])
    return found


async def test_without_an_address_the_platforms_that_miss_it_are_named() -> None:
    found = await looked("")
    assert found.ok, "a hub at home is not broken"
    assert "will not work: Shopee (push messages), BigCommerce (webhooks)." in found.sentence
    assert "set HANSE_PUBLIC_URL" in found.next_step


async def test_plain_http_is_an_error() -> None:
    found = await looked("http://hub.example")
    assert not found.ok
    assert "platforms call back by https only: Shopee (push messages)" in found.sentence


@pytest.mark.parametrize("host", ["localhost", "10.1.2.3", "192.168.0.1", "[::1]", "169.254.1.1"])
async def test_a_private_address_is_an_error(host: str) -> None:
    found = await looked(f"https://{host}")
    assert not found.ok
    assert "), which platforms refuse: Shopee (push messages)" in found.sentence


async def test_a_name_that_nobody_knows_is_an_error() -> None:
    found = await looked("https://no-such-host.invalid")
    assert (found.ok, found.sentence) == (False, "Nobody knows the name no-such-host.invalid.")


async def test_an_address_that_does_not_lead_here_is_an_error_with_the_reason() -> None:
    found = await looked("https://localhost", allow=True, answers=False)
    assert not found.ok
    assert found.sentence == (
        "https://localhost does not lead to this hub: "
        "The certificate is not one that the world knows."
    )
    assert "firewall" in found.next_step


async def test_an_odd_port_names_those_who_do_not_call_it() -> None:
    found = await looked("https://localhost:8443", allow=True)
    assert found.ok
    assert "on port 8443 these do not call: BigCommerce (webhooks)." in found.sentence
    assert found.next_step == "Use port 443."


async def test_a_good_address_is_called_good() -> None:
    found = await looked("https://localhost", allow=True)
    assert found == Check("public address", True, "https://localhost leads to this hub by https.")
