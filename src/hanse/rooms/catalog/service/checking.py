"""A table is checked: every row against the fields and against what there is. Nothing changes."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.engine.files.shelf import Shelf
from hanse.engine.sheets import reading as sheets
from hanse.engine.sheets.reading import Facts, Row
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model import sheets as model
from hanse.rooms.catalog.model.cells import Names
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.model.goods import Product, Variant
from hanse.rooms.catalog.model.imports import Import, ImportRow, ImportState, Plan, RowState
from hanse.rooms.catalog.model.sheets import Places, Wish, wrong
from hanse.rooms.catalog.service import importing, reading
from hanse.rooms.catalog.store import goods
from hanse.rooms.catalog.store import imports as store
from hanse.trade.fields import Fields, canonical, same

ROWS_AT_ONCE = 1_000
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]
Progress = Callable[[str, int | None, int | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class There:
    """What the rows of a page are about."""

    products: Mapping[UUID, Product]
    variants: Mapping[UUID, Variant]
    by_sku: Mapping[str, UUID]
    of_product: Mapping[UUID, Sequence[Variant]]
    texts: Mapping[UUID, Fields]


@dataclass(slots=True)
class Seen:
    """What the rows before said, so that no two of a file say different things."""

    variants: dict[UUID, int] = field(default_factory=dict)
    skus: dict[str, int] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    said: dict[tuple[object, str], tuple[str, int]] = field(default_factory=dict)


async def check(open_tx: OpenTx, shelf: Shelf, import_id: UUID, progress: Progress) -> None:
    """Every row gets a plan or its findings. Begun anew if somebody was killed at it."""
    async with open_tx() as tx:
        found = await importing.one(tx, import_id)
        if found.state is not ImportState.checking or found.places is None:
            return None
        await store.drop_rows(tx, import_id)
        names = await importing.names(tx)
    places = found.places
    try:
        content = await shelf.open(found.digest)
        rows = sheets.rows_of(content, Facts(found.format, found.encoding, found.delimiter))
        await asyncio.to_thread(next, rows)  # the heads
        seen, count = Seen(), 0
        while wishes := await asyncio.to_thread(wished, rows, len(found.columns), places, names):
            async with open_tx() as tx:
                there = await what_is_there(tx, wishes)
                planned = [plan(each, places, there, seen) for each in wishes]
                await store.add_rows(tx, import_id, planned)
            count += len(wishes)
            await progress("rows are checked", count, None)
    except (Rejected, Gone) as refused:
        finding = Finding(Severity.error, refused.code, refused.sentence, refused.next_step)
        return await end(open_tx, found, ImportState.failed, (*found.findings, finding))
    return await end(open_tx, found, ImportState.checked, found.findings)


def wished(rows: Iterator[Row], width: int, places: Places, names: Names) -> Sequence[Wish]:
    return [
        model.wished(row.number, row.cells, width, places, names)
        for row in islice(rows, ROWS_AT_ONCE)
    ]


async def end(
    open_tx: OpenTx, found: Import, state: ImportState, findings: Sequence[Finding]
) -> None:
    together = wrong(
        "together",
        "Another row of the same new product is refused, and it is made whole or not at all.",
        "Correct that row.",
        model.GROUP,
    )
    async with open_tx() as tx:
        now = await importing.one(tx, found.id, locked=True)
        if now.state is not ImportState.checking:
            return  # it was cancelled meanwhile
        await store.refuse_together(tx, found.id, together)
        counts = await store.counts(tx, found.id)
        await importing.move(tx, replace(now, state=state, findings=tuple(findings), counts=counts))


async def what_is_there(tx: Tx, wishes: Sequence[Wish]) -> There:
    skus = {str(each.variant["sku"]) for each in wishes if each.variant.get("sku")}
    by_sku = {sku: variant_id for sku, variant_id, *_ in await goods.sku_holders(tx, list(skus))}
    variant_ids = {*by_sku.values(), *(each.variant_id for each in wishes if each.variant_id)}
    variants = await reading.variants(tx, sorted(variant_ids))
    alone = {each.product_id for each in wishes if each.product_id and not each.variant_id}
    product_ids = {*alone, *(each.product_id for each in variants.values())}
    products = await reading.products(tx, sorted(product_ids))
    texts: dict[UUID, dict[str, str]] = {}
    named = {name for each in wishes for name in each.product}
    for language in sorted(
        {each.split(".")[1] for each in named if each.startswith(fields.TRANSLATION)}
    ):
        for product_id, found in (
            await reading.translations(tx, sorted(product_ids), language)
        ).items():
            texts.setdefault(product_id, {}).update(
                {f"{fields.TRANSLATION}{language}.{name}": text for name, text in found.items()}
            )
    return There(*(products, variants, by_sku, await reading.variants_of(tx, sorted(alone))), texts)


def plan(wish: Wish, places: Places, there: There, seen: Seen) -> ImportRow:
    """What the row will do, or all that is wrong with it."""
    findings = list(wish.findings)
    variant, product, lost = whom(wish, there)
    if lost:
        findings.append(lost)
    if variant and (before := seen.variants.setdefault(variant.id, wish.number)) != wish.number:
        findings.append(twice("variant", before))
    # Where there is a title, a row that names nothing of ours makes something.
    makes = places.creates and not (product or variant or lost)
    sku = str(wish.variant.get("sku") or "")
    if not (product or variant or lost) and not places.creates:
        about = f"the SKU '{sku}'" if sku else "what the row names"
        findings.append(
            wrong(
                *("gone", f"There is no variant with {about}."),
                *("Correct it, or have new products made.", "sku"),
            )
        )
    if sku and (before := seen.skus.setdefault(sku, wish.number)) != wish.number:
        findings.append(twice("SKU", before))
    lead = lead_of(wish, seen) if makes else wish.number
    owner: object = product.id if product else lead
    findings += [
        finding
        for name, value in wish.product.items()
        if (finding := said_otherwise(seen, owner, name, canonical(value), wish.number))
    ]
    if makes:
        findings += what_is_missing(wish, seen, lead)
    if findings:
        kept = tuple(findings[: model.FINDINGS_MAX])
        return ImportRow(wish.number, lead, RowState.refused, findings=kept)
    if makes:
        made = Plan(makes=(wish.product, wish.variant), costs=wish.costs)
        return ImportRow(wish.number, lead, RowState.ready, made)
    edits = (*edits_of_product(wish, product, there), *edits_of_variant(wish, variant))
    planned = Plan(edits, costs=wish.costs, variant_id=variant.id if variant else None)
    state = RowState.ready if edits or wish.costs else RowState.same
    return ImportRow(
        *(wish.number, lead, state, planned), product_id=product.id if product else None
    )


def whom(wish: Wish, there: There) -> tuple[Variant | None, Product | None, Finding | None]:
    """The variant and product that the row is about; nothing where it is about nothing of ours."""
    if wish.variant_id:
        variant = there.variants.get(wish.variant_id)
        if variant is None:
            step = "Take it as an export wrote it, or leave it empty."
            sentence = "There is no variant of this id."
            return None, None, wrong("gone", sentence, step, model.VARIANT_ID)
        return variant, there.products.get(variant.product_id), None
    if wish.product_id:
        product = there.products.get(wish.product_id)
        if product is None:
            step = "Take it as an export wrote it, or leave it empty."
            sentence = "There is no product of this id."
            return None, None, wrong("gone", sentence, step, model.PRODUCT_ID)
        return within(wish, product, there.of_product.get(product.id, ()))
    found = there.by_sku.get(str(wish.variant.get("sku") or ""))
    variant = there.variants.get(found) if found else None
    return variant, there.products.get(variant.product_id) if variant else None, None


def within(
    wish: Wish, product: Product, variants: Sequence[Variant]
) -> tuple[Variant | None, Product | None, Finding | None]:
    """Which variant of a product is meant: the one with this SKU, or the only one."""
    if not (wish.variant or wish.costs):
        return None, product, None
    sku = wish.variant.get("sku")
    fitting = [each for each in variants if sku and each.sku == sku]
    chosen = fitting or ([*variants] if len(variants) == 1 else [])
    if len(chosen) == 1:
        return chosen[0], product, None
    sentence = f"It is not said which of the {len(variants)} variants is meant."
    step = "Add the column of the variant id, or an SKU that one of them has."
    return None, product, wrong("which", sentence, step, model.VARIANT_ID)


def twice(noun: str, before: int) -> Finding:
    sentence = f"Row {before:,} is about the same {noun}."
    return wrong("twice", sentence, "Leave one of the two out.", "sku")


def lead_of(wish: Wish, seen: Seen) -> int:
    lead = seen.leads.setdefault(wish.group, wish.number) if wish.group else wish.number
    seen.sizes[lead] = seen.sizes.get(lead, 0) + 1
    return lead


def said_otherwise(seen: Seen, owner: object, name: str, value: str, number: int) -> Finding | None:
    said, before = seen.said.setdefault((owner, name), (value, number))
    if said == value:
        return None
    sentence = f"Row {before:,} gives the same product another value here."
    return wrong("otherwise", sentence, "Give it the same one in all of its rows.", name)


def what_is_missing(wish: Wish, seen: Seen, lead: int) -> Sequence[Finding]:
    findings = []
    if lead == wish.number and not wish.product.get("title"):
        step = "Give it a title, or the SKU of a variant that there is."
        findings.append(wrong("empty", "A new product has no title.", step, "title"))
    if any(name.startswith(fields.TRANSLATION) for name in wish.product):
        sentence = "Translations are for products that there are."
        step = "Make the product first, then bring its translations."
        findings.append(wrong("translated", sentence, step, "translations"))
    if seen.sizes.get(lead, 0) > 2_000:
        sentence = "The product has more than 2,000 variants in this file."
        findings.append(wrong("too_many", sentence, "Make several products of it.", model.GROUP))
    return findings


def edits_of_product(wish: Wish, product: Product | None, there: There) -> Sequence[Edit]:
    if product is None:
        return ()
    standing = {**fields.of_product(product), **there.texts.get(product.id, {})}
    return differing(product.id, standing, wish.product)


def edits_of_variant(wish: Wish, variant: Variant | None) -> Sequence[Edit]:
    if variant is None:
        return ()
    return differing(variant.id, fields.of_variant(variant), wish.variant)


def differing(thing_id: UUID, standing: Fields, wanted: Fields) -> Sequence[Edit]:
    return [
        Edit(thing_id, name, standing.get(name), value)
        for name, value in wanted.items()
        if not same(standing.get(name), value)
    ]
