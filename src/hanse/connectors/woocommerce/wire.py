"""How WooCommerce is called: who we are, what is asked, how it goes on, and what went wrong."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Literal
from urllib.parse import quote, urlsplit

from hanse.base.currency import exponent
from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Fault,
    Finding,
    Gone,
    Rejected,
    Severity,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.connectors.woocommerce import mapping
from hanse.engine.wire.body import BOM, NotJson, decode
from hanse.engine.wire.wire import Answer, Call, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Ask, Page, Question, Reach, Reply, Value, collected
from hanse.trade.shop import Shop

Pairs = tuple[tuple[str, str], ...]

BASE = "/wp-json/wc/v3/"
SECOND = timedelta(seconds=1)


# Who we are


class Way(StrEnum):
    """How the key is shown. Over http the store ignores all but signatures."""

    basic = "basic"
    query = "query"  # for hosts that drop the header; it stands in their logs
    oauth = "oauth"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    store_url: str
    consumer_key: str
    consumer_secret: str
    way: Way
    digest: Literal["sha256", "sha1"] = "sha256"

    def __post_init__(self) -> None:
        parts = urlsplit(self.store_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Rejected(
                "The address of the store is none.",
                next_step="Write it as in https://shop.example or https://example.com/shop.",
            )
        if parts.scheme == "http" and self.way is not Way.oauth:
            raise Rejected(
                "Over http the store ignores a key that is not signed, and others could read it.",
                next_step="Use the https address of the store.",
            )

    @property
    def root(self) -> str:
        """A store may live in a folder of its site; no default port, as the store sees itself."""
        parts = urlsplit(self.store_url)
        default = {"http": 80, "https": 443}[parts.scheme]
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        port = "" if parts.port in (None, default) else f":{parts.port}"
        return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def way_for(store_url: str) -> Way:
    return Way.basic if urlsplit(store_url).scheme == "https" else Way.oauth


def call_for(question: Question, keys: Keys, at: datetime, nonce: str) -> Call:
    """The call, ready to be sent once: a signature is good for one nonce and a quarter of an hour.

    `at` is the time by the store's own clock.
    """
    url = f"{keys.root}{BASE}{question.path}"
    headers = {"Accept": "application/json"}
    query = question.query
    secrets = [keys.consumer_key, keys.consumer_secret]
    if keys.way is Way.basic:
        pair = base64.b64encode(f"{keys.consumer_key}:{keys.consumer_secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
        secrets.append(pair)
    elif keys.way is Way.query:
        query += (
            ("consumer_key", keys.consumer_key),
            ("consumer_secret", keys.consumer_secret),
        )
    else:
        query = signed(question.method, url, query, keys, at, nonce)
    return Call(
        question.method, url, writes=False, headers=headers, query=query, secrets=tuple(secrets)
    )


def signed(method: str, url: str, query: Pairs, keys: Keys, at: datetime, nonce: str) -> Pairs:
    """OAuth 1.0a without a token, as the store checks it: the body is not signed."""
    pairs = (
        *query,
        ("oauth_consumer_key", keys.consumer_key),
        ("oauth_timestamp", str(int(at.timestamp()))),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", f"HMAC-{keys.digest.upper()}"),
    )
    key = f"{keys.consumer_secret}&".encode()
    text = signature_base(method, url, pairs).encode()
    digest = hmac.new(key, text, getattr(hashlib, keys.digest)).digest()
    return (*pairs, ("oauth_signature", base64.b64encode(digest).decode()))


def signature_base(method: str, url: str, pairs: Pairs) -> str:
    """Names and values are encoded, and each pair once more as a whole.

    The store reads a query as PHP does, where a name given twice keeps its last value and one
    with brackets is a list; so each name is sent once, and a list as `1,2`.
    """
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("A parameter given twice makes a signature that the store refuses.")
    if odd := [name for name, _ in pairs if not name.replace("_", "").isalnum()]:
        raise ValueError(f"The store would read the parameter {odd[0]!r} by another name.")
    ordered = sorted(pairs, key=lambda pair: pair[0].encode())
    joined = "%26".join(enc(f"{enc(name)}={enc(value)}") for name, value in ordered)
    return f"{method.upper()}&{enc(url)}&{joined}"


def enc(text: str) -> str:
    """As RFC 3986 has it: a space is %20 and a tilde stays."""
    return quote(text, safe="")


# What is asked


def products_question(ask: Ask, shop: Shop) -> Question:
    # As edited: shown to visitors, a description has its shortcodes carried out.
    return question("products", ask, ("context", "edit"))


def offers_question(ask: Ask, shop: Shop) -> Question:
    """Of one product, or of all, which stores before 10 do not know."""
    if ask.parent_id:
        return question(f"products/{ask.parent_id}/variations", ask, family="variations")
    return question("variations", ask)


def orders_question(ask: Ask, shop: Shop) -> Question:
    # With fewer decimals than the currency has, the store would round what it sends.
    decimals = max(shop.decimals, exponent(shop.currency))
    return question("orders", ask, ("status", "any"), ("dp", str(decimals)))


def refunds_question(ask: Ask, shop: Shop) -> Question:
    """guessed: that pages are asked for as elsewhere; no order of rows is."""
    pages = (("per_page", str(ask.rows_max)), ("page", str(ask.page)))
    return Question(f"orders/{ask.parent_id}/refunds", pages, "refunds")


def buyers_question(ask: Ask, shop: Shop) -> Question:
    return question("customers", ask, ("role", "all"))


def question(path: str, ask: Ask, *extra: tuple[str, str], family: str = "") -> Question:
    """Oldest first by id, so that what is added while we read stands at the end."""
    order = "modified" if ask.since else "include" if ask.ids else "id"
    query = [
        *extra,
        ("per_page", str(ask.rows_max)),
        ("page", str(ask.page)),
        ("orderby", order),
        ("order", "asc"),
    ]
    if ask.since:
        query.append(("modified_after", bound(ask.since)))
    if ask.ids:
        query.append(("include", ",".join(ask.ids)))
    if ask.reach is Reach.ids:
        query.append(("_fields", "id"))
    return Question(path, tuple(query), family or path)


def bound(since: datetime) -> str:
    """The bound itself is left out and seconds are whole; without Z it would be store time."""
    second = since.astimezone(UTC).replace(microsecond=0) - SECOND
    return second.strftime("%Y-%m-%dT%H:%M:%SZ")


def count_of(asked: Question) -> Question:
    """Only the headers, which tell how many rows there are."""
    query = tuple(pair for pair in asked.query if pair[0] not in ("per_page", "page"))
    return replace(asked, method="HEAD", query=(*query, ("per_page", "1")))


# How it goes on


def page_of(read: Callable[[object], Value | Finding], ask: Ask, reply: Reply) -> Page[Value]:
    documents = reply.document
    if not isinstance(documents, list):
        raise Unavailable("The store answered, but not with a list of rows.")
    page = collected(ask, documents, id_of, read)
    return replace(
        page,
        next=following(ask, len(documents), reply.headers, page.reached_at),
        total=counted(reply.headers, "x-wp-total"),
    )


def following(
    ask: Ask, rows: int, headers: Mapping[str, str], reached_at: datetime | None
) -> Ask | None:
    """An increment moves its mark and begins at page 1 again: rows that change while they are
    read move to the end, and by number the ones behind them would be skipped."""
    if not more(ask, rows, headers):
        return None
    if ask.since and reached_at and reached_at > ask.since:
        return replace(ask, since=reached_at, page=1)
    return replace(ask, page=ask.page + 1)


def more(ask: Ask, rows: int, headers: Mapping[str, str]) -> bool:
    """Past the end the store answers 200 with no rows and the right totals."""
    if rows == 0:
        return False
    pages = counted(headers, "x-wp-totalpages")
    if pages is not None:
        return ask.page < pages
    # guessed: that a proxy may drop these headers. The address in `Link` is never followed.
    return 'rel="next"' in headers.get("link", "") or rows >= ask.rows_max


def counted(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def id_of(document: object) -> str | None:
    remote_id = document.get("id") if isinstance(document, Mapping) else None
    return str(remote_id) if isinstance(remote_id, int) and remote_id > 0 else None


# What went wrong

TAG = re.compile(r"<[^>]{0,500}>")
SHOWN_CHARS = 200
STARTS_MAX = 20
BEGUN = re.compile(rb"\s*(?:\{|\[\s*[\]{\[\"])")  # JSON from the start: half of it is not data
TAKEN = re.compile(
    "product_invalid_sku|term_exists|.*_already_exists|registration-error-email-exists"
    "|woocommerce_rest_product_not_created"
)
GONE = re.compile(".*_invalid_id|.*_already_trashed")
REFUSED_AS_BROKEN = re.compile(".*_cannot_create_order_refund|.*_cannot_delete")
PERMALINKS = "Turn on pretty permalinks in the store: Settings, Permalinks, anything but Plain."


def words(answer: Answer) -> Fault | None:
    """The fault behind an answer, by its status first: messages are translated, codes are not."""
    if 200 <= answer.status < 300:
        return None
    error = told(answer)
    if error is None:
        return by_page(answer)
    code = error.filled("code") or ""
    sentence = answer.call.shown(said(answer, error))
    if answer.status == 401:
        return AuthLapsed(sentence, AUTH_STEPS.get(code, ""))
    if answer.status == 403:
        step = "Make the key for a user who may manage the shop, such as a shop manager."
        return Rejected(sentence, next_step=step)
    if answer.status in (400, 404, 410) and GONE.fullmatch(code):
        return Gone(sentence)
    if answer.status == 400 and TAKEN.fullmatch(code):
        return Conflict(sentence, conflict_step(error))
    if answer.status < 500 and answer.status not in (404, 408, 410, 425, 429):
        return Rejected(sentence, findings(error))
    if code == "rest_no_route":
        return Rejected(sentence, next_step="Update WooCommerce: this version does not know that.")
    if answer.status == 501 or REFUSED_AS_BROKEN.fullmatch(code):
        return Rejected(sentence, findings(error))
    return by_status(answer)


AUTH_STEPS = {
    "woocommerce_rest_authentication_error": (
        "Check the key and its secret, what the key may do, and the clocks of store and hub."
    ),
    "woocommerce_rest_cannot_view": (
        "The store saw no key: a proxy may drop it, or the key is unknown. Check it, then let it"
        " be sent in the address."
    ),
}


def by_page(answer: Answer) -> Fault | None:
    """Not WooCommerce speaks, but what stands before it: a host, a firewall, another plug-in."""
    if answer.status == 301 and turned_to_itself(answer):
        return Unavailable(f"{answer.host} does not know the address of its interface.", PERMALINKS)
    if answer.status in (403, 404, 501):
        return Unavailable(
            f"{answer.host} answered {answer.status} with a page and not with data: a firewall, or"
            " another site, stands in the way.",
            "Ask the host of the store to let the interface through.",
        )
    return by_status(answer)


def turned_to_itself(answer: Answer) -> bool:
    """Without pretty permalinks every address leads to itself with a slash, for ever."""
    if "api.w.org" in answer.headers.get("Link", ""):
        return False
    target = urlsplit(answer.headers.get("Location", "")).path.rstrip("/")
    asked = urlsplit(str(answer.url)).path.rstrip("/").replace("/index.php/", "/")
    return target == asked


def told(answer: Answer) -> Document | None:
    """What WooCommerce says of an error, if it is WooCommerce that answered."""
    try:
        value, _ = document(answer)
    except Fault:
        return None
    error = Document(value) if isinstance(value, Mapping) else None
    return error if error and error.filled("code") else None


def said(answer: Answer, error: Document) -> str:
    message = clean(TAG.sub(" ", mapping.plain(error.text("message")) or ""))
    return f"{answer.host} says: {truncate(message, SHOWN_CHARS) or error.text('code')}"


def conflict_step(error: Document) -> str:
    held_by = holder(error)
    return f"Take over {held_by}, which has it, or rename this one." if held_by else ""


def holder(error: Document) -> str | None:
    """Which thing of the store has the name or SKU that was wanted."""
    data = error.fields.get("data")  # an integer, or nothing, for some errors
    return Document(data).key("resource_id") if isinstance(data, Mapping) else None


def findings(error: Document) -> tuple[Finding, ...]:
    """One for each parameter that was refused, or was missing."""
    data = error.fields.get("data")
    params = data.get("params") if isinstance(data, Mapping) else None
    if isinstance(params, list):
        params = {each: f"{each} is missing." for each in params if isinstance(each, str)}
    if not isinstance(params, Mapping):
        return ()
    code = error.filled("code") or ""
    return tuple(
        Finding(Severity.error, code, truncate(clean(str(text)), SHOWN_CHARS), field=str(name))
        for name, text in params.items()
    )


def document(answer: Answer) -> tuple[object, Finding | None]:
    """The document of an answer, also behind what a plug-in printed before it.

    If there is none, the answer is lost: of a write nobody knows whether it was done.
    """
    depth_max = answer.call.limits.json_depth_max
    body = answer.body.removeprefix(BOM)
    found = [] if BEGUN.match(body) else re.finditer(rb"[\[{]", body)
    for start in [0, *islice((each.start() for each in found), STARTS_MAX)]:
        try:
            value = decode(body[start:], depth_max)
        except NotJson:
            continue
        clean_start = start == 0 and body == answer.body
        return value, None if clean_start else NOISE
    sentence = f"{answer.host} answered {answer.status}, but not with data."
    raise answer.call.lost(
        sentence, "Look whether the store is under repair, or a page is before it."
    )


NOISE = Finding(
    Severity.warning,
    "noise",
    "A plug-in of the store writes into its answers.",
    "Update the plug-ins of the store, and turn off the display of PHP warnings.",
)
