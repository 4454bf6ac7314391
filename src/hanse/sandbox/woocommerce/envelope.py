"""What every answer has around it: headers, paging links, `_fields`, `_envelope`, PHP's JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hanse.sandbox.woocommerce.php import build_query, listed
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store

EVERY = ("GET", "POST", "PUT", "PATCH", "DELETE")
EXPOSED = "X-WP-Total, X-WP-TotalPages, Link"
WHOLE_FLOAT = re.compile(r"\d(?:\.0|e\+?\d+)[,}\]]|\d\.0$")  # or a text that looks like one
NO_STORE = "no-cache, must-revalidate, max-age=0, no-store, private"


@dataclass(slots=True)
class Call:
    """One call as a handler sees it. `home` is the store's address as this caller spells it."""

    store: Store
    method: str
    home: str
    route: str  # without /wp-json
    template: str
    ids: dict[str, Any]
    query: dict[str, Any]
    body: dict[str, Any]
    user: str = "admin"
    telling: Callable[[Any], Any] = lambda handler: handler  # what tells the webhooks
    batched: bool = False  # rows of a batch are not checked, and deletes in it are for good

    @property
    def api(self) -> str:
        return f"{self.home}/wp-json"

    @property
    def context(self) -> str:
        return str(self.query.get("context", "view")) if self.method in ("GET", "HEAD") else "edit"

    @property
    def force(self) -> bool:
        return self.batched or as_bool(self.query.get("force", self.body.get("force")))


@dataclass(frozen=True, slots=True)
class Printed:
    """A body that is spelled already."""

    content: bytes


@dataclass(slots=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def paged(
    call: Call,
    found: list[Any],
    document: Callable[[Any], Record],
    *,
    total: int | None = None,
    extra: dict[str, Any] | None = None,
) -> Answer:
    """The page asked for. With a total, `found` is that page already."""
    size, page = page_of(call)
    if total is None:
        total = len(found)
        offset = as_int(call.query.get("offset", (page - 1) * size))
        found = found[offset : offset + size]
    pages = -(-total // size)
    headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
    links = []
    if page > 1:
        links.append(_link(call, extra, min(page - 1, max(pages, 1)), "prev"))
    if pages > page:
        links.append(_link(call, extra, page + 1, "next"))
    if links:
        headers["Link"] = ", ".join(links)
    rows = [trimmed(document(row), call.query) for row in found]
    return Answer(200, rows, headers)


def page_of(call: Call) -> tuple[int, int]:
    """Rows on a page, and which page."""
    return as_int(call.query.get("per_page", 10)), as_int(call.query.get("page", 1))


def cut_of(call: Call, total: int, *, falling: bool) -> tuple[int, int]:
    """Which rows, counted in the rising order, the page asked for holds."""
    size, page = page_of(call)
    start = min(as_int(call.query.get("offset", (page - 1) * size)), total)
    stop = min(start + size, total)
    return (total - stop, total - start) if falling else (start, stop)


def _link(call: Call, extra: dict[str, Any] | None, page: int, relation: str) -> str:
    parameters = {name: value for name, value in call.query.items() if name != "page"}
    parameters |= {n: v for n, v in (extra or {}).items() if n not in parameters}
    if extra and "status" in call.query:  # what has a default stands where the default stands
        del parameters["status"]
        parameters = {
            name: value
            for part in (
                {n: v for n, v in parameters.items() if n not in extra},
                {"status": call.query["status"]},
                {n: v for n, v in parameters.items() if n in extra},
            )
            for name, value in part.items()
        }
    return f'<{call.api}{call.route}?{build_query(parameters | {"page": page})}>; rel="{relation}"'


def created(call: Call, document: Record, path: str) -> Answer:
    """Where a child was made, the address keeps the pattern of the route, as the store has it."""
    return Answer(201, trimmed(document, call.query, single=True), {"Location": call.api + path})


def single(call: Call, document: Record) -> Answer:
    return Answer(200, trimmed(document, call.query, single=True))


def trimmed(document: Record, query: dict[str, Any], *, single: bool = False) -> Record:
    """Only the fields asked for; a single object keeps its links nevertheless."""
    if not query.get("_fields"):
        return document
    wanted = listed(query["_fields"])
    kept = {name for name in document if any(f.partition(".")[0] == name for f in wanted)}
    kept |= {"_links"} if single else set()
    out = {name: value for name, value in document.items() if name in kept}
    for name in kept:
        inner = [f.partition(".")[2] for f in wanted if f.startswith(f"{name}.")]
        if inner and name not in wanted and isinstance(out[name], dict):
            out[name] = trimmed(out[name], {"_fields": inner})
    return out


def links(call: Call, path: str, up: str = "", allow: tuple[str, ...] = EVERY) -> Record:
    """Itself and its collection. A path that still is a pattern has no hints of verbs."""
    itself: Record = {"href": f"{call.api}{path}"}
    if "(?P" not in path:
        itself["targetHints"] = {"allow": list(allow)}
    found: Record = {
        "self": [itself],
        "collection": [{"href": f"{call.api}{path.rpartition('/')[0]}"}],
    }
    if up:
        found["up"] = [{"href": f"{call.api}{up}"}]
    return found


def enveloped(answer: Answer) -> Answer:
    """`_envelope=1`: the headers move into the body."""
    inside = {
        name: int(value) if name.startswith("X-WP") else value
        for name, value in answer.headers.items()
        if name in ("X-WP-Total", "X-WP-TotalPages", "Link", "Allow", "Location")
    }
    return Answer(200, {"body": answer.body, "status": answer.status, "headers": inside})


def spelled(body: Any) -> bytes:
    """JSON as PHP writes it: slashes and all beyond ASCII escaped, 80.0 as 80."""
    if isinstance(body, Printed):
        return body.content
    text = json.dumps(body, separators=(",", ":"))
    if WHOLE_FLOAT.search(text):
        text = json.dumps(_plain(body), separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
