"""New products: typed, brought in a file, or made of what a shop lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.service import editing, facts
from hanse.rooms.catalog.service.telling import Told, tell_changed, tell_edited
from hanse.rooms.catalog.store import goods
from hanse.trade.fields import NOTHING, Fields, Value

MAKE_MAX = 10_000
VARIANTS_MAX = 2_048  # of one product
HOWS = {"typed": "by hand", "listing": "of a listing", "file": "of a file"}
LEAVE_OUT = "Leave it out, or make an attribute of it first."
NEW_PRODUCT: Fields = {
    **dict.fromkeys((*fields.LINES, *fields.HTML), ""),
    **dict.fromkeys(("tags", "options"), ()),
    **dict.fromkeys(("brand_id", "category_id"), None),
    "state": "active",
}
NEW_VARIANT: Fields = {
    "sku": "",
    "gtin": "",
    "choices": (),
    "weight_g": None,
    "price": None,
    "state": "active",
    "position": 0,
}


@dataclass(frozen=True, slots=True)
class NewGoods:
    """A product to be made, with its variants; what is not said is empty. One without variants gets
    one, for something must be sold."""

    fields: Fields
    variants: Sequence[Fields] = (NOTHING,)


@dataclass(frozen=True, slots=True)
class Unmade:
    """Why a row became no product; `place` counts from 0."""

    place: int
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Made:
    product_ids: Sequence[UUID]
    unmade: Sequence[Unmade]

    def demand_all(self) -> None:
        if self.unmade:
            findings = self.unmade[0].findings
            raise Rejected(findings[0].sentence, findings, findings[0].next_step)


async def make(tx: Tx, new: Sequence[NewGoods], how: str) -> Made:
    """Make those that can be; the others say why. Translations are edited in afterwards."""
    if len(new) > MAKE_MAX:
        raise Rejected(
            f"{len(new):,} products at once; {MAKE_MAX:,} are the most.",
            next_step="Make them in parts.",
        )
    asked = [Edit(tx.ids.new(), *each) for row in new for each in edits_of(row)]
    known = await editing.known(tx, asked)
    made: list[tuple[int, Product, Sequence[Variant]]] = []
    unmade = []
    for place, row in enumerate(new):
        product_id = tx.ids.new()
        product, findings = read_product(product_id, row, known)
        variants, more = read_variants(tx, product, row, known)
        if wrong := [*findings, *more]:
            unmade.append(Unmade(place, wrong))
        else:
            made.append((place, product, variants))
    good, taken = await without_taken_skus(tx, made)
    await add(tx, [each[1] for each in good], [one for each in good for one in each[2]], how)
    return Made(
        [each[1].id for each in good], sorted([*unmade, *taken], key=lambda each: each.place)
    )


def edits_of(row: NewGoods) -> Sequence[tuple[str, Value, Value]]:
    return [(name, None, value) for name, value in row.fields.items()]


def read_product(
    product_id: UUID, row: NewGoods, known: fields.Known
) -> tuple[Product, Sequence[Finding]]:
    values, findings = dict(NEW_PRODUCT), []
    for name, given in {"title": "", **row.fields}.items():
        of_product = name in fields.PRODUCT or name.startswith(fields.ATTRIBUTE)
        value = (
            fields.checked(name, given, known)
            if of_product
            else fields.wrong(name, "no_field", f"A product has no field {name[:60]!r}.", LEAVE_OUT)
        )
        if isinstance(value, Finding):
            findings.append(value)
        else:
            values[name] = value
    if not 1 <= len(row.variants) <= VARIANTS_MAX:
        sentence = f"A product has from 1 to {VARIANTS_MAX:,} variants, not {len(row.variants):,}."
        findings.append(fields.wrong("variants", "count", sentence, "Make several products."))
    return fields.product_of(product_id, values, 1), findings


def read_variants(
    tx: Tx, product: Product, row: NewGoods, known: fields.Known
) -> tuple[Sequence[Variant], Sequence[Finding]]:
    variants, findings = [], []
    for place, given in enumerate(row.variants[:VARIANTS_MAX]):
        values = {**NEW_VARIANT, "position": place}
        for name, raw in {"choices": (), **given}.items():
            value = fields.checked(name, raw, known)
            if name == "choices" and isinstance(value, tuple):
                value = fields.for_options(value, product.options)
            if name not in fields.VARIANT and not isinstance(value, Finding):
                sentence = f"A variant has no field {name[:60]!r}."
                value = fields.wrong(name, "no_field", sentence, LEAVE_OUT)
            if isinstance(value, Finding):
                findings.append(of_variant(value, place))
            else:
                values[name] = value
        blank = Variant(tx.ids.new(), product.id)
        variants.append(fields.variant_of(blank, values, 1))
    return variants, findings


def of_variant(finding: Finding, place: int) -> Finding:
    where = f"variants.{place}.{finding.field}"
    return Finding(finding.severity, finding.code, finding.sentence, finding.next_step, where)


async def without_taken_skus(
    tx: Tx, made: Sequence[tuple[int, Product, Sequence[Variant]]]
) -> tuple[Sequence[tuple[int, Product, Sequence[Variant]]], Sequence[Unmade]]:
    await goods.lock_skus(tx)
    skus = [one.sku for _, _, variants in made for one in variants if one.sku]
    holders = {
        sku: f"the product '{title[: editing.SIGHT]}'"
        for sku, _, _, title in await goods.sku_holders(tx, skus)
    }
    good, unmade = [], []
    for place, product, variants in made:
        findings = []
        own: set[str] = set()
        for number, one in enumerate(variants):
            if one.sku and (one.sku in holders or one.sku in own):
                holder = holders.get(one.sku, "another variant of this product")
                finding = fields.wrong(
                    *("sku", "sku_taken", f"The SKU '{one.sku}' belongs to {holder}."),
                    "Give this variant another one, or leave it empty.",
                )
                findings.append(of_variant(finding, number))
            own.add(one.sku)
        if findings:
            unmade.append(Unmade(place, findings))
        else:
            good.append((place, product, variants))
            name = f"the product '{product.title[: editing.SIGHT]}', made in the same go"
            holders |= dict.fromkeys(filter(None, own), name)
    return good, unmade


async def add(
    tx: Tx,
    products: Sequence[Product],
    variants: Sequence[Variant],
    how: str,
    notes: Mapping[UUID, Sequence[str]] | None = None,
) -> None:
    """Write them down as they are, if the plan holds so many."""
    if not products:
        return
    await goods.add_products(tx, products)
    await goods.add_variants(tx, variants)
    counts = Counter(each.product_id for each in variants)
    said, words = notes or {}, HOWS.get(how, how)
    made = [
        facts.ProductMade(each.id, each.title, words, counts[each.id], said.get(each.id, ()))
        for each in products
    ]
    await log.append(tx, *made)
    await tell_changed(tx, [each.id for each in products], fields.PRODUCT)
    if active := sum(each.state is State.active for each in products):
        await billing.allow(tx, editing.FEATURE, active)


async def add_variants(tx: Tx, product_id: UUID, given: Sequence[Fields]) -> None:
    """More variants of a product that there is: all of them, or none."""
    if not given:
        return
    product = (await goods.locked_products(tx, [product_id])).get(product_id)
    if product is None:
        raise Gone("There is no such product here, or not any more.")
    there = (await goods.variants_of(tx, [product_id]))[product_id]
    if len(there) + len(given) > VARIANTS_MAX:
        raise refused("new_variants", f"A product has at most {VARIANTS_MAX:,} variants.")
    rows = [{"position": len(there) + place, **each} for place, each in enumerate(given)]
    new, findings = read_variants(tx, product, NewGoods(NOTHING, rows), fields.NOTHING_KNOWN)
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    _, taken = await without_taken_skus(tx, [(0, product, new)])
    Made((), taken).demand_all()
    await goods.add_variants(tx, new)
    await goods.touch_products(tx, [product_id])
    what = f"{len(new)} new variants: {', '.join(each.sku or 'without SKU' for each in new[:20])}"
    told = [
        Told(product_id, each.id, what, NOTHING, {"sku": each.sku, "choices": each.choices})
        for each in new
    ]
    await tell_edited(tx, told)
    await tell_changed(tx, [product_id], ["sku"])


def refused(field: str, sentence: str) -> Rejected:
    step = "Read it again, and correct what was sent."
    return Rejected(sentence, [fields.wrong(field, "refused", sentence, step)], step)
