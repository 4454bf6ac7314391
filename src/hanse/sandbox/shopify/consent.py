"""The page on which a merchant lets an app in, and the way back to the app."""

import base64
import html
from typing import Any
from urllib.parse import urlencode, urlsplit

from hanse.sandbox.shopify.apps import App, Code, Rights, lives
from hanse.sandbox.shopify.replies import PAGE, Reply, html_reply
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.signing import query_digest

AUTHORIZE = "/admin/oauth/authorize"
CODE_LIVES_S = 60  # guessed
KEPT = ("client_id", "scope", "redirect_uri", "state", "grant_options[]")

Query = dict[str, str]


def page(shop: Shop, home: str, path: str, query: Query) -> Reply:
    """The consent page, or after a click on it the way back."""
    app = shop.keys.apps.get(query.get("client_id", ""))
    if app is None:
        return wrong("application_cannot_be_found", "Unable to find an app with this client id.")
    back = query.get("redirect_uri", "")
    if not allowed(app, back):
        return wrong("invalid_request", "The redirect_uri is not whitelisted")
    if path == AUTHORIZE:
        return _ask(shop, home, app, query)
    nonce = query.get("nonce", "")
    if shop.keys.nonces.pop(nonce, None) != {name: query.get(name, "") for name in KEPT}:
        return wrong("invalid_request", "This page is no longer valid. Start again from the app.")
    if path == f"{AUTHORIZE}/approve":
        return _approved(shop, app, query)
    # guessed: the real page leads back to the list of apps
    return _to(back, {"error": "access_denied", "state": query.get("state", "")})


def allowed(app: App, address: str) -> bool:
    return urlsplit(address).scheme in ("https", "http") and (
        not app.redirect_uris or address in app.redirect_uris
    )


def wrong(code: str, text: str) -> Reply:
    """Every mistake is a page for people."""
    words = html.escape(f"Oauth error {code}: {text}")
    return html_reply(400, PAGE.format(title="Oauth error", text=words))


def _ask(shop: Shop, home: str, app: App, query: Query) -> Reply:
    nonce = shop.secret_text("nonce")
    shop.keys.nonces[nonce] = {name: query.get(name, "") for name in KEPT}
    pairs = urlencode({name: query[name] for name in KEPT if name in query} | {"nonce": nonce})
    scopes = sorted(Rights.parse(query.get("scope", "")) or app.scopes)
    rows = "".join(f"<li>{html.escape(scope)}</li>" for scope in scopes)
    links = " ".join(
        f'<a class="{word}" href="{html.escape(f"{home}{AUTHORIZE}/{word}?{pairs}")}">{label}</a>'
        for word, label in (("approve", "Install"), ("deny", "Cancel"))
    )
    title = html.escape(f"Install {app.title} on {shop.title}")
    text = f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><ul>{rows}</ul>{links}"
    return html_reply(200, text)


def _approved(shop: Shop, app: App, query: Query) -> Reply:
    wanted = Rights.parse(query.get("scope", "")) or app.scopes
    online = query.get("grant_options[]") == "per-user"
    code = shop.secret_text("code")
    expires_at = lives(shop.clock.now(), CODE_LIVES_S)
    shop.keys.codes[code] = Code(app.client_id, wanted, online, expires_at)
    shop.note("app.approve", app.client_id)
    values = callback(shop, app, code=code, state=query.get("state", ""))
    return _to(query["redirect_uri"], values)


def callback(shop: Shop, app: App, *, code: str, state: str) -> Query:
    """What the app finds in the address when the merchant comes back, signed."""
    host = base64.b64encode(f"admin.shopify.com/store/{shop.name}".encode()).decode()
    values = {
        "code": code,
        "host": host.rstrip("="),
        "shop": shop.domain,
        "state": state,
        "timestamp": str(int(shop.clock.now().timestamp())),
    }
    return values | {"hmac": query_digest(app.secret, values)}


def launch(shop: Shop, app: App, **more: Any) -> Query:
    """What the app finds in the address when the merchant opens it in the admin."""
    host = base64.b64encode(f"admin.shopify.com/store/{shop.name}".encode()).decode()
    values = {
        "embedded": "1",
        "host": host.rstrip("="),
        "locale": "en",
        "session": shop.secret_text("session"),
        "shop": shop.domain,
        "timestamp": str(int(shop.clock.now().timestamp())),
        **more,
    }
    return values | {"hmac": query_digest(app.secret, values)}


def _to(back: str, values: Query) -> Reply:
    mark = "&" if "?" in back else "?"
    return html_reply(302, "", Location=f"{back}{mark}{urlencode(values)}")
