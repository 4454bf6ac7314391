"""Every query is one, and costs what the platform's rule says, counted here once more."""

import math
from datetime import UTC, datetime
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    build_schema,
    parse,
    validate,
)

from hanse.connectors.shopify import hooks, manifest
from hanse.connectors.shopify.wire import bulk, probe, uploads
from hanse.trade.files import File
from hanse.trade.ports_read import Ask, Kind, Question, Reach, ReadPort
from tests.connectors.shopify.told import APP, SHOP, sent
from tests.connectors.shopify.wishes import (
    leaving_pictures,
    lookup_of,
    parcel_questions,
    question_of,
    variant_lookup,
)

SCHEMA = build_schema(Path(__file__).with_name("schema.graphql").read_text("utf-8"))
SINCE = datetime(2026, 11, 22, 5, tzinfo=UTC)
COST_MAX = 1000
FREE = {"address", "shippingAddress", "billingAddress", "defaultAddress", "pageInfo", "userErrors"}
FREE |= {
    "productVariants",
    "files",
    "stagedTargets",
    "parameters",
}  # as a plain list of ids in what a mutation answers


def asks(port: ReadPort[object]) -> list[Ask]:
    ids = tuple(str(each) for each in range(1, 51))
    found = {
        Reach.everything: Ask(Reach.everything),
        Reach.changed: Ask(Reach.changed, since=SINCE),
        Reach.ids: Ask(Reach.ids, rows_max=250),
        Reach.named: Ask(Reach.named, ids=ids),
        Reach.of_parent: Ask(Reach.of_parent, parent_id="12", rows_max=250),
    }
    return [ask for reach, ask in found.items() if reach in port.reaches]


def leaving() -> Question:
    question = manifest.revoke_question(APP)
    assert question is not None
    return question


READING = {
    f"{port.kind}-{ask.reach}": port.question(ask, SHOP)
    for port in manifest.READS
    for ask in asks(port)
}
OTHERS = {
    "probe": probe.questions()[0],
    "locales": probe.questions()[1],
    **{f"bulk-{kind}": bulk.start(kind) for kind in bulk.FIELDS},
    "bulk-poll": bulk.poll("7"),
    "webhooks-list": hooks.subscriptions_question(),
    "webhooks-create": hooks.subscribe_question("products/update", "https://h.example", APP),
    "webhooks-delete": hooks.unsubscribe_question("7"),
    "uninstall": leaving(),
}
WRITING = {
    "offers.price": question_of("offers.price", "31 of 12", "32 of 12", "33 of 13"),
    "offers.codes": question_of("offers.codes", "31 of 12"),
    "orders.cancel": question_of("orders.cancel", " of 12"),
    "orders.refund": question_of("orders.refund", " of 12"),
    "orders.ship": question_of("orders.ship", " of 12"),
    **parcel_questions(),
    "offers.stock": question_of("offers.stock", "501@7 of 12", "501@8 of 12"),
    "products.texts": question_of("products.texts", "12", "13"),
    "products.places": question_of("products.places", "12"),
    "products.state": question_of("products.state", "12"),
    "products.create": question_of("products.create", "", ""),
    "products.media": question_of("products.media", "12", "13"),
    "products.media-leaving": leaving_pictures(),
    "files.stage": uploads.question([File(f"{'a' * 64}.jpg", "image/jpeg", 12)], SHOP),
    "offers.create": question_of("offers.create", " of 12", " of 13"),
    "handle": lookup_of("lamp-0001"),
    "variants": variant_lookup(),
}
EVERY = READING | OTHERS | WRITING


def operation_of(text: str) -> OperationDefinitionNode:
    (definition,) = parse(text).definitions
    assert isinstance(definition, OperationDefinitionNode)
    return definition


def cost_of(question: Question) -> int:
    operation = operation_of(sent(question)["query"])
    if operation.operation is OperationType.MUTATION:
        fields = [
            each for each in operation.selection_set.selections if isinstance(each, FieldNode)
        ]
        return sum(
            10 + (children(field.selection_set) if field.selection_set else 0) for field in fields
        )
    return children(operation.selection_set)


def children(selection: SelectionSetNode) -> int:
    branches = [0]
    total = 0
    for each in selection.selections:
        if isinstance(each, InlineFragmentNode):
            branches.append(children(each.selection_set))
        elif isinstance(each, FieldNode):
            total += field_cost(each)
    return total + max(branches)


def field_cost(field: FieldNode) -> int:
    name = field.name.value
    if field.selection_set is None or name in FREE or name.endswith("Set"):
        return 0
    inner = {
        each.name.value: each
        for each in field.selection_set.selections
        if isinstance(each, FieldNode)
    }
    nodes = inner.get("nodes")
    if nodes is None or nodes.selection_set is None:
        return 1 + children(field.selection_set)
    (first,) = (each.value for each in field.arguments or () if each.name.value == "first")
    assert isinstance(first, IntValueNode)
    rows = int(first.value)
    steps = max(1, math.floor(2 * math.log(rows))) if rows else 0
    return 2 + steps * (1 + children(nodes.selection_set))


