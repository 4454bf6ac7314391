"""Many rows in one call. Each is done by itself, unchecked, and a refusal is its row's answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.errors import Refusal, critical
from hanse.sandbox.woocommerce.schema import as_int

ROWS_MAX = 100
Handler = Callable[[Call], Answer]
ORDER = ("create", "update", "delete")


def batch(create: Handler | None, update: Handler, delete: Handler | None) -> Handler:
    """The batch endpoint of a collection with these three."""
    handlers = {"create": create, "update": update, "delete": delete}

    def run(call: Call) -> Answer:
        rows = {name: call.body[name] for name in ORDER if call.body.get(name)}
        if any(not isinstance(part, list) for part in rows.values()):
            raise critical()
        if sum(len(part) for part in rows.values()) > ROWS_MAX:
            raise Refusal(
                413,
                "woocommerce_rest_request_entity_too_large",
                f"Unable to accept more than {ROWS_MAX} items for this request.",
            )
        done: dict[str, list[Any]] = {}
        for name, part in rows.items():
            if handler := handlers[name]:
                done[name] = [_row(call, call.telling(handler), name, row) for row in part]
        return Answer(200, done or [])

    return run


def _row(call: Call, handler: Handler, verb: str, row: Any) -> Any:
    body = row if isinstance(row, dict) else {"id": row}
    number = body.get("id")
    route = call.route.removesuffix("/batch")
    template = call.template.removesuffix("/batch")
    ids = dict(call.ids)
    if verb != "create":
        ids["id"] = number if isinstance(number, str) and not number.isdigit() else as_int(number)
        route = f"{route}/{ids['id']}"
    one = replace(
        call,
        route=route,
        template=template,
        ids=ids,
        body=body,
        batched=True,
        query={},
        method={"create": "POST", "update": "PUT", "delete": "DELETE"}[verb],
    )
    try:
        return handler(one).body
    except Refusal as refused:
        error = {name: refused.body[name] for name in ("code", "message", "data")}
        return {"id": 0 if verb == "create" else number, "error": error}
