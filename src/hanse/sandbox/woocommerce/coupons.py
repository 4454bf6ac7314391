"""Coupons, and what one takes off an order."""

from collections.abc import MutableMapping
from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce.dates import both, written
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, already_trashed, invalid_id
from hanse.sandbox.woocommerce.prices import clean, number, two_places
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.taxes import rates_for

PATH = "/wc/v3/coupons"
NUMBERS = ("usage_limit", "usage_limit_per_user", "limit_usage_to_x_items")
FLAGS = ("individual_use", "free_shipping", "exclude_sale_items")
LISTS = [
    "product_ids",
    "excluded_product_ids",
    "product_categories",
    "excluded_product_categories",
    "email_restrictions",
]


def _coupons(store: Store) -> MutableMapping[int, Record]:
    return store.rows.setdefault("coupons", {})


def document(call: Call, row: Record) -> Record:
    hidden = ("created", "modified", "expires")
    shown = {name: value for name, value in row.items() if name not in hidden}
    for name in hidden:
        shown |= both(call.store, f"date_{name}", row[name])
    return shown | {"_links": links(call, f"{PATH}/{row['id']}")}


def create_coupon(call: Call) -> Answer:
    store, now = call.store, call.store.now()
    row: Record = {
        "id": 0,
        "code": "",
        "amount": "0.00",
        "status": "publish",
        "created": now,
        "modified": now,
        "expires": None,
        "discount_type": "fixed_cart",
        "description": "",
        "usage_count": 0,
        **dict.fromkeys(NUMBERS),
        **dict.fromkeys(FLAGS, False),
        **{name: [] for name in LISTS},
        "minimum_amount": "0.00",
        "maximum_amount": "0.00",
        "used_by": [],
        "meta_data": [],
    }
    row = _write(store, row, call.body)
    row["id"] = store.next("post")
    _coupons(store)[row["id"]] = row
    store.ledger.note("woocommerce", "coupon.create", row["code"])
    return created(call, document(call, row), f"{PATH}/{row['id']}")


def _write(store: Store, row: Record, body: dict[str, Any]) -> Record:
    if body.get("code") is not None:
        code = str(body["code"]) if store.is_old else str(body["code"]).lower()
        for other in _coupons(store).values():
            if other["code"].lower() == code.lower() and other["id"] != row["id"]:
                message = "The coupon code already exists"
                raise Refusal(400, "woocommerce_rest_coupon_code_already_exists", message)
        row["code"] = code
    for name in ("amount", "minimum_amount", "maximum_amount"):
        if body.get(name) is not None:
            row[name] = two_places(number(clean(body[name])))
    for name in ("discount_type", "description"):
        if body.get(name) is not None:
            row[name] = str(body[name])
    row |= {name: as_int(body[name]) for name in NUMBERS if body.get(name) is not None}
    row |= {name: as_bool(body[name]) for name in FLAGS if body.get(name) is not None}
    row |= {name: list(body[name]) for name in LISTS if isinstance(body.get(name), list)}
    if "date_expires" in body or "date_expires_gmt" in body:
        row["expires"] = written(store, body, "date_expires")
    return row


def _known(call: Call, status: int = 404) -> Record:
    row = _coupons(call.store).get(as_int(call.ids["id"]))
    if row is None:
        raise invalid_id("shop_coupon", status)
    return dict(row)


def list_coupons(call: Call) -> Answer:
    code = str(call.query.get("code", "")).lower()
    rows = [row for row in _coupons(call.store).values() if not code or row["code"] == code]
    rows = [row for row in rows if row["status"] != "trash"]
    return paged(call, rows[::-1], lambda row: document(call, row))


def get_coupon(call: Call) -> Answer:
    return single(call, document(call, _known(call)))


def update_coupon(call: Call) -> Answer:
    row = _write(call.store, _known(call, 400), call.body) | {"modified": call.store.now()}
    _coupons(call.store)[row["id"]] = row
    call.store.ledger.note("woocommerce", "coupon.update", row["code"])
    return single(call, document(call, row))


def delete_coupon(call: Call) -> Answer:
    row = _known(call)
    shown = document(call, row)
    if call.force:
        del _coupons(call.store)[row["id"]]
    elif row["status"] == "trash":
        raise already_trashed("shop_coupon")  # guessed words
    else:
        _coupons(call.store)[row["id"]] = row | {"status": "trash"}
    call.store.ledger.note("woocommerce", "coupon.delete", row["code"])
    return single(call, shown)


def apply_coupon(store: Store, order: Record, code: str) -> None:
    """Take the discount off the lines in proportion; only per cent is known, the rest guessed."""
    coupon = next((row for row in _coupons(store).values() if row["code"] == code.lower()), None)
    if coupon is None:
        message = f"Coupon &quot;{code}&quot; cannot be applied because it does not exist."
        raise Refusal(400, "woocommerce_rest_invalid_coupon", message)
    lines = order["line_items"]
    whole = sum((number(row["total"]) for row in lines), Decimal(0))
    worth = number(coupon["amount"])
    share = worth / 100 if coupon["discount_type"] == "percent" else worth / (whole or 1)
    off = Decimal(0)
    for row in lines:
        part = Decimal(two_places(number(row["total"]) * min(share, Decimal(1))))
        row["total"] = two_places(number(row["total"]) - part)
        off += part
    address = order["shipping"] if order["shipping"]["country"] else order["billing"]
    rates = sum((number(rate["rate"]) for rate in rates_for(store, address)), Decimal(0))
    nominal = int(worth) if worth == int(worth) else float(worth)
    info = f'[{coupon["id"]},"{coupon["code"]}","{coupon["discount_type"]}",{nominal}]'
    meta = {"id": store.next("meta"), "key": "coupon_info", "value": info}
    order["coupon_lines"] = [
        *order["coupon_lines"],
        {
            "id": store.next("item"),
            "code": coupon["code"],
            "discount": f"{off.normalize():f}",
            "discount_tax": two_places(off * rates / 100),
            "meta_data": [meta | {"display_key": "coupon_info", "display_value": info}],
            "discount_type": coupon["discount_type"],
            "nominal_amount": nominal,
            "free_shipping": coupon["free_shipping"],
        },
    ]
    coupon["usage_count"] += 1
