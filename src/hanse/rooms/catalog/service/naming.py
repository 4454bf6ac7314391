"""Brands, categories and attributes: what goods are named by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone, Rejected, Severity
from hanse.base.text import clean, fold
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import attributes as model
from hanse.rooms.catalog.model import trees
from hanse.rooms.catalog.model.attributes import Attribute
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.trees import Category
from hanse.rooms.catalog.service import facts
from hanse.rooms.catalog.service.telling import tell_changed
from hanse.rooms.catalog.store import naming as store
from hanse.rooms.catalog.store.naming import Brand as Brand
from hanse.trade import goods as trade

NAME_CHARS_MAX = 200
CHOICES_MAX = 500
PAGE = 1_000
MERGE_MAX = 100_000  # products that change their brand in one act


async def brands(tx: Tx) -> Sequence[Brand]:
    return await store.brands(tx)


async def brands_named(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Brand]:
    return await store.brands_named(tx, ids)


async def brand_ids(tx: Tx, names: Sequence[str]) -> Mapping[str, UUID]:
    """The brands of these names, made where there are none."""
    keys = {name: fold(name)[:NAME_CHARS_MAX] for name in names if fold(name)}
    if not keys:
        return {}
    known = await store.brands_keyed(tx, list(set(keys.values())))
    new = {key: name for name, key in keys.items() if key not in known}
    if new:
        made = [Brand(tx.ids.new(), clean(name)[:NAME_CHARS_MAX], key) for key, name in new.items()]
        await store.add_brands(tx, made)
        known = await store.brands_keyed(tx, list(set(keys.values())))
    return {name: known[key].id for name, key in keys.items()}


async def make_brand(tx: Tx, name: str) -> Brand:
    named = checked_name("name", name)
    if fold(named) in await store.brands_keyed(tx, [fold(named)]):
        raise refused("name", f"There is a brand '{named}' already.", "Take that one.")
    made = (await brand_ids(tx, [named]))[named]
    await log.append(tx, facts.BrandChanged(made, named, "made"))
    return (await store.brands_named(tx, [made]))[made]


async def rename_brand(tx: Tx, brand_id: UUID, name: str, expected: int) -> Brand:
    """A name that another brand has makes the two one: its products go there."""
    found = await brand(tx, brand_id)
    same_version(expected, found.version)
    named = checked_name("name", name)
    other = (await store.brands_keyed(tx, [fold(named)])).get(fold(named))
    if other and other.id != brand_id:
        return await merge_brands(tx, found, other)
    await store.rename_brand(tx, brand_id, named, fold(named))
    await log.append(tx, facts.BrandChanged(brand_id, named, f"renamed from {found.name}"))
    after: UUID | None = None
    while page := await store.of_brand(tx, brand_id, after, PAGE):
        await tell_changed(tx, page, ["brand_id"])
        after = page[-1]
    return await brand(tx, brand_id)


async def merge_brands(tx: Tx, found: Brand, into: Brand) -> Brand:
    moved = 0
    while page := await store.move_brand(tx, found.id, into.id, PAGE):
        await tell_changed(tx, page, ["brand_id"])
        moved += len(page)
        if moved > MERGE_MAX:
            raise Conflict(
                f"{found.name} has more than {MERGE_MAX:,} products.",
                "Give them their new brand in parts first.",
            )
    await store.drop_brand(tx, found.id)
    what = f"{found.name} became {into.name}, with {moved} products"
    await log.append(tx, facts.BrandChanged(into.id, into.name, what))
    return into


async def brand(tx: Tx, brand_id: UUID) -> Brand:
    found = (await store.brands_named(tx, [brand_id])).get(brand_id)
    if found is None:
        raise Gone("There is no such brand here, or not any more.")
    return found


async def categories(tx: Tx, account_id: UUID | None = None) -> Sequence[Category]:
    """Our own tree, or what the listings of an account name."""
    return await store.categories(tx, account_id)


async def put_category(
    tx: Tx,
    category_id: UUID | None,
    name: str,
    parent_id: UUID | None,
    state: State,
    expected: int = 0,
) -> Category:
    """Make, rename, move or archive a category of our own tree."""
    await store.lock_tree(tx)
    tree = trees.tree_of(await store.categories(tx, None))
    named = checked_name("name", name)
    found = tree.get(category_id) if category_id else None
    if category_id and found is None:
        raise Gone("There is no such category here, or not any more.")
    if found:
        same_version(expected, found.version)
    made = replace(
        found or Category(tx.ids.new(), named), name=named, parent_id=parent_id, state=state
    )
    if why := trees.may_move({**tree, made.id: made}, made.id, parent_id):
        raise refused("parent_id", why, "Choose another place for it.")
    if len(tree) >= trees.CATEGORIES_MAX and not found:
        raise Rejected(f"There are {len(tree):,} categories, as many as there may be.")
    if any(
        fold(each.name) == fold(named) and each.parent_id == parent_id and each.id != made.id
        for each in tree.values()
    ):
        raise refused("name", f"There is a category '{named}' at this place.", "Take that one.")
    if found:
        await store.put_category(tx, made)
    else:
        await store.add_categories(tx, [made])
    what = "changed" if found else "made"
    await log.append(tx, facts.CategoryChanged(made.id, named, what))
    return trees.tree_of(await store.categories(tx, None))[made.id]


async def note_labels(tx: Tx, account_id: UUID, products: Sequence[trade.Product]) -> None:
    """The categories that the listings of an account name, as it calls them."""
    labels = {
        each.remote_id: clean(each.name)[:NAME_CHARS_MAX]
        for product in products
        for each in product.categories
        if each.remote_id and clean(each.name)
    }
    if labels:
        await store.add_categories(
            tx,
            [
                Category(tx.ids.new(), name, account_id=account_id, remote_id=remote_id)
                for remote_id, name in sorted(labels.items())
            ],
        )


async def attributes(tx: Tx) -> Mapping[str, Attribute]:
    return await store.attributes(tx)


async def put_attribute(tx: Tx, wanted: Attribute, expected: int = 0) -> Attribute:
    """Make one, or change its name, unit, choices or state. Its key and type stay for ever, for
    products hold values of them."""
    known = await store.attributes(tx)
    found = known.get(wanted.key)
    if not model.KEY.fullmatch(wanted.key):
        step = "Write it in small letters, as net_weight."
        raise refused("key", f"'{wanted.key[:60]}' is no key.", step)
    if found is None and len(known) >= store.ATTRIBUTES_MAX:
        raise Rejected(f"There are {len(known):,} attributes, as many as there may be.")
    if found:
        same_version(expected, found.version)
        if found.type is not wanted.type:
            step = "Make another attribute with a key of its own."
            raise refused("type", f"{found.name} is of the type {found.type}.", step)
    choices = tuple(dict.fromkeys(filter(None, map(clean, wanted.choices))))
    if wanted.type is model.AttributeType.choice and not choices:
        raise refused("choices", "There is nothing to choose.", "Give at least one choice.")
    if len(choices) > CHOICES_MAX or any(len(each) > NAME_CHARS_MAX for each in choices):
        sentence = f"{CHOICES_MAX} choices of {NAME_CHARS_MAX} characters fit."
        raise refused("choices", sentence, "Shorten the list.")
    made = replace(
        wanted,
        id=found.id if found else wanted.id,
        name=checked_name("name", wanted.name),
        unit=clean(wanted.unit)[:40],
        choices=choices,
        version=found.version + 1 if found else 1,
    )
    await store.put_attribute(tx, made)
    what = "changed" if found else "made"
    await log.append(tx, facts.AttributeChanged(made.id, made.name, what))
    return made


def checked_name(field: str, name: str) -> str:
    named = clean(name)
    if not named:
        raise refused(field, "The name is empty.", "Give it a name.")
    if len(named) > NAME_CHARS_MAX:
        sentence = f"The name has {len(named):,} characters; {NAME_CHARS_MAX} fit."
        raise refused(field, sentence, "Shorten it.")
    return named


def refused(field: str, sentence: str, step: str) -> Rejected:
    finding = Finding(Severity.error, "refused", sentence, step, field)
    return Rejected(sentence, [finding], step)
