"""How a person agrees on the page of the platform's other side, for the tests that need it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from yarl import URL

from hanse.base.faults import Fault
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.access import Access
from tests.connectors.sides import PAIRS, Side, to

(SHOPIFY,) = (pair for pair in PAIRS if pair.name == "shopify")
BACK, CALL = "https://hub.example/back", "https://hub.example/call"


def anything(answer: Answer) -> Fault | None:
    """The way back is a redirect, which is what is wanted here."""
    return None


async def agreed(
    shop: Side, word: str = "approve", scopes: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """What the browser brings back after a person has pressed the button. `scopes`: the rights that
    the app asks for, if they are others than those of the card."""
    bare = replace(shop.access, tokens=None)
    url = SHOPIFY.platform.consent_url(bare, "state-0001", BACK, CALL, shop.clock.now())
    if scopes is not None:
        url = str(URL(url).update_query(scope=",".join(scopes)))
    page = await shop.out.send(to(shop.url, Call("GET", url, writes=False)))
    found = re.search(rf'class="{word}" href="([^"]+)"', page.body.decode())
    assert found
    pressed = to(shop.url, Call("GET", unescape(found[1]), writes=False))
    answer = await shop.out.send(pressed, anything)
    assert answer.status == 302
    location = answer.headers["Location"]
    assert location.startswith(BACK)
    return parse_qsl(urlsplit(location).query, keep_blank_values=True)


async def by_consent(shop: Side, scopes: Sequence[str] | None = None) -> Access:
    platform, query = SHOPIFY.platform, await agreed(shop, scopes=scopes)
    assert platform.state_of(query, b"") == "state-0001"
    consent = platform.consented(shop.access, query, b"", shop.clock.now())
    assert consent.question is not None
    tokens = platform.tokens_of(await shop.ask(consent.question), shop.clock.now())
    fields = {**shop.access.fields, **consent.fields}
    return replace(shop.access, fields=fields, tokens=tokens)
