"""What the guard is told of prices: the floor under an offer, and what it costs us."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.money import Money, UnitCost
from hanse.changes.model.changes import Change
from hanse.changes.model.kinds import KINDS, Gauge
from hanse.changes.model.limits import Floor
from hanse.changes.service.hands import Known
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferFacts, OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.pricing.model.explaining import day
from hanse.rooms.pricing.model.floors import floors_of
from hanse.rooms.pricing.model.rates import Board
from hanse.rooms.pricing.model.rules import SetFloor
from hanse.rooms.pricing.service import offers, rates
from hanse.trade.drafts import variants_of
from hanse.trade.fields import Fields

SET = "set"
ALONE: tuple[str, ...] = ()  # the choices of what is sold as one thing


async def known(tx: Tx, changes: Sequence[Change]) -> Mapping[UUID, Known]:
    """By change, of those that set a price: a few statements, however many they are."""
    pricing = [each for each in changes if sets_price(each)]
    if not pricing:
        return {}
    board = await rates.rates(tx, tx.now.date())
    new = [each for each in pricing if KINDS[each.kind].creates]
    links: dict[tuple[UUID, str], OfferLink] = {}
    for account_id, names in named(pricing).items():
        found = await offering.links_named(tx, account_id, sorted(names))
        links.update({(account_id, name): link for name, link in found.items()})
    facts = await offering.facts(tx, sorted({each.id for each in links.values()}))
    floors = await offers.floors_named(tx, facts.values())
    there = {
        each.id: of_offer(facts[link.id], floors, currency_of(each.after), board)
        for each in pricing
        if (link := links.get((each.account_id, each.thing.remote_id or ""))) and link.id in facts
    }
    return {**there, **await known_new(tx, new, board)}


async def known_new(tx: Tx, new: Sequence[Change], board: Board) -> Mapping[UUID, Known]:
    """Of what is to be made, by the SKUs that it will have: no offer of it is known yet."""
    skus = {each.id: skus_of(each.after) for each in new}
    by_shop: dict[UUID, set[str]] = {}
    for each in new:
        by_shop.setdefault(each.account_id, set()).update(skus[each.id].values())
    facts = {
        (account_id, sku): found
        for account_id, wanted in by_shop.items()
        for sku, found in (await offering.facts_by_sku(tx, account_id, sorted(wanted))).items()
    }
    floors = await offers.floors_named(tx, facts.values())
    known = {
        each.id: {
            choices: of_offer(found, floors, currency_of(each.after), board)
            for choices, sku in skus[each.id].items()
            if (found := facts.get((each.account_id, sku)))
        }
        for each in new
    }
    return {
        change_id: replace(told.get(ALONE, Known()), inside=told)
        for change_id, told in known.items()
        if told
    }


def skus_of(after: Fields) -> Mapping[tuple[str, ...], str]:
    """By the choices of its variants; of what is sold as one thing there are none."""
    told = {
        each.choices: each.fields.get("sku") for each in variants_of(after.get("variants")) or ()
    }
    told = told or {ALONE: after.get("sku")}
    return {choices: sku for choices, sku in told.items() if isinstance(sku, str) and sku}


def sets_price(change: Change) -> bool:
    kind = KINDS[change.kind]
    return any(kind.gauge(name) in (Gauge.price, Gauge.variants) for name in change.after)


def named(changes: Sequence[Change]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for each in changes:
        if each.thing.remote_id:
            found.setdefault(each.account_id, set()).add(each.thing.remote_id)
    return found


def currency_of(after: Fields) -> str | None:
    inside = (each.fields.get("price") for each in variants_of(after.get("variants")) or ())
    moneys = (each for each in (*after.values(), *inside) if isinstance(each, Money))
    return next((each.currency for each in moneys), None)


def of_offer(
    facts: OfferFacts, floors: Mapping[UUID, SetFloor], currency: str | None, board: Board
) -> Known:
    """In the currency of the price where a rate is known; else as given, which the guard holds."""
    link = facts.link
    held = floors_of(floors, link.id, link.variant_id, facts.category_ids)
    return Known(highest(held, currency, board), cost_of(facts.costs, currency, board))


def highest(held: Sequence[SetFloor], currency: str | None, board: Board) -> Floor | None:
    best: tuple[Money, SetFloor] | None = None
    for each in held:
        minor = board.minor(each.price, currency) if currency else None
        if minor is None or currency is None:
            return floor_of(each.price, each)  # not comparable: a person looks at it
        if best is None or best[0].minor < minor:
            best = Money(currency, minor), each
    return floor_of(*best) if best else None


def floor_of(price: Money, held: SetFloor) -> Floor:
    return Floor(price, f"{SET} on {day(held.since)} by {held.by}")


def cost_of(costs: Mapping[str, UnitCost], currency: str | None, board: Board) -> UnitCost | None:
    """What it costs with everything, or else what the supplier asks."""
    cost = costs.get("landed") or costs.get("supplier")
    if cost is None or currency is None:
        return cost
    return board.converted(cost, currency) or cost
