"""Tax rates, and the tax of one amount. Rounding line by line fits the recordings; else guessed."""

from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, no_trash
from hanse.sandbox.woocommerce.prices import number, two_places
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store

PATH = "/wc/v3/taxes"
CLASSES = {
    "standard": "Standard rate",
    "reduced-rate": "Reduced rate",
    "zero-rate": "Zero rate",
}


def document(call: Call, row: Record) -> Record:
    return row | {"_links": links(call, f"{PATH}/{row['id']}")}


def create_tax(call: Call) -> Answer:
    store = call.store
    blank = {"priority": 1, "shipping": True, "class": "standard", "rate": "0"}
    row = _written({"id": store.next("tax")}, blank | call.body)
    store.rows.setdefault("taxes", {})[row["id"]] = row
    store.ledger.note("woocommerce", "tax.create", row["name"])
    return created(call, document(call, row), f"{PATH}/{row['id']}")


def update_tax(call: Call) -> Answer:
    row = _known(call)
    row = _written(row, row | call.body)
    call.store.rows["taxes"][row["id"]] = row
    call.store.ledger.note("woocommerce", "tax.update", row["name"])
    return single(call, document(call, row))


def _written(row: Record, body: dict[str, Any]) -> Record:
    return {
        "id": row["id"],
        **{name: str(body.get(name) or "") for name in ("country", "state", "postcode", "city")},
        "rate": f"{number(str(body.get('rate') or '0')):.4f}",
        "name": str(body.get("name") or ""),
        "priority": as_int(body.get("priority")),
        "compound": as_bool(body.get("compound")),
        "shipping": as_bool(body.get("shipping")),
        "order": as_int(body.get("order")),
        "class": str(body.get("class") or "standard"),
        "postcodes": [],
        "cities": [],
    }


def list_classes(call: Call) -> Answer:
    """The three that every store is born with; never in pages."""
    found = {"collection": [{"href": f"{call.api}{PATH}/classes"}]}
    rows = [{"slug": slug, "name": name, "_links": found} for slug, name in CLASSES.items()]
    return Answer(200, rows)


def list_taxes(call: Call) -> Answer:
    rows = list(call.store.rows.get("taxes", {}).values())
    return paged(call, rows, lambda row: document(call, row))


def _known(call: Call) -> Record:
    row = call.store.rows.get("taxes", {}).get(as_int(call.ids["id"]))
    if row is None:
        # guessed code and words
        raise Refusal(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")
    return row


def get_tax(call: Call) -> Answer:
    return single(call, document(call, _known(call)))


def delete_tax(call: Call) -> Answer:
    row = _known(call)
    if not call.force:
        raise no_trash("Taxes")
    del call.store.rows["taxes"][row["id"]]
    return single(call, document(call, row))


def rates_for(store: Store, address: dict[str, Any]) -> list[Record]:
    """The rates of that place; without an address, those of the store's own."""
    country, state = address.get("country") or "US", address.get("state") or ""
    if not address.get("country"):
        state = "CA"  # guessed: the store's own place, which is where the recorded one stood
    return [
        row
        for row in store.rows.get("taxes", {}).values()
        if row["country"] in ("", country) and row["state"] in ("", state)
    ]


def tax_of(rate: Record, amount: Decimal) -> Decimal:
    return Decimal(two_places(amount * number(rate["rate"]) / 100))
