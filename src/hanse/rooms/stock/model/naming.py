"""Which goods a person means: by variant or by SKU, and whether anything can be counted of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.stock.model.wording import wrong

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Known:
    """What was named, by SKU and by id; `states` are those of variants that are counted or wait."""

    by_sku: Mapping[str, UUID]
    labels: Mapping[UUID, Label]
    states: Mapping[UUID, str]


def named(
    known: Known, variant_id: UUID | None, sku: str, field: str
) -> tuple[Label | None, Finding | None]:
    """The goods, or why nothing can be done with them."""
    if variant_id is None and not sku:
        sentence = "It is not said which variant is meant."
        return None, wrong("unnamed", sentence, "Give its SKU.", f"{field}sku")
    found = known.labels.get(variant_id or known.by_sku.get(sku, UUID(int=0)))
    if found is None:
        step = "Look for it in the list of stock, and correct it."
        if variant_id is not None:
            sentence = "There is no such variant."
            return None, wrong("unknown_variant", sentence, step, f"{field}variant_id")
        return None, wrong("unknown_sku", f"No variant has the SKU {sku!r}.", step, f"{field}sku")
    return found, why_not(known, found, field)


def why_not(known: Known, found: Label, field: str) -> Finding | None:
    if found.is_bundle:
        sentence = f"{called(found)} is a bundle, so its stock is that of its parts."
        return wrong("bundle", sentence, "Name the parts.", f"{field}sku")
    if known.states.get(found.variant_id) == WAITING:
        sentence = f"{called(found)} waits for its opening count."
        step = "Set that first, where the stock list shows what waits."
        return wrong("waiting", sentence, step, f"{field}sku")
    return None


def called(label: Label) -> str:
    return f"{label.title} ({label.sku})" if label.sku else label.title
