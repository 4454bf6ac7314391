"""Customers with an account; who buys as a guest has no row here."""

import hashlib
import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, cut_of, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, no_trash
from hanse.sandbox.woocommerce.orders import BILLING, SHIPPING
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.product_writes import merged_meta
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.shelf import Lined, lined
from hanse.sandbox.woocommerce.store import Record, Store

PATH = "/wc/v3/customers"


def _customers(store: Store) -> MutableMapping[int, Record]:
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
    if email and (holder := holder_of(store, str(email))) and holder != row["id"]:
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


def holder_of(store: Store, email: str) -> int | None:
    """Who has this address."""
    return next((row["id"] for row in _in_line(store, {"email": email}).cut(0, 1)), None)


def list_customers(call: Call) -> Answer:
    falling = call.query.get("order") == "desc"
    rows = _in_line(call.store, call.query)
    start, stop = cut_of(call, rows.total, falling=falling)
    page = rows.cut(start, stop)
    page = page[::-1] if falling else page
    return paged(call, page, lambda row: document(call, row), total=rows.total)


def _in_line(store: Store, query: dict[str, Any]) -> Lined:
    """By id. A seeded address has its customer's number in it, so that one need not look for it."""
    shelf, world = store.shelf("customers"), store.world
    places: Sequence[int] = range(world.customers)
    if "email" in query:
        found = SEEDED_EMAIL.search(str(query["email"]))
        at = int(found[1]) if found else world.customers
        places = range(at, at + 1) if at < world.customers else range(0)
    if "include" in query:
        ids = sorted({as_int(value) for value in listed(query["include"])})
        places = [shelf.seeded.index(at) for at in ids if at in shelf.seeded]

    def fits(row: Record) -> bool:
        return all(test(row, query[name]) for name, test in FILTERS.items() if name in query)

    given = {name: query[name] for name in FILTERS if name in query}
    if set(given) & {"email", "include"}:
        places = [at for at in places if fits(shelf.at(at))]
    elif set(given) - {"role"}:
        name = repr(sorted(given.items(), key=str))
        places = shelf.matching(name, lambda at: fits(shelf.at(at)), range(world.customers))
    elif query.get("role", "all") not in ("all", "customer"):
        places = range(0)
    return lined(shelf, places, fits, lambda row: row["id"], stays=True)


def _is_called(row: Record, words: str) -> bool:
    text = f"{row['email']} {row['username']} {row['first_name']} {row['last_name']}"
    return str(words).lower() in text.lower()


SEEDED_EMAIL = re.compile(r"\.(\d{1,9})@example\.com$")
FILTERS: dict[str, Callable[[Record, Any], bool]] = {
    "email": lambda row, wanted: bool(row["email"] == wanted),
    "role": lambda row, wanted: wanted in ("all", row["role"]),
    "search": _is_called,
    "include": lambda row, wanted: row["id"] in {as_int(value) for value in listed(wanted)},
    "exclude": lambda row, wanted: row["id"] not in {as_int(value) for value in listed(wanted)},
}


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