@pytest.mark.parametrize("name", EVERY)
def test_a_query_is_one(name: str) -> None:
    """Also that every variable is used: the platform refuses one that is not."""
    text = sent(EVERY[name])["query"]
    assert validate(SCHEMA, parse(text)) == []
    declared = {each.variable.name.value for each in operation_of(text).variable_definitions or ()}
    assert declared == set(sent(EVERY[name])["variables"])


@pytest.mark.parametrize("name", EVERY)
def test_a_query_costs_what_it_says(name: str) -> None:
    assert EVERY[name].cost == max(cost_of(EVERY[name]), 1)


@pytest.mark.parametrize("name", READING)
def test_a_query_is_well_below_what_one_may_cost(name: str) -> None:
    assert READING[name].cost < COST_MAX * 0.7


def test_the_costs_stand_here_so_that_a_change_is_seen() -> None:
    assert {name: question.cost for name, question in READING.items()} == {
        "products-everything": 646,
        "products-ids": 13,
        "products-named": 111,
        "products-changed": 646,
        "offers-named": 7,
        "offers-of_parent": 80,
        "locations-everything": 9,
        "locations-ids": 13,
        "locations-named": 1,
        "levels-everything": 236,
        "levels-ids": 13,
        "levels-named": 26,
        "orders-everything": 572,
        "orders-ids": 13,
        "orders-named": 121,
        "orders-changed": 572,
        "buyers-everything": 29,
        "buyers-ids": 13,
        "buyers-named": 3,
        "buyers-changed": 29,
    }


def test_a_document_of_as_many_changes_as_the_card_allows_may_be_asked_for() -> None:
    """Also where every variant is of another product, which costs most."""
    for write in manifest.CARD.writes:
        levels = write.kind == "offers.stock"  # which share one mutation
        at = "@7" if levels else ""
        whole = [f"{each}{at} of {each}" for each in range(1, write.batch_max + 1)]
        question = question_of(write.kind, *whole)
        each_costs = 10 if write.kind.startswith("offers.") else 11
        expected = 11 if levels else each_costs * write.batch_max
        assert question.cost == cost_of(question) == expected
        assert question.cost < COST_MAX


def test_variants_of_one_product_cost_as_much_as_one_of_them() -> None:
    assert WRITING["offers.price"].cost == 20
    assert question_of("offers.price", *(f"{each} of 12" for each in range(1, 51))).cost == 10


@pytest.mark.parametrize("name", EVERY)
def test_reading_is_no_writing(name: str) -> None:
    question = EVERY[name]
    operation = operation_of(sent(question)["query"])
    assert question.writes == (operation.operation is OperationType.MUTATION)
    assert question.method == "POST"
    assert question.path == "admin/api/2026-10/graphql.json"


def test_all_plumbing_is_on_the_card() -> None:
    families = {each.kind: each.family for each in manifest.CARD.plumbing}
    for question in EVERY.values():
        if question.plumbing:
            assert families[question.plumbing] == question.family
    rates = {each.family for each in manifest.CARD.rates}
    assert {question.family for question in EVERY.values()} <= rates


@pytest.mark.parametrize("kind", list(bulk.FIELDS))
def test_a_file_is_asked_for_as_the_platform_allows_it(kind: Kind) -> None:
    """One thing at the top, at most five connections, two deep, none of them within a list."""
    text = sent(bulk.start(kind))["variables"]["query"]
    assert len(text.encode()) < 65_535
    assert validate(SCHEMA, parse(text)) == []
    (top,) = operation_of(text).selection_set.selections
    found = list(connections(top, 0, within_list=False))
    assert 1 <= len(found) <= 5
    assert max(found) <= 2


def connections(node: object, depth: int, *, within_list: bool) -> list[int]:
    assert not isinstance(node, InlineFragmentNode | FragmentDefinitionNode)
    if not isinstance(node, FieldNode) or node.selection_set is None:
        return []
    name = node.name.value
    inner = {
        each.name.value for each in node.selection_set.selections if isinstance(each, FieldNode)
    }
    is_one = "edges" in inner
    assert not (is_one and within_list)
    assert name not in ("nodes", "pageInfo")
    if name == "node":
        assert "id" in inner
    listed = within_list or name in ("refunds", "fulfillments", "transactions", "taxLines")
    deeper = depth + is_one
    below = [
        found
        for each in node.selection_set.selections
        for found in connections(each, deeper, within_list=listed)
    ]
    return [deeper, *below] if is_one else below
