"""Connecting by consent: to the shop's page and back, once, and only for who began it."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from hanse.base.faults import Denied, Fault, Unavailable
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.engine.wire.wire import Answer, Call
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import consents
from hanse.sandbox.shops import host_of
from hanse.sandbox.woocommerce.mounted import Mounted
from hanse.sandbox.woocommerce.store import new_key
from tests.rooms.shops import Street, street

Query = list[tuple[str, str]]


@pytest.fixture
async def both(database: Database) -> AsyncIterator[Street]:
    shops = [("woocommerce", "lamps"), ("shopify", "mugs")]
    async with street(database, shops=shops) as opened:
        yield opened


@pytest.fixture
def person(both: Street) -> Actor:
    return Actor(ActorKind.person, both.database.ids.new(), "Ayu")


async def begun(
    both: Street, workspace: UUID, person: Actor, platform: str, fields: Mapping[str, str]
) -> str:
    async with both.database.tx(workspace, person) as tx:
        return (await consents.begin(both.reach, tx, platform, fields, "Ours", None)).url


def anything(answer: Answer) -> Fault | None:
    return None


async def agreed(both: Street, url: str) -> Query:
    """What the browser brings back from Shopify's page after a person has agreed there."""
    path = url.partition(".localhost")[2].partition("/")[2]
    page = f"https://{host_of(both.shop('shopify'))}/{path}"
    found = await both.reach.wire.send(Call("GET", page, writes=False), anything)
    link = re.search(r'class="approve" href="([^"]+)"', found.body.decode())
    assert link
    pressed = unescape(link[1]).replace("http://", "https://")
    answer = await both.reach.wire.send(Call("GET", pressed, writes=False), anything)
    return parse_qsl(urlsplit(answer.headers["Location"]).query, keep_blank_values=True)


def app_of(both: Street) -> dict[str, str]:
    return both.fields("shopify")


async def finish(both: Street, workspace: UUID, who: Actor, platform: str, query: Query) -> Account:
    return await consents.finish(
        both.reach, lambda: both.database.tx(workspace, who), platform, query
    )


async def test_a_person_agrees_at_shopify_and_the_shop_is_connected(
    both: Street, workspace: UUID, person: Actor
) -> None:
    url = await begun(both, workspace, person, "shopify", app_of(both))
    account = await finish(both, workspace, person, "shopify", await agreed(both, url))
    assert account.state is AccountState.active
    assert account.consent_expires_at is not None


async def test_an_answer_is_good_once(both: Street, workspace: UUID, person: Actor) -> None:
    url = await begun(both, workspace, person, "shopify", app_of(both))
    query = await agreed(both, url)
    await finish(both, workspace, person, "shopify", query)
    with pytest.raises(Denied, match="used already"):
        await finish(both, workspace, person, "shopify", query)


async def test_an_answer_is_for_who_began_it(both: Street, workspace: UUID, person: Actor) -> None:
    url = await begun(both, workspace, person, "shopify", app_of(both))
    query = await agreed(both, url)
    other = Actor(ActorKind.person, both.database.ids.new(), "Somebody else")
    with pytest.raises(Denied):
        await finish(both, workspace, other, "shopify", query)
    with pytest.raises(Denied):
        await finish(both, both.database.ids.new(), person, "shopify", query)


async def test_an_answer_that_was_changed_on_its_way_connects_nothing(
    both: Street, workspace: UUID, person: Actor
) -> None:
    url = await begun(both, workspace, person, "shopify", app_of(both))
    query = [(name, "x" if name == "code" else text) for name, text in await agreed(both, url)]
    with pytest.raises(Denied):
        await finish(both, workspace, person, "shopify", query)


def handed_over(both: Street, state: str) -> bytes:
    """As the store posts it when a person has pressed Approve."""
    shop = both.shop("woocommerce")
    assert isinstance(shop, Mounted)
    key = new_key(shop.store, "read_write")
    document = {
        "key_id": 7,
        "user_id": state,
        "consumer_key": key.consumer_key,
        "consumer_secret": key.consumer_secret,
        "key_permissions": "read_write",
    }
    return json.dumps(document).encode()


@pytest.fixture
def public(both: Street) -> Street:
    """A store hands its keys over by https only."""
    both.reach.base = "https://hub.example"
    return both


async def test_keys_that_the_store_hands_over_connect_the_shop(
    public: Street, workspace: UUID, person: Actor
) -> None:
    fields = {"store_url": "https://lamps.test"}
    url = await begun(public, workspace, person, "woocommerce", fields)
    state = dict(parse_qsl(urlsplit(url).query))["user_id"]
    back = [("success", "1"), ("user_id", state)]
    with pytest.raises(Unavailable, match="has not handed its keys over"):
        await finish(public, workspace, person, "woocommerce", back)
    body = handed_over(public, state)
    assert await consents.take_grant(public.reach, "woocommerce", [], body)
    assert not await consents.take_grant(public.reach, "woocommerce", [], body), "once"
    account = await finish(public, workspace, person, "woocommerce", back)
    assert (account.state, account.may_write) == (AccountState.active, True)


async def test_keys_that_nobody_asked_for_are_not_taken(public: Street) -> None:
    for state in ("made-up", ""):
        body = handed_over(public, state)
        assert not await consents.take_grant(public.reach, "woocommerce", [], body)


async def test_whoever_presses_deny_connects_nothing(
    public: Street, workspace: UUID, person: Actor
) -> None:
    fields = {"store_url": "https://lamps.test"}
    url = await begun(public, workspace, person, "woocommerce", fields)
    state = dict(parse_qsl(urlsplit(url).query))["user_id"]
    with pytest.raises(Denied, match="Nobody agreed"):
        back = [("success", "0"), ("user_id", state)]
        await finish(public, workspace, person, "woocommerce", back)
