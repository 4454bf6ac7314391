"""What is made at a shop: in one call where the platform takes it whole, else in stages that one
set holds and one approval is for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Lane
from hanse.changes.model.planned import Target, Wish
from hanse.changes.model.states import IN_FLIGHT, State
from hanse.changes.service import planning as changes_planning
from hanse.changes.service import reading as changes_reading
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering
from hanse.rooms.listings.model import overlays, stages
from hanse.rooms.listings.model.calling import Called, as_called, category
from hanse.rooms.listings.model.goods import Goods
from hanse.rooms.listings.model.listings import Listing
from hanse.rooms.listings.model.plans import Outcome, Refusal
from hanse.rooms.listings.model.stages import CREATE, STATE, TOGETHER, VARIANT
from hanse.rooms.listings.service import calling
from hanse.rooms.listings.service.comparing import Seen
from hanse.rooms.listings.service.loading import Desk, Loaded
from hanse.trade import drafts
from hanse.trade.fields import Fields, Value
from hanse.trade.goods import ListingState
from hanse.trade.places import places_value

Lanes = Mapping[UUID, Sequence[Lane]]  # by listing: of the product, then of each variant


async def creations(desk: Desk, tx: Tx, seen: Sequence[Seen]) -> Outcome:
    """No parent stands before buyers before what can be bought of it. What was sent, and may have
    been made, is made no second time."""
    lanes = {each.loaded.listing.id: lanes_of(each.loaded) for each in seen}
    busy = await changes_reading.lanes_in(tx, flat(lanes), {*IN_FLIGHT, State.proven})
    there = await calling.called_at(tx, [each.loaded.account for each in seen])
    outcome = Outcome()
    for each in seen:
        loaded = each.loaded
        errors = [f for f in each.judged.findings if f.severity is Severity.error]
        if busy.intersection(lanes[loaded.listing.id]):
            errors = [stages.being_made(loaded.title, loaded.account.name)]
        wishes, why = wished(desk, each, there[loaded.account.id])
        outcome = outcome.joined(taken(desk, loaded, wishes, [*errors, *why]))
    return outcome


async def completions(desk: Desk, tx: Tx, seen: Sequence[Seen]) -> tuple[Outcome, Sequence[Seen]]:
    """Of what we made in stages that did not all come about: the missing ones, then buyers. And
    those of which nothing is missing."""
    lanes = {
        each.loaded.listing.id: lanes_of(each.loaded)
        for each in seen
        if in_stages(desk, each.loaded) and len(each.loaded.goods.variants) > 1
    }
    if not lanes:
        return Outcome(), seen
    made = await changes_reading.lanes_in(tx, flat(lanes), {State.proven})
    busy = await changes_reading.lanes_in(tx, flat(lanes), IN_FLIGHT)
    linked = await linked_to(tx, [each.loaded.listing for each in seen])
    there = await calling.called_at(tx, [each.loaded.account for each in seen])
    outcome, whole = Outcome(), []
    for each in seen:
        loaded, listing = each.loaded, each.loaded.listing
        mine = lanes.get(listing.id, ())
        goods = as_called(loaded.goods, there[listing.account_id])
        missing = [
            sold
            for sold, lane in zip(goods.variants, mine[1:], strict=False)
            if lane not in made and (listing.account_id, listing.remote_id, sold.id) not in linked
        ]
        if not mine or mine[0] not in made or not missing:
            whole.append(each)
            continue
        errors = [f for f in each.judged.findings if f.severity is Severity.error]
        if busy.intersection(mine):
            errors = [stages.being_made(loaded.title, loaded.account.name)]
        new = stages.variants(listing, loaded.title, goods, missing)
        wishes = [*new, stages.live(listing, loaded.title, new)]
        outcome = outcome.joined(taken(desk, loaded, wishes, errors))
    return outcome, whole


def taken(desk: Desk, loaded: Loaded, wishes: Sequence[Wish], errors: Sequence[Finding]) -> Outcome:
    """All of a listing, or nothing of it: what the platform would refuse is known before."""
    listing_id = loaded.listing.id
    why = [*errors, *(found for each in wishes for found in refused(desk, loaded, each))]
    if why:
        return Outcome(refusals=(Refusal(listing_id, tuple(dict.fromkeys(why))),))
    return Outcome(tuple(wishes), tuple(listing_id for _ in wishes))


def refused(desk: Desk, loaded: Loaded, wish: Wish) -> Sequence[Finding]:
    if wish.kind != VARIANT:
        return ()
    power = desk.hands.power(loaded.account.platform, wish.kind)
    target = wish.target if wish.target.parent_id else Target(None, power.port.stand_in)
    return changes_planning.not_taken(power, loaded.account.shop, target, {}, wish.after)


def wished(desk: Desk, seen: Seen, there: Called) -> tuple[Sequence[Wish], Sequence[Finding]]:
    loaded = seen.loaded
    listing, goods = loaded.listing, as_called(loaded.goods, there)
    power = desk.hands.powers.get((loaded.account.platform, CREATE))
    if power is None:
        return (), [no_power(loaded.account.name)]
    stands = category(goods, there) if "categories" in power.port.fields else None
    if isinstance(stands, Finding):
        return (), [stands]
    placed: Fields = {"categories": places_value([stands])} if stands else {}
    count = len(goods.variants)
    if count <= 1 or power.port.fields >= TOGETHER:
        after = known(loaded, {**sold_as(goods), **placed}, power.port.fields)
        made = Wish(loaded.account.id, CREATE, Target(None), after, loaded.title, mark=listing.mark)
        return (made,), ()
    if not in_stages(desk, loaded):
        return (), [several(goods.title, count, loaded.account.name)]
    texts = known(loaded, placed, power.port.fields)
    parent = stages.parent(listing, loaded.title, goods, texts)
    new = stages.variants(listing, loaded.title, goods, goods.variants)
    return (parent, *new, stages.live(listing, loaded.title, (parent, *new))), ()


def in_stages(desk: Desk, loaded: Loaded) -> bool:
    """Whether the platform has each stage, and takes an id that is still to come."""
    found = [
        desk.hands.powers.get((loaded.account.platform, each)) for each in (CREATE, VARIANT, STATE)
    ]
    ports = [each.port for each in found if each]
    return (
        len(ports) == len(found)
        and "options" in ports[0].fields
        and not ports[0].fields >= TOGETHER
        and all(each.stand_in for each in ports[1:])
    )


def known(loaded: Loaded, sold: Fields, fields: frozenset[str]) -> Fields:
    """What of it the platform can be told when it is made; what is empty is left out."""
    told: dict[str, Value] = {
        **overlays.wanted(loaded.fields),
        **sold,
        "state": ListingState.live.value,
    }
    return {
        name: value for name, value in told.items() if name in fields and value not in ("", None)
    }


def sold_as(goods: Goods) -> Fields:
    """One thing with its codes and its price, or each variant with its own."""
    if len(goods.variants) == 1:
        [one] = goods.variants
        return {"sku": one.sku, "gtin": one.gtin, "price": one.price}
    options = stages.options_of(goods)
    variants = [
        drafts.Variant(
            each.choices,
            {"sku": each.sku or None, "gtin": each.gtin or None, "price": each.price},
        )
        for each in goods.variants
    ]
    return {
        "options": drafts.options_value(options),
        "variants": drafts.variants_value(options, variants),
    }


def lanes_of(loaded: Loaded) -> Sequence[Lane]:
    listing = loaded.listing
    return [
        Lane(listing.account_id, stages.thing_of(listing), CREATE),
        *(
            Lane(listing.account_id, stages.thing_of_variant(listing, each.id), VARIANT)
            for each in loaded.goods.variants
        ),
    ]


def flat(lanes: Lanes) -> Sequence[Lane]:
    return [lane for each in lanes.values() for lane in each]


async def linked_to(
    tx: Tx, listings: Sequence[Listing]
) -> frozenset[tuple[UUID, str | None, UUID]]:
    links = await offering.links_of(tx, sorted({each.product_id for each in listings}))
    return frozenset((each.account_id, each.remote_product_id, each.variant_id) for each in links)


def several(title: str, count: int, shop: str) -> Finding:
    return Finding(
        Severity.error,
        "several_variants",
        f"{title} has {count} variants, and Hanse makes at {shop} only what is sold as one thing.",
        "Make it at the shop itself; it is known again by its SKUs when the shop is read.",
        "variants",
    )


def no_power(shop: str) -> Finding:
    sentence = f"Hanse cannot make a product at {shop}."
    return Finding(Severity.error, "no_power", sentence, "Make it at the shop itself.", "")
