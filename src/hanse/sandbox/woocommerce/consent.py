"""The pages of wc-auth: the merchant approves, the store posts a pair of keys and goes back."""

import hashlib
import hmac
import html
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.envelope import NO_STORE
from hanse.sandbox.woocommerce.replies import HTML, Reply
from hanse.sandbox.woocommerce.store import Store, new_key

AUTHORIZE, LOGIN, GRANTED = (
    "/wc-auth/v1/authorize",
    "/wc-auth/v1/login/",
    "/wc-auth/v1/access_granted/",
)
NAMES = ("app_name", "user_id", "return_url", "callback_url", "scope")
SCOPES = {"read": "Read", "write": "Write", "read_write": "Read/Write"}


@dataclass(frozen=True, slots=True)
class Grant:
    """Keys that were made and must be posted before the browser is sent back."""

    key: Key
    callback_url: str
    payload: dict[str, Any]
    return_to: str


def page(store: Store, home: str, path: str, query: dict[str, Any], user: str) -> Reply | Grant:
    """`user` is who is signed in: nobody, `admin`, or a customer without rights."""
    if path.rstrip("/") == LOGIN.rstrip("/"):
        return _login(home, query)
    if wrong := _wrong(query):
        return denied(wrong)
    if not user:
        pairs = "&".join(f"{name}={quote(str(query[name]), safe='')}" for name in NAMES)
        return Reply(302, {"Content-Type": HTML, "Location": f"{home}{LOGIN}?{pairs}"}, b"")
    if user != "admin":
        return denied("You do not have permission to access this page.")
    if path.rstrip("/") == GRANTED.rstrip("/"):
        if not hmac.compare_digest(str(query.get("wc_auth_nonce", "")), nonce(store, query)):
            return denied("Invalid nonce verification.")
        return _grant(store, query)
    return _ask(store, home, query)


def finish(store: Store, grant: Grant, status: int | None) -> Reply:
    """Anything but exactly 200 takes the keys back."""
    if status != 200:
        store.keys.pop(grant.key.consumer_key, None)
        return denied("The keys could not be sent.")
    return Reply(302, {"Content-Type": HTML, "Location": grant.return_to}, b"")


def nonce(store: Store, query: dict[str, Any]) -> str:
    text = "\n".join([str(store.world.seed), *(str(query.get(name)) for name in NAMES)])
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def denied(text: str) -> Reply:
    """Every mistake is a page for people. Its words below the title are ours."""
    body = f"<!DOCTYPE html><title>Access denied</title><p>Error: {html.escape(text)}</p>"
    return Reply(401, {"Content-Type": HTML, "Cache-Control": NO_STORE}, body.encode())


def _wrong(query: dict[str, Any]) -> str:
    missing = [name for name in NAMES if not query.get(name)]
    if missing:
        return f"Missing parameter {missing[0]}"
    if query["scope"] not in SCOPES:
        return f"Invalid scope {query['scope']}"
    if not str(query["callback_url"]).startswith("https://"):
        return "The callback_url needs to be over SSL"
    return ""


def _grant(store: Store, query: dict[str, Any]) -> Grant:
    key = new_key(store, str(query["scope"]), seed=str(query["user_id"]))
    payload = {
        "key_id": key.id,
        "user_id": str(query["user_id"]),
        "consumer_key": key.consumer_key,
        "consumer_secret": key.consumer_secret,
        "key_permissions": key.permissions,
    }
    return Grant(key, str(query["callback_url"]), payload, _back(query, "1"))


def _back(query: dict[str, Any], success: str) -> str:
    base = str(query["return_url"])
    mark = "&" if "?" in base else "?"
    return f"{base}{mark}success={success}&user_id={quote_plus(str(query['user_id']))}"


def _ask(store: Store, home: str, query: dict[str, Any]) -> Reply:
    pairs = "&".join(f"{name}={quote_plus(str(query[name]))}" for name in NAMES)
    approve = f"{home}{GRANTED}?{pairs}&wc_auth_nonce={nonce(store, query)}"
    app, rights = html.escape(str(query["app_name"])), SCOPES[str(query["scope"])]
    body = (
        "<!DOCTYPE html><title>Application authentication request</title>"
        f"<h1>{app} would like to connect to your store</h1><p>{rights} access</p>"
        f'<a class="wc-auth-approve" href="{html.escape(approve)}">Approve</a> '
        f'<a class="wc-auth-deny" href="{html.escape(_back(query, "0"))}">Deny</a>'
    )
    return Reply(200, {"Content-Type": HTML}, body.encode())


def _login(home: str, query: dict[str, Any]) -> Reply:
    """Here a click signs in; the real page wants a password."""
    pairs = "&".join(f"{name}={quote_plus(str(query.get(name, '')))}" for name in NAMES)
    link = html.escape(
        f"{home}/_sandbox/sign-in?user=admin&to={quote_plus(AUTHORIZE + '?' + pairs)}"
    )
    body = f'<!DOCTYPE html><title>Login</title><a href="{link}">Sign in as admin</a>'
    return Reply(200, {"Content-Type": HTML}, body.encode())
