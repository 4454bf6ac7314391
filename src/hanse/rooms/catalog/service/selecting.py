"""Goods that a person has chosen: by their ids, or by the filters of the table, in pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.bulks import IDS_MAX, Selection
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.service import reading
from hanse.rooms.catalog.service.reading import Asked, Wanted
from hanse.rooms.catalog.store import searching

FILTERS = ("state", "brand", "category", "tag", "account", "not_account", "no_barcode", "q")
TEXT_CHARS_MAX = 100


@dataclass(frozen=True, slots=True)
class Goods:
    """A page of products with their variants, in the order of their ids, the newest first."""

    products: Sequence[Product]
    variants: Mapping[UUID, Sequence[Variant]]

    @property
    def last(self) -> UUID | None:
        return self.products[-1].id if self.products else None


def checked(selection: Selection) -> None:
    """Raise unless something is chosen, in one of the two ways."""
    if len(selection.ids) > IDS_MAX:
        raise refused(
            "selection.ids",
            f"{len(selection.ids):,} ids; {IDS_MAX:,} are the most.",
            "Choose by the filters of the table instead.",
        )
    if selection.ids and selection.filters:
        sentence = "Products are chosen by ids or by filters, not by both."
        raise refused("selection", sentence, "Give one of the two.")
    asked_of(selection)


def asked_of(selection: Selection) -> Asked:
    """The filters as the table takes them."""
    given = selection.filters
    for name, text in given.items():
        if name not in FILTERS or len(text) > TEXT_CHARS_MAX:
            sentence = f"There is no filter {name[:40]!r} with such a value."
            raise refused("selection.filters", sentence, f"Those there are: {', '.join(FILTERS)}.")
    try:
        return Asked(
            state=State(given.get("state", State.active.value)),
            brand_id=id_in(given, "brand"),
            category_id=id_in(given, "category"),
            tag=given.get("tag") or None,
            linked_to=id_in(given, "account"),
            not_linked_to=id_in(given, "not_account"),
            no_barcode=given.get("no_barcode") in ("true", "yes", "1"),
            text=given.get("q", ""),
        )
    except ValueError:
        sentence = "A filter has a value that cannot be."
        step = "Ids are those of brands, categories and shops; states are active and archived."
        raise refused("selection.filters", sentence, step) from None


def id_in(given: Mapping[str, str], name: str) -> UUID | None:
    return UUID(given[name]) if given.get(name) else None


async def page(tx: Tx, selection: Selection, after: UUID | None, rows_max: int) -> Goods:
    """The next ones, whatever came or went meanwhile."""
    if selection.ids:
        left = sorted({each for each in selection.ids if after is None or each < after})
        ids = left[::-1][:rows_max]
    else:
        asked = asked_of(selection)
        wanted = Wanted(
            state=asked.state,
            brand_id=asked.brand_id,
            category_ids=await reading.categories_of(tx, asked.category_id),
            query=reading.query_of(asked),
            linked_to=asked.linked_to,
            not_linked_to=asked.not_linked_to,
            no_barcode=asked.no_barcode,
        )
        ids = [each.id for each in await searching.find(tx, wanted, after, rows_max)]
    found = await reading.products(tx, ids)
    there = [found[each] for each in ids if each in found]
    return Goods(there, await reading.variants_of(tx, [each.id for each in there]))


def refused(field: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, "selection", sentence, step, field)], step)
