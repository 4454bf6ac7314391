"""Tokens: refreshed as long as the refresh token stands, else got anew with the key.

CJ hands out a new one at most once in five minutes, whoever asks. The pace of the family `keys` is
kept in the database, so that no restart asks before its time.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from hanse.base.faults import Denied, Rejected, Unavailable
from hanse.connectors.cj.wire.access import LOGIN, LOGOUT, REFRESH, api_key
from hanse.connectors.cj.wire.asking import FAMILIES, data_of
from hanse.trade.access import Access, Consent, Tokens
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply

CHINA = timezone(timedelta(hours=8))


def token_question(access: Access, at: datetime) -> Question | None:
    tokens = access.tokens
    ends_at = tokens.refresh_expires_at if tokens else None
    if tokens and tokens.refresh_token and (ends_at is None or ends_at > at):
        return asked(REFRESH, "tokens.refresh", refreshToken=tokens.refresh_token)
    return asked(LOGIN, "tokens.key", apiKey=api_key(access))


def asked(path: str, kind: str, **words: str) -> Question:
    body = json.dumps(words).encode()
    return Question(path, (), FAMILIES[path], "POST", body, plumbing=kind, writes=True)


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    """Until when they are good is told, and not reckoned."""
    document = data_of(reply)
    token = document.filled("accessToken")
    if token is None:
        raise Unavailable("CJ answered, but not with a token.")
    return Tokens(
        access_token=token,
        expires_at=instant(document, "accessTokenExpiryDate"),
        refresh_token=document.filled("refreshToken"),
        refresh_expires_at=instant(document, "refreshTokenExpiryDate"),
    )


def instant(document: Document, name: str) -> datetime | None:
    """guessed: that one without a zone is the time in China, as those with one are. It ends the
    token too early at worst."""
    text = document.filled(name)
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.replace(tzinfo=CHINA) if read.tzinfo is None else read


def revoke_question(access: Access) -> Question | None:
    """Both tokens are dead afterwards."""
    return None if access.tokens is None else asked(LOGOUT, "tokens.logout")


# Nobody is sent anywhere to agree


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    raise Rejected("CJ is connected with a key.", next_step="Make one in My CJ and enter it.")


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    raise Denied("CJ has no page for a consent.", "Connect it with an API key.")


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    return ""
