"""Everything of a kind at once, written into a file for us."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from hanse.base.faults import Finding, Gone, Severity, Unavailable
from hanse.connectors.shopify.mapping.ids import PREFIX, gid, id_of, plain_id
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.page import SOURCES
from hanse.connectors.shopify.wire.query import Fields
from hanse.trade.documents import Document
from hanse.trade.ports_bulk import BulkReport, BulkState
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, Reply, collected

Value = TypeVar("Value")

FAMILY = "bulk"
ORPHANS_MAX = 20
PARENT = "__parentId"
FIELDS: Mapping[Kind, Fields] = {
    Kind.products: query.product(bulk=True),
    Kind.levels: query.item(bulk=True),
    Kind.orders: query.order(bulk=True),
    Kind.buyers: query.customer(),
}
# In which connection of its parent a line belongs, by the type in its id.
CHILDREN: Mapping[Kind, Mapping[str, str]] = {
    Kind.products: {
        "ProductVariant": "variants",
        "Collection": "collections",
        "MediaImage": "media",
        "Video": "media",
        "ExternalVideo": "media",
        "Model3d": "media",
    },
    Kind.levels: {"InventoryLevel": "inventoryLevels"},
    Kind.orders: {"LineItem": "lineItems", "ShippingLine": "shippingLines"},
    Kind.buyers: {},
}
STATES: Mapping[str, BulkState] = {
    "CREATED": BulkState.running,
    "RUNNING": BulkState.running,
    "CANCELING": BulkState.running,
    "COMPLETED": BulkState.done,
    "FAILED": BulkState.failed,
    "CANCELED": BulkState.failed,
    "EXPIRED": BulkState.failed,
}
REASONS: Mapping[str, str] = {
    "ACCESS_DENIED": "The app may not read all of it.",
    "INTERNAL_SERVER_ERROR": "Shopify failed on its side.",
    "TIMEOUT": "It took Shopify too long.",
}
TOLD = "id status errorCode objectCount url partialDataUrl"


def start(kind: Kind) -> Question:
    """guessed: that with `groupObjects` the lines of one thing stand together."""
    inner = query.many(SOURCES[kind].root, None, FIELDS[kind])
    text = (
        "mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: true)"
        f" {{ bulkOperation {{ {TOLD} }} userErrors {{ field message code }} }} }}"
    )
    variables = {"query": f"{{ {inner.text} }}"}
    return query.question(text, 11, variables, "bulk.start", writes=True, family=FAMILY)


def poll(remote_id: str) -> Question:
    text = f"query($id: ID!) {{ bulkOperation(id: $id) {{ {TOLD} }} }}"
    return query.question(text, 1, {"id": gid("BulkOperation", remote_id)}, family=FAMILY)


def started(reply: Reply) -> BulkReport:
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    payload = data.one("bulkOperationRunQuery")
    if payload is None:
        raise Unavailable("Shopify answered, but does not say what it has begun.")
    return told(payload)


def report(reply: Reply) -> BulkReport:
    return told(Document(reply.document if isinstance(reply.document, Mapping) else {}))


def told(document: Document) -> BulkReport:
    """A file that is not whole is not handed on: what is missing in it would look deleted."""
    operation = document.one("bulkOperation")
    remote_id = id_of(operation.fields) if operation else None
    if operation is None or remote_id is None:
        raise Gone("Shopify does not know this file, or not any more.")
    word = operation.text("status") or ""
    state = STATES.get(word, BulkState.failed)
    return BulkReport(
        remote_id=remote_id,
        state=state,
        rows=operation.whole("objectCount"),
        url=operation.filled("url") if state is BulkState.done else None,
        why=" ".join(reasons(operation, word)) if state is BulkState.failed else "",
    )


def reasons(operation: Document, word: str) -> Iterable[str]:
    code = operation.text("errorCode") or ""
    if word not in STATES:
        yield f"Shopify says '{word[:40]}' of it, which we do not know."
    yield REASONS.get(code, f"Shopify says '{code[:40]}'." if code else f"It is {word.lower()}.")
    if operation.filled("partialDataUrl"):
        yield "A part of it was written, which is not used: it would look as if the rest were gone."


# The lines of the file


def group(line: object) -> str | None:
    """The thing that a line belongs to; no kind that we ask for is nested deeper than once."""
    if not isinstance(line, dict):
        return None
    parent = line.get(PARENT)
    return plain_id(parent) if isinstance(parent, str) else id_of(line)


def page(
    kind: Kind, lines: Sequence[object], read: Callable[[object], Value | Finding]
) -> Page[Value]:
    """The lines of some things, put together as a page would have told them."""
    documents: dict[str, dict[str, object]] = {}
    nodes: dict[str, dict[str, list[object]]] = {}
    lost: list[Finding] = []
    children = CHILDREN[kind]
    for line in lines:
        key = group(line)
        if key is None or not isinstance(line, dict):
            lost.append(orphan("A line of the file says not what it is about."))
        elif PARENT not in line:
            nodes[key] = {name: [] for name in children.values()}
            documents[key] = line | {name: {"nodes": rows} for name, rows in nodes[key].items()}
        elif key not in documents or (name := children.get(type_of(line))) is None:
            lost.append(orphan(f"A line of the file belongs to {key}, but not to what we know."))
        else:
            nodes[key][name].append(line)
    whole = list(documents.values())
    read_page = collected(Ask(Reach.everything), whole, id_of, read)
    findings = (*read_page.findings, *lost[:ORPHANS_MAX])
    return Page(read_page.rows, read_page.seen_ids, findings, None, None, None)


def orphan(sentence: str) -> Finding:
    return Finding(Severity.warning, "stray_line", sentence, "Read it by its id.")


def type_of(line: Mapping[object, object]) -> str:
    text = line.get("id")
    return text[len(PREFIX) :].partition("/")[0] if isinstance(text, str) else ""
