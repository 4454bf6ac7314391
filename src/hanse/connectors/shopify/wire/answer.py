"""What Shopify answers: faults, also those that come with 200, what is left of the quota, and the
document."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Finding,
    Gone,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.connectors.shopify.wire.access import TOKEN, VERSION
from hanse.connectors.shopify.wire.query import ALIAS
from hanse.engine.wire.wire import Answer, Quota, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply

SHOWN_CHARS = 200
ERRORS_MAX = 100  # as many as there are changes in a document, and more
SECURITY_S = 600.0
BUSY_S = 30.0
THROTTLED_S = 2.0  # where a refusal does not say how full the bucket is
WAIT_MAX_S = 60.0
AGAIN = "Connect the shop again."
OURS = "This is a mistake of the connector: report it with the call."
NEVER_EXPIRES = "Non-expiring access tokens are no longer accepted"

# Names in an answer cannot be told by a text in it: there, every quotation mark is escaped.
DOUBTFUL = re.compile(rb'"(?:errors|search|\w{0,60}[uU]serErrors)"\s*:\s*(?!\[\s*\]|null)')
STATUS = re.compile(rb'"throttleStatus"\s*:\s*\{([^{}]{0,300})\}')
FIGURE = re.compile(rb'"(\w{1,40})"\s*:\s*(\d{1,12}(?:\.\d{1,6})?)')


def quota_of(answer: Answer) -> Quota | None:
    """What is left of the bucket of this app in this shop; refusals tell it too."""
    found = STATUS.search(answer.body)
    figures = dict(FIGURE.findall(found[1])) if found else {}
    try:
        left, size, restored = (
            float(figures[name])
            for name in (b"currentlyAvailable", b"maximumAvailable", b"restoreRate")
        )
    except KeyError:
        return None
    return Quota(left, size, restored)


def words(answer: Answer) -> Fault | None:
    """The fault behind an answer, by its status first, then by the codes in it."""
    if answer.call.url.endswith(TOKEN):
        return of_token(answer)
    if answer.status != 200:
        return of_status(answer)
    if not answer.body.lstrip().startswith(b"{"):
        return page(answer)
    if not DOUBTFUL.search(answer.body):
        return None
    try:
        value = answer.json()
    except Fault as lost:
        return lost
    document = Document(value if isinstance(value, Mapping) else {})
    return of_errors(document, answer) or of_search(document, answer) or of_user(document, answer)


def page(answer: Answer) -> Fault:
    """200, but no document: nobody knows what became of a write."""
    return answer.call.lost(
        f"{answer.host} answered {answer.status}, but not with data.",
        "Open the shop in a browser: a page may stand before it.",
    )


# By status


def of_status(answer: Answer) -> Fault | None:
    said = message_of(answer)
    host, status = answer.host, answer.status
    if status == 401 or NEVER_EXPIRES in said:
        step = "Shopify wants tokens that expire. " + AGAIN if NEVER_EXPIRES in said else AGAIN
        return AuthLapsed(f"{host} does not accept our token, or not any more.{quoted(said)}", step)
    if status == 402:
        return Denied(
            f"The shop {host} is frozen until its bill is paid.",
            "Pay Shopify's bill in the admin; nothing has to be connected again.",
        )
    if status == 403:
        step = "Give the app the right in the Dev Dashboard, then connect the shop again."
        return Denied(f"{host} does not allow that.{quoted(said)}", step)
    if status == 404:
        return Gone(
            f"There is no shop at {host}, or not any more.{quoted(said)}",
            "Check the address of the shop; if it was closed, disconnect it.",
        )
    if status == 423:
        return Denied(f"Shopify has locked the shop {host}.", "Ask Shopify's support why.")
    if status == 430:
        wait_s = answer.retry_after_s
        return Throttled(
            f"{host} takes our calls for an attack and refuses them.",
            SECURITY_S if wait_s is None else max(wait_s, SECURITY_S),
        )
    if status in (400, 406, 422):
        return Rejected(f"{host} answered {status}.{quoted(said)}", next_step=OURS)
    return by_status(answer)


def message_of(answer: Answer) -> str:
    """What an error says of itself: `errors` is a text or an object here, or it is a page."""
    try:
        value = answer.json()
    except Fault:
        return ""
    said = value.get("errors") if isinstance(value, Mapping) else None
    return shown(said if isinstance(said, str) else "", answer)


def shown(text: str, answer: Answer) -> str:
    """A sentence of the other side, without what we keep secret; two of ours would run together."""
    return answer.call.shown(truncate(clean(text), SHOWN_CHARS))


def quoted(said: str) -> str:
    return f' It says: "{said}"' if said else ""


# By the codes in an answer that is 200


@dataclass(frozen=True, slots=True)
class Error:
    code: str
    message: str
    path: str

    @property
    def row(self) -> str:
        """What it is about, at the top of the document."""
        return self.path.partition(".")[0]


def errors_of(document: Document) -> list[Error]:
    """At most so many, each once: what is refused in one row is refused in all of them."""
    if isinstance(document.fields.get("errors"), str):
        return [Error("", document.text("errors") or "", "")]
    found = []
    for each in document.many("errors"):
        extensions = each.one("extensions") or Document({})
        path = ".".join("*" if part.isdigit() else part for part in each.texts("path"))
        found.append(Error(extensions.text("code") or "", each.text("message") or "", path))
    return list(dict.fromkeys(found))[:ERRORS_MAX]


def of_errors(document: Document, answer: Answer) -> Fault | None:
    """What forbids most comes first; what was refused beside data that we got is no fault."""
    errors = errors_of(document)
    codes = {each.code for each in errors}
    if not errors or told_by_row(document.fields.get("data"), errors):
        return None
    said = quoted(shown(errors[0].message, answer))
    if "THROTTLED" in codes:
        return Throttled(f"{answer.host} asks us to slow down.", wait_s(document))
    if codes & {"INTERNAL_SERVER_ERROR", "TIMEOUT"}:
        return answer.call.lost(f"{answer.host} failed on its side.{said}")
    if NEVER_EXPIRES in errors[0].message:
        return AuthLapsed(f"{answer.host} wants tokens that expire.{said}", AGAIN)
    if "SHOP_INACTIVE" in codes:
        return Denied(f"The shop {answer.host} is not active.{said}", "Open it again in the admin.")
    if codes <= PARTIAL and told_something(document.fields.get("data")):
        return None
    if "ACCESS_DENIED" in codes:
        step = "Give the app the right in the Dev Dashboard, then connect the shop again."
        return Denied(f"{answer.host} does not allow that.{said}", step)
    if codes & {"RESOURCE_NOT_FOUND", "NOT_FOUND"}:
        return Gone(f"{answer.host} does not know what was asked for.{said}")
    findings = tuple(
        Finding(Severity.error, each.code, shown(each.message, answer), field=each.path)
        for each in errors
    )
    return Rejected(f"{answer.host} does not understand what we sent.{said}", findings, OURS)


PARTIAL = frozenset({"ACCESS_DENIED", "RESOURCE_NOT_FOUND", "NOT_FOUND"})


def told_something(data: object) -> bool:
    return isinstance(data, Mapping) and any(each is not None for each in data.values())


def told_by_row(data: object, errors: Sequence[Error]) -> bool:
    """Whether it is an answer to changes, and every error names one of them: then the others may be
    done. What all of them are refused for alike, as a right that is missing, is of the call."""
    if not isinstance(data, Mapping) or not data or not all(map(ALIAS.fullmatch, data)):
        return False
    named = {each.row for each in errors}
    whole = named == set(data) and len({each.code for each in errors}) == 1
    return named <= set(data) and not (whole and not told_something(data))


def wait_s(document: Document) -> float:
    """Until the bucket holds what the query asks for, in whole seconds."""
    cost = (document.one("extensions") or document).one("cost") or Document({})
    status = cost.one("throttleStatus") or Document({})
    wanted, left = cost.number("requestedQueryCost"), status.number("currentlyAvailable")
    restored = status.number("restoreRate")
    if wanted is None or left is None or not restored or restored <= 0:
        return THROTTLED_S
    return min(max(float(math.ceil((wanted - left) / restored)), 1.0), WAIT_MAX_S)


def of_search(document: Document, answer: Answer) -> Fault | None:
    """A filter that Shopify does not understand is ignored, so the rows are the wrong ones."""
    extensions = document.one("extensions") or Document({})
    for each in extensions.many("search"):
        for warning in each.many("warnings"):
            said = quoted(shown(warning.text("message") or "", answer))
            return Rejected(f"{answer.host} did not look for what we asked.{said}", next_step=OURS)
    return None


BUSY = frozenset({"OPERATION_IN_PROGRESS"})
MISSING = frozenset({"NOT_FOUND", "RESOURCE_NOT_FOUND"})
REMOVED = frozenset({"APP_NOT_FOUND", "APP_NOT_INSTALLED"})  # before we asked for it
IS_TAKEN = re.compile(r"taken|already (?:been|exists|in use)|\bin use\b", re.IGNORECASE)
IS_MISSING = re.compile(r"does not exist|not found", re.IGNORECASE)


def of_user(document: Document, answer: Answer) -> Fault | None:
    """What a mutation refused. Changes are not read here: each row has an outcome of its own."""
    data = document.one("data") or Document({})
    refused = tuple(
        finding
        for name, value in data.fields.items()
        if isinstance(value, Mapping) and not ALIAS.fullmatch(name)
        for finding in user_errors(data.one(name) or Document({}), answer.call.shown)
    )
    return refused_by(answer.host, refused) if refused else None


def refused_by(host: str, refused: Sequence[Finding]) -> Fault:
    """`code` is not there for every one of them, and then the words have to say it."""
    said = quoted(refused[0].sentence)
    texts = " ".join(each.sentence for each in refused)
    codes = {each.code for each in refused}
    if codes & BUSY or "already in progress" in texts:
        return Throttled(f"{host} is still busy with another one of these.{said}", BUSY_S)
    if any(is_taken(each) for each in refused):
        return Conflict(f"{host} has one of these already.{said}")
    if any(is_missing(each) for each in refused):
        return Gone(f"{host} does not know what was asked for.{said}")
    return Rejected(f"{host} refused what we sent.{said}", refused)


def is_taken(refused: Finding) -> bool:
    """guessed: that codes for it end like this, but for TAKEN and VARIANT_ALREADY_EXISTS."""
    return refused.code.endswith(("TAKEN", "ALREADY_EXISTS", "NOT_UNIQUE")) or bool(
        IS_TAKEN.search(refused.sentence)
    )


def is_missing(refused: Finding) -> bool:
    named = refused.code in MISSING | REMOVED or refused.code.endswith("DOES_NOT_EXIST")
    return named or bool(IS_MISSING.search(refused.sentence))


def user_errors(payload: Document, hide: Callable[[str], str] = str) -> Iterable[Finding]:
    """What one mutation refused, all of it, or a row would look done; `hide` takes out what nobody
    shall see."""
    for key in payload.fields:
        if key.lower().endswith("usererrors"):
            for each in payload.many(key):
                yield Finding(
                    Severity.error,
                    each.text("code") or "refused",
                    hide(truncate(clean(each.text("message") or ""), SHOWN_CHARS)),
                    field=".".join(each.texts("field")),
                )


# Of a question for tokens

GRANTS: Mapping[str, tuple[type[Fault], str, str]] = {
    "invalid_client": (
        AuthLapsed,
        "does not know this client ID with this secret.",
        "Copy both again from the app's settings page in the Dev Dashboard.",
    ),
    "invalid_grant": (AuthLapsed, "does not accept our refresh token any more.", AGAIN),
    "invalid_request": (
        AuthLapsed,
        "does not accept the code: each is good for one use.",
        "Begin anew: a person has to agree once more.",
    ),
    "invalid_subject_token": (AuthLapsed, "does not accept the token to be exchanged.", AGAIN),
}


def of_token(answer: Answer) -> Fault | None:
    """Some refusals are a page and no document, so a page with 4xx is one too."""
    if answer.status == 200:
        return None if answer.body.lstrip().startswith(b"{") else page(answer)
    if not 400 <= answer.status < 500 or answer.status in (402, 404, 408, 423, 425, 429):
        return of_status(answer)
    try:
        value = answer.json()
    except Fault:
        value = {}
    document = Document(value if isinstance(value, Mapping) else {})
    error, said = document.text("error") or "", document.text("error_description") or ""
    kind, sentence, step = GRANTS.get(error, GRANTS["invalid_client"])
    return kind(f"{answer.host} {sentence}{quoted(shown(said or error, answer))}", step)


# The document


def reply_of(answer: Answer) -> Reply:
    """`data` alone where there is some; what was refused beside it are findings."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    value = answer.json()
    if not isinstance(value, Mapping):
        raise Unavailable(f"{answer.host} answered, but not with an object.")
    document = Document(value)
    findings = (*(refusal(each, answer) for each in errors_of(document)), *drift(headers))
    return Reply(value.get("data", value), headers, answer.status, findings)


def refusal(error: Error, answer: Answer) -> Finding:
    said = quoted(shown(error.message, answer))
    if ALIAS.fullmatch(error.row):
        return Finding(Severity.error, error.code, f"It was not done.{said}", "", error.path)
    return Finding(
        Severity.warning,
        error.code.lower() or "refused",
        f"A part of the answer is missing.{said}",
        "Give the app the right in the Dev Dashboard, and ask for access to protected customer"
        " data if it is about people.",
        error.path,
    )


def drift(headers: Mapping[str, str]) -> Iterable[Finding]:
    """A version that is too old is answered by a newer one, without a word but this."""
    served = headers.get("x-shopify-api-version", VERSION)
    if served != VERSION:
        yield Finding(
            Severity.warning,
            "version_drift",
            f"Shopify answered by its version {truncate(clean(served), 40)}, not by {VERSION}.",
            "Update Hanse.",
        )
    if why := headers.get("x-shopify-api-deprecated-reason"):
        yield Finding(
            Severity.hint,
            "deprecated",
            f"Something that we ask for will go away: {truncate(clean(why), SHOWN_CHARS)}",
            "Update Hanse.",
        )
