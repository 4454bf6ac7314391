"""What we wrote and took back is as before in the platform's own document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest

from hanse.base.clock import SystemClock
from hanse.base.money import Money
from hanse.changes.model.changes import Change, Lane
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Scope, undo
from hanse.sandbox.clock import RatedClock
from hanse.trade.fields import Fields, chosen
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Target, Wanted, WritePort
from tests.changes.wishes import wish
from tests.connectors.sides import Pair, Side, every, side

KINDS_HERE = (
    *("offers.price", "offers.codes"),
    *("products.texts", "products.state", "products.places"),
)
TAGS = "products.places"
# Its time stamps move with every write, and a store draws related products anew; nothing else may.
STAMPS = {"date_modified", "date_modified_gmt", "updatedAt", "related_ids"}


def edit(kind: str, shown: Fields, random: Random) -> Fields:
    """Some fields of the kind, at values that a platform takes and that are not always new."""
    word = random.choice(["Lamp", "Größe & <b>", "漢字", "Salt"])
    price = shown.get("price")
    money = Money(price.currency, random.randint(1, 20) * 100) if isinstance(price, Money) else None
    above = replace(money, minor=money.minor + 500) if money else None
    several: Mapping[str, Sequence[Fields]] = {
        "offers.price": [
            {"price": money, "compare_at": None},
            {"price": money, "compare_at": above},
        ],
        "offers.codes": [{"gtin": "4006381333931"}, {"sku": f"S-{random.randint(0, 9)}"}],
        "products.texts": [{"title": word}, {"description_html": f"<p>{word}</p>"}],
        "products.state": [{"state": "draft"}, {"state": "live"}],
        "products.places": [{"tags": (word,)}, {"tags": ()}],
    }
    return random.choice(several[kind])


async def first(shop: Side, port: WritePort) -> Target:
    page = await shop.page(shop.pair.port(Kind.products), Ask(Reach.everything))
    return next(each.target for row in page.rows for each in port.found(Kind.products, row.value))


async def shown(shop: Side, port: WritePort, target: Target) -> Fields:
    """By its id, as changes are proven."""
    [reading] = port.readings([target])
    page = await shop.page(shop.pair.port(reading.kind), reading.ask)
    found = [each for row in page.rows for each in port.found(reading.kind, row.value)]
    return next(each.fields for each in found if each.target.remote_id == target.remote_id)


async def documents(shop: Side) -> list[Any]:
    pages = await shop.pages(shop.pair.port(Kind.products), Ask(Reach.everything))
    return [unstamped(row.document) for page in pages for row in page.rows]


def unstamped(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: unstamped(each) for name, each in document.items() if name not in STAMPS}
    if isinstance(document, list):
        return [unstamped(each) for each in document]
    return document


async def write(shop: Side, port: WritePort, target: Target, now: Fields, after: Fields) -> None:
    told = shop.pair.suite.SHOP
    made = [port.piece(Wanted(target, now, after), told)]
    [outcome] = port.outcomes(made, await shop.ask(port.request(made, "key", told)), told)
    assert outcome.fault is None, (port.kind, after)


@every
@pytest.mark.parametrize("edits", [8, pytest.param(30, marks=pytest.mark.prove)])
async def test_what_is_undone_is_as_before_in_the_platforms_own_document(
    pair: Pair, edits: int
) -> None:
    """Texts, prices, codes, tags and states, changed again and again; then all of it is taken back,
    and no document of the shop tells that anybody was there."""
    random = Random(edits)
    written: Sequence[WritePort] = getattr(pair.platform, "WRITES", ())
    ports = {each.kind: each for each in written if each.kind in KINDS_HERE}
    # The platforms' limits count by the clock, and no pace is kept here.
    async with side(pair, clock=RatedClock(SystemClock(), 200)) as shop:
        targets = {kind: await first(shop, port) for kind, port in ports.items()}
        if "tags" not in await shown(shop, ports[TAGS], targets[TAGS]):
            del ports[TAGS]
        before, done = await documents(shop), list[Change]()
        for number in range(edits):
            kind = random.choice([*ports])
            now = await shown(shop, ports[kind], targets[kind])
            after = edit(kind, now, random)
            await write(shop, ports[kind], targets[kind], now, after)
            made = wish(1, kind, before=chosen(now, frozenset(after)), after=after)
            done.append(replace(made, id=UUID(int=1000 + number), state=State.proven))
        assert await documents(shop) != before
        lanes = {
            each.lane: await shown(shop, ports[each.kind], targets[each.kind]) for each in done
        }
        found = undo(done, KINDS, lanes, Scope())
        assert not found.left
        for back in found.wishes:
            seen = lanes[Lane(back.account_id, back.thing.ours, back.kind)]
            await write(shop, ports[back.kind], targets[back.kind], seen, back.after)
        for one, other in zip(before, await documents(shop), strict=True):
            assert [name for name in one if one[name] != other[name]] == [], (one, other)
