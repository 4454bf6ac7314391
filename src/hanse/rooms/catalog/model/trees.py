"""Categories: one tree of our own, and what the listings of each account name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.rooms.catalog.model.goods import State

DEPTH_MAX = 12
CATEGORIES_MAX = 20_000
NAME_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class Category:
    """`account_id` is None in our own tree."""

    id: UUID
    name: str
    parent_id: UUID | None = None
    account_id: UUID | None = None
    platform: str | None = None
    remote_id: str | None = None
    state: State = State.active
    version: int = 1


Tree = Mapping[UUID, Category]


def tree_of(categories: Iterable[Category]) -> Tree:
    return {each.id: each for each in categories}


def path(tree: Tree, category_id: UUID | None) -> tuple[UUID, ...]:
    """The category itself and all above it, the nearest first. Ends in any case."""
    found: list[UUID] = []
    while category_id and category_id in tree and category_id not in found:
        found.append(category_id)
        category_id = tree[category_id].parent_id
    return tuple(found)


def below(tree: Tree, category_id: UUID) -> Sequence[UUID]:
    """The category itself and all below it."""
    return [each for each in tree if category_id in path(tree, each)]


def title(tree: Tree, category_id: UUID) -> str:
    return " / ".join(tree[each].name for each in reversed(path(tree, category_id)))


def may_move(tree: Tree, category_id: UUID, parent_id: UUID | None) -> str:
    """Why it cannot stand there, or nothing."""
    if parent_id is None:
        return ""
    if parent_id not in tree:
        return "There is no such category to put it under."
    above = path(tree, parent_id)
    if category_id in above:
        return f"{tree[category_id].name} cannot stand under itself."
    if len(above) + depth(tree, category_id) > DEPTH_MAX:
        return f"A tree of categories is at most {DEPTH_MAX} deep."
    return ""


def depth(tree: Tree, category_id: UUID) -> int:
    """How many levels stand in it, itself counted."""
    return max(
        (path(tree, each).index(category_id) + 1 for each in below(tree, category_id)), default=1
    )
