"""The categories and tags of a product. They go by the ids of their terms: an id that the store
does not know is left out without a word, and a name that it does not know makes a new one."""

from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error
from hanse.connectors.woocommerce.writes.limits import too_many
from hanse.trade.fields import Value
from hanse.trade.goods import Product
from hanse.trade.places import places_of, places_value
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "products.places"
NAMES = {"categories": "categories", "tag_terms": "tags"}
WIRE = {"categories": "categories", "tag_terms": "tags"}


def piece(wanted: Wanted, shop: Shop) -> Piece:
    """Each list as a whole, for it is replaced (recording 208)."""
    batch.whole(wanted)
    findings: list[Finding] = []
    row = {
        theirs: terms(wanted.after[ours], ours, findings)
        for ours, theirs in WIRE.items()
        if ours in wanted.after
    }
    return batch.piece(wanted, row, findings, WIRE)


def terms(value: Value, field: str, findings: list[Finding]) -> Sequence[Mapping[str, int]]:
    labels = places_of(value)
    if labels is None:
        findings.append(
            error(
                "no_places",
                f"The {NAMES[field]} are no list of ids with their names, by the alphabet.",
                "Choose them from those that the shop shows.",
                field,
            )
        )
        return ()
    findings.extend(too_many(field, len(labels)))
    if not labels and field == "categories":
        # Recording 050: it would come back in the store's own default category.
        findings.append(
            error(
                "no_category",
                "The store keeps no product without a category: it would put it into its own.",
                "Name the one that it shall be in.",
                field,
            )
        )
    found = [each for each in labels if batch.NUMBER.fullmatch(each.remote_id)]
    findings.extend(
        error(
            "no_term",
            f"'{each.remote_id[:60]}' is no id of WooCommerce.",
            "Choose one of those that the shop shows.",
            field,
        )
        for each in labels
        if each not in found
    )
    return [{"id": int(each.remote_id)} for each in found]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    missing = batch.unread(value.findings)
    told = {"categories": value.categories, "tag_terms": value.tags}
    fields = {
        ours: places_value(labels) for ours, labels in told.items() if WIRE[ours] not in missing
    }
    return (Found(Target(value.remote_id), fields),) if fields else ()


PORT = WritePort(
    KIND,
    frozenset(WIRE),
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    names=NAMES,
)
