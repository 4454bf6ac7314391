"""The page on which a buyer lets an app in, and the way back to the app with a code."""

import html
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.replies import Reply, page
from hanse.sandbox.aliexpress.tokens import CODE_LIVES_S

AUTHORIZE = "/oauth/authorize"
APPROVE, DENY = f"{AUTHORIZE}/approve", f"{AUTHORIZE}/deny"
KEPT = ("client_id", "redirect_uri", "state")

Query = dict[str, str]


def answer(hub: Hub, path: str, query: Query) -> Reply:
    """The page, or after a click the way back. Every mistake is a page; its words are guessed."""
    back = query.get("redirect_uri", "")
    if query.get("client_id") != hub.app.key:
        return wrong("No app has this client_id.")
    if urlsplit(back).scheme not in ("https", "http") or (
        hub.app.redirect_uris and back not in hub.app.redirect_uris
    ):
        return wrong("The redirect_uri is not the one of the app.")
    if path == AUTHORIZE:
        if query.get("response_type") != "code":
            return wrong("The response_type is code.")
        return _approved(hub, query) if hub.moods.approves else _ask(hub, query)
    kept = {name: query.get(name, "") for name in KEPT}
    if hub.keys.nonces.pop(query.get("nonce", ""), None) != kept:
        return wrong("This page is no longer valid. Start again from the app.")
    if path == APPROVE:
        return _approved(hub, query)
    # guessed: the documents do not say where a buyer goes who does not want it
    return _to(back, {"error": "access_denied", "state": query.get("state", "")})


def wrong(text: str) -> Reply:
    return page(400, "Authorization error", html.escape(text))


def _ask(hub: Hub, query: Query) -> Reply:
    nonce = hub.secret_text("nonce")
    kept = {name: query.get(name, "") for name in KEPT}
    hub.keys.nonces[nonce] = kept
    pairs = urlencode(kept | {"nonce": nonce})
    links = " ".join(
        f'<a class="{word}" href="{html.escape(f"{path}?{pairs}")}">{label}</a>'
        for word, path, label in (("approve", APPROVE, "Authorize"), ("deny", DENY, "Cancel"))
    )
    title = html.escape(f"{hub.app.title} asks to buy with your AliExpress account")
    return page(200, title, links)


def _approved(hub: Hub, query: Query) -> Reply:
    code = f"3_{hub.app.key}_{hub.secret_text('code', 24)}"
    until = hub.clock.now() + timedelta(seconds=CODE_LIVES_S)
    hub.keys.codes[code] = (hub.app.key, until)
    # That the state comes back is guessed: no document says so.
    state = {"state": query["state"]} if query.get("state") else {}
    return _to(query["redirect_uri"], {"code": code, **state})


def _to(back: str, values: Query) -> Reply:
    found = page(302, "", "")
    found.headers["Location"] = f"{back}{'&' if '?' in back else '?'}{urlencode(values)}"
    return found
