"""Which listing of a shop is which product: by SKU, then by barcode, and only where it is clear on
both sides; else a person is asked. Nothing is ever matched silently."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.base.text import fold
from hanse.rooms.catalog.model import barcodes
from hanse.rooms.catalog.model.goods import OfferLink, State, Variant
from hanse.rooms.catalog.model.listings import Listing, gtin_key_of, remote_name, sku_of
from hanse.trade.goods import Offer

CANDIDATES_MAX = 5


class How(StrEnum):
    sku = "sku"
    barcode = "barcode"
    likeness = "likeness"
    person = "person"
    made = "made"


class Why(StrEnum):
    """Why a person is asked."""

    unknown = "unknown"  # nothing of ours has its codes
    some = "some"  # only some of its offers are known
    several = "several"  # its codes lead to more than one product
    disagree = "disagree"  # its SKU says one thing and its barcode another
    twice_here = "twice_here"  # several of our variants have its barcode
    twice_there = "twice_there"  # several offers of the shop have its code
    taken = "taken"  # the variant is sold under another listing of this shop already
    new_variant = "new_variant"  # a known listing has an offer that is not known
    unlinked = "unlinked"  # a person said that it is not what it was taken for


@dataclass(frozen=True, slots=True)
class Index:
    """What our goods and the shop have of the codes in question."""

    by_sku: Mapping[str, tuple[UUID, UUID]]  # variant and product
    by_gtin: Mapping[str, Sequence[tuple[UUID, UUID]]]
    there: Mapping[tuple[How, str], int]  # how many offers of the shop bear this code
    sold: Mapping[UUID, str]  # our variants that this shop sells: under which name
    linked: Mapping[str, tuple[UUID, UUID]]  # offers that are known: variant and product


@dataclass(frozen=True, slots=True)
class Target:
    variant_id: UUID
    product_id: UUID
    how: How


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that it may be. `nearness` is 1 where a code says so."""

    product_id: UUID
    how: How
    nearness: float


@dataclass(frozen=True, slots=True)
class Decision:
    """`targets` are clear, by the name of the offer. With `why` a person is asked as well."""

    targets: Mapping[str, Target]
    why: Why | None
    candidates: Sequence[Candidate] = ()


def decide(listing: Listing, index: Index) -> Decision:
    fresh = [offer for offer in listing.offers if remote_name(offer) not in index.linked]
    if not fresh:
        return Decision({}, None)
    looked = {remote_name(offer): target_of(offer, index) for offer in fresh}
    clear = {name: each for name, each in looked.items() if isinstance(each, Target)}
    homes = {
        index.linked[name][1]
        for offer in listing.offers
        if (name := remote_name(offer)) in index.linked
    }
    if homes:
        ours = {name: each for name, each in clear.items() if each.product_id in homes}
        why = None if len(ours) == len(fresh) and unlike(ours) else Why.new_variant
        found = [Candidate(each, How.sku, 1.0) for each in sorted(homes)]
        return Decision(ours if unlike(ours) else {}, why, found)
    why = doubt(looked, clear)
    return Decision({} if why else clear, why, hinted(fresh, index))


def doubt(looked: Mapping[str, "Target | Why"], clear: Mapping[str, Target]) -> Why | None:
    """What speaks against linking all of these by themselves."""
    reasons = [each for each in looked.values() if isinstance(each, Why)]
    if serious := [each for each in reasons if each is not Why.unknown]:
        return serious[0]
    if not clear:
        return Why.unknown
    if reasons:
        return Why.some
    if len({each.product_id for each in clear.values()}) > 1 or not unlike(clear):
        return Why.several
    return None


def unlike(targets: Mapping[str, Target]) -> bool:
    """No two offers lead to the same variant."""
    return len({each.variant_id for each in targets.values()}) == len(targets)


def target_of(offer: Offer, index: Index) -> "Target | Why":
    sku, gtin = sku_of(offer), gtin_key_of(offer)
    by_sku = index.by_sku.get(sku) if sku else None
    by_gtin = index.by_gtin.get(gtin, ()) if gtin else ()
    if by_sku and by_gtin and by_sku not in by_gtin:
        return Why.disagree
    if not by_sku and len(by_gtin) > 1:
        return Why.twice_here
    found = by_sku or (by_gtin[0] if by_gtin else None)
    if found is None:
        return Why.unknown
    how, code = (How.sku, sku) if by_sku else (How.barcode, gtin or "")
    if index.there.get((how, code), 0) > 1:
        return Why.twice_there
    if index.sold.get(found[0], remote_name(offer)) != remote_name(offer):
        return Why.taken
    return Target(*found, how)


def hinted(offers: Sequence[Offer], index: Index) -> Sequence[Candidate]:
    """The products to which any code leads."""
    found: dict[UUID, Candidate] = {}
    for offer in offers:
        if hit := index.by_sku.get(sku_of(offer)):
            found.setdefault(hit[1], Candidate(hit[1], How.sku, 1.0))
        for hit in index.by_gtin.get(gtin_key_of(offer) or "", ()):
            found.setdefault(hit[1], Candidate(hit[1], How.barcode, 1.0))
    return list(found.values())[:CANDIDATES_MAX]


@dataclass(frozen=True, slots=True)
class Paired:
    """The offers of a listing under a product that a person chose: those that are variants of it,
    and those that are to become variants."""

    pairs: Sequence[tuple[Offer, UUID]]
    new: Sequence[Offer]


def pair(listing: Listing, variants: Sequence[Variant], linked: Sequence[OfferLink]) -> Paired:
    """By SKU, by barcode, by what a buyer chooses, or because there is one of each."""
    known = {link.remote_name for link in linked}
    left = [offer for offer in listing.offers if remote_name(offer) not in known]
    free = [each for each in variants if each.state is State.active]
    pairs: list[tuple[Offer, UUID]] = []
    for key_there, key_here in KEYS:
        here = unambiguous(free, key_here)
        for offer in list(left):
            key = key_there(offer)
            if key and key in here and [key_there(each) for each in left].count(key) == 1:
                chosen = here.pop(key)
                pairs.append((offer, chosen.id))
                free.remove(chosen)
                left.remove(offer)
    if len(left) == 1 and len(free) == 1 and not pairs and len(listing.offers) == 1:
        pairs.append((left.pop(), free[0].id))
    return Paired(pairs, left)


def unambiguous(variants: Sequence[Variant], key: "KeyHere") -> dict[str, Variant]:
    keys = [key(each) for each in variants]
    return {one: each for one, each in zip(keys, variants, strict=True) if keys.count(one) == 1}


def choices_there(offer: Offer) -> str:
    return "\0".join(sorted(fold(each.value or "") for each in offer.choices))


def choices_here(variant: Variant) -> str:
    return "\0".join(sorted(map(fold, variant.choices)))


def sku_here(variant: Variant) -> str:
    return variant.sku


def gtin_there(offer: Offer) -> str:
    return gtin_key_of(offer) or ""


def gtin_here(variant: Variant) -> str:
    return barcodes.key(variant.gtin) or ""


KeyThere = Callable[[Offer], str]
KeyHere = Callable[[Variant], str]
KEYS: Sequence[tuple[KeyThere, KeyHere]] = (
    (sku_of, sku_here),
    (gtin_there, gtin_here),
    (choices_there, choices_here),
)
