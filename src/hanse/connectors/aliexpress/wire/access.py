"""Who we are to AliExpress: key and secret of the app, token, gateway; and the signed call."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from hanse.base.faults import AuthLapsed, Finding, Rejected, Severity
from hanse.engine.wire.wire import Call
from hanse.trade.access import Access
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question

Pairs = Sequence[tuple[str, str]]

GATEWAY = "https://api-sg.aliexpress.com"
REST, SYNC = "rest", "sync"
SHIP_TO = "US"  # where prices are asked for, unless the account says where its parcels go

# A name with a slash is a system call, which has a path of its own; all others go to one address.
CREATE_TOKEN = "/auth/token/create"  # noqa: S105 - a path
REFRESH_TOKEN = "/auth/token/refresh"  # noqa: S105 - a path
PRODUCT = "aliexpress.ds.product.get"
FREIGHT = "aliexpress.ds.freight.query"
ORDER_CREATE = "aliexpress.ds.order.create"
ORDER_GET = "aliexpress.trade.ds.order.get"
TRACKING = "aliexpress.ds.order.tracking.get"
BENEFITS = "aliexpress.ds.member.benefit.get"

ORDER = "param_place_order_request4_open_api_d_t_o"  # the order itself, as JSON in a parameter
EXTEND = "ds_extend_request"  # what else is said of it
SECRET_PARAMETERS = ("code", "refresh_token")

FIELDS = ("app_key", "app_secret", "gateway", "style", "ship_to")
PATTERNS = {
    "app_key": r"\d{3,20}",
    "app_secret": r"[!-~]{6,300}",
    "style": "rest|sync",
    "ship_to": "[A-Z]{2}",
}
HINTS = {
    "app_key": "Copy the App Key from the console: it is a number.",
    "app_secret": "Copy the App Secret from the console, without blanks in it.",
    "gateway": f"Leave it empty, or write {GATEWAY}.",
    "style": "Leave it empty, or write rest or sync.",
    "ship_to": "Write a country as two letters, such as US or ID.",
}
NAMES = {"app_key": "App Key", "app_secret": "App Secret", "ship_to": "country"}


def entered(fields: Mapping[str, str]) -> Access:
    """What a person typed, tidied up; `Rejected` with a finding for each field that is none."""
    told = {name: text for name in FIELDS if (text := fields.get(name, "").strip())}
    for name, tidy in (("style", str.lower), ("ship_to", str.upper)):
        if name in told:
            told[name] = tidy(told[name])
    if found := gateway_of(told.get("gateway", "")):
        told["gateway"] = found
    if findings := tuple(doubts(told)):
        raise Rejected(
            "AliExpress cannot be entered like this.", findings, "Correct the fields named."
        )
    return Access(told)


def doubts(told: Mapping[str, str]) -> Iterable[Finding]:
    def finding(field: str, code: str, sentence: str) -> Finding:
        return Finding(Severity.error, code, sentence, HINTS[field], field)

    for name in ("app_key", "app_secret"):
        if name not in told:
            yield finding(name, "key_missing", f"The {NAMES[name]} is missing.")
    for name, pattern in PATTERNS.items():
        if name in told and not re.fullmatch(pattern, told[name]):
            yield finding(name, "not_so", f"That is no {NAMES.get(name, name)}.")
    if "gateway" in told and gateway_of(told["gateway"]) is None:
        yield finding("gateway", "not_so", "That is no address of a gateway, which is https.")


def gateway_of(text: str) -> str | None:
    """Scheme, host and port, without what people copy along with it."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = f":{parts.port}" if parts.port not in (None, 443) else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]{3,253}", host):
        return None
    if parts.username or parts.path.rstrip("/") not in ("", "/sync", "/rest"):
        return None
    return f"https://{host}{port}"


def root(access: Access) -> str:
    """Checked once more here, for keys go out to it."""
    found = gateway_of(access.fields.get("gateway", GATEWAY))
    if found is None:
        raise Rejected("The address of the gateway is none.", next_step=HINTS["gateway"])
    return found


# The call


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    """Everything in the body, signed over exactly what is sent. A repeat is known by what is asked
    and not by the nonce, so there is none in it."""
    app_key, secret = key_of(access, "app_key"), key_of(access, "app_secret")
    name = question.path
    as_path = name.startswith("/")
    asked = form(question.body)
    pairs = [*asked, *system(app_key, at)]
    if not as_path:
        pairs += [("session", token_of(access)), ("format", "json"), ("simplify", "false")]
        if name == PRODUCT and "ship_to_country" not in dict(asked):
            pairs.append(("ship_to_country", access.fields.get("ship_to", SHIP_TO)))
    to_rest = as_path and access.fields.get("style", REST) == REST
    if not to_rest:
        pairs.append(("method", name))
    pairs.append(("sign", sign(secret, pairs, name if as_path else "")))
    return Call(
        "POST",
        f"{root(access)}/rest{name}" if to_rest else f"{root(access)}/sync",
        writes=question.writes,
        headers={
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        },
        query=question.query,
        body=urlencode(pairs).encode(),
        secrets=tuple(dict.fromkeys(secrets(access, asked))),
    )


def system(app_key: str, at: datetime) -> Pairs:
    milliseconds = str(int(at.timestamp() * 1000))
    return (("app_key", app_key), ("timestamp", milliseconds), ("sign_method", "sha256"))


def sign(secret: str, pairs: Pairs, path: str = "") -> str:
    """By names in the order of their bytes, each followed by its value as it is, not encoded; the
    path before it all where the call has one."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("A parameter given twice makes a signature that AliExpress refuses.")
    ordered = sorted(pairs, key=lambda pair: pair[0].encode())
    text = path + "".join(f"{name}{value}" for name, value in ordered)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def form(body: bytes | None) -> Pairs:
    """The parameters of a question; none of them is lost for being empty."""
    return parse_qsl((body or b"").decode(), keep_blank_values=True)


def key_of(access: Access, name: str) -> str:
    if not (value := access.fields.get(name)):
        raise Rejected(f"The {NAMES[name]} is missing.", next_step=HINTS[name])
    return value


def token_of(access: Access) -> str:
    if access.tokens is None:
        raise AuthLapsed(
            "Nobody has agreed yet that Hanse orders at AliExpress.",
            "Connect the account: a person has to agree on AliExpress's page.",
        )
    return access.tokens.access_token


def secrets(access: Access, asked: Pairs) -> Iterable[str]:
    """Keys and tokens, and whom an order goes to: that is said to the supplier alone."""
    yield access.fields.get("app_secret", "")
    if access.tokens:
        yield access.tokens.access_token
        yield access.tokens.refresh_token or ""
    given = dict(asked)
    yield from (given.get(name, "") for name in SECRET_PARAMETERS)
    if ORDER in given:
        order = Document(json.loads(given[ORDER]))
        address = order.one("logistics_address") or Document({})
        yield compact(address.fields)  # in one, for what is short is not known again alone
        yield from (each for each in address.fields.values() if isinstance(each, str))
    if EXTEND in given:  # in Saudi Arabia the place has a number of its own, told here
        more = Document(json.loads(given[EXTEND])).one("trade_extra_param") or Document({})
        yield from (each for each in more.fields.values() if isinstance(each, str))


# Questions


def question(name: str, family: str, **parameters: str) -> Question:
    """A reading. Numbers and truth are given as the very text that is sent and signed."""
    return Question(name, (), family, "POST", urlencode(parameters).encode())


def compact(document: object) -> str:
    """JSON as the value of a parameter; the same document is the same text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
