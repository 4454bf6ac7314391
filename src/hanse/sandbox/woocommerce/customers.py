"""Customers with an account; who buys as a guest has no row here."""

import hashlib
from typing import Any

from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, no_trash
from hanse.sandbox.woocommerce.orders import BILLING, SHIPPING
from hanse.sandbox.woocommerce.product_writes import merged_meta
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.store import Record, Store

PATH = "/wc/v3/customers"


def _customers(store: Store) -> dict[int, Record]:
    return store.rows.setdefault("customers", {})


def document(call: Call, row: Record) -> Record:
    shown = {name: value for name, value in row.items() if name not in ("created", "modified")}
    for name in ("created", "modified"):
        shown |= both(call.store, f"date_{name}", row[name])
    face = hashlib.sha256(row["email"].strip().lower().encode()).hexdigest()
    return shown | {
        "avatar_url": f"https://secure.gravatar.com/avatar/{face}?s=96&d=mm&r=g",
        "meta_data": list(row["meta_data"]),
        "_links": links(call, f"{PATH}/{row['id']}"),
    }


def create_customer(call: Call) -> Answer:
    store, now, body = call.store, call.store.now(), call.body
    name = str(body.get("username") or str(body.get("email", "")).partition("@")[0])
    row: Record = {
        "id": 0,
        "created": now,
        "modified": now,
        "email": "",
        "first_name": "",
        "last_name": "",
        "role": "customer",
        "username": name,
        "billing": dict.fromkeys(BILLING, ""),
        "shipping": dict.fromkeys(SHIPPING, ""),
        "is_paying_customer": False,
        "meta_data": (),
    }
    row = _write(store, row, body)
    row["id"] = store.next("user")
    _customers(store)[row["id"]] = row
    store.ledger.note("woocommerce", "customer.create", row["email"])
    return created(call, document(call, row), f"{PATH}/{row['id']}")


def _write(store: Store, row: Record, body: dict[str, Any]) -> Record:
    email = body.get("email")
    if email and any(
        o["email"] == email and o["id"] != row["id"] for o in _customers(store).values()
    ):
        message = (
            f"An account is already registered with {email}. "
            "Please log in or use a different email address."
        )
        raise Refusal(400, "registration-error-email-exists", message)
    for name in ("email", "first_name", "last_name"):
        if body.get(name) is not None:
            row[name] = str(body[name])
    for name in ("billing", "shipping"):
        sent = {k: str(v) for k, v in (body.get(name) or {}).items() if k in row[name]}
        row[name] = row[name] | sent
    if body.get("meta_data"):
        row["meta_data"] = merged_meta(store, row["meta_data"], body["meta_data"])
    return row


def _known(call: Call, status: int = 404) -> Record:
    row = _customers(call.store).get(as_int(call.ids["id"]))
    if row is None:
        # guessed: no answer to an unknown customer was recorded
        raise Refusal(status, "woocommerce_rest_invalid_id", "Invalid resource ID.")
    return dict(row)


def list_customers(call: Call) -> Answer:
    rows = list(_customers(call.store).values())
    if "email" in call.query:
        rows = [row for row in rows if row["email"] == call.query["email"]]
    rows.sort(key=lambda row: row["id"], reverse=call.query.get("order") == "desc")
    return paged(call, rows, lambda row: document(call, row))


def get_customer(call: Call) -> Answer:
    return single(call, document(call, _known(call)))


def update_customer(call: Call) -> Answer:
    row = _write(call.store, _known(call, 400), call.body) | {"modified": call.store.now()}
    _customers(call.store)[row["id"]] = row
    call.store.ledger.note("woocommerce", "customer.update", row["email"])
    return single(call, document(call, row))


def delete_customer(call: Call) -> Answer:
    row = _known(call)
    if not call.force:
        raise no_trash("Customers")
    del _customers(call.store)[row["id"]]
    call.store.ledger.note("woocommerce", "customer.delete", row["email"])
    return single(call, document(call, row))
