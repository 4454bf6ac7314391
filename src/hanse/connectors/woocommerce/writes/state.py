"""Whether a product is in the shop, and whether a buyer comes across it there."""

from collections.abc import Iterable, Sequence
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, hint
from hanse.trade.fields import Value
from hanse.trade.goods import ListingState, Product
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "products.state"
FIELDS = frozenset({"state", "listed"})
NAMES = {"state": "status", "listed": "catalog visibility"}
# A word that the store does not know becomes draft without a word in a batch (recording 081), so
# only these go out. It trashes by deleting, and plans by a date.
STATES = {
    ListingState.live: "publish",
    ListingState.draft: "draft",
    ListingState.private: "private",
    ListingState.pending: "pending",
}


def piece(wanted: Wanted, shop: Shop) -> Piece:
    batch.whole(wanted)
    findings: list[Finding] = []
    row: dict[str, object] = {}
    if "state" in wanted.after:
        row["status"] = status(wanted.after["state"], findings)
    if "listed" in wanted.after:
        row |= visibility(wanted.after["listed"], wanted.shown.get("listed"), findings)
    return batch.piece(wanted, row, findings, FIELDS)


def status(state: Value, findings: list[Finding]) -> str:
    known = {each.value: word for each, word in STATES.items()}
    if isinstance(state, str) and state in known:
        return known[state]
    findings.append(
        error(
            "no_such_state",
            f"WooCommerce cannot make a product '{state}'.",
            f"Choose one of {', '.join(known)}.",
            "state",
        )
    )
    return ""


def visibility(
    listed: Value, shown: Value, findings: list[Finding]
) -> Iterable[tuple[str, object]]:
    """The store tells lists and search apart, we do not: what is listed in either is left as it
    is. The words are `visible`, `catalog`, `search` and `hidden` (sheet, section 4)."""
    if not isinstance(listed, bool):
        findings.append(
            error("no_yes_or_no", "Listed is yes or no.", "Choose one of them.", "listed")
        )
        return ()
    if listed and shown is True:
        return ()
    if shown is True:
        findings.append(
            hint(
                "lists_and_search",
                "If it stands only in lists or only in the search today, an undo shows it in both.",
                "Note its catalog visibility in the shop if it is one of these.",
                "listed",
            )
        )
    return (("catalog_visibility", "visible" if listed else "hidden"),)


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    fields: dict[str, Value] = {}
    if value.state is not None:
        fields["state"] = value.state.value
    if value.listed is not None:
        fields["listed"] = value.listed
    return (Found(Target(value.remote_id), fields),)


PORT = WritePort(
    KIND,
    FIELDS,
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    stand_in=batch.STAND_IN,
    names=NAMES,
)
