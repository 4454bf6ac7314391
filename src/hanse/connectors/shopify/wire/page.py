"""How each kind is asked for, page by page, and how a page becomes values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hanse.base.faults import Finding, Gone, Unavailable
from hanse.connectors.shopify.mapping.ids import gid, id_of
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.query import GO_ON, Fields, connection
from hanse.trade.documents import Document
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, Reply, collected

Value = TypeVar("Value")

# A change is found by the search index, which lags behind.
OVERLAP = timedelta(minutes=2)
IDS_MAX = 250
OFFERS_MAX = 250
# The platform goes 25,000 rows deep; before that the reading begins again behind what it has.
DEPTH_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a kind stand. `by_id` and `by_change` are the words for the order of rows,
    empty where rows come by id anyway; without `may_skip` there is no asking for ids above one."""

    root: str
    type: str
    rows_max: int
    fields: Fields
    named: Fields
    by_id: str = ", sortKey: ID"
    by_change: str = ", sortKey: UPDATED_AT"
    more: str = ""
    may_skip: bool = True


# guessed: that customers can be put in these orders, that stock items come by id, and that a
# filter for ids takes a bound.
SOURCES: Mapping[Kind, Source] = {
    Kind.products: Source(
        "products",
        "Product",
        50,
        query.product(),
        query.product(query.VARIANTS_NAMED, whole=True),
    ),
    Kind.locations: Source(
        "locations",
        "Location",
        50,
        query.location(),
        query.location(),
        by_id="",
        more=", includeInactive: true, includeLegacy: true",
        may_skip=False,
    ),
    Kind.levels: Source(
        "inventoryItems", "InventoryItem", 100, query.item(), query.item(), by_id=""
    ),
    Kind.orders: Source(
        "orders",
        "Order",
        25,
        query.order(),
        query.order(query.LINES_NAMED, query.PARCEL_LINES_NAMED),
    ),
    Kind.buyers: Source("customers", "Customer", 100, query.customer(), query.customer()),
    Kind.offers: Source("productVariants", "ProductVariant", 100, query.offer(), query.offer()),
}


# What is asked


def question(kind: Kind, ask: Ask) -> Question:
    source = SOURCES[kind]
    if ask.reach is Reach.named:
        return named(source, ask)
    if ask.reach is Reach.of_parent:
        return offers_of(ask)
    rows = rows_of(source, ask)
    fields = Fields("id") if ask.reach is Reach.ids else source.fields
    order = source.by_change if ask.since else source.by_id
    extra = f", after: $after, query: $query{order}{source.more}"
    text = (
        "query($after: String, $query: String) {"
        f" {source.root}(first: {rows}{extra}) {{ nodes {{ {fields.text} }} {GO_ON} }} }}"
    )
    floor, after = place(ask)
    search = (
        f"updated_at:>='{bound(ask.since)}'" if ask.since else f"id:>{floor}" if floor else None
    )
    cost = connection(rows, 1 + fields.cost)
    return query.question(text, cost, {"after": after, "query": search})


def rows_of(source: Source, ask: Ask) -> int:
    return min(ask.rows_max, IDS_MAX if ask.reach is Reach.ids else source.rows_max)


def named(source: Source, ask: Ask) -> Question:
    """Read by id, so the answer is never behind; what is gone is null."""
    inner = f"... on {source.type} {{ {source.named.text} }}"
    text = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ {inner} }} }}"
    ids = [gid(source.type, each) for each in ask.ids]
    return query.question(text, 1 + source.named.cost, {"ids": ids})


def offers_of(ask: Ask) -> Question:
    rows = min(ask.rows_max, OFFERS_MAX)
    fields = query.offer()
    inner = f"variants(first: {rows}, after: $after) {{ nodes {{ {fields.text} }} {GO_ON} }}"
    text = f"query($id: ID!, $after: String) {{ product(id: $id) {{ id {inner} }} }}"
    variables = {"id": gid("Product", ask.parent_id or ""), "after": place(ask)[1]}
    return query.question(text, 1 + connection(rows, 1 + fields.cost), variables)


def bound(since: datetime) -> str:
    second = since.astimezone(UTC).replace(microsecond=0) - OVERLAP
    return second.strftime("%Y-%m-%dT%H:%M:%SZ")


def place(ask: Ask) -> tuple[str, str | None]:
    """The id above which we read, and the platform's own mark to go on from."""
    floor, _, after = (ask.cursor or "").partition(":")
    return floor, after or None


# What comes back


def page(
    kind: Kind, ask: Ask, reply: Reply, read: Callable[[object], Value | Finding]
) -> Page[Value]:
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    if ask.reach is Reach.named:
        told = data.fields.get("nodes")
        if not isinstance(told, list):
            raise Unavailable("Shopify answered, but not with what was asked for by id.")
        # guessed: that a thing of another kind comes as an empty object.
        return collected(ask, [each for each in told if each], id_of, read)
    source = SOURCES[kind]
    if ask.reach is Reach.of_parent:
        parent = data.one("product")
        if parent is None:
            raise Gone(f"Product {ask.parent_id} is not in the shop, or not any more.")
        rows = parent.one("variants")
    else:
        rows = data.one(source.root)
    nodes = rows.fields.get("nodes") if rows else None
    if rows is None or not isinstance(nodes, list):
        raise Unavailable(f"Shopify answered, but not with rows of {kind}.")
    told_page = collected(ask, nodes, id_of, read)
    if ask.since and told_page.reached_at:
        told_page = replace(told_page, reached_at=max(ask.since, told_page.reached_at))
    return replace(told_page, next=following(source, ask, rows, told_page))


def following(source: Source, ask: Ask, rows: Document, told: Page[Value]) -> Ask | None:
    info = rows.one("pageInfo") or Document({})
    if not info.flag("hasNextPage"):
        return None
    floor, before = place(ask)
    end = info.filled("endCursor")
    if end is None or end == before:
        raise Unavailable("Shopify says that there are more rows, but not where.")
    deep = ask.reach is not Reach.of_parent and source.may_skip
    if deep and (ask.page + 1) * rows_of(source, ask) > DEPTH_MAX:
        if not ask.since and told.seen_ids:
            return replace(ask, page=1, cursor=f"{told.seen_ids[-1]}:")
        if ask.since and told.reached_at and told.reached_at > ask.since + OVERLAP:
            return replace(ask, page=1, cursor=None, since=told.reached_at)
    return replace(ask, page=ask.page + 1, cursor=f"{floor}:{end}")
