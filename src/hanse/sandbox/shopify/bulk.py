"""Runs bulk operations in the background and keeps their files on disk."""

import asyncio
from itertools import islice

from graphql import GraphQLError

from hanse.sandbox.shopify.deliveries import tell
from hanse.sandbox.shopify.operations import Operation
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.spool import Spool

STEP = 200  # lines between two looks at the other callers


def start(shop: Shop, operation: Operation) -> None:
    """Begin to work; whoever asks meanwhile sees the count grow."""
    task = asyncio.get_running_loop().create_task(_work(shop, operation))
    shop.jobs.add(task)
    task.add_done_callback(shop.jobs.discard)


async def _work(shop: Shop, operation: Operation) -> None:
    more = True
    while more:
        await asyncio.sleep(0)
        more = advance(shop, operation)


def advance(shop: Shop, operation: Operation) -> bool:
    """Write some more lines; whether there may be more of them."""
    if operation.status not in ("CREATED", "RUNNING") or operation.lines is None:
        return False
    operation.status = "RUNNING"
    if operation.file is None:
        operation.file = Spool()
    fails_after = shop.moods.bulk_fails_after
    try:
        lines = list(islice(operation.lines, STEP))
    except GraphQLError as refused:
        code = str((refused.extensions or {}).get("code"))
        _end(shop, operation, "FAILED", code if code == "ACCESS_DENIED" else None)
        return False
    if fails_after is not None and operation.objects + len(lines) >= fails_after:
        _write(operation, lines[: fails_after - operation.objects])
        _end(shop, operation, "FAILED", shop.moods.bulk_error)
        return False
    _write(operation, lines)
    if len(lines) < STEP:
        _end(shop, operation, "COMPLETED", None)
        return False
    return True


def _write(operation: Operation, lines: list[tuple[bytes, int]]) -> None:
    assert operation.file is not None
    operation.file.write(b"".join(line for line, _ in lines))
    operation.objects += len(lines)
    operation.roots += sum(1 for _, depth in lines if depth == 0)


def _end(shop: Shop, operation: Operation, status: str, error: str | None) -> None:
    operation.status, operation.lines = status, None
    operation.error = error if status != "FAILED" else error or "INTERNAL_SERVER_ERROR"
    operation.completed_at = shop.now()
    finish = {
        "admin_graphql_api_id": f"gid://shopify/BulkOperation/{operation.id}",
        "status": status.lower(),
        "type": "query",
        "error_code": operation.error.lower() if operation.error else None,
        "created_at": operation.created_at,
        "completed_at": operation.completed_at,
    }
    tell(shop, "bulk_operations/finish", finish, only=operation.client_id)


def named(shop: Shop, name: str) -> Operation | None:
    return next((op for op in shop.operations.values() if op.name == name), None)
