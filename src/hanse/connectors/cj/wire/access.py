"""Who we are to CJ: a key that a person made there, the token got with it, and the call."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from hanse.base.faults import AuthLapsed, Finding, Rejected, Severity
from hanse.engine.wire.wire import Call, Timeouts
from hanse.trade.access import Access
from hanse.trade.ports_read import Question

BASE = "https://developers.cjdropshipping.com/api2.0/v1/"
LOGIN = "authentication/getAccessToken"
REFRESH = "authentication/refreshAccessToken"
LOGOUT = "authentication/logout"
UNSIGNED = frozenset({LOGIN, REFRESH})

KEY = r"[^\s@]{1,64}@api@[!-~]{32}"
SHAPE = re.compile(KEY)

# An order is put into the cart, confirmed and paid before the answer begins.
PATIENT = Timeouts(first_byte_s=50.0)


def entered(fields: Mapping[str, str]) -> Access:
    """What a person typed, tidied up; `Rejected` where it is no key."""
    typed = fields.get("api_key", "").strip()
    if not SHAPE.fullmatch(typed):
        finding = Finding(
            Severity.error,
            "no_key",
            "That is no API key of CJ: it has @api@ in its middle and 32 characters behind it.",
            "Copy it again, whole, from My CJ, Authorization, API.",
            "api_key",
        )
        raise Rejected(finding.sentence, [finding], finding.next_step)
    return Access({"api_key": typed})


def api_key(access: Access) -> str:
    key = access.fields.get("api_key", "")
    if not SHAPE.fullmatch(key):
        raise Rejected("The account has no API key of CJ.", next_step="Connect it again.")
    return key


def user_number(access: Access) -> str:
    """What CJ calls the account: the key begins with it."""
    return api_key(access).partition("@")[0]


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    """The call, ready to be sent; nothing is signed, so neither time nor nonce is in it."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if question.path not in UNSIGNED:
        if access.tokens is None:
            raise AuthLapsed(f"There is no access token for {user_number(access)} yet.")
        headers["CJ-Access-Token"] = access.tokens.access_token
    return Call(
        question.method,
        f"{BASE}{question.path}",
        writes=question.writes,
        headers=headers,
        query=question.query,
        body=question.body,
        timeouts=PATIENT if question.change else Timeouts(),
        secrets=tuple(secrets(access)),
    )


def secrets(access: Access) -> Iterable[str]:
    if key := access.fields.get("api_key"):
        yield key
    if access.tokens:
        yield access.tokens.access_token
        if access.tokens.refresh_token:
            yield access.tokens.refresh_token
    if access.hook_secret:
        yield access.hook_secret
