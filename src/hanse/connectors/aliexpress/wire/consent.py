"""A person's consent on AliExpress's page, and the tokens that follow from it.

A refreshed token brings a new refresh token, whose own life goes on and does not begin again. So
after 60 days at most, or 2 for an app in test, a person has to agree once more.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from hanse.base.faults import Denied, Unavailable
from hanse.connectors.aliexpress.wire.access import (
    CREATE_TOKEN,
    REFRESH_TOKEN,
    key_of,
    root,
    token_of,
)
from hanse.trade.access import Access, Consent, Tokens
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply

LIFE_MAX_S = 10 * 365 * 86_400
MILLISECONDS_MAX = 10**14
ACCOUNT = "account:"  # the one that a token is for, kept as its scope
NAMED_BY = ("user_id", "account_id", "seller_id")


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    """The browser itself brings the code back, so nothing is sent to `callback_url`. guessed: that
    the state comes back with it, as it does on pages like this."""
    query = {
        "response_type": "code",
        "force_auth": "true",
        "redirect_uri": return_url,
        "client_id": key_of(access, "app_key"),
        "state": state,
    }
    return f"{root(access)}/oauth/authorize?{urlencode(query, quote_via=quote)}"


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    return dict(query).get("state", "")


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    """The code that the browser brought back, good once and for three minutes. It is not signed,
    and is worth what AliExpress gives for it."""
    if body or not (code := dict(query).get("code", "")):
        raise Denied("Nobody agreed on AliExpress's page.", "Begin anew, and agree there.")
    key_of(access, "app_secret")
    return Consent(question=asked(CREATE_TOKEN, "tokens.create", code=code))


def token_question(access: Access, at: datetime) -> Question | None:
    """None where a token cannot be had anew: the one there is lives to its end, and AliExpress then
    says so itself."""
    if access.tokens is None:
        token_of(access)
    tokens = access.tokens
    if tokens is None or not tokens.refresh_token:
        return None
    if tokens.refresh_expires_at is not None and tokens.refresh_expires_at <= at:
        return None
    return asked(REFRESH_TOKEN, "tokens.refresh", refresh_token=tokens.refresh_token)


def asked(path: str, plumbing: str, **parameters: str) -> Question:
    body = urlencode(parameters).encode()
    return Question(path, (), "oauth", "POST", body, plumbing=plumbing, writes=True)


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    document = Document(reply.document if isinstance(reply.document, Mapping) else {})
    token = document.filled("access_token")
    if token is None:
        raise Unavailable("AliExpress answered, but not with a token.")
    accounts = (f"{ACCOUNT}{found}" for name in NAMED_BY if (found := document.key(name)))
    return Tokens(
        access_token=token,
        expires_at=ends(document, "expires_in", "expire_time", at),
        refresh_token=document.filled("refresh_token"),
        refresh_expires_at=ends(document, "refresh_expires_in", "refresh_token_valid_time", at),
        scopes=tuple(accounts)[:1],
    )


def ends(document: Document, seconds: str, instant: str, at: datetime) -> datetime | None:
    """By our clock, from what is left of it; by theirs only where nothing else is told. No seconds
    left means that it cannot be used at all."""
    left = document.whole(seconds)
    if left is not None:
        return at + timedelta(seconds=min(max(left, 0), LIFE_MAX_S))
    milliseconds = document.whole(instant)
    if milliseconds is None or not 0 < milliseconds < MILLISECONDS_MAX:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def account_of(access: Access) -> str | None:
    """Whose token it is, as AliExpress said when it gave it."""
    scopes = access.tokens.scopes if access.tokens else ()
    found = (each.removeprefix(ACCOUNT) for each in scopes if each.startswith(ACCOUNT))
    return next(found, None)
