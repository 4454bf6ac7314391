"""What the guard holds, a shop refuses, or nobody knows is told to those who can do something."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.changes.model.planned import Wish
from hanse.changes.model.states import State
from hanse.changes.service import drifting
from hanse.engine.log.followers import enrol
from hanse.engine.tx import Database
from hanse.rooms.notices.jobs.following import follower
from hanse.rooms.notices.model.kinds import NOTICES, Channel
from hanse.rooms.notices.service.notices import Shown
from tests.changes.market import Market
from tests.rooms.notices.desk import Team, bell_of, follow, gathered
from tests.rooms.shops import Street, street

SHOP = "woocommerce"


@dataclass(frozen=True)
class Place:
    """A team, and the shop that it looks after."""

    team: Team
    market: Market

    async def told(self) -> list[Shown]:
        """What the manager hears. The viewer, who can do nothing about it, hears nothing."""
        database = self.market.shops.database
        await follow(database)
        assert await bell_of(database, self.team.viewer, self.team.workspace) == []
        return list(await bell_of(database, self.team.manager, self.team.workspace))


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


@pytest.fixture
async def place(shops: Street) -> Place:
    await enrol(shops.database, [follower()])
    team = await gathered(shops.database)
    return Place(team, await Market.open(shops, team.workspace, SHOP))


def of(set_id: UUID) -> str:
    return f"/changes/{set_id}"


async def test_what_the_guard_holds_is_told_with_its_reason(place: Place) -> None:
    made = await place.market.propose(*await place.market.dearer(SHOP, 1, 900))
    assert made.set_id is not None
    [shown] = await place.told()
    [held] = await place.market.changes(made.set_id)
    assert held.finding is not None
    assert shown.words.title == "The guard held New prices"
    assert shown.words.text.startswith(held.finding.sentence)
    assert shown.words.link == of(made.set_id)


async def test_whoever_proposed_what_is_held_was_told_at_once_and_is_not_told_again(
    place: Place,
) -> None:
    wishes = await place.market.dearer(SHOP, 1, 900)
    await place.market.propose(*wishes, actor=place.team.manager.actor)
    assert await place.told() == []


async def test_what_a_shop_refuses_is_told(place: Place) -> None:
    market = place.market
    (target, _), (_, other) = await market.offers(SHOP, 2)
    account = market.accounts[SHOP]
    set_id = await market.agreed(Wish(account.id, "offers.codes", target, {"sku": other.sku}))
    await market.send()
    assert await market.states(set_id) == {State.refused: 1}
    [shown] = await place.told()
    assert shown.words.title == "A shop refused changes: 1"
    assert shown.words.link == of(set_id)


async def test_an_answer_that_was_lost_is_told_once_for_all_in_the_call(place: Place) -> None:
    market = place.market
    set_id = await market.agreed(*await market.dearer(SHOP, 3))
    market.fault("half_answer")
    await market.send()
    [shown] = await place.told()
    assert shown.words.title == "What became of changes is not known: 3"
    assert shown.words.link == of(set_id)


async def test_what_a_shop_shows_otherwise_waits_for_a_person_who_is_told(place: Place) -> None:
    market = place.market
    [(target, offer)] = await market.offers(SHOP, 1)
    wish = Wish(market.accounts[SHOP].id, "products.texts", target, {"title": "Ours"})
    set_id = await market.agreed(wish)
    market.fault("gateway")
    await market.send()
    market.shops.shop(SHOP).counter.edit(offer.sku or "", {"title": "Theirs"})
    await market.settle()
    shown, lost = await place.told()
    assert lost.words.title == "What became of changes is not known: 1"
    assert shown.words.title == "A shop shows something else than we wrote: 1"
    assert shown.words.link == of(set_id)


async def test_what_somebody_changed_at_a_shop_is_told_once_a_day(place: Place) -> None:
    market = place.market
    await market.agreed(*await market.dearer(SHOP, 2))
    await market.send()
    road = await market.road(SHOP)
    for _, offer in await market.offers(SHOP, 2):
        market.shops.shop(SHOP).counter.edit(offer.sku or "", {"price": "77.00"})
        await drifting.sample(market.hands, road.open_tx, road.opened)
    [shown] = await place.told()
    assert shown.words.title == "Somebody changed what is ours at a shop"
    assert "77.00" in shown.words.text
    assert shown.words.link == "/changes/drift"


@pytest.mark.parametrize(
    ("name", "mailed"),
    [
        ("changes.set.held", True),
        ("changes.change.refused", False),
        ("changes.change.lost", False),
        ("changes.change.contested", True),
        ("changes.drift.found", False),
    ],
)
def test_only_what_waits_for_a_person_is_mailed(name: str, mailed: bool) -> None:
    assert (Channel.email in NOTICES[name].usual) is mailed
