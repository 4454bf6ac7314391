"""Who we are to a shop: its address, the app's keys, the token; and the call that shows them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from hanse.base.faults import AuthLapsed, Finding, Rejected, Severity
from hanse.engine.wire.wire import Call, Limits, Timeouts
from hanse.trade.access import Access
from hanse.trade.ports_read import Question

VERSION = "2026-10"
GRAPHQL = f"admin/api/{VERSION}/graphql.json"
TOKEN = "admin/oauth/access_token"  # noqa: S105 - a path

FIELDS = ("shop", "client_id", "client_secret", "access_token")
SUFFIX = ".myshopify.com"
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.myshopify\.com")
IN_ADMIN = re.compile(r"admin\.shopify\.com/store/([a-z0-9-]{1,63})")
OPAQUE = re.compile(r"[!-~]{6,300}")  # keys of the platform: their shape is nobody's promise

# Fifty products with their descriptions and variants in one answer.
LIMITS = Limits(received_bytes_max=48 * 1024**2)
# Fifty changes of one document, carried out one after the other before the answer begins.
PATIENT = Timeouts(first_byte_s=50.0)


def host_of(text: str) -> str | None:
    """The shop that a callback names, if it names one: `x.myshopify.com`, or as the admin does."""
    host = text.lower().removesuffix("/")
    if found := IN_ADMIN.fullmatch(host):
        host = found[1] + SUFFIX
    return host if HOST.fullmatch(host) else None


def typed_host(text: str) -> str | None:
    """The same from what a person copied: the bare name, or any address in the admin."""
    rest = re.sub(r"^https?://", "", text.strip().lower())
    if found := IN_ADMIN.match(rest):
        return host_of(found[0])
    name = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return host_of(name if "." in name else name + SUFFIX)


def entered(fields: Mapping[str, str]) -> Access:
    """What a person typed, tidied up; `Rejected` with a finding for each field that is none."""
    told = {name: text for name in FIELDS if (text := fields.get(name, "").strip())}
    if host := typed_host(told.get("shop", "")):
        told["shop"] = host
    if findings := tuple(doubts(told)):
        raise Rejected(
            "The shop cannot be entered like this.", findings, "Correct the fields that are named."
        )
    return Access(told)


def doubts(told: Mapping[str, str]) -> Iterable[Finding]:
    def finding(field: str, code: str, sentence: str, step: str) -> Finding:
        return Finding(Severity.error, code, sentence, step, field)

    if host_of(told.get("shop", "")) is None:
        yield finding(
            "shop",
            "no_shop",
            "That is not the address of a shop at Shopify.",
            "Write it as in my-shop.myshopify.com; it stands in the admin under Settings, Domains.",
        )
    for name in FIELDS[1:]:
        if name in told and not OPAQUE.fullmatch(told[name]):
            yield finding(name, "no_key", "That is no key.", "Copy it again, without blanks in it.")
    if "access_token" not in told and not {"client_id", "client_secret"} <= told.keys():
        missing = "client_secret" if "client_id" in told else "client_id"
        yield finding(
            missing,
            "key_missing",
            "There is neither a client ID with its secret nor an access token.",
            "Copy both from the app's settings page in the Dev Dashboard.",
        )


def token_of(access: Access) -> str:
    """The pasted one first: whoever pastes one wants it used."""
    if pasted := access.fields.get("access_token"):
        return pasted
    if access.tokens is None:
        raise AuthLapsed(f"There is no access token for {shop_of(access)} yet.")
    return access.tokens.access_token


def shop_of(access: Access) -> str:
    """Checked once more here, for keys go out to it."""
    host = host_of(access.fields.get("shop", ""))
    if host is None:
        raise Rejected("The account does not say which shop it is.")
    return host


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    """The call, ready to be sent; nothing is signed, so neither time nor nonce is in it."""
    headers = {"Accept": "application/json"}
    if question.body is not None:
        headers["Content-Type"] = "application/json"
    if question.path != TOKEN:
        headers["X-Shopify-Access-Token"] = token_of(access)
    return Call(
        question.method,
        f"https://{shop_of(access)}/{question.path}",
        writes=question.writes,
        headers=headers,
        query=question.query,
        body=question.body,
        limits=LIMITS,
        timeouts=PATIENT if question.change else Timeouts(),
        secrets=tuple(secrets(access)),
    )


def secrets(access: Access) -> Iterable[str]:
    for name in ("client_secret", "access_token", "client_secret_before"):
        if value := access.fields.get(name):
            yield value
    if access.tokens:
        yield access.tokens.access_token
        if access.tokens.refresh_token:
            yield access.tokens.refresh_token
