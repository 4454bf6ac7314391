"""The small part of the old REST interface that foreign clients still ask for."""

import base64
import json
import re
from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from hanse.sandbox.shopify import payloads
from hanse.sandbox.shopify.apps import Bucket, Rights
from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.fields import lists
from hanse.sandbox.shopify.paging import Found
from hanse.sandbox.shopify.replies import Reply, json_reply
from hanse.sandbox.shopify.table import Record

LIMIT, LIMIT_MAX = 50, 250
ONE = re.compile(r"(?P<noun>products|variants|orders|customers)/(?P<id>\d+)")
LIST = re.compile(r"(?P<noun>products|orders|customers)(?P<count>/count)?")
VARIANTS = re.compile(r"products/(?P<id>\d+)/variants")

Body = Callable[[Ask, Record], Any]
NOUNS: dict[str, tuple[str, str, Body]] = {
    "products": (
        "product",
        "read_products",
        lambda ask, row: payloads.product_body(ask.shop, row),
    ),
    "variants": (
        "variant",
        "read_products",
        lambda ask, row: payloads.variant_body(ask.shop, row),
    ),
    "orders": ("order", "read_orders", lambda ask, row: payloads.order_body(ask.shop, row)),
    "customers": ("customer", "read_customers", lambda _ask, row: payloads.customer_body(row)),
}
ROWS: dict[str, Callable[[Any, Ask, dict[str, Any]], Found]] = {
    "products": lists.product_rows,
    "orders": lists.order_rows,
    "customers": lists.customer_rows,
}
# What a filter of REST is in the search syntax.
FILTERS = {
    "updated_at_min": "updated_at:>='{}'",
    "updated_at_max": "updated_at:<='{}'",
    "created_at_min": "created_at:>='{}'",
    "created_at_max": "created_at:<='{}'",
    "since_id": "id:>{}",
    "ids": "id:{}",
    "status": "status:{}",
    "title": "title:'{}'",
    "vendor": "vendor:'{}'",
    "handle": "handle:'{}'",
    "financial_status": "financial_status:{}",
}


def reply(ask: Ask, request: Request, rest: str) -> Reply:
    """One call, counted in the bucket of the app whatever becomes of it."""
    bucket, plan = _bucket(ask), ask.shop.plan
    if bucket.level < 1:
        found = json_reply(429, {"errors": "Exceeded 2 calls per second for api client."})
        found.headers["Retry-After"] = "2.0"
    else:
        bucket.level -= 1
        found = _answer(ask, request, rest)
    used = plan.rest_bucket - int(bucket.level)
    found.headers["X-Shopify-Shop-Api-Call-Limit"] = f"{used}/{plan.rest_bucket}"
    return found


def _bucket(ask: Ask) -> Bucket:
    plan, now = ask.shop.plan, ask.shop.clock.monotonic()
    key = (ask.app.client_id, "rest")
    found = ask.shop.keys.buckets.setdefault(key, Bucket(plan.rest_bucket, now))
    found.fill(now, plan.rest_per_s, plan.rest_bucket)
    return found


def _answer(ask: Ask, request: Request, rest: str) -> Reply:
    shop = ask.shop
    if request.method != "GET":
        return json_reply(406, {"errors": "Not Acceptable"})  # guessed: writes go through GraphQL
    if rest == "shop":
        return json_reply(200, {"shop": payloads.shop_body(shop)})
    if rest == "oauth/access_scopes":
        rows = [{"handle": scope} for scope in Rights.kept(ask.token.scopes)]
        return json_reply(200, {"access_scopes": rows})
    if rest == "locations":
        if not ask.may("read_locations"):
            return _denied("read_locations")
        rows = [payloads.location_body(place) for place in shop.locations]
        return json_reply(200, {"locations": rows})
    if match := ONE.fullmatch(rest):
        return _one(ask, match["noun"], int(match["id"]))
    if match := VARIANTS.fullmatch(rest):
        return _variants(ask, int(match["id"]))
    if match := LIST.fullmatch(rest):
        noun = match["noun"]
        if not ask.may(NOUNS[noun][1]):
            return _denied(NOUNS[noun][1])
        return _listed(ask, noun, request.query_params, counts=match["count"] is not None)
    return json_reply(404, {"errors": "Not Found"})


