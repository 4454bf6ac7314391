"""What a store is asked, and how a list goes on."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Unavailable
from hanse.trade.ports_read import Ask, Page, Question, Reach, Reply, Value, collected
from hanse.trade.shop import Shop

SECOND = timedelta(seconds=1)


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
    known = isinstance(remote_id, int) and not isinstance(remote_id, bool) and remote_id > 0
    return str(remote_id) if known else None
