"""Editing: each edit brings what its editor saw in the field, and only that field is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.edits import EDITS_MAX, Clash, Refusal, apply, by_thing, rechosen
from hanse.rooms.catalog.model.edits import Edit as Edit
from hanse.rooms.catalog.model.edits import Edited as Edited
from hanse.rooms.catalog.model.fields import Known
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.service.telling import Told, tell_changed, tell_edited
from hanse.rooms.catalog.store import beside, goods, naming
from hanse.trade.fields import Fields, Value, same

FEATURE = "products"  # of which a plan holds so many
SIGHT = 60  # of a title in a sentence


@dataclass(frozen=True, slots=True)
class Standing:
    """The things that are edited, locked, as they stand."""

    products: Mapping[UUID, Product]
    variants: Mapping[UUID, Variant]
    translations: Mapping[UUID, Fields]
    options: Mapping[UUID, Value]  # of the products of the variants, as they will be

    def of(self, thing_id: UUID) -> Fields | None:
        if product := self.products.get(thing_id):
            return {**fields.of_product(product), **self.translations.get(thing_id, {})}
        variant = self.variants.get(thing_id)
        return fields.of_variant(variant) if variant else None

    def takes(self, thing_id: UUID, field: str) -> bool:
        if thing_id in self.variants:
            return field in fields.VARIANT
        return field not in fields.VARIANT or field == "state"


@dataclass(frozen=True, slots=True)
class Changed:
    """What becomes of the things: their fields before and after."""

    before: Mapping[UUID, Fields]
    after: Mapping[UUID, Fields]


async def edit(tx: Tx, edits: Sequence[Edit]) -> Edited:
    """Do what can be done; `Edited` tells what clashed with somebody else and what is refused.

    `edited.demand_all()` afterwards makes it all or nothing.
    """
    if len(edits) > EDITS_MAX:
        raise Rejected(
            f"{len(edits):,} edits at once; {EDITS_MAX:,} are the most.",
            next_step="Send them in parts.",
        )
    standing = await locked(tx, edits)
    good, refused = checked(edits, standing, await known(tx, edits))
    good, taken = await without_taken_skus(tx, good, standing)
    changed, clashes = applied(good, standing)
    await write(tx, standing, changed)
    return Edited(
        tuple(changed.after),
        sum(len(each) for each in changed.after.values()),
        tuple(clashes),
        (*refused, *taken),
    )


async def locked(tx: Tx, edits: Sequence[Edit]) -> Standing:
    """Products before variants, everybody in the same order."""
    ids = list({each.id for each in edits})
    products = await goods.locked_products(tx, ids)
    variants = await goods.locked_variants(tx, [each for each in ids if each not in products])
    translated = {each.id for each in edits if each.field.startswith(fields.TRANSLATION)}
    texts: dict[UUID, dict[str, str]] = {}
    if translated:
        for product_id, language, field, text in await beside.translations(tx, list(translated)):
            name = f"{fields.TRANSLATION}{language}.{field}"
            texts.setdefault(product_id, {})[name] = text
    owners = sorted({each.product_id for each in variants.values()})
    options: dict[UUID, Value] = {
        **{each.id: each.options for each in (await goods.products(tx, owners)).values()},
        **{each.id: each.now for each in edits if each.field == "options"},
    }
    return Standing(products, variants, texts, options)


async def known(tx: Tx, edits: Sequence[Edit]) -> Known:
    """What the new values may name."""
    brand_ids = [UUID(each) for each in references(edits, "brand_id")]
    brands = await naming.brands_named(tx, brand_ids) if brand_ids else {}
    categories = await naming.categories(tx, None) if references(edits, "category_id") else ()
    attributed = any(each.field.startswith(fields.ATTRIBUTE) for each in edits)
    return Known(
        await naming.attributes(tx) if attributed else {},
        frozenset(brands),
        frozenset(each.id for each in categories),
    )


def references(edits: Sequence[Edit], field: str) -> set[str]:
    found = set()
    for each in edits:
        if each.field == field and isinstance(each.now, str):
            try:
                found.add(str(UUID(each.now)))
            except ValueError:
                continue  # the check of the field says so
    return found


def checked(
    edits: Sequence[Edit], standing: Standing, known: Known
) -> tuple[Sequence[Edit], Sequence[Refusal]]:
    """The edits with their values as they are kept, and those that cannot be."""
    good, refused = [], []
    for each in edits:
        found = standing.of(each.id)
        if found is None:
            sentence, step = "There is no such product or variant.", "Read the list again."
            refused.append(Refusal(each, fields.wrong(each.field, "gone", sentence, step)))
            continue
        if not standing.takes(each.id, each.field):
            noun = "variant" if each.id in standing.variants else "product"
            sentence = f"A {noun} has no field {each.field[:60]!r}."
            step = f"Edit it on the {'product' if noun == 'variant' else 'variant'}."
            refused.append(Refusal(each, fields.wrong(each.field, "no_field", sentence, step)))
            continue
        value = fields.checked(each.field, each.now, known)
        if each.field == "choices" and isinstance(value, tuple):
            value = fields.for_options(
                value, standing.options[standing.variants[each.id].product_id]
            )
        if isinstance(value, Finding):
            refused.append(Refusal(each, value))
        else:
            good.append(replace(each, now=value))
    return good, refused


async def without_taken_skus(
    tx: Tx, edits: Sequence[Edit], standing: Standing
) -> tuple[Sequence[Edit], Sequence[Refusal]]:
    """An SKU belongs to one active variant of the workspace; what would be a second is refused.

    Two variants that are edited together may exchange theirs.
    """
    concerned = {
        each.id for each in edits if each.id in standing.variants and each.field in ("sku", "state")
    }
    if not concerned:
        return edits, ()
    await goods.lock_skus(tx)
    changed, _ = applied(edits, standing)
    wanted: dict[str, list[UUID]] = {}
    for thing_id in sorted(concerned):
        now = {**fields.of_variant(standing.variants[thing_id]), **changed.after.get(thing_id, {})}
        if now["sku"] and now["state"] == State.active:
            wanted.setdefault(str(now["sku"]), []).append(thing_id)
    holders = {
        sku: f"the product '{title[:SIGHT]}'"
        for sku, variant_id, _, title in await goods.sku_holders(tx, list(wanted))
        if variant_id not in concerned
    }
    late = {
        variant_id: holders.get(sku) or "another row of these edits"
        for sku, ids in wanted.items()
        for variant_id in (ids if sku in holders else ids[1:])
    }
    good, refused = [], []
    for each in edits:
        if each.id in late and each.field in ("sku", "state"):
            refused.append(Refusal(each, taken(each, standing, late[each.id])))
        else:
            good.append(each)
    return good, refused


def taken(edit: Edit, standing: Standing, holder: str) -> Finding:
    sku = edit.now if edit.field == "sku" else standing.variants[edit.id].sku
    return Finding(
        Severity.error,
        "sku_taken",
        f"The SKU '{sku}' belongs to {holder}.",
        "Give this variant another one, or change the other one first.",
        edit.field,
    )


def applied(edits: Sequence[Edit], standing: Standing) -> tuple[Changed, Sequence[Clash]]:
    before: dict[UUID, Fields] = {}
    after: dict[UUID, Fields] = {}
    clashes: list[Clash] = []
    for thing_id, asked in by_thing(edits).items():
        found = standing.of(thing_id)
        assert found is not None, "what is not there was refused"
        outcome = apply(found, asked)
        clashes += outcome.clashes
        if outcome.after:
            before[thing_id], after[thing_id] = outcome.before, outcome.after
    return Changed(before, after), clashes


async def write(tx: Tx, standing: Standing, changed: Changed) -> None:
    products = [
        fields.product_of(each, {**fields.of_product(found), **changed.after[each]}, found.version)
        for each, found in standing.products.items()
        if each in changed.after
    ]
    variants = [
        fields.variant_of(found, {**fields.of_variant(found), **changed.after[each]}, found.version)
        for each, found in standing.variants.items()
        if each in changed.after
    ]
    if products:
        await goods.put_products(tx, products)
        await write_translations(tx, changed)
        variants = [*variants, *await follow_options(tx, standing, products, variants)]
    if variants:
        await goods.put_variants(tx, variants)
        owners = {each.product_id for each in variants} - {each.id for each in products}
        await goods.touch_products(tx, sorted(owners))
    await tell(tx, standing, changed, variants)
    await count_active(tx, standing, products)


async def count_active(tx: Tx, standing: Standing, products: Sequence[Product]) -> None:
    """An archived product leaves room in the plan, and one that comes back needs it."""
    more = sum(
        (each.state is State.active) - (standing.products[each.id].state is State.active)
        for each in products
    )
    if more > 0:
        await billing.allow(tx, FEATURE, more)
    elif more < 0:
        await billing.give_back(tx, FEATURE, -more)


async def write_translations(tx: Tx, changed: Changed) -> None:
    put, drop = [], []
    for product_id, after in changed.after.items():
        for name, value in after.items():
            if name.startswith(fields.TRANSLATION):
                _, language, field = name.split(".", 2)
                if value is None:
                    drop.append((product_id, language, field))
                else:
                    put.append((product_id, language, field, str(value)))
    if put:
        await beside.put_translations(tx, put)
    if drop:
        await beside.drop_translations(tx, drop)


async def follow_options(
    tx: Tx, standing: Standing, products: Sequence[Product], edited: Sequence[Variant]
) -> Sequence[Variant]:
    """Under other options a variant keeps the choices that still have one."""
    new = {
        each.id: each
        for each in products
        if not same(each.options, standing.products[each.id].options)
    }
    by_hand = {each.id for each in edited}
    return [
        replace(variant, choices=rechosen(old.options, new[product_id].options, variant.choices))
        for product_id, found in (await goods.variants_of(tx, list(new))).items()
        if (old := standing.products[product_id])
        for variant in found
        if variant.id not in by_hand
    ]


async def tell(tx: Tx, standing: Standing, changed: Changed, variants: Sequence[Variant]) -> None:
    told = []
    for thing_id, after in changed.after.items():
        variant = standing.variants.get(thing_id)
        what = f"{', '.join(sorted(after))}"
        told.append(
            Told(
                variant.product_id if variant else thing_id,
                thing_id if variant else None,
                f"{what} of {variant.sku or ' / '.join(variant.choices) or 'a variant'}"
                if variant
                else what,
                changed.before[thing_id],
                after,
            )
        )
    await tell_edited(tx, told)
    product_ids = {each.product_id for each in told} | {each.product_id for each in variants}
    await tell_changed(tx, product_ids, {name for each in told for name in each.after})
