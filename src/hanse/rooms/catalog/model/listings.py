"""What a shop lists, as it is matched to goods and made into goods. Nothing of it is lost: what
does not fit is left out with a word about it, and stays in the shop and in the mirror as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.base.text import clean, truncate
from hanse.rooms.catalog.model import barcodes, fields
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.trade import goods as trade
from hanse.trade.fields import Value
from hanse.trade.goods import ListingState, Offer

GRAMS: Mapping[str, Decimal] = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
GONE_STATES = {ListingState.trashed, ListingState.archived}
NOTES_MAX = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """A product of a shop with all its offers."""

    account_id: UUID
    product: trade.Product
    offers: tuple[Offer, ...]

    @property
    def remote_id(self) -> str:
        return self.product.remote_id

    @property
    def title(self) -> str:
        return clean(self.product.title or "") or self.sku or self.remote_id

    @property
    def sku(self) -> str:
        return next((code for offer in self.offers if (code := sku_of(offer))), "")

    @property
    def is_waiting(self) -> bool:
        """Not all of its offers are read yet."""
        known = {offer.variant_id for offer in self.offers}
        return not self.offers or any(each not in known for each in self.product.variant_ids)


def listing(account_id: UUID, product: trade.Product, apart: Sequence[Offer]) -> Listing:
    """What was read apart is newer than what the product tells of it."""
    offers = {offer.variant_id: offer for offer in (*product.offers, *apart)}
    if len(offers) > 1:
        offers.pop(None, None)  # sold by its variants, so not itself
    return Listing(account_id, product, tuple(offers.values()))


def sku_of(offer: Offer) -> str:
    text = fields.checked("sku", offer.sku, fields.NOTHING_KNOWN)
    return text if isinstance(text, str) else ""


def gtin_key_of(offer: Offer) -> str | None:
    return barcodes.key(offer.gtin or "")


def remote_name(offer: Offer) -> str:
    return offer.variant_id or offer.product_id


@dataclass(frozen=True, slots=True)
class Draft:
    """A product to be made of a listing. `brand` is a name; `notes` say what was left out."""

    product: Product
    variants: Sequence[Variant]
    brand: str
    notes: Sequence[str]


@dataclass(slots=True)
class Notes:
    """What is said of the fields that did not fit."""

    said: list[str] = field(default_factory=list)

    def text(self, name: str, given: str | None) -> str:
        """The text as it is kept, shortened where it is too long."""
        value = fields.checked(name, given or "", fields.NOTHING_KNOWN)
        if not isinstance(value, Finding):
            return str(value)
        self.said.append(f"{value.sentence} It was shortened; the shop keeps the whole.")
        most = {**fields.LINES, **fields.HTML, "sku": fields.SKU_CHARS_MAX}[name]
        return truncate(fields.UNKEEPABLE.sub("", given or "").strip(), most)


def draft(
    listed: Listing, product_id: UUID, variant_ids: Sequence[UUID], weight_unit: str | None
) -> Draft:
    """What the listing is as goods of ours. Every offer becomes a variant, in the order told."""
    notes, told = Notes(), listed.product
    options = options_of(listed)
    variants = [
        variant(offer, Variant(variant_id, product_id, position=place), options, weight_unit, notes)
        for place, (offer, variant_id) in enumerate(zip(listed.offers, variant_ids, strict=True))
    ]
    tags = fields.checked("tags", labels(told.tags), fields.NOTHING_KNOWN)
    if isinstance(tags, Finding):
        notes.said.append(f"{tags.sentence} They were left out here.")
    product = Product(
        id=product_id,
        title=notes.text("title", listed.title),
        description_html=notes.text("description_html", told.description_html),
        summary_html=notes.text("summary_html", told.summary_html),
        handle=notes.text("handle", told.handle),
        seo_title=notes.text("seo_title", told.seo_title),
        seo_description=notes.text("seo_description", told.seo_description),
        tags=tags if isinstance(tags, tuple) else (),  # type: ignore[arg-type]
        options=options,
        state=State.archived if told.state in GONE_STATES else State.active,
    )
    brand = next(iter(labels(told.brands)), "")
    return Draft(product, variants, truncate(clean(str(brand)), 200), notes.said[:NOTES_MAX])


def labels(found: Sequence[trade.Label]) -> tuple[Value, ...]:
    return tuple(each.name for each in found if each.name)


def options_of(listed: Listing) -> tuple[str, ...]:
    """As the product names them, and where it names none, as its offers do."""
    names = [each.name for each in listed.product.options]
    used = {choice.option for offer in listed.offers for choice in offer.choices}
    if not used:
        return ()
    named = [name for name in names if name in used]
    others = [choice.option for offer in listed.offers for choice in offer.choices]
    ordered = dict.fromkeys((*named, *others))
    return tuple(clean(name)[: fields.WORD_CHARS_MAX] for name in ordered)[: fields.OPTIONS_MAX]


def variant(
    offer: Offer, blank: Variant, options: Sequence[str], weight_unit: str | None, notes: Notes
) -> Variant:
    values = {clean(each.option): clean(each.value or "") for each in offer.choices}
    price = offer.regular or offer.price
    if price is not None and price.minor < 0:
        notes.said.append(f"The price {price} is below zero and was left out.")
        price = None
    return Variant(
        id=blank.id,
        product_id=blank.product_id,
        sku=notes.text("sku", offer.sku),
        gtin=gtin(offer, notes),
        choices=tuple(values.get(name, "")[: fields.WORD_CHARS_MAX] for name in options),
        weight_g=weight(offer, weight_unit, notes),
        price=price if isinstance(price, Money) else None,
        state=State.archived if offer.state in GONE_STATES else State.active,
        position=blank.position,
    )


def gtin(offer: Offer, notes: Notes) -> str:
    """One that is wrong is kept as it is, for the merchant wrote it, and is compared with none."""
    found = barcodes.read(offer.gtin or "")
    if isinstance(found, Finding):
        notes.said.append(str(found))
        return clean(offer.gtin or "")[: fields.SKU_CHARS_MAX]
    return found


def weight(offer: Offer, unit: str | None, notes: Notes) -> int | None:
    if not offer.weight:
        return None
    factor = GRAMS.get((unit or "").lower())
    try:
        grams = Decimal(offer.weight) * factor if factor else None
        if grams is not None and 0 <= grams <= fields.WEIGHT_G_MAX:
            return round(grams) or None
    except InvalidOperation:
        pass
    notes.said.append(f"The weight '{offer.weight[:40]} {unit or ''}' is none and was left out.")
    return None
