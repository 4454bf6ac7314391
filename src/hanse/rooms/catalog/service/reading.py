"""Goods as they are, for rooms above and for screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import trees, words
from hanse.rooms.catalog.model.goods import Part, Product, State, Variant
from hanse.rooms.catalog.store import beside, goods, naming, searching
from hanse.rooms.catalog.store.searching import Found as Found
from hanse.rooms.catalog.store.searching import Sums as Sums
from hanse.rooms.catalog.store.searching import Wanted as Wanted

NO_SUMS = Sums(0, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the table, with its variants summed up and the shops that sell it."""

    found: Found
    sums: Sums
    account_ids: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the table as a person sets them."""

    state: State = State.active
    brand_id: UUID | None = None
    category_id: UUID | None = None
    tag: str | None = None
    linked_to: UUID | None = None
    not_linked_to: UUID | None = None
    no_barcode: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """`similar`: nothing holds these words, so titles that are like them stand here."""

    rows: Sequence[Row]
    similar: bool = False


async def products(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
    return await goods.products(tx, ids)


async def product(tx: Tx, product_id: UUID) -> Product:
    found = (await goods.products(tx, [product_id])).get(product_id)
    if found is None:
        raise Gone("There is no such product here, or not any more.")
    return found


async def variants(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Variant]:
    return await goods.variants(tx, ids)


async def variants_of(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Variant]]:
    """Of each product, in their order; archived ones too."""
    return await goods.variants_of(tx, product_ids)


async def translations(
    tx: Tx, product_ids: Sequence[UUID], language: str
) -> Mapping[UUID, Mapping[str, str]]:
    """Field and text of each product that has any in this language."""
    found: dict[UUID, dict[str, str]] = {}
    for product_id, _, field, text in await beside.translations(tx, product_ids, language):
        found.setdefault(product_id, {})[field] = text
    return found


async def all_translations(tx: Tx, product_id: UUID) -> Mapping[str, Mapping[str, str]]:
    """Of one product: language, field, text."""
    found: dict[str, dict[str, str]] = {}
    for _, language, field, text in await beside.translations(tx, [product_id]):
        found.setdefault(language, {})[field] = text
    return found


async def parts(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Part]]:
    """What each of these is made of, if it is a bundle."""
    return await beside.bundles(tx, variant_ids)


async def list_products(tx: Tx, asked: Asked, before: UUID | None, rows_max: int) -> Listed:
    """The newest first. Where nothing holds the words of a search, the first page holds titles that
    are like them."""
    query = query_of(asked)
    wanted = Wanted(
        state=asked.state,
        brand_id=asked.brand_id,
        category_ids=await categories_of(tx, asked.category_id),
        query=query,
        linked_to=asked.linked_to,
        not_linked_to=asked.not_linked_to,
        no_barcode=asked.no_barcode,
    )
    found = await searching.find(tx, wanted, before, rows_max)
    similar = not found and before is None and bool(asked.text) and is_search_alone(asked)
    if similar:
        found = await searching.like(tx, asked.state, asked.text, rows_max - 1)
    return Listed(await rows_of(tx, found), similar and bool(found))


async def rows_of(tx: Tx, found: Sequence[Found]) -> Sequence[Row]:
    ids = [each.id for each in found]
    sums, shops = await searching.sums(tx, ids), await searching.shops(tx, ids)
    return [Row(each, sums.get(each.id, NO_SUMS), shops.get(each.id, ())) for each in found]


async def categories_of(tx: Tx, category_id: UUID | None) -> Sequence[UUID] | None:
    """A category and all below it."""
    if category_id is None:
        return None
    tree = trees.tree_of(await naming.categories(tx, None))
    return trees.below(tree, category_id)


def query_of(asked: Asked) -> str | None:
    """None asks for nothing; a text without a word in it finds nothing by words."""
    texts = [words.query(asked.text)] if asked.text else []
    if asked.text and not texts[0]:
        texts = [words.quoted(" ")]
    if asked.tag:
        texts.append(words.query_tag(asked.tag))
    return " & ".join(f"({text})" for text in texts) or None


def is_search_alone(asked: Asked) -> bool:
    return asked == Asked(state=asked.state, text=asked.text)
