"""One request to one shop: where to, who asks, and what a fault makes of the answer."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from hanse.sandbox.shopify import consent, rest, staged, tokens
from hanse.sandbox.shopify.apps import Rights
from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.bulk import named
from hanse.sandbox.shopify.execution import run
from hanse.sandbox.shopify.fields.shop import VERSIONS
from hanse.sandbox.shopify.replies import Cut, Reply, json_reply, refused
from hanse.sandbox.shopify.schema import schema
from hanse.sandbox.shopify.shop import Shop

API = re.compile(r"/admin/api/(?:(?P<version>\d{4}-\d{2}|unstable)/)?(?P<rest>.+)\.json")
BULK = re.compile(r"/_bulk/(?P<name>\w+)\.jsonl")
WRONG_KEY = "[API] Invalid API key or access token (unrecognized login or wrong password)"
NEWEST = "2027-01"  # the release candidate
BEFORE = {
    "noise": b"\n<br />\n<b>Warning</b>: upstream notice<br />\n",
    "bom": b"\xef\xbb\xbf",
}


async def answer(shop: Shop, request: Request, content: bytes, fault: str | None) -> Response:
    """The whole way of one request. A fault that refuses does so before anything was done."""
    if fault in ("key_lost", "token_lost"):
        _lose(shop, request, fault)
    if fault == "throttled" and request.url.path.endswith("/graphql.json"):
        shop.moods.throttle_next += 1  # GraphQL says so inside an answer of status 200
    elif (found := refused(fault)) is not None:
        return _sent(shop, found, "lost" if found.status == 0 else "")
    if match := BULK.fullmatch(request.url.path):
        return _file(shop, match["name"], fault)
    if request.url.path.startswith(staged.FOLDER):
        url = request.url
        found = staged.receive(shop, request.method, url.path, url.query, request.headers, content)
    else:
        found = _routed(shop, request, content)
    found.content = BEFORE.get(fault or "", b"") + found.content
    return _sent(shop, found, {"lost_after": "lost", "half_answer": "half"}.get(fault or "", ""))


def _lose(shop: Shop, request: Request, fault: str) -> None:
    """The token of this call, or the whole app: who has taken it out cannot get another."""
    token = shop.keys.tokens.pop(request.headers.get("x-shopify-access-token", ""), None)
    if fault == "key_lost" and token and token.client_id in shop.keys.installed:
        tokens.uninstall(shop, shop.keys.apps[token.client_id])


def _sent(shop: Shop, found: Reply, how: str) -> Response:
    found.headers.setdefault("X-Request-Id", shop.secret_text("request", 36))
    if how:
        return Cut(found, how)
    return Response(found.content, found.status, found.headers)


def _routed(shop: Shop, request: Request, content: bytes) -> Reply:
    path, method = request.url.path, request.method
    if path == "/admin/oauth/authorize" or path.startswith("/admin/oauth/authorize/"):
        return consent.page(shop, home(request), path, dict(request.query_params))
    if path in ("/admin/oauth/access_token", "/admin/oauth/access_token.json"):
        kind = request.headers.get("content-type", "")
        return tokens.grant(shop, method, kind, content)
    token = shop.keys.holder(request.headers.get("x-shopify-access-token"), shop.clock.now())
    if token is None:
        return json_reply(401, {"errors": WRONG_KEY})
    app = shop.keys.apps[token.client_id]
    if path == "/admin/oauth/access_scopes.json":
        rows = [{"handle": scope} for scope in Rights.kept(token.scopes)]
        return json_reply(200, {"access_scopes": rows})
    if path == "/admin/api_permissions/current.json" and method == "DELETE":
        # guessed: the old way for an app to take itself out of a shop
        tokens.uninstall(shop, app)
        return json_reply(200, {})
    match = API.fullmatch(path)
    version = served(match["version"]) if match else None
    if match is None or version is None:
        return json_reply(404, {"errors": "Not Found"})
    if blocked := _blocked(shop, token.kind):
        return blocked
    ask = Ask(shop, app, token, version, schema(), home(request))
    if match["rest"] == "graphql":
        found = _graphql(ask, request, content)
    else:
        found = rest.reply(ask, request, match["rest"])
    found.headers["X-Shopify-API-Version"] = version
    return found


def home(request: Request) -> str:
    """Scheme and host as the caller spelled them; a proxy in front may have taken off TLS."""
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    return f"{scheme}://{request.headers.get('host', 'localhost')}"


def served(version: str | None) -> str | None:
    """Too old or none falls forward to the oldest that is supported; too new is not found."""
    if version == "unstable":
        return version
    if version is None or version < VERSIONS[0]:
        return VERSIONS[0]
    return version if version in (*VERSIONS, NEWEST) else None


def _blocked(shop: Shop, kind: str) -> Reply | None:
    if shop.moods.frozen:
        return json_reply(402, {"errors": "Unavailable Shop"})  # guessed words, here and below
    if shop.moods.locked:
        return json_reply(423, {"errors": "[API] This shop is locked"})
    if shop.moods.refuses_static_tokens and kind == "static":
        message = (
            "[API] Non-expiring access tokens are no longer accepted for the Admin API. "
            "Use expiring tokens."
        )
        return json_reply(403, {"errors": message})
    return None


def _graphql(ask: Ask, request: Request, content: bytes) -> Reply:
    if request.method != "POST":
        return json_reply(404, {"errors": "Not Found"})
    payload: Any
    if request.headers.get("content-type", "").startswith("application/graphql"):
        payload = {"query": content.decode("utf-8", "replace")}
    else:
        try:
            payload = json.loads(content)
        except ValueError:
            return json_reply(400, {"errors": {"query": "Required parameter missing or invalid"}})
    debug = request.headers.get("shopify-graphql-cost-debug") == "1"
    status, body = run(ask, payload, debug=debug)
    return json_reply(status, body)


def _file(shop: Shop, name: str, fault: str | None) -> Response:
    """The file of a bulk operation, for whoever knows its name; no token is asked for."""
    operation = named(shop, name)
    file = operation.file if operation else None
    if operation is None or file is None or operation.status in ("CREATED", "RUNNING"):
        return Response(b"<Error><Code>NoSuchKey</Code></Error>", 404)
    if fault in ("half_answer", "lost_after"):
        found = Reply(200, {"Content-Type": "application/jsonl"}, b"")
        return Cut(found, "half" if fault == "half_answer" else "lost", file)

    before = BEFORE.get(fault or "", b"")

    async def parts() -> AsyncIterator[bytes]:
        if before:
            yield before
        for piece in file.pieces():
            yield piece

    headers = {"Content-Length": str(len(before) + file.size)}
    return StreamingResponse(parts(), 200, headers, "application/jsonl")
