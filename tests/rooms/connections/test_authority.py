"""A shop whose certificate no public authority vouches for is connected with one of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.clock import SystemClock
from hanse.base.faults import Rejected, Severity
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts, connecting, subscribing
from hanse.sandbox.certificate import write_certificate
from hanse.sandbox.serving import application
from tests.api.hub import Hub, Visitor, running
from tests.rooms.shops import OPERATOR, Street, street
from tests.sandbox.served import served


@dataclass(frozen=True)
class Closed:
    """The shop by https, with a certificate that only its owner vouches for."""

    shops: Street
    address: str
    pem: str

    def fields(self, **more: str) -> dict[str, str]:
        return {**self.shops.fields("woocommerce"), "store_url": self.address, **more}

    async def connect(self, workspace: UUID, **more: str) -> Account:
        looked = await connecting.look(self.shops.reach, "woocommerce", self.fields(**more))
        return await connecting.connect(self.shops.opener(workspace), looked, "Lamps")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_certificate(tmp_path_factory.mktemp("tls"), SystemClock().now())


@pytest.fixture
async def closed(database: Database, files: tuple[Path, Path]) -> AsyncIterator[Closed]:
    certificate, secret = files
    async with (
        street(database) as shops,
        served(
            application(shops.sandbox), ssl_certfile=str(certificate), ssl_keyfile=str(secret)
        ) as address,
    ):
        yield Closed(shops, address, certificate.read_text("ascii"))


async def test_without_it_the_shop_is_not_believed(closed: Closed) -> None:
    looked = await connecting.look(closed.shops.reach, "woocommerce", closed.fields())
    errors = [each for each in looked.probe.findings if each.severity is Severity.error]
    assert looked.probe.shop is None
    assert "shows a certificate that cannot be trusted" in errors[0].sentence


async def test_with_it_the_shop_is_connected_and_called(closed: Closed, workspace: UUID) -> None:
    account = await closed.connect(workspace, ca_pem=closed.pem)
    opened = await closed.shops.reach.open(workspace, account.id)
    assert await subscribing.ensure(closed.shops.reach, opened)


async def test_only_the_certificates_of_a_pasted_text_are_kept(
    closed: Closed, workspace: UUID
) -> None:
    lines = ["subject=CN = Our Authority", *closed.pem.splitlines(), "and a word behind"]
    pasted = "\r\n".join(lines)
    account = await closed.connect(workspace, ca_pem=pasted)
    assert account.ca_pem.count("-----BEGIN CERTIFICATE-----") == 1
    assert "subject" not in account.ca_pem
    assert "behind" not in account.ca_pem


@pytest.mark.parametrize(
    "typed",
    [
        "not a certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\u00a0AAAA\u2003-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----",
    ],
)
async def test_what_is_no_certificate_is_said_to_be_none(closed: Closed, typed: str) -> None:
    with pytest.raises(Rejected, match="This is no certificate") as refused:
        await connecting.look(closed.shops.reach, "woocommerce", closed.fields(ca_pem=typed))
    [finding] = refused.value.findings
    assert finding.field == "ca_pem"
    assert "-----BEGIN CERTIFICATE-----" in finding.next_step


async def test_a_private_key_is_not_taken(closed: Closed, files: tuple[Path, Path]) -> None:
    both = closed.pem + files[1].read_text("ascii")
    with pytest.raises(Rejected, match="There is a private key in this text"):
        await connecting.look(closed.shops.reach, "woocommerce", closed.fields(ca_pem=both))


async def test_new_keys_keep_the_authority_and_a_new_connection_does_not(
    closed: Closed, workspace: UUID
) -> None:
    reach, opener = closed.shops.reach, closed.shops.opener(workspace)
    account = await closed.connect(workspace, ca_pem=closed.pem)
    looked = await connecting.look(reach, "woocommerce", closed.fields(), account.ca_pem)
    again = await connecting.connect_again(opener, looked, account.id)
    assert again.ca_pem == account.ca_pem
    anew = await connecting.look(reach, "woocommerce", closed.shops.fields("woocommerce"))
    assert (await connecting.connect(opener, anew, "Lamps")).ca_pem == ""


async def test_a_platform_that_asks_for_none_takes_none(
    database: Database, workspace: UUID
) -> None:
    """Every shop of Shopify stands behind the same public certificates."""
    async with street(database, shops=[("shopify", "lamps")]) as shops:
        fields = {**shops.fields("shopify"), "ca_pem": "not a certificate"}
        looked = await connecting.look(shops.reach, "shopify", fields)
        account = await connecting.connect(shops.opener(workspace), looked, "Lamps")
    async with database.tx(workspace, OPERATOR) as tx:
        assert (await accounts.account(tx, account.id)).ca_pem == ""


# Over HTTP.


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@pytest.fixture
async def browser(hub: Hub) -> Visitor:
    ada = await hub.person()
    await hub.workspace(ada)
    return await hub.browser(ada)


LOOKS, ACCOUNTS = "/api/connections/looks", "/api/connections/accounts"


async def test_a_merchant_hands_it_in_and_it_stays_at_new_keys(
    closed: Closed, browser: Visitor
) -> None:
    wish = {"platform": "woocommerce", "fields": closed.fields(ca_pem=closed.pem)}
    assert (await browser.ask("POST", LOOKS, wish)).body["may_write"] is True
    made = await browser.ask("POST", ACCOUNTS, wish)
    assert (made.status, made.body["own_authority"]) == (201, True)
    without = {"platform": "woocommerce", "fields": closed.fields()}
    assert (await browser.ask("POST", LOOKS, without)).body["may_read"] is None
    account = made.body["id"]
    looked = await browser.ask("POST", LOOKS, {**without, "account_id": account})
    assert looked.body["may_read"] is True
    keys = {"fields": without["fields"]}
    again = await browser.ask("POST", f"{ACCOUNTS}/{account}/keys", keys)
    assert (again.status, again.body["own_authority"]) == (200, True)


@pytest.mark.parametrize("path", [LOOKS, ACCOUNTS, "/api/connections/consents"])
async def test_what_is_no_certificate_is_told_at_its_field(
    closed: Closed, browser: Visitor, path: str
) -> None:
    wish = {"platform": "woocommerce", "fields": closed.fields(ca_pem="our authority")}
    refused = await browser.ask("POST", path, wish)
    assert refused.status == 422
    assert [each["field"] for each in refused.body["fields"]] == ["ca_pem"]
    assert refused.body["detail"] == "This is no certificate."


async def test_the_form_asks_for_it_where_an_address_is_typed(browser: Visitor) -> None:
    items = (await browser.ask("GET", "/api/connections/platforms")).body["items"]
    asked = [
        (each["name"], key["name"], key["needed"])
        for each in items
        for key in each["keys"]
        if key["lines"]
    ]
    assert asked == [("woocommerce", "ca_pem", False)]
