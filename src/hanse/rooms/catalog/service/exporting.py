"""Goods as a table: a row for each variant, in pages, so that a large catalogue is no large thing.

The heads are the names by which an import knows the fields, so what was exported can be edited in a
spreadsheet and brought back.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.log import events as log
from hanse.engine.sheets.writing import MEDIA_TYPE, Cell, CsvSheet, Sheet, XlsxSheet
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import fields, trees
from hanse.rooms.catalog.model import sheets as model
from hanse.rooms.catalog.model.bulks import Selection
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.model.imports import ImportRow
from hanse.rooms.catalog.service import file_facts, importing, selecting
from hanse.rooms.catalog.service.checking import OpenTx
from hanse.rooms.catalog.store import naming
from hanse.trade.fields import Fields, Value, shown

PRODUCTS_AT_ONCE = 500
ROWS_AT_ONCE = 2_000
PLAIN = ("title", "handle", "description_html", "summary_html", "seo_title", "seo_description")
HEADS = (
    *(model.PRODUCT_ID, model.VARIANT_ID, "sku", "gtin", *PLAIN, "brand_id", "category_id"),
    *("tags", "options", "choices", "price", model.CURRENCY, "weight_g", "position", "state"),
    model.VARIANT_STATE,
)
NO_VARIANT: Sequence[Variant | None] = (None,)
RESULT = ("row", "state", "product_id", "field", "reason", "next_step")


class Format(StrEnum):
    csv = "csv"
    csv_plain = "csv_plain"  # without the mark by which Excel knows UTF-8
    xlsx = "xlsx"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPE if self is Format.xlsx else "text/csv"

    @property
    def ending(self) -> str:
        return "xlsx" if self is Format.xlsx else "csv"


@dataclass(frozen=True, slots=True)
class Named:
    """What is written in the place of ids."""

    brands: Mapping[UUID, str]
    tree: trees.Tree
    attributes: tuple[str, ...]


def sheet_of(format_: Format) -> Sheet:
    if format_ is Format.xlsx:
        return XlsxSheet("Products")
    return CsvSheet(marked=format_ is Format.csv)


async def begin(tx: Tx, selection: Selection, format_: Format) -> None:
    """Who took it is in the log, before the first byte leaves."""
    selecting.checked(selection)
    await log.append(
        tx,
        file_facts.ProductsExported(
            format_.value, {**selection.filters, "ids": len(selection.ids)}
        ),
    )


async def products(open_tx: OpenTx, selection: Selection, format_: Format) -> AsyncIterator[bytes]:
    """Each page has a short transaction of its own, so a slow reader holds nothing up."""
    sheet = sheet_of(format_)
    async with open_tx() as tx:
        named = await named_in(tx)
    yield sheet.write([[*HEADS, *(f"{fields.ATTRIBUTE}{each}" for each in named.attributes)]])
    after: UUID | None = None
    while True:
        async with open_tx() as tx:
            goods = await selecting.page(tx, selection, after, PRODUCTS_AT_ONCE)
        if not goods.products:
            break
        after = goods.last
        yield sheet.write(
            row_of(product, variant, named)
            for product in goods.products
            for variant in goods.variants.get(product.id) or NO_VARIANT
        )
    yield sheet.end()


async def named_in(tx: Tx) -> Named:
    brands = {each.id: each.name for each in await naming.brands(tx)}
    attributes = await naming.attributes(tx)
    keys = (key for key, each in attributes.items() if each.state is State.active)
    return Named(brands, trees.tree_of(await naming.categories(tx, None)), tuple(keys))


def row_of(product: Product, variant: Variant | None, named: Named) -> Sequence[Cell]:
    own: Fields = fields.of_variant(variant) if variant else {}
    price = variant.price if variant else None
    category = product.category_id
    return [
        *(str(product.id), str(variant.id) if variant else None),
        *(cell(own.get("sku")), cell(own.get("gtin"))),
        *(getattr(product, name) for name in PLAIN),
        named.brands.get(product.brand_id, "") if product.brand_id else "",
        trees.title(named.tree, category) if category in named.tree and category else "",
        listed(product.tags, "; "),
        *(" | ".join(product.options), " | ".join(variant.choices) if variant else ""),
        *(price.amount if price else None, price.currency if price else None),
        *(cell(own.get("weight_g")), cell(own.get("position"))),
        *(product.state.value, variant.state.value if variant else None),
        *(cell(product.attributes.get(each)) for each in named.attributes),
    ]


def listed(words: Sequence[str], sign: str) -> str:
    """A single one with a comma in it is told to be one."""
    text = sign.join(words)
    return f"{text};" if len(words) == 1 and "," in text else text


def cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str | int | Decimal):
        return value
    return value.amount if isinstance(value, Money) else shown(value)


async def result(open_tx: OpenTx, import_id: UUID) -> AsyncIterator[bytes]:
    """What came of each row; one that has several findings has several lines."""
    sheet = CsvSheet()
    yield sheet.write([RESULT])
    after = 0
    while True:
        async with open_tx() as tx:
            rows = await importing.rows(tx, import_id, after, None, ROWS_AT_ONCE)
        if not rows:
            break
        after = rows[-1].number
        yield sheet.write(line for row in rows for line in lines_of(row))
    yield sheet.end()


def lines_of(row: ImportRow) -> Sequence[Sequence[Cell]]:
    head: list[Cell] = [row.number, row.state.value, str(row.product_id or "")]
    if not row.findings:
        return [[*head, "", "", ""]]
    return [[*head, each.field, each.sentence, each.next_step] for each in row.findings]
