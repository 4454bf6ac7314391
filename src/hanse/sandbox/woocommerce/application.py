"""One request to one store: who, where to, what with, and the answer around it."""

import json
from collections.abc import Mapping
from typing import Any

from hanse.sandbox.woocommerce.auth import Key, Request, authenticate, check_permission
from hanse.sandbox.woocommerce.envelope import EXPOSED, NO_STORE, Answer, Call, enveloped
from hanse.sandbox.woocommerce.errors import Refusal, broken_json, no_route
from hanse.sandbox.woocommerce.news import telling
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.places import PLACES
from hanse.sandbox.woocommerce.routes import Endpoint, Route
from hanse.sandbox.woocommerce.schema import as_bool, check
from hanse.sandbox.woocommerce.store import Store

REFUSED = {
    "GET": ("woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    # The words of a refused write are guessed.
    "POST": (
        "woocommerce_rest_cannot_create",
        "Sorry, you are not allowed to create resources.",
    ),
}
NEW = {"/wc/v3/variations"}  # what older stores do not have


def answer(
    store: Store,
    method: str,
    url: tuple[str, str, str, str],
    headers: Mapping[str, str],
    content: bytes,
) -> Answer:
    """The whole way of a REST request. `url` is scheme, host, path and raw query."""
    scheme, host, path, raw_query = url
    query = parse_query(raw_query)
    sent, method = method, headers.get("x-http-method-override", method).upper()
    home = f"{scheme}://{host}"
    # guessed: the signature covers the verb that was sent, not the one it stands for
    request = Request(sent, scheme, host, path, query, headers.get("authorization", ""))
    if "x-www-form-urlencoded" in headers.get("content-type", ""):
        request.form.update(parse_query(content.decode("utf-8", "replace")))
    route_path = path.removeprefix("/wp-json") or "/"
    if path == "/" and "rest_route" in query:
        route_path = str(query["rest_route"])  # routes, but no key counts there
    kept = Answer(0, None, {"X-Robots-Tag": "noindex"})
    kept.headers["Link"] = f'<{home}/wp-json/>; rel="https://api.w.org/"'
    kept.headers["Access-Control-Expose-Headers"] = EXPOSED
    try:
        key = authenticate(request, store.keys, int(store.clock.now().timestamp()))
        if key:
            kept.headers["Cache-Control"] = NO_STORE
            check_permission(key, method)
        call, route, endpoint = _placed(store, method, home, route_path.rstrip("/") or "/", query)
        try:
            found = _run(call, route, endpoint, key, headers, content)
        except Refusal as refused:
            if refused.allow:
                kept.headers["Allow"] = route.allow
            raise
    except Refusal as refused:
        return Answer(refused.status, refused.body, kept.headers)
    kept.headers |= {"Allow": route.allow} | found.headers
    found.headers = kept.headers
    if as_bool(query.get("_envelope")):
        outside = {n: v for n, v in kept.headers.items() if n in ("X-Robots-Tag", "Cache-Control")}
        wrapped = enveloped(found)
        wrapped.headers = outside | {
            "Link": f'<{home}/wp-json/>; rel="https://api.w.org/"',
            "Access-Control-Expose-Headers": EXPOSED,
        }
        return wrapped
    return found


def _placed(
    store: Store, method: str, home: str, path: str, query: dict[str, Any]
) -> tuple[Call, Route, Endpoint]:
    verb = "GET" if method == "HEAD" else method
    for route in PLACES:
        if not (found := route.match(path)) or verb not in route.endpoints:
            continue
        if store.is_old and path in NEW:
            continue
        ids = {
            name: int(text) if text.isdigit() else text for name, text in found.groupdict().items()
        }
        store.ledger.paid(f"{verb} {route.template}")
        call = Call(store, verb, home, path, route.template, ids, query, {})
        return call, route, route.endpoints[verb]
    raise no_route()


def _run(
    call: Call,
    route: Route,
    endpoint: Endpoint,
    key: Key | None,
    headers: Mapping[str, str],
    content: bytes,
) -> Answer:
    if content and "json" in headers.get("content-type", ""):
        try:
            body = json.loads(content)
        except ValueError:
            raise broken_json() from None
        call.body = body if isinstance(body, dict) else {}
    elif content:
        call.body = parse_query(content.decode("utf-8", "replace"))
    values = call.query if call.method in ("GET", "DELETE") else {**call.query, **call.body}
    check(endpoint.rules, values, endpoint.required)
    if not route.public and (key is None or not key.manager):
        code, message = REFUSED["GET" if call.method == "GET" else "POST"]
        raise Refusal(401 if key is None else 403, code, message, allow=False)
    call.telling = telling
    return telling(endpoint.handler)(call)
