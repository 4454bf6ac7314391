"""What a call costs before it runs, what it cost in the end, and the bucket that pays for it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
)

from hanse.sandbox.shopify.apps import Bucket
from hanse.sandbox.shopify.ask import Ask

SINGLE_MAX = 1000
MUTATION = 10
ROOT_COUNT = 10
FREE = {  # value objects and what only wraps other rows
    "MoneyV2",
    "MoneyBag",
    "MailingAddress",
    "LocationAddress",
    "ShopAddress",
    "PageInfo",
}


@dataclass(slots=True)
class Price:
    """One field that costs something, or that holds fields which do."""

    key: str
    kind: str  # object, list, connection, free, count, mutation
    name: str = ""
    count: int = 0
    children: dict[str, "Price"] = field(default_factory=dict)
    branches: dict[str, dict[str, "Price"]] = field(default_factory=dict)  # by type of fragment


@lru_cache(maxsize=4096)
def weight(count: int) -> int:
    """How much a page of so many rows multiplies."""
    return 0 if count <= 0 else max(1, math.floor(2 * math.log(count)))


def requested(price: Price) -> int:
    inside = sum(requested(child) for child in price.children.values())
    inside += max(
        (sum(requested(c) for c in branch.values()) for branch in price.branches.values()),
        default=0,
    )
    if price.kind == "connection":
        return 2 + weight(price.count) * (1 + inside)
    return {"object": 1, "count": ROOT_COUNT, "mutation": MUTATION}.get(price.kind, 0) + inside


def actual(price: Price, data: Any) -> int:
    """The same with what was really returned; it is never more than was requested."""
    if data is None:
        return 0
    if price.kind == "count":
        return ROOT_COUNT
    if price.kind == "connection":
        rows = data.get("nodes")
        if rows is None:
            rows = [edge.get("node") for edge in data.get("edges", ())]
        return 2 + weight(min(len(rows), price.count)) * (1 + _dearest(price, rows))
    if isinstance(data, list):
        return _dearest(price, data)
    inside = _inside(price, data)
    return {"object": 1, "mutation": MUTATION}.get(price.kind, 0) + inside


def _dearest(price: Price, rows: list[Any]) -> int:
    if not price.children and not price.branches:
        return 0
    return max((_inside(price, row) for row in rows if row is not None), default=0)


def _inside(price: Price, data: Any) -> int:
    cost = 0
    for key, child in price.children.items():
        if key in data:
            cost += actual(child, data[key])
    for branch in price.branches.values():
        for key, child in branch.items():
            if key in data and key not in price.children:
                cost += actual(child, data[key])
    return cost


def priced(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
) -> Price:
    """The prices of one operation; fields that cost nothing and hold nothing are left out."""
    fragments = {
        d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
    }
    root = schema.get_root_type(operation.operation)
    whole = Price("", "free", root.name if root else "")
    _collect(
        _Walk(schema, fragments, variables), whole, operation.selection_set, root, whole.children
    )
    if operation.operation is OperationType.MUTATION:
        for child in whole.children.values():
            child.kind = "mutation"
            errors = [k for k, c in child.children.items() if c.name.endswith("UserErrors")]
            for key in errors:
                child.children[key].kind = "free"
    return whole


@dataclass(slots=True)
class _Walk:
    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]


def _collect(
    walk: _Walk,
    price: Price,
    selections: SelectionSetNode | None,
    parent: Any,
    into: dict[str, Price],
) -> None:
    for node in selections.selections if selections else ():
        if isinstance(node, FieldNode):
            _field(walk, node, parent, into)
            continue
        if isinstance(node, FragmentSpreadNode):
            inner: Any = walk.fragments[node.name.value]
        else:
            assert isinstance(node, InlineFragmentNode)
            inner = node
        kind = parent
        if inner.type_condition:
            kind = walk.schema.type_map[inner.type_condition.name.value]
        apart = is_abstract_type(parent) and kind is not parent
        target = price.branches.setdefault(kind.name, {}) if apart else into
        _collect(walk, price, inner.selection_set, kind, target)


def _field(walk: _Walk, node: FieldNode, parent: Any, into: dict[str, Price]) -> None:
    name = node.name.value
    if name.startswith("__"):
        return
    kind = parent.fields[name].type
    named: Any = get_named_type(kind)
    if not is_composite_type(named):
        return
    key = node.alias.value if node.alias else name
    price = into.get(key) or Price(key, _kind(kind, named, parent), named.name)
    into[key] = price
    if price.kind == "connection":
        price.count = _wanted(walk, node)
        for row in _rows(walk, node.selection_set, named):
            _collect(walk, price, row[0], row[1], price.children)
        return
    _collect(walk, price, node.selection_set, named, price.children)


def _kind(kind: Any, named: Any, parent: Any) -> str:
    if named.name.endswith("Connection"):
        return "connection"
    if named.name in FREE:
        return "free"
    if is_list_type(get_nullable_type(kind)):
        return "list"
    if named.name == "Count" and parent.name == "QueryRoot":
        return "count"
    return "object"


def _rows(
    walk: _Walk, selections: SelectionSetNode | None, named: Any
) -> Iterator[tuple[SelectionSetNode | None, Any]]:
    """What is selected of each row of a connection, through nodes and through edges."""
    for node in selections.selections if selections else ():
        if isinstance(node, FragmentSpreadNode):
            inner = walk.fragments[node.name.value].selection_set
            yield from _rows(walk, inner, named)
        elif isinstance(node, InlineFragmentNode):
            yield from _rows(walk, node.selection_set, named)
        elif isinstance(node, FieldNode) and node.name.value in ("nodes", "edges", "node"):
            inside: Any = get_named_type(named.fields[node.name.value].type)
            if node.name.value == "edges":
                yield from _rows(walk, node.selection_set, inside)
            else:
                yield node.selection_set, inside


def _wanted(walk: _Walk, node: FieldNode) -> int:
    for argument in node.arguments or ():
        if argument.name.value in ("first", "last"):
            value = argument.value
            if isinstance(value, IntValueNode):
                return int(value.value)
            if isinstance(value, VariableNode):
                found = walk.variables.get(value.name.value)
                if found is not None:
                    return int(found)
    return 0


def fields_of(price: Price, path: list[str]) -> Iterator[dict[str, Any]]:
    """What the debug header shows of each field."""
    for key, child in price.children.items():
        whole = requested(child)
        own = requested(Price(child.key, child.kind, child.name, 0))
        yield {
            "path": [*path, key],
            "definedCost": own,
            "requestedTotalCost": whole,
            "requestedChildrenCost": whole - own if whole > own else None,
        }
        yield from fields_of(child, [*path, key])


def named(price: Price) -> str:
    """What a call is about: its root fields, a change by what it answers with."""
    words = set()
    for child in price.children.values():
        kinds = sorted(child.branches) or [child.name] * (child.kind == "mutation")
        words.add(" ".join([*([] if child.kind == "mutation" else [child.key]), *kinds]))
    return ", ".join(sorted(words)) or "plain"


# The bucket


def bucket(ask: Ask) -> Bucket:
    """One for each app and shop, full at first, filled up to now."""
    shop = ask.shop
    now = shop.clock.monotonic()
    found = shop.keys.buckets.setdefault(
        (ask.app.client_id, "graphql"), Bucket(shop.plan.bucket, now)
    )
    found.fill(now, shop.plan.restore_per_s, shop.plan.bucket)
    return found


def status(ask: Ask, found: Bucket) -> dict[str, Any]:
    return {
        "maximumAvailable": float(ask.shop.plan.bucket),
        "currentlyAvailable": int(found.level),
        "restoreRate": float(ask.shop.plan.restore_per_s),
    }
