"""What shops should show against what they show: for a page of listings, set by set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Severity
from hanse.changes.model.owners import Owned, Owner
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import owning
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import media, offering
from hanse.rooms.listings.model import overlays, pictures, plans
from hanse.rooms.listings.model.listings import Listing, not_in_market
from hanse.rooms.listings.model.plans import Compared, Held, Outcome, Refusal, Side
from hanse.rooms.listings.service.loading import Desk, Judged, Loaded, judge, load
from hanse.rooms.listings.store import listings as store
from hanse.rooms.mirror.service import showing
from hanse.trade.fields import Fields, Picture, Value
from hanse.trade.pictures import pictures_of
from hanse.trade.ports_read import Kind

TEXTS, PLACES, CODES = "products.texts", "products.places", "offers.codes"
MEDIA = "products.media"
NONE: Fields = {}


@dataclass(frozen=True, slots=True)
class Seen:
    """A listing beside what its shop shows, side by side."""

    loaded: Loaded
    judged: Judged
    sides: Sequence[tuple[Side, Target, Compared]]
    pictures: int | None

    @property
    def lines(self) -> Sequence[plans.Line]:
        return [line for _, _, compared in self.sides for line in compared.lines]


async def look(
    desk: Desk, tx: Tx, listings: Sequence[Listing], *, by_person: bool
) -> Sequence[Seen]:
    """A few statements for each shop and kind, and a little work for each listing."""
    loaded = await load(desk, tx, listings)
    links = await links_of(tx, loaded)
    by_shop: dict[UUID, list[Loaded]] = {}
    for each in loaded:
        by_shop.setdefault(each.account.id, []).append(each)
    found: dict[UUID, Seen] = {}
    for account_id, group in by_shop.items():
        for seen in await at_shop(desk, tx, account_id, group, links, by_person=by_person):
            found[seen.loaded.listing.id] = seen
    return [found[each.listing.id] for each in loaded]


async def links_of(
    tx: Tx, loaded: Sequence[Loaded]
) -> Mapping[tuple[UUID, str], Sequence[OfferLink]]:
    """By the shop and its product, the variants that are sold there."""
    ids = sorted({each.goods.id for each in loaded if each.listing.remote_id})
    found: dict[tuple[UUID, str], list[OfferLink]] = {}
    for each in await offering.links_of(tx, ids) if ids else ():
        found.setdefault((each.account_id, each.remote_product_id), []).append(each)
    return found


async def at_shop(
    desk: Desk,
    tx: Tx,
    account_id: UUID,
    group: Sequence[Loaded],
    links: Mapping[tuple[UUID, str], Sequence[OfferLink]],
    *,
    by_person: bool,
) -> Sequence[Seen]:
    there = [each for each in group if each.listing.remote_id and not each.listing.market]
    targets = {
        each.listing.id: [
            *targets_of(each),
            *codes_of(each, links.get((account_id, each.listing.remote_id or ""), ())),
        ]
        for each in there
    }
    shown = await shown_of(desk, tx, account_id, group[0].account.platform, targets)
    things = sorted(
        {thing_of(kind, target) for each in targets.values() for kind, target, _ in each}
    )
    held = held_by_thing(await owning.owned(tx, account_id, things) if things else {})
    fetched = await media.fetched_from(tx, addresses(shown))
    remote_ids = [each.listing.remote_id for each in there if each.listing.remote_id]
    counts = await counts_of_pictures(tx, account_id, remote_ids)
    found = []
    for each in group:
        sides = [
            side
            for kind, target, ours in targets.get(each.listing.id, ())
            if (side := side_of(each, kind, target, ours, shown, held, fetched)) is not None
        ]
        count = counts.get(each.listing.remote_id or "")
        compared = [
            (side, target, plans.compare(side, by_person=by_person)) for side, target in sides
        ]
        found.append(Seen(each, judge(each, count), compared, count))
    return found


def targets_of(loaded: Loaded) -> Sequence[tuple[str, Target, Fields]]:
    wanted = overlays.wanted(loaded.fields)
    target = Target(loaded.listing.remote_id)
    return [
        (kind, target, {n: v for n, v in wanted.items() if overlays.KIND_OF.get(n) == kind})
        for kind in (TEXTS, PLACES, MEDIA)
    ]


def codes_of(loaded: Loaded, links: Sequence[OfferLink]) -> Sequence[tuple[str, Target, Fields]]:
    """The codes of each variant that is sold there; one that the product has not is no wish."""
    sold = {each.id: each for each in loaded.goods.variants}
    found: list[tuple[str, Target, Fields]] = []
    for link in links:
        variant = sold.get(link.variant_id)
        if variant is None:
            continue
        target = Target(link.remote_product_id)
        if link.remote_variant_id:
            target = Target(link.remote_variant_id, link.remote_product_id)
        told: dict[str, Value] = {"sku": variant.sku, "gtin": variant.gtin}
        found.append((CODES, target, {name: code for name, code in told.items() if code}))
    return found


async def shown_of(
    desk: Desk,
    tx: Tx,
    account_id: UUID,
    platform: str,
    targets: Mapping[UUID, Sequence[tuple[str, Target, Fields]]],
) -> Mapping[tuple[str, Target], Fields]:
    """By kind and thing what the shop shows; a kind that the platform cannot write is left out."""
    found: dict[tuple[str, Target], Fields] = {}
    for kind in (TEXTS, PLACES, CODES, MEDIA):
        power = desk.hands.powers.get((platform, kind))
        asked = [t for each in targets.values() for of, t, ours in each if of == kind and ours]
        if power is None or not asked:
            continue
        shown = await desk.hands.shown(tx, account_id, power.port, asked)
        found |= {(kind, target): fields for target, (fields, _) in shown.items()}
    return found


def side_of(
    loaded: Loaded,
    kind: str,
    target: Target,
    ours: Fields,
    shown: Mapping[tuple[str, Target], Fields],
    held: Mapping[str, Mapping[str, Held]],
    fetched: Mapping[str, str],
) -> tuple[Side, Target] | None:
    theirs = shown.get((kind, target))
    if theirs is None:
        return None
    there = pictures_in(theirs) if kind == MEDIA and ours else None
    if there is not None:
        known = frozenset(each.name for each in loaded.goods.pictures)
        mine = pictures.matched(pictures_in(ours) or (), there, fetched, known)
        ours = {overlays.IMAGES: mine}
    thing = thing_of(kind, target)
    pressed = plans.pressed(loaded.fields) if kind != CODES else frozenset[str]()
    return Side(thing, kind, ours, theirs, held.get(thing, {}), pressed), target


def pictures_in(fields: Fields) -> tuple[Picture, ...] | None:
    return pictures_of(fields.get(overlays.IMAGES))


def addresses(shown: Mapping[tuple[str, Target], Fields]) -> Sequence[str]:
    """Where the pictures are that shops show."""
    found = [
        each.address
        for (kind, _), fields in shown.items()
        if kind == MEDIA
        for each in pictures_in(fields) or ()
    ]
    return list(dict.fromkeys(filter(None, found)))


def thing_of(kind: str, target: Target) -> str:
    """As changes names it, and whoever owns fields of it."""
    return f"{kind.partition('.')[0]}/{target.remote_id}"


def held_by_thing(
    owned: Mapping[tuple[str, str], Owned],
) -> Mapping[str, Mapping[str, Held]]:
    found: dict[str, dict[str, Held]] = {}
    for (thing, name), each in owned.items():
        if each.owner is not Owner.channel:
            told = Held(each.owner, each.base, each.ours, each.base_known)
            found.setdefault(thing, {})[name] = told
    return found


async def counts_of_pictures(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Mapping[str, int]:
    if not remote_ids:
        return {}
    found = await showing.named(tx, account_id, Kind.products, remote_ids)
    return {remote_id: len(getattr(each, "images", ())) for remote_id, each in found.items()}


# What is proposed of it


def wishes(seen: Sequence[Seen]) -> Outcome:
    """A wish for each thing and kind that is to be otherwise; what cannot be is said."""
    made: list[Wish] = []
    of: list[UUID] = []
    refusals: list[Refusal] = []
    for each in seen:
        listing = each.loaded.listing
        if finding := not_in_market(listing, each.loaded.title):
            refusals.append(Refusal(listing.id, (finding,)))
            continue
        for side, target, compared in each.sides:
            if compared.after:
                title = each.loaded.title
                made.append(Wish(listing.account_id, side.kind, target, compared.after, title))
                of.append(listing.id)
    return Outcome(tuple(made), tuple(of), tuple(refusals))


def errors(seen: Sequence[Seen]) -> Outcome:
    """What a check would not let out: of these nothing is proposed."""
    refusals = tuple(
        Refusal(each.loaded.listing.id, found)
        for each in seen
        if (found := tuple(f for f in each.judged.findings if f.severity is Severity.error))
    )
    return Outcome(refusals=refusals)


async def keep(
    tx: Tx, seen: Sequence[Seen], sums: Mapping[UUID, bytes | None]
) -> Sequence[plans.Result]:
    """What was found is written to the listings; what the hub wants now, to whoever owns fields."""
    if not seen:
        return []
    results = [
        plans.standing_of(
            each.loaded.listing,
            [compared for *_, compared in each.sides],
            sums.get(each.loaded.listing.id, each.loaded.listing.compared),
        )
        for each in seen
    ]
    await store.found(tx, results)
    await store.judged(
        tx,
        [
            (
                each.loaded.listing.id,
                each.judged.score.points,
                each.judged.count(Severity.error),
                each.judged.count(Severity.warning),
                each.judged.status,
            )
            for each in seen
        ],
    )
    wanted: dict[UUID, dict[tuple[str, str], Value]] = {}
    for each in seen:
        for side, _, compared in each.sides:
            for name, value in compared.kept.items():
                wanted.setdefault(each.loaded.account.id, {})[side.thing, name] = value
    for account_id, values in wanted.items():  # as many as there are shops
        await owning.want(tx, account_id, values)
    return results


def without(outcome: Outcome, refused: frozenset[UUID]) -> Outcome:
    pairs = [
        pair for pair in zip(outcome.wishes, outcome.of, strict=True) if pair[1] not in refused
    ]
    return replace(
        outcome, wishes=tuple(wish for wish, _ in pairs), of=tuple(each for _, each in pairs)
    )
