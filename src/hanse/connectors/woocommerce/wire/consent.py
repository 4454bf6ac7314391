"""The store's own page on which a person agrees, and the keys that the store hands over then."""

import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote, urlencode

from hanse.base.faults import Denied, Finding, Rejected, Severity, Unavailable
from hanse.connectors.woocommerce.wire.access import PATTERNS, tidied
from hanse.trade.access import Access, Consent
from hanse.trade.documents import Document

APP_NAME = "Hanse"
SCOPE = "read_write"


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    """The state goes as the user's id: it is all that the store gives back unchanged."""
    if not callback_url.startswith("https://"):
        sentence = "A store hands its keys over by https only, and this hub has no https address."
        step = "Set HANSE_PUBLIC_URL to one, or type keys that you make in the store."
        finding = Finding(Severity.error, "not_https", sentence, step, "store_url")
        raise Rejected(sentence, [finding], step)
    query = (
        ("app_name", APP_NAME),
        ("scope", SCOPE),
        ("user_id", state),
        ("return_url", return_url),
        ("callback_url", callback_url),
    )
    root = tidied(access.fields["store_url"])
    return f"{root}/wc-auth/v1/authorize?{urlencode(query, quote_via=quote)}"


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    if body:
        return granted(body).text("user_id") or ""
    return dict(query).get("user_id", "")


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    """The store posts the keys by itself, unsigned: they are worth what a look with them tells."""
    if body:
        document = granted(body)
        keys = {name: document.text(name) or "" for name in PATTERNS}
        return Consent({name: value for name, value in keys.items() if value})
    if dict(query).get("success") != "1":
        raise Denied("Nobody agreed at the store.", "Begin again, and press Approve there.")
    raise Unavailable(
        "The store has not handed its keys over: it could not reach this hub.",
        "See that the public address can be reached from the store, then begin again.",
    )


def granted(body: bytes) -> Document:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    return Document(value) if isinstance(value, dict) else Document({})
