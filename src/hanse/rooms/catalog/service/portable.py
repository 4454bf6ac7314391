"""What of the catalogue can be carried to another workspace: attributes and the tree of categories.

Goods, brands and costs are not settings: they are carried by files of goods.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean, fold
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import trees
from hanse.rooms.catalog.model.attributes import KEY, Attribute, AttributeType
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.trees import Category
from hanse.rooms.catalog.service import facts, naming
from hanse.rooms.catalog.store import naming as store

Path = tuple[str, ...]
Type = Literal["text", "number", "yes_no", "choice", "date", "measure"]


class CategoryRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the top of the tree down. Another path is another category."""

    path: Path


class AttributeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    type: Type
    unit: str = ""
    choices: tuple[str, ...] = ()


# Attributes


def attribute_key(item: AttributeRow) -> str:
    return item.key


async def attributes(tx: Tx) -> Sequence[AttributeRow]:
    """Those that are in use."""
    return [
        AttributeRow(each.key, each.name, each.type.value, each.unit, each.choices)
        for each in (await naming.attributes(tx)).values()
        if each.state is State.active
    ]


def settled_attribute(given: AttributeRow) -> AttributeRow:
    if not KEY.fullmatch(given.key):
        step = "Write it in small letters, as net_weight."
        raise wrong("key", f"'{given.key[:60]}' is no key.", step)
    return msgspec.structs.replace(
        given,
        name=naming.checked_name("name", given.name),
        unit=clean(given.unit)[:40],
        choices=tuple(dict.fromkeys(filter(None, map(clean, given.choices)))),
    )


async def apply_attributes(
    tx: Tx, moves: Sequence[tuple[AttributeRow | None, AttributeRow | None]]
) -> None:
    """One that is not wanted is put away, for products hold values of it."""
    known = await naming.attributes(tx)
    for before, after in moves:
        row = after or before
        assert row is not None, "a move has a side"
        found = known.get(row.key)
        wanted = Attribute(
            found.id if found else tx.ids.new(),
            *(row.key, row.name, AttributeType(row.type), row.unit, row.choices),
            State.active if after else State.archived,
        )
        try:
            await naming.put_attribute(tx, wanted, found.version if found else 0)
        except Rejected as refused:
            raise named(row.key, refused) from None


# Categories


def category_name(item: CategoryRow) -> str:
    """As names at one place are compared, so that another spelling is the same category."""
    return titled(folded(item.path))


async def categories(tx: Tx) -> Sequence[CategoryRow]:
    """Those in use, and what stands above them."""
    tree = trees.tree_of(await naming.categories(tx))
    shown = above_active(tree)
    return [CategoryRow(path) for path in sorted(names_of(tree, each) for each in shown)]


def settled_category(given: CategoryRow) -> CategoryRow:
    if not 0 < len(given.path) <= trees.DEPTH_MAX:
        sentence = f"A path has 1 to {trees.DEPTH_MAX} names."
        raise wrong("path", sentence, 'Write it as ["Home", "Lamps"].')
    return CategoryRow(tuple(naming.checked_name("path", each) for each in given.path))


async def apply_categories(
    tx: Tx, moves: Sequence[tuple[CategoryRow | None, CategoryRow | None]]
) -> None:
    """One that is not wanted is put away, for products stand in it."""
    await store.lock_tree(tx)
    tree = dict(trees.tree_of(await store.categories(tx, None)))
    by_path = {folded(names_of(tree, each)): each for each in tree}
    made: list[Category] = []
    moved: list[Category] = []
    findings: list[Finding] = []
    for row, is_wanted in sorted(
        ((after or before, after is not None) for before, after in moves), key=depth
    ):
        assert row is not None, "a move has a side"
        parent = by_path.get(folded(row.path[:-1]))
        if is_wanted and (why := misplaced(tree, row, parent)):
            findings.append(why)
            continue
        known = by_path.get(folded(row.path))
        state = State.active if is_wanted else State.archived
        found = tree[known] if known else Category(tx.ids.new(), "", parent)
        found = replace(found, name=row.path[-1], state=state)
        tree[found.id], by_path[folded(row.path)] = found, found.id
        (moved if known else made).append(found)
    gone = {each.id for each in moved if each.state is State.archived}
    findings += [needed(tree, each) for each in gone & above_active(tree)]
    if findings:
        raise Rejected("The categories cannot stand so.", findings)
    if len(tree) > trees.CATEGORIES_MAX:
        raise Rejected(f"There may be {trees.CATEGORIES_MAX:,} categories.")
    if made:
        await store.add_categories(tx, made)
    for each in moved:
        await store.put_category(tx, each)
    told = [
        facts.CategoryChanged(each.id, each.name, what)
        for what, some in (("made", made), ("changed", moved))
        for each in some
    ]
    await log.append(tx, *told)


def misplaced(tree: trees.Tree, row: CategoryRow, parent: UUID | None) -> Finding | None:
    """Why it cannot stand there: the one above it is not there, or is written in another way."""
    above = row.path[:-1]
    if not above or (parent and names_of(tree, parent) == above):
        return None
    said = f"'{titled(row.path)}' stands under '{titled(above)}', which is not there."
    step = "Give that one a row too, written in the same way."
    return Finding(Severity.error, "parent", said, step, f"{category_name(row)}.path")


def above_active(tree: trees.Tree) -> set[UUID]:
    """Those in use, and all that stand above them."""
    in_use = (each.id for each in tree.values() if each.state is State.active)
    return {above for each in in_use for above in trees.path(tree, each)}


def needed(tree: trees.Tree, category_id: UUID) -> Finding:
    said = f"'{titled(names_of(tree, category_id))}' cannot go: a category stands under it."
    return Finding(Severity.error, "parent", said, "Keep it, or let both go.", "path")


def depth(pair: tuple[CategoryRow | None, bool]) -> int:
    return len(pair[0].path) if pair[0] else 0


# What other rooms name


async def category_paths(tx: Tx) -> Mapping[UUID, Path]:
    """Of our own tree, also of what was put away."""
    tree = trees.tree_of(await naming.categories(tx))
    return {each: names_of(tree, each) for each in tree}


async def brand_names(tx: Tx) -> Mapping[UUID, str]:
    return {each.id: each.name for each in await naming.brands(tx)}


def names_of(tree: trees.Tree, category_id: UUID) -> Path:
    return tuple(tree[each].name for each in reversed(trees.path(tree, category_id)))


def titled(path: Path) -> str:
    return " / ".join(path)


def folded(path: Path) -> Path:
    """As two names at one place are compared."""
    return tuple(map(fold, path))


def named(name: str, refused: Rejected) -> Rejected:
    """The findings with the thing that they are about."""
    found = [replace(each, field=f"{name}.{each.field}") for each in refused.findings]
    return Rejected(refused.sentence, found, refused.next_step)


def wrong(field: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, "value_wrong", sentence, step, field)], step)
