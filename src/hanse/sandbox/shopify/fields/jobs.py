"""Bulk operations and webhook subscriptions as an app reads them: its own only."""

from typing import Any

from hanse.sandbox.shopify.ask import Ask, Fields, Lists, ids, number_of
from hanse.sandbox.shopify.fields.lists import searched
from hanse.sandbox.shopify.fields.shop import counted
from hanse.sandbox.shopify.operations import Operation, settle
from hanse.sandbox.shopify.paging import Listed
from hanse.sandbox.shopify.search import Field
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]


def subscriptions(_row: Any, ask: Ask, args: Args) -> Listed:
    rows = [r for r in ask.shop.subscriptions.values() if r["app"] == ask.app.client_id]
    if args.get("topics"):
        rows = [row for row in rows if row["topic"] in args["topics"]]
    for name in ("uri", "callbackUrl"):
        if args.get(name):
            rows = [row for row in rows if row["uri"] == args[name]]
    if args.get("format"):
        rows = [row for row in rows if row["format"] == args["format"]]
    return Listed(rows)


def _subscription(_row: Any, ask: Ask, args: Args) -> Record | None:
    row = ask.shop.subscriptions.get(number_of(args["id"], "WebhookSubscription"))
    return row if row and row["app"] == ask.app.client_id else None


def _endpoint(row: Record, _ask: Ask, _args: Args) -> Record:
    uri = row["uri"]
    if uri.startswith("pubsub://"):
        project, _, topic = uri.removeprefix("pubsub://").partition(":")
        kind = "WebhookPubSubEndpoint"
        return {"__typename": kind, "pubSubProject": project, "pubSubTopic": topic}
    if uri.startswith("arn:"):
        return {"__typename": "WebhookEventBridgeEndpoint", "arn": uri}
    return {"__typename": "WebhookHttpEndpoint", "callbackUrl": uri}


def _version(_row: Record, ask: Ask, _args: Args) -> Record:
    version = ask.app.webhook_version
    return {"handle": version, "displayName": version, "supported": True}


def _operations(_row: Any, ask: Ask, args: Args) -> Listed:
    rows = [op for op in ask.shop.operations.values() if op.client_id == ask.app.client_id]
    for operation in rows:
        settle(ask.shop, operation)
    fields: dict[str, Field] = {
        "status": Field("word", lambda op: op.status),
        "created_at": Field("date", lambda op: op.created_at),
        "completed_at": Field("date", lambda op: op.completed_at),
        "id": Field("id", lambda op: op.id),
        "operation_type": Field("word", lambda _op: "query"),
    }
    search = searched(ask, args, fields, ())
    return Listed([op for op in rows if search is None or search.passes(op)])


def _operation(_row: Any, ask: Ask, args: Args) -> Operation | None:
    operation = ask.shop.operations.get(number_of(args["id"], "BulkOperation"))
    if operation is None or operation.client_id != ask.app.client_id:
        return None
    settle(ask.shop, operation)
    found: Operation = operation
    return found


def _newest(_row: Any, ask: Ask, args: Args) -> Operation | None:
    rows = _operations(None, ask, {}).rows
    return rows[-1] if rows and args.get("type") == "QUERY" else None


def _url(whole: bool) -> Any:
    """The file of a finished operation, or what a failed one had written until then."""

    def look(op: Operation, ask: Ask, _args: Args) -> str | None:
        if not op.objects or (op.status == "COMPLETED") != whole:
            return None
        if op.status not in ("COMPLETED", "FAILED", "CANCELED"):
            return None
        return f"{op.host}/_bulk/{op.name}.jsonl"

    return look


FIELDS: Fields = {
    ("QueryRoot", "webhookSubscription"): _subscription,
    ("QueryRoot", "webhookSubscriptionsCount"): counted(subscriptions),
    ("QueryRoot", "bulkOperation"): _operation,
    ("QueryRoot", "currentBulkOperation"): _newest,
    ("WebhookSubscription", "callbackUrl"): lambda row, _ask, _args: row["uri"],
    ("WebhookSubscription", "endpoint"): _endpoint,
    ("WebhookSubscription", "apiVersion"): _version,
    ("BulkOperation", "id"): lambda op, _ask, _args: f"gid://shopify/BulkOperation/{op.id}",
    ("BulkOperation", "status"): lambda op, _ask, _args: op.status,
    ("BulkOperation", "errorCode"): lambda op, _ask, _args: op.error,
    ("BulkOperation", "objectCount"): lambda op, _ask, _args: str(op.objects),
    ("BulkOperation", "rootObjectCount"): lambda op, _ask, _args: str(op.roots),
    ("BulkOperation", "fileSize"): lambda op, _ask, _args: (
        str(op.file.size) if op.file and op.status == "COMPLETED" and op.objects else None
    ),
    ("BulkOperation", "url"): _url(True),
    ("BulkOperation", "partialDataUrl"): _url(False),
    ("BulkOperation", "type"): lambda _op, _ask, _args: "QUERY",
    ("BulkOperation", "query"): lambda op, _ask, _args: op.query,
    ("BulkOperation", "createdAt"): lambda op, _ask, _args: op.created_at,
    ("BulkOperation", "completedAt"): lambda op, _ask, _args: op.completed_at,
}
LISTS: Lists = {
    ("QueryRoot", "webhookSubscriptions"): subscriptions,
    ("QueryRoot", "bulkOperations"): _operations,
}
ids(FIELDS, "WebhookSubscription")
