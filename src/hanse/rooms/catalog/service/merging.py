"""Two products become one, or variants leave for a product of their own. Each undoes the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.edits import rechosen
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.service import editing, facts, making
from hanse.rooms.catalog.service.telling import Told, tell_changed, tell_edited
from hanse.rooms.catalog.store import goods, merging
from hanse.rooms.catalog.store import offers as links
from hanse.trade.fields import Value, difference

MERGED_FIELDS = (*fields.LINES, *fields.HTML, "brand_id", "category_id", "tags", "options")


@dataclass(frozen=True, slots=True)
class Clash:
    """A field in which both say something, and not the same."""

    field: str
    kept: Value
    other: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge does, or has done. Where both say something, `into` is kept unless chosen
    otherwise; where it says nothing, the other one fills it."""

    into_id: UUID
    from_id: UUID
    clashes: Sequence[Clash]
    filled: Sequence[str]
    variants: int
    offers: int


def compared(into: Product, other: Product) -> tuple[Sequence[Clash], Sequence[str]]:
    here, there = fields.of_product(into), fields.of_product(other)
    names = [*MERGED_FIELDS, *(name for name in there if name.startswith(fields.ATTRIBUTE))]
    differing = [
        each for each in difference(here, {name: there[name] for name in names}) if each.after
    ]
    clashes = [Clash(each.field, each.before, each.after) for each in differing if each.before]
    return clashes, [each.field for each in differing if not each.before]


async def preview(tx: Tx, into_id: UUID, from_id: UUID) -> Merged:
    """What would clash, and how much would move."""
    into, other = both(await goods.products(tx, [into_id, from_id]), into_id, from_id)
    clashes, filled = compared(into, other)
    variants = (await goods.variants_of(tx, [from_id]))[from_id]
    offers = await links.of_products(tx, [from_id])
    return Merged(into_id, from_id, clashes, filled, len(variants), len(offers))


async def merge(tx: Tx, into_id: UUID, from_id: UUID, take: Sequence[str] = ()) -> Merged:
    """The variants and offers of one product move to the other, which takes the fields in `take`
    from it. The first is archived; splitting the variants off again brings it back."""
    into, other = both(await goods.locked_products(tx, [into_id, from_id]), into_id, from_id)
    clashes, filled = compared(into, other)
    if unknown := set(take) - {each.field for each in clashes}:
        sentence = f"{', '.join(sorted(unknown))[:100]}: both say the same there."
        raise refused("take", sentence, "Name only fields that differ.")
    there, here = fields.of_product(other), fields.of_product(into)
    chosen = {name: there[name] for name in (*filled, *take)}
    merged = fields.product_of(into_id, {**here, **chosen}, into.version)
    moved = await move(tx, other, merged)
    archived = replace(other, state=State.archived)
    await goods.put_products(tx, [merged, archived])
    await merging.add(tx, from_id, into_id, [each.id for each in moved])
    before = {name: here.get(name) for name in chosen}
    await tell_edited(tx, [Told(into_id, None, ", ".join(sorted(chosen)), before, chosen)])
    ids = [each.id for each in moved]
    await log.append(
        tx,
        *(
            facts.ProductMerged(each, from_id, into_id, other.title[:200], ids[: facts.IDS_MAX])
            for each in (into_id, from_id)
        ),
    )
    await tell_changed(tx, {into_id, from_id}, ["state", "sku", *chosen])
    if other.state is State.active:
        await billing.give_back(tx, editing.FEATURE)
    offers = await links.of_variants(tx, ids)
    return Merged(into_id, from_id, clashes, filled, len(moved), len(offers))


async def move(tx: Tx, other: Product, into: Product) -> Sequence[Variant]:
    """All variants of one product go behind those of the other, with its options."""
    found = await goods.variants_of(tx, [other.id, into.id])
    last = max((each.position for each in found[into.id]), default=-1)
    if len(found[other.id]) + len(found[into.id]) > making.VARIANTS_MAX:
        sentence = f"Together they have more than {making.VARIANTS_MAX:,} variants."
        raise refused("from_id", sentence, "Archive variants that you need no more.")
    options = into.options or other.options
    moved = [
        replace(
            each,
            product_id=into.id,
            choices=rechosen(other.options, options, each.choices) if options else (),
            position=last + 1 + place,
        )
        for place, each in enumerate(found[other.id])
    ]
    await goods.put_variants(tx, moved)
    await links.follow_variants(tx, {each.id: into.id for each in moved})
    return moved


async def split(tx: Tx, product_id: UUID, variant_ids: Sequence[UUID], title: str = "") -> UUID:
    """These variants leave for a product of their own, with their offers. Where exactly those leave
    that once came by a merge, the product that they came from is there again."""
    product = (await goods.locked_products(tx, [product_id])).get(product_id)
    if product is None:
        raise Gone("There is no such product here, or not any more.")
    variants = (await goods.variants_of(tx, [product_id]))[product_id]
    leaving = [each for each in variants if each.id in set(variant_ids)]
    if not leaving or len(leaving) != len(set(variant_ids)):
        raise refused("variant_ids", "These are no variants of it.", "Choose some of its variants.")
    if len(leaving) == len(variants):
        raise refused("variant_ids", "All of its variants would leave.", "Leave one at least.")
    back = await merging.from_merge(tx, product_id, [each.id for each in leaving])
    named = fields.checked("title", title or product.title, fields.NOTHING_KNOWN)
    if isinstance(named, Finding):
        raise Rejected(named.sentence, [named], named.next_step)
    new = await home_of(tx, product, str(named), back, keep_title=not title)
    moved = [
        replace(
            each,
            product_id=new.id,
            choices=rechosen(product.options, new.options, each.choices),
            position=place,
        )
        for place, each in enumerate(leaving)
    ]
    await goods.put_variants(tx, moved)
    await links.follow_variants(tx, {each.id: new.id for each in moved})
    if back:
        await merging.note_undone(tx, product_id, back)
    ids = [each.id for each in moved][: facts.IDS_MAX]
    await log.append(
        tx,
        *(
            facts.ProductSplit(each, product_id, new.id, new.title[:200], ids)
            for each in (product_id, new.id)
        ),
    )
    await goods.touch_products(tx, [product_id])
    await tell_changed(tx, {product_id, new.id}, ["state", "sku"])
    if new.state is State.active:
        await billing.allow(tx, editing.FEATURE)
    return new.id


async def home_of(
    tx: Tx, product: Product, title: str, back: UUID | None, *, keep_title: bool
) -> Product:
    """The product that the variants came from, or a new one like the one that they leave."""
    if back:
        found = (await goods.locked_products(tx, [back]))[back]
        new = replace(found, state=State.active, title=found.title if keep_title else title)
        await goods.put_products(tx, [new])
        return new
    new = replace(product, id=tx.ids.new(), title=title, handle="", version=1)
    await goods.add_products(tx, [new])
    return new


def both(found: Mapping[UUID, Product], into_id: UUID, from_id: UUID) -> tuple[Product, Product]:
    if into_id == from_id:
        raise refused("from_id", "A product cannot be merged with itself.", "Choose another one.")
    if into_id not in found:
        raise Gone("There is no such product here, or not any more.")
    if from_id not in found:
        raise refused("from_id", "The other product is not here.", "Choose one that there is.")
    return found[into_id], found[from_id]


def refused(field: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, "refused", sentence, step, field)], step)