def _denied(scope: str) -> Reply:
    text = f"[API] This action requires merchant approval for {scope} scope."
    return json_reply(403, {"errors": text})


def _one(ask: Ask, noun: str, number: int) -> Reply:
    name, scope, body = NOUNS[noun]
    if not ask.may(scope):
        return _denied(scope)
    table = {
        "products": ask.shop.products,
        "variants": ask.shop.variants,
        "orders": ask.shop.orders,
        "customers": ask.shop.customers,
    }[noun]
    row = table.row(number)
    if row is None:
        return json_reply(404, {"errors": "Not Found"})
    return json_reply(200, {name: body(ask, row)})


def _variants(ask: Ask, number: int) -> Reply:
    if not ask.may("read_products"):
        return _denied("read_products")
    row = ask.shop.products.row(number)
    if row is None:
        return json_reply(404, {"errors": "Not Found"})
    found = (ask.shop.variants.row(one) for one in row["variants"])
    rows = [payloads.variant_body(ask.shop, variant) for variant in found if variant]
    return json_reply(200, {"variants": rows})


def _listed(ask: Ask, noun: str, query: QueryParams, *, counts: bool) -> Reply:
    info = query.get("page_info")
    if info is not None and set(query) - {"page_info", "limit", "fields"}:
        text = "Only limit and fields can be given together with page_info."  # guessed words
        return json_reply(400, {"errors": {"page_info": text}})
    place = _opened(info) if info else {"low": None, "filters": {}}
    if place is None:
        return json_reply(400, {"errors": {"page_info": "Invalid value."}})
    filters = place["filters"] or {n: query[n] for n in FILTERS if n in query}
    words = " AND ".join(FILTERS[name].format(value) for name, value in filters.items())
    rows = ROWS[noun](None, ask, {"query": words or None, "sortKey": "ID"})
    if counts:
        return json_reply(200, {"count": sum(1 for _ in rows)})
    try:
        limit = int(query.get("limit", LIMIT))
    except ValueError:
        return json_reply(400, {"errors": {"limit": "must be a number"}})
    limit = max(1, min(limit, LIMIT_MAX))
    low = place["low"]
    wanted = (row for row in rows if low is None or row["id"] > low)
    found = list(islice(wanted, limit + 1))
    body = NOUNS[noun][2]
    answered = json_reply(200, {noun: [_only(body(ask, row), query) for row in found[:limit]]})
    if link := _links(ask, noun, found, limit, place, filters):
        answered.headers["Link"] = link
    return answered


def _only(body: Record, query: QueryParams) -> Record:
    if "fields" not in query:
        return body
    names = query["fields"].split(",")
    return {name: value for name, value in body.items() if name in names}


def _links(
    ask: Ask, noun: str, found: list[Record], limit: int, place: Record, filters: Record
) -> str:
    """The pages on both sides, on the scheme and host that the caller used."""
    links = []
    trail = place.get("trail", [])
    here = {"low": place["low"], "filters": filters, "trail": trail}
    if place["low"] is not None:
        before = {"low": trail[-1] if trail else None, "filters": filters, "trail": trail[:-1]}
        links.append((before, "previous"))
    if len(found) > limit:
        after = here | {"low": found[limit - 1]["id"], "trail": [*trail, place["low"]][-50:]}
        links.append((after, "next"))
    base = f"{ask.host}/admin/api/{ask.version}/{noun}.json"
    return ", ".join(
        f'<{base}?{urlencode({"limit": limit, "page_info": _sealed(to)})}>; rel="{name}"'
        for to, name in links
    )


def _sealed(place: Record) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _opened(text: str) -> Record | None:
    try:
        found = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"low", "filters"} <= set(found) else None
