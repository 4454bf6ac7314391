"""Tokens: every way to get one, how long it lives, and how it is taken away."""

import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from hanse.sandbox.shopify import deliveries
from hanse.sandbox.shopify.apps import App, Refresh, Rights, Token, lives
from hanse.sandbox.shopify.payloads import shop_body
from hanse.sandbox.shopify.replies import PAGE, Reply, html_reply, json_reply
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.signing import opened_token, signed_token

OFFLINE_S, ONLINE_S = 3600, 86_399
REFRESH_S = 90 * 86_400
REPLAY_DAYS = 30
LEEWAY_S = 10
SESSION_S = 60
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 (a name, not a token)
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
ONLINE = "urn:shopify:params:oauth:token-type:online-access-token"

CLAIMS = ("iss", "dest", "aud", "sub", "exp", "nbf", "iat", "jti", "sid")

Values = dict[str, Any]


def grant(shop: Shop, method: str, kind: str, content: bytes) -> Reply:
    """The one address for tokens. The body may be JSON or a form."""
    if method != "POST":
        return json_reply(404, {"errors": "Not Found"})
    values = _read(kind, content)
    if values is None:
        return _wrong("invalid_request", "The body could not be read.")
    app = shop.keys.apps.get(str(values.get("client_id", "")))
    if app is None:
        words = "Oauth error application_cannot_be_found: no app has this client id."
        return html_reply(400, PAGE.format(title="Oauth error", text=words))
    if not secrets.compare_digest(app.secret, str(values.get("client_secret", ""))):
        return _wrong("invalid_client", "The client secret is wrong.")
    way = str(values.get("grant_type") or "authorization_code")
    if way not in WAYS:
        return _wrong("unsupported_grant_type", f"There is no grant type {way}.")  # guessed
    return WAYS[way](shop, app, values)


def _read(kind: str, content: bytes) -> Values | None:
    try:
        text = content.decode()
        if "json" in kind:
            found = json.loads(text)
            return found if isinstance(found, dict) else None
        return dict(parse_qsl(text, keep_blank_values=True))
    except ValueError:
        return None


def _wrong(code: str, text: str) -> Reply:
    return json_reply(400, {"error": code, "error_description": text})


def _expiring(values: Values) -> bool:
    return str(values.get("expiring", "")).lower() in ("1", "true")


def _by_code(shop: Shop, app: App, values: Values) -> Reply:
    code = shop.keys.codes.pop(str(values.get("code", "")), None)
    now = shop.clock.now()
    if code is None or code.client_id != app.client_id or code.expires_at <= now:
        text = "The authorization code was not found or was already used"
        return _wrong("invalid_request", text)
    shop.keys.installed[app.client_id] = code.scopes
    shop.note("app.install", app.client_id)
    if code.online:
        return _online(shop, app)
    return _offline(shop, app, expiring=_expiring(values))


def _offline(shop: Shop, app: App, *, expiring: bool, before: str | None = None) -> Reply:
    scopes = shop.keys.installed[app.client_id]
    if not expiring:
        token = new_token(shop, app, "static")
        return json_reply(200, {"access_token": token.text, "scope": Rights.compressed(scopes)})
    token = new_token(shop, app, "offline", OFFLINE_S)
    refresh = Refresh(
        "shprt_" + shop.secret_text("refresh"),
        app.client_id,
        scopes,
        lives(shop.clock.now(), REFRESH_S),
        before=before,
    )
    shop.keys.refreshes[refresh.text] = refresh
    return json_reply(
        200,
        {
            "access_token": token.text,
            "scope": Rights.compressed(scopes),
            "expires_in": OFFLINE_S,
            "refresh_token": refresh.text,
            "refresh_token_expires_in": REFRESH_S,
        },
    )


def _online(shop: Shop, app: App) -> Reply:
    scopes = Rights.compressed(shop.keys.installed[app.client_id])
    token = new_token(shop, app, "online", ONLINE_S)
    user = {
        "id": 42,
        "first_name": "Shop",
        "last_name": "Owner",
        "email": f"owner@{shop.name}.example.com",
        "email_verified": True,
        "account_owner": True,
        "locale": "en",
        "collaborator": False,
    }
    return json_reply(
        200,
        {
            "access_token": token.text,
            "scope": scopes,
            "expires_in": ONLINE_S,
            "associated_user_scope": scopes,
            "associated_user": user,
        },
    )


def _by_refresh(shop: Shop, app: App, values: Values) -> Reply:
    """Each refresh brings a new pair. The one before may come again until its heir was used."""
    found = shop.keys.refreshes.get(str(values.get("refresh_token", "")))
    now = shop.clock.now()
    if (
        found is None
        or found.client_id != app.client_id
        or app.client_id not in shop.keys.installed
    ):
        return _wrong("invalid_grant", "The refresh token is not valid.")
    if found.dead or found.expires_at <= now:
        return _wrong("invalid_grant", "The refresh token was used or has expired.")
    if found.used_at is None:
        found.used_at = now
        if found.before is not None and (older := shop.keys.refreshes.get(found.before)):
            older.dead = True
    elif now > found.used_at + timedelta(days=REPLAY_DAYS):
        return _wrong("invalid_grant", "The refresh token was used too long ago.")
    shop.note("token.refresh", app.client_id)
    return _offline(shop, app, expiring=True, before=found.text)


