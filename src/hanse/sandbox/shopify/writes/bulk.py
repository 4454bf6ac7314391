"""bulkOperationRunQuery and bulkOperationCancel."""

from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)

from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.bulk import start
from hanse.sandbox.shopify.lines import Unfit, compiled, written
from hanse.sandbox.shopify.operations import LIVE, Operation, running, settle

Args = dict[str, Any]
TEXT_BYTES_MAX = 65_535
FIRST = 3_000_000_000_001


def places(version: str) -> int:
    """How many operations of one kind an app may run at a time in a shop."""
    return 5 if version >= "2026-01" else 1


def _refused(message: str, field: list[str] | None, code: str | None) -> Args:
    wrong = {"field": field, "message": message, "code": code}
    return {"bulkOperation": None, "userErrors": [wrong]}


def run_query(_row: Any, ask: Ask, args: Args) -> Args:
    shop, text = ask.shop, args["query"]
    if len(text.encode()) > TEXT_BYTES_MAX:
        return _refused(f"Query is over {TEXT_BYTES_MAX} bytes.", ["query"], "INVALID")
    try:
        document = parse(text)
        if wrong := validate(ask.schema, document):
            return _refused(f"Invalid bulk query: {wrong[0].message}", ["query"], "INVALID")
        parts = document.definitions
        fragments = {d.name.value: d for d in parts if isinstance(d, FragmentDefinitionNode)}
        queries = [d for d in parts if isinstance(d, OperationDefinitionNode)]
        roots = queries[0].selection_set.selections if queries else ()
        if len(queries) != 1 or len(roots) != 1 or not isinstance(roots[0], FieldNode):
            return _refused(
                "Bulk queries must contain a single top level field.", ["query"], "INVALID"
            )
        rows, given, plan = compiled(ask.schema, roots[0], fragments)
    except GraphQLSyntaxError as wrong_text:
        return _refused(f"Invalid bulk query: {wrong_text.message}", ["query"], "INVALID")
    except Unfit as unfit:
        return _refused(str(unfit), ["query"], "INVALID")
    if len(running(shop, ask.app.client_id)) >= places(ask.version):
        message = "A bulk query operation for this app and shop is already in progress."
        return _refused(message, None, "OPERATION_IN_PROGRESS")
    number = shop.next("bulk", FIRST)
    operation = Operation(
        number,
        ask.app.client_id,
        shop.secret_text("bulk"),
        text,
        ask.host,
        bool(args["groupObjects"]),
        shop.now(),
    )
    found = rows(None, ask, given)
    operation.lines = written(iter(found), plan, ask, grouped=operation.grouped)
    shop.operations[number] = operation
    start(shop, operation)
    return {"bulkOperation": operation, "userErrors": []}


def cancel(_row: Any, ask: Ask, args: Args) -> Args:
    operation = ask.shop.operations.get(number_of(args["id"], "BulkOperation"))
    if operation is None or operation.client_id != ask.app.client_id:
        message = "Bulk operation does not exist"  # guessed words
        return {"bulkOperation": None, "userErrors": [{"field": ["id"], "message": message}]}
    settle(ask.shop, operation)
    if operation.status not in LIVE:
        state = operation.status.lower()
        message = f"A bulk operation cannot be canceled when it is {state}"
        wrong: Args = {"field": None, "message": message}
        return {"bulkOperation": operation, "userErrors": [wrong]}
    operation.status, operation.cancelled_at = "CANCELING", ask.shop.clock.now()
    return {"bulkOperation": operation, "userErrors": []}


FIELDS: Fields = {
    ("Mutation", "bulkOperationRunQuery"): run_query,
    ("Mutation", "bulkOperationCancel"): cancel,
}
