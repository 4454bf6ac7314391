"""How a shop lets us in: a person's consent, and the tokens that follow from it or from the keys.

Three ways: the merchant's own app asks with its keys (client credentials), a person agrees on
Shopify's page (authorization code, with a token that expires), or a token was pasted.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from hanse.base.faults import AuthLapsed, Denied, Rejected, Unavailable
from hanse.connectors.shopify.wire.access import TOKEN, host_of, shop_of
from hanse.trade.access import Access, Consent, Tokens
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply

OLD_S = 90  # as the vendor's own client has it
LIFE_MAX_S = 10 * 365 * 86_400
BY_CODE = "code"
NEEDS_APPROVAL = frozenset({"read_all_orders"})  # asked for without it, the whole page is refused


def consent_url(access: Access, state: str, return_url: str, scopes: Sequence[str]) -> str:
    """Without `grant_options[]` the token is the shop's and not that of the person who agrees."""
    need_app(access, "A consent")
    query = {
        "client_id": access.fields["client_id"],
        "scope": ",".join(each for each in scopes if each not in NEEDS_APPROVAL),
        "redirect_uri": return_url,
        "state": state,
    }
    return f"https://{shop_of(access)}/admin/oauth/authorize?{urlencode(query, quote_via=quote)}"


def need_app(access: Access, what: str) -> None:
    if not (access.fields.get("client_id") and access.fields.get("client_secret")):
        raise Rejected(
            f"{what} needs the client ID and the client secret of your app.",
            next_step="Copy both from the app's settings page in the Dev Dashboard.",
        )


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    """The code that the browser brought back, as a question for tokens. The state is not looked at.

    The order matters: what is not signed by Shopify is not worth a closer look.
    """
    need_app(access, "A consent")
    secret = access.fields["client_secret"]
    told = dict(query)
    if not signed(query, secret):
        raise Denied(
            "What came back is not signed by Shopify.",
            "Begin anew from the page of the connection, and check the client secret.",
        )
    if host_of(told.get("shop", "")) != shop_of(access):
        raise Denied(
            f"The consent was given for another shop than {shop_of(access)}.",
            "Sign in to the right shop and begin anew.",
        )
    stamp = told.get("timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
        raise Denied("The consent does not say when it was given.", "Begin anew.")
    if abs(at.timestamp() - int(stamp)) > OLD_S:
        raise Denied(f"The consent is older than {OLD_S} s.", "Begin anew.")
    if not (code := told.get("code")):
        raise Denied("Nobody agreed on Shopify's page.", "Begin anew and install the app.")
    # Left out, Shopify would silently hand out a token for ever, which it is about to refuse.
    return Consent(fields={"consent": BY_CODE}, question=asked(access, code=code, expiring="1"))


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    return dict(query).get("state", "")


def signed(query: Sequence[tuple[str, str]], secret: str) -> bool:
    """Whether the query's `hmac` is right, in constant time. A name given twice is not signed,
    unless it is a list: which of the two was meant, nobody could say."""
    names = [name for name, _ in query if not name.endswith("[]")]
    sent = dict(query).get("hmac", "")
    if not secret or not sent or len(set(names)) < len(names):
        return False
    right = hmac.new(secret.encode(), message(query).encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(sent.encode(errors="replace"), right.encode())


def message(query: Sequence[tuple[str, str]]) -> str:
    values: dict[str, list[str]] = {}
    for name, value in query:
        if name not in ("hmac", "signature"):
            values.setdefault(name, []).append(value)
    pairs = []
    for name, several in values.items():
        if name.endswith("[]"):
            listed = ", ".join(f'"{each}"' for each in several)
            name, text = name.removesuffix("[]"), f"[{listed}]"
        else:
            text = several[0]
        pairs.append(f"{escaped(name).replace('=', '%3D')}={escaped(text)}")
    return "&".join(sorted(pairs))


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26")


# Tokens


def token_question(access: Access, at: datetime) -> Question | None:
    """How tokens are got without a person; `AuthLapsed` where only a person can give them again."""
    if access.fields.get("access_token"):
        return None
    tokens = access.tokens
    by_code = access.fields.get("consent") == BY_CODE
    if tokens and tokens.refresh_token:
        if tokens.refresh_expires_at is None or tokens.refresh_expires_at > at:
            return asked(access, grant_type="refresh_token", refresh_token=tokens.refresh_token)
    elif by_code and tokens and tokens.expires_at is None:
        return None
    if by_code:
        raise AuthLapsed(
            f"The consent for {shop_of(access)} has ended.",
            "Connect the shop again: a person has to agree on Shopify's page.",
        )
    return asked(access, grant_type="client_credentials")


def asked(access: Access, **words: str) -> Question:
    """Sent twice it does no harm: an old refresh token stays good until the new one is used."""
    need_app(access, "A token")
    keys = {name: access.fields[name] for name in ("client_id", "client_secret")}
    body = json.dumps({**keys, **words}).encode()
    kind = words.get("grant_type", "authorization_code")
    return Question(TOKEN, (), "oauth", "POST", body, plumbing=f"tokens.{kind}", writes=True)


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    document = Document(reply.document) if isinstance(reply.document, dict) else Document({})
    token = document.filled("access_token")
    if token is None:
        raise Unavailable("Shopify answered, but not with a token.")

    def end(name: str) -> datetime | None:
        seconds = document.whole(name)
        return None if seconds is None else at + timedelta(seconds=min(max(seconds, 0), LIFE_MAX_S))

    scopes = (document.text("scope") or "").split(",")
    return Tokens(
        access_token=token,
        expires_at=end("expires_in"),
        refresh_token=document.filled("refresh_token"),
        refresh_expires_at=end("refresh_token_expires_in"),
        scopes=tuple(name for each in scopes if (name := each.strip())),
    )
