"""Tokens: how an app gets them, how long they live, and how they are renewed."""

from datetime import datetime, timedelta

from hanse.sandbox.aliexpress.envelope import Document, Refusal, missing
from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.keyring import Grant, Token

DAY_S = 86_400
LIVES_S = {True: (30 * DAY_S, 60 * DAY_S), False: (DAY_S, 2 * DAY_S)}  # launched, or in test
CODE_LIVES_S = 180
BUYER, SELLER = 200_042_360, 200_042_361
LEFT_OUT = ("user_nick", "havana_id", "account")  # of the security twins


def new_grant(hub: Hub) -> tuple[str, str]:
    """An access token and a refresh token, as after a click on the page."""
    now = hub.clock.now()
    grant = Grant(hub.app.key, now + timedelta(seconds=LIVES_S[hub.moods.launched][1]))
    return _access(hub, grant, now), _refresh(hub, grant)


def _access(hub: Hub, grant: Grant, now: datetime) -> str:
    text = f"5000{hub.secret_text('access', 40)}"
    expires_at = now + timedelta(seconds=LIVES_S[hub.moods.launched][0])
    hub.keys.tokens[text] = Token(grant, expires_at)
    return text


def _refresh(hub: Hub, grant: Grant) -> str:
    text = f"5001{hub.secret_text('refresh', 40)}"
    hub.keys.refreshes[text] = grant
    return text


def create(hub: Hub, params: dict[str, str]) -> Document:
    return _created(hub, params)


def create_secure(hub: Hub, params: dict[str, str]) -> Document:
    """The safer twin, which may be told a `uuid`."""
    found = _created(hub, {name: each for name, each in params.items() if name != "uuid"})
    return {name: each for name, each in found.items() if name not in LEFT_OUT}


def _created(hub: Hub, params: dict[str, str]) -> Document:
    if not params.get("code"):
        raise missing("code")
    app_key, until = hub.keys.codes.pop(params["code"], ("", hub.clock.now()))
    if app_key != params["app_key"] or until <= hub.clock.now() or "uuid" in params:
        raise Refusal("InvalidCode", "The specified code is invalid or expired")  # guessed words
    hub.note("token.create", app_key)
    return told(hub, *new_grant(hub))


def refresh(hub: Hub, params: dict[str, str]) -> Document:
    """Both are new; those before are dead, which is guessed. The refresh token's end stays."""
    text, now = params.get("refresh_token", ""), hub.clock.now()
    if not text:
        raise missing("refresh_token")
    grant = hub.keys.refreshes.get(text)
    if grant is None or grant.app_key != params["app_key"] or grant.ends_at <= now:
        words = "The specified refresh token is invalid or expired"  # guessed
        raise Refusal("IllegalRefreshToken", words)
    hub.note("token.refresh", params["app_key"])
    if hub.moods.omits_refresh_token:
        found = told(hub, _access(hub, grant, now), text)
        return {name: each for name, each in found.items() if name != "refresh_token"}
    hub.keys.forget(grant)
    return told(hub, _access(hub, grant, now), _refresh(hub, grant))


def refresh_secure(hub: Hub, params: dict[str, str]) -> Document:
    found = refresh(hub, params)
    return {name: each for name, each in found.items() if name not in LEFT_OUT}


def told(hub: Hub, access: str, renewing: str) -> Document:
    """What an app is told of its tokens; ids and names are guessed."""
    token, now = hub.keys.tokens[access], hub.clock.now()
    ends_at = token.grant.ends_at
    return {
        "access_token": access,
        "refresh_token": renewing,
        "expires_in": round((token.expires_at - now).total_seconds()),
        "expire_time": round(token.expires_at.timestamp() * 1000),
        "refresh_expires_in": max(0, round((ends_at - now).total_seconds())),
        "refresh_token_valid_time": round(ends_at.timestamp() * 1000),
        "user_id": str(BUYER),
        "seller_id": str(SELLER),
        "account_id": str(BUYER),
        "havana_id": str(BUYER),
        "user_nick": f"id{BUYER}",
        "account": "buyer@example.com",
        "account_platform": "buyerApp",
        "locale": "en_US",
        "sp": "ae",
    }