def _by_credentials(shop: Shop, app: App, _values: Values) -> Reply:
    """For an app of the shop's own organisation alone."""
    if not app.own or app.client_id not in shop.keys.installed:  # guessed code and words
        text = "Client credentials can only be used by an installed app of your organization."
        return _wrong("shop_not_permitted", text)
    token = new_token(shop, app, "client", ONLINE_S)
    scope = Rights.compressed(shop.keys.installed[app.client_id])
    return json_reply(200, {"access_token": token.text, "scope": scope, "expires_in": ONLINE_S})


def _by_exchange(shop: Shop, app: App, values: Values) -> Reply:
    wanted = str(values.get("requested_token_type", ""))
    if wanted not in (OFFLINE, ONLINE):
        return _wrong("invalid_request", "The requested_token_type is not known.")
    subject, kind = str(values.get("subject_token", "")), str(values.get("subject_token_type", ""))
    if kind == OFFLINE:
        old = shop.keys.holder(subject, shop.clock.now())
        if old is None or old.client_id != app.client_id or not _expiring(values):
            return _wrong("invalid_subject_token", "The token to be exchanged is not valid.")
        del shop.keys.tokens[old.text]
        return _offline(shop, app, expiring=True)
    if kind != ID_TOKEN or not session_holds(shop, app, subject):
        return _wrong("invalid_subject_token", "The session token is not valid.")
    shop.keys.installed.setdefault(app.client_id, app.scopes)
    if wanted == ONLINE:
        return _online(shop, app)
    return _offline(shop, app, expiring=_expiring(values))


WAYS = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh,
    "client_credentials": _by_credentials,
    EXCHANGE: _by_exchange,
}


def new_token(shop: Shop, app: App, kind: str, seconds: int | None = None) -> Token:
    expires_at = lives(shop.clock.now(), seconds) if seconds is not None else None
    text = "shpat_" + shop.secret_text("token")
    token = Token(text, app.client_id, shop.keys.installed[app.client_id], kind, expires_at)
    shop.keys.tokens[text] = token
    shop.note("token.issue", kind)
    return token


# Session tokens


def session_token(shop: Shop, app: App, user: str = "42") -> str:
    """What the admin hands to an embedded app; it lives for a minute."""
    now = int(shop.clock.now().timestamp())
    claims = {
        "iss": f"https://{shop.domain}/admin",
        "dest": f"https://{shop.domain}",
        "aud": app.client_id,
        "sub": user,
        "exp": now + SESSION_S,
        "nbf": now,
        "iat": now,
        "jti": deliveries.new_id(shop),
        "sid": shop.secret_text("sid", 64),
    }
    return signed_token(app.secret, claims)


def session_holds(shop: Shop, app: App, text: str) -> bool:
    claims = opened_token(app.secret, text)
    if claims is None or any(name not in claims for name in CLAIMS):
        return False
    now = shop.clock.now().timestamp()
    timely = claims["nbf"] - LEEWAY_S <= now < claims["exp"] + LEEWAY_S
    home = f"https://{shop.domain}"
    meant = claims["aud"] == app.client_id
    return meant and timely and (claims["dest"], claims["iss"]) == (home, f"{home}/admin")


# Letting in by hand, and taking away


def install(shop: Shop, app: App) -> Token:
    """The merchant lets the shop's own app in, with all that it asks for. What it held before stays
    dead; a token of the old kind comes with it."""
    shop.keys.installed[app.client_id] = app.scopes
    shop.note("app.install", app.client_id)
    return new_token(shop, app, "static")


def uninstall(shop: Shop, app: App) -> None:
    """All tokens are dead at once; the news of it goes out, and the wish to forget follows."""
    deliveries.tell(shop, "app/uninstalled", shop_body(shop), only=app.client_id)
    for number, row in list(shop.subscriptions.items()):
        if row["app"] == app.client_id:
            del shop.subscriptions[number]
    shop.keys.forget(app.client_id)
    redact = {"shop_id": shop.number, "shop_domain": shop.domain}
    deliveries.tell_compliance(shop, app.client_id, "shop/redact", redact, timedelta(hours=48))
    shop.note("app.uninstall", app.client_id)


def change_scopes(shop: Shop, app: App, scopes: frozenset[str]) -> None:
    """The merchant or the maker changed what the app may do; its tokens can do no more."""
    before = shop.keys.installed[app.client_id]
    shop.keys.installed[app.client_id] = scopes
    for token in shop.keys.tokens.values():
        if token.client_id == app.client_id:
            token.scopes = scopes
    body = {
        "id": shop.number,
        "previous": sorted(before),
        "current": sorted(scopes),
        "updated_at": shop.now(),
    }
    deliveries.tell(shop, "app/scopes_update", body, only=app.client_id)
