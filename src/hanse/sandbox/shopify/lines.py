"""The lines of a bulk result: the same fields as in a call, put together once and run fast."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from hanse.sandbox.shopify.ask import Ask, Work

BLOCK = 250  # how many parents come before their children where nobody asked for groups; guessed
encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Plan:
    """What to take from a row: plain values, objects inside it, and connections as own lines."""

    plain: list[tuple[str, Work, dict[str, Any]]] = field(default_factory=list)
    inner: list[tuple[str, Work, dict[str, Any], "Plan"]] = field(default_factory=list)
    below: list[tuple[Work, dict[str, Any], "Plan"]] = field(default_factory=list)
    branches: dict[str, "Plan"] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)  # keys as they were asked for


class Unfit(Exception):  # noqa: N818 (an answer, not a mistake)
    """A query that cannot be run in bulk; the message says why."""


CONNECTIONS_MAX = 5
DEPTH_MAX = 2  # connections below connections, the first one not counted


def compiled(
    schema: GraphQLSchema, root: FieldNode, fragments: dict[str, FragmentDefinitionNode]
) -> tuple[Work, dict[str, Any], Plan]:
    """How the rows are found, and what to take from each; `Unfit` where the query breaks a rule."""
    assert schema.query_type
    definition = schema.query_type.fields[root.name.value]
    if root.name.value in ("node", "nodes"):
        raise Unfit("Bulk queries cannot contain the `node` and `nodes` fields at the top level.")
    if not get_named_type(definition.type).name.endswith("Connection"):
        raise Unfit("Bulk queries must contain at least one connection.")
    maker = _Maker(schema, fragments)
    args = get_argument_values(definition, root)
    plan = maker.rows(root.selection_set, get_named_type(definition.type), 0)
    if maker.connections > CONNECTIONS_MAX:
        raise Unfit(f"Bulk queries cannot contain more than {CONNECTIONS_MAX} connections.")
    return definition.extensions["work"], args, plan


class _Maker:
    """Walks over one query and counts its connections."""

    def __init__(self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.types = schema.type_map
        self.fragments = fragments
        self.connections = 0

    def rows(self, selections: SelectionSetNode | None, connection: Any, depth: int) -> Plan:
        self.connections += 1
        if depth > DEPTH_MAX:
            raise Unfit("Bulk queries cannot contain connections with a nesting depth above 2.")
        plan = Plan()
        for node, kind in self._nodes(selections, connection):
            self.fill(plan, node.selection_set, kind, depth)
        if plan.below and "id" not in plan.order:
            kind_name = connection.name.removesuffix("Connection")
            raise Unfit(
                f"The parent 'node' field for a nested connection must select the 'id' "
                f"field without an alias and must be of 'ID' return type: {kind_name}."
            )
        return plan

    def _nodes(
        self, selections: SelectionSetNode | None, kind: Any
    ) -> Iterator[tuple[FieldNode, Any]]:
        for node in selections.selections if selections else ():
            if isinstance(node, FragmentSpreadNode):
                yield from self._nodes(self.fragments[node.name.value].selection_set, kind)
            elif isinstance(node, InlineFragmentNode):
                yield from self._nodes(node.selection_set, kind)
            elif isinstance(node, FieldNode):
                name = node.name.value
                if name == "edges":
                    yield from self._nodes(
                        node.selection_set, get_named_type(kind.fields[name].type)
                    )
                elif name in ("node", "nodes"):
                    yield node, get_named_type(kind.fields[name].type)

    def fill(self, plan: Plan, selections: SelectionSetNode | None, kind: Any, depth: int) -> None:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                self._field(plan, node, kind, depth)
                continue
            inner: Any = node
            if isinstance(node, FragmentSpreadNode):
                inner = self.fragments[node.name.value]
            name = inner.type_condition.name.value if inner.type_condition else kind.name
            if name != kind.name and is_abstract_type(kind):
                target = plan.branches.setdefault(name, Plan())
                self.fill(target, inner.selection_set, self.types[name], depth)
            else:
                self.fill(plan, inner.selection_set, kind, depth)

    def _field(self, plan: Plan, node: FieldNode, kind: Any, depth: int) -> None:
        name = node.name.value
        key = node.alias.value if node.alias else name
        if name == "__typename":
            plan.plain.append((key, _typename(kind.name), {}))
            plan.order.append(key)
            return
        definition = kind.fields[name]
        args = get_argument_values(definition, node)
        named: Any = get_named_type(definition.type)
        work: Work = definition.extensions["work"] if definition.extensions else stored(name)
        if named.name.endswith("Connection"):
            plan.below.append((work, args, self.rows(node.selection_set, named, depth + 1)))
            return
        plan.order.append(key)
        if not is_composite_type(named):
            plan.plain.append((key, work, args))
            return
        inner = Plan()
        self.fill(inner, node.selection_set, named, depth)
        plan.below += [(_through(work, args, w), a, p) for w, a, p in inner.below]
        inner.below = []
        plan.inner.append((key, work, args, inner))


def stored(name: str) -> Work:
    return lambda row, _ask, _args: row[name]


def _typename(name: str) -> Work:
    return lambda row, _ask, _args: row.get("__typename", name) if isinstance(row, dict) else name


def _through(work: Work, args: dict[str, Any], below: Work) -> Work:
    """A connection of an object inside the row: its lines belong to the row, guessed."""

    def look(row: Any, ask: Ask, more: dict[str, Any]) -> Any:
        inner = work(row, ask, args)
        return () if inner is None else below(inner, ask, more)

    return look


def taken(plan: Plan, row: Any, ask: Ask) -> dict[str, Any]:
    """One row as its line, without what it belongs to."""
    out = {key: work(row, ask, args) for key, work, args in plan.plain}
    for key, work, args, inner in plan.inner:
        value = work(row, ask, args)
        if isinstance(value, list):
            out[key] = [None if one is None else taken(inner, one, ask) for one in value]
        else:
            out[key] = None if value is None else taken(inner, value, ask)
    if plan.branches and (branch := plan.branches.get(row["__typename"])) is not None:
        out |= taken(branch, row, ask)
    return out


Line = tuple[bytes, int]  # its text and how deep it stands


def written(rows: Iterator[Any], plan: Plan, ask: Ask, *, grouped: bool) -> Iterator[Line]:
    """All lines; the children of a row come after it, but not always at once."""
    if grouped:
        yield from _grouped(rows, plan, ask, None, 0)
        return
    while block := list(islice(rows, BLOCK)):
        level: list[tuple[Any, Plan, str | None]] = [(row, plan, None) for row in block]
        depth = 0
        while level:
            deeper: list[tuple[Any, Plan, str | None]] = []
            for row, of, parent in level:
                line = taken(of, row, ask)
                if parent is not None:
                    line["__parentId"] = parent
                yield encode(line) + b"\n", depth
                for work, args, below in of.below:
                    found = work(row, ask, args)
                    deeper += [(child, below, line["id"]) for child in found]
            level, depth = deeper, depth + 1


def _grouped(
    rows: Iterator[Any], plan: Plan, ask: Ask, parent: str | None, depth: int
) -> Iterator[Line]:
    for row in rows:
        line = taken(plan, row, ask)
        if parent is not None:
            line["__parentId"] = parent
        yield encode(line) + b"\n", depth
        for work, args, below in plan.below:
            yield from _grouped(iter(work(row, ask, args)), below, ask, line["id"], depth + 1)
