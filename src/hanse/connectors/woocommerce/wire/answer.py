"""What an answer of a store is: a document, or a fault with what to do about it."""

import re
from collections.abc import Mapping
from itertools import islice
from urllib.parse import SplitResult, urljoin, urlsplit

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.connectors.woocommerce import mapping
from hanse.engine.wire.body import BOM, NotJson, decode
from hanse.engine.wire.wire import Answer, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply

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
    if code == "rest_no_route" and answer.status == 404:
        return Rejected(sentence, next_step="Update WooCommerce: this version does not know that.")
    return refusal(answer.status, error, sentence) or by_status(answer)


def refusal(status: int, error: Document, sentence: str) -> Fault | None:
    """What the store itself refuses; None where only the status tells."""
    code = error.filled("code") or ""
    if status == 401:
        return AuthLapsed(sentence, AUTH_STEPS.get(code, ""))
    if status == 403:
        step = "Make the key for a user who may manage the shop, such as a shop manager."
        return Rejected(sentence, next_step=step)
    if status in (400, 404, 410) and GONE.fullmatch(code):
        return Gone(sentence)
    if status == 400 and TAKEN.fullmatch(code):
        return Conflict(sentence, conflict_step(error))
    if status in (409, 412):
        return Conflict(sentence)
    if status < 500 and status not in (404, 408, 410, 425, 429):
        return Rejected(sentence, findings(error))
    if status == 501 or REFUSED_AS_BROKEN.fullmatch(code):
        return Rejected(sentence, findings(error))
    return None


def refused(error: Document) -> Fault:
    """The fault behind one row of a batch, whose own status stands in it. Without one, or where it
    broke, the row may have been done in part."""
    data = error.fields.get("data")  # an integer, or nothing, for some errors
    status = Document(data).whole("status") if isinstance(data, Mapping) else None
    code = error.filled("code") or ""
    if status is None and (GONE.fullmatch(code) or TAKEN.fullmatch(code)):
        status = 400
    sentence = f"The store says: {message(error)}"
    if status is not None and 400 <= status < 600:
        if fault := refusal(status, error, sentence):
            return fault
        if status == 404:
            return Gone(sentence)
    return OutcomeUnknown(f"{sentence} The row may have been done all the same.")


AUTH_STEPS = {
    "woocommerce_rest_authentication_error": (
        "Check the key and its secret, what the key may do, and the clocks of store and hub."
    ),
    "woocommerce_rest_cannot_view": (
        "The store saw no key: a proxy may drop it, or the key is unknown. Check it, then let it"
        " be sent in the address."
    ),
    # Where applications have passwords, WordPress looks for its own user of an unknown key's name.
    "invalid_username": (
        "The store does not know the key: it was removed, or is one of another store. Make a new"
        " one."
    ),
}
A_PAGE = "with a page and not with data"


def by_page(answer: Answer) -> Fault | None:
    """Not WooCommerce speaks, but what stands before it: a host, a firewall, another plug-in."""
    if answer.status == 301 and turned_to_itself(answer):
        return Unavailable(f"{answer.host} does not know the address of its interface.", PERMALINKS)
    if not answer.call.writes and (root := moved_to(answer)):
        return Rejected(
            f"{answer.host} sends the call on to {root}.",
            next_step=f"Enter {root} as the address of the store.",
        )
    if answer.status in (403, 404, 501):
        return Unavailable(
            f"{answer.host} answered {answer.status} {A_PAGE}: a firewall, or another site, stands"
            " in the way.",
            "Ask the host of the store to let the interface through.",
        )
    return by_status(answer)


def turned_to_itself(answer: Answer) -> bool:
    """Without pretty permalinks every address leads to itself with a slash, for ever."""
    if "api.w.org" in answer.headers.get("Link", ""):
        return False
    target = led_to(answer)
    asked = urlsplit(str(answer.url))
    path = asked.path.rstrip("/").replace("/index.php/", "/")
    if target is None or origin(target) != origin(asked):
        return False
    return target.path.rstrip("/") == path


def moved_to(answer: Answer) -> str:
    """The address of the store that a redirect tells: most often with www, or with https."""
    target = led_to(answer)
    if target is None or origin(target) == origin(urlsplit(str(answer.url))):
        return ""
    folder, interface, _ = target.path.partition("/wp-json/")
    root = f"{origin(target)}{folder}"
    return answer.call.shown(clean(root)) if interface else ""


def led_to(answer: Answer) -> SplitResult | None:
    """Where a redirect leads, if that is an address at all."""
    location = answer.headers.get("Location", "")
    try:
        target = urlsplit(urljoin(str(answer.url), location))
        known = bool(location and origin(target))
    except ValueError:
        return None
    return target if known and answer.status // 100 == 3 else None


def origin(parts: SplitResult) -> str:
    """Scheme, host and port, without who signs in there."""
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    port = "" if parts.port in (None, {"http": 80, "https": 443}[parts.scheme]) else parts.port
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


def told(answer: Answer) -> Document | None:
    """What WooCommerce says of an error, if it is WooCommerce that answered."""
    try:
        value, _ = document(answer)
    except Fault:
        return None
    error = Document(value) if isinstance(value, Mapping) else None
    return error if error and error.filled("code") else None


def said(answer: Answer, error: Document) -> str:
    return f"{answer.host} says: {message(error)}"


def message(error: Document) -> str:
    told = clean(TAG.sub(" ", mapping.plain(error.text("message")) or ""))
    return truncate(told, SHOWN_CHARS) or error.text("code") or "no."


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


def reply_of(answer: Answer) -> Reply:
    """The answer as the rest reads it; a HEAD has headers alone."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.call.method == "HEAD":
        return Reply(None, headers, answer.status)
    value, noise = document(answer)
    return Reply(value, headers, answer.status, (noise,) if noise else ())
