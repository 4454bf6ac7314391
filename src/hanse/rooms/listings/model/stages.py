"""A product whose variants are made after it: the product as a draft, its variants, then buyers."""

from collections.abc import Sequence
from itertools import takewhile
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.model.planned import Target, Wish
from hanse.rooms.listings.model.goods import Goods, Sold
from hanse.rooms.listings.model.listings import Listing
from hanse.trade.drafts import choices_value, options_value
from hanse.trade.fields import Fields, Value
from hanse.trade.goods import Choice, ListingState, Option

CREATE, VARIANT, STATE = "products.create", "offers.create", "products.state"
TOGETHER = frozenset({"options", "variants"})  # what makes a product with all its variants at once
SKU_CHARS = 40  # of what its variants' SKUs begin with
MARK_CHARS = 32


def parent(listing: Listing, title: str, goods: Goods, texts: Fields) -> Wish:
    """Nobody can buy it yet, so nobody sees it."""
    told: dict[str, Value] = {
        **texts,
        "options": options_value(options_of(goods)),
        "sku": own_sku(listing, goods),
        "state": ListingState.draft.value,
    }
    return Wish(
        *(listing.account_id, CREATE, Target(None), told, title),
        mark=listing.mark,
    )


def options_of(goods: Goods) -> Sequence[Option]:
    return [
        Option(name, tuple(dict.fromkeys(each.choices[at] for each in goods.variants)))
        for at, name in enumerate(goods.options)
    ]


def own_sku(listing: Listing, goods: Goods) -> str:
    """By it the product is found again where the answer of the shop was lost. It begins as those of
    its variants do, and is no other listing's."""
    same = takewhile(
        lambda each: len(set(each)) == 1, zip(*(v.sku for v in goods.variants), strict=False)
    )
    start = "".join(each[0] for each in same)[:SKU_CHARS].strip(" -_./")
    return "-".join(filter(None, (start, listing.mark[-8:].upper())))


def variants(listing: Listing, title: str, goods: Goods, missing: Sequence[Sold]) -> Sequence[Wish]:
    """Where the product is not there yet, they wait for it."""
    new = listing.remote_id is None
    after = thing_of(listing) if new else ""
    return [
        Wish(
            *(listing.account_id, VARIANT, Target(None, listing.remote_id)),
            variant(goods, each),
            f"{title}: {' / '.join(each.choices)}",
            mark=mark_of(listing, each.id),
            waits_for=(after,) if new else (),
            named_by=after,
        )
        for each in missing
    ]


def variant(goods: Goods, sold: Sold) -> Fields:
    chosen = map(Choice, goods.options, sold.choices)
    told: dict[str, Value] = {
        "choices": choices_value(chosen),
        "sku": sold.sku,
        "gtin": sold.gtin,
        "price": sold.price,
        "state": ListingState.live.value,
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def live(listing: Listing, title: str, made: Sequence[Wish]) -> Wish:
    """Buyers come last, once the shop shows all of it."""
    new = listing.remote_id is None
    return Wish(
        *(listing.account_id, STATE, Target(listing.remote_id)),
        {"state": ListingState.live.value},
        title,
        mark=listing.mark if new else "",
        waits_for=tuple(thing_of_wish(each) for each in made),
        named_by=thing_of(listing) if new else "",
    )


def thing_of(listing: Listing) -> str:
    return f"products/new/{listing.mark}"


def thing_of_variant(listing: Listing, variant_id: UUID) -> str:
    return f"offers/new/{mark_of(listing, variant_id)}"


def thing_of_wish(wish: Wish) -> str:
    return f"{wish.kind.partition('.')[0]}/new/{wish.mark}"


def mark_of(listing: Listing, variant_id: UUID) -> str:
    return f"{listing.mark}{variant_id.hex}"


def named_in(mark: str) -> tuple[UUID, UUID | None] | None:
    """The listing that a mark is of, and the variant of it; None where it is of neither."""
    try:
        if len(mark) == MARK_CHARS:
            return UUID(hex=mark), None
        if len(mark) == 2 * MARK_CHARS:
            return UUID(hex=mark[:MARK_CHARS]), UUID(hex=mark[MARK_CHARS:])
    except ValueError:
        pass
    return None


def being_made(title: str, shop: str) -> Finding:
    return Finding(
        Severity.error,
        "being_made",
        f"{title} is on its way to {shop}, and what became of it is not known yet.",
        "Wait until it is, then publish again if something is missing.",
        "",
    )


def stays_a_draft(title: str, why: str) -> Finding:
    return Finding(
        Severity.error,
        "variant_refused",
        f"{title} was refused, so the product stays a draft that no buyer sees. {why}",
        "Correct the variant, then publish again: only what is missing is made.",
        "variants",
    )
