"""Mappings of categories and attributes, and words that listings shall not have."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import trees
from hanse.rooms.catalog.service import naming, offering
from hanse.rooms.listings.model import mappings, words
from hanse.rooms.listings.model.mappings import Noun, Pair, Suggestion
from hanse.rooms.listings.model.words import WORDS_MAX, Word
from hanse.rooms.listings.service import facts
from hanse.rooms.listings.store import rules
from hanse.rooms.mirror.service import showing
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind

LOGGED_MAX = 50
LISTINGS_LOOKED_AT = 1_000


async def list_mappings(
    tx: Tx,
    platform: str | None,
    noun: Noun | None,
    after: tuple[str, str, str, str] | None,
    rows_max: int,
) -> Sequence[Pair]:
    return await rules.mappings(tx, platform, noun, after, rows_max)


async def save(
    tx: Tx, platforms: Collection[str], given: Sequence[Pair], removed: Sequence[Pair]
) -> int:
    """All of it, or nothing with the reasons by row."""
    kept = mappings.checked(given)
    strange = sorted({each.platform for each in (*kept, *removed)} - set(platforms))
    if strange:
        raise Rejected(
            f"There is no platform {strange[0]}.", next_step=f"Use {', '.join(sorted(platforms))}."
        )
    await check_ours(tx, kept)
    if removed:
        await rules.unmap(tx, removed)
    if kept:
        await rules.map_(tx, kept, [json.dumps(each.requires) for each in kept])
    rows = [
        {"platform": each.platform, "ours": each.ours, "theirs": each.theirs}
        for each in kept[:LOGGED_MAX]
    ]
    await log.append(tx, facts.MappingSaved(len(kept), len(removed), rows))
    return len(kept)


async def check_ours(tx: Tx, pairs: Sequence[Pair]) -> None:
    """What is mapped is there."""
    keys = set(await naming.attributes(tx))
    ids = {str(each.id) for each in await naming.categories(tx, None)}
    known: Mapping[Noun, set[str]] = {Noun.attribute: keys, Noun.category: ids}
    findings = [
        mappings.wrong(
            f"Row {place + 1}: there is no {each.noun} '{each.ours}'.",
            "Choose one of the catalogue.",
            place,
        )
        for place, each in enumerate(pairs)
        if each.ours not in known[each.noun]
    ]
    findings += [
        mappings.wrong(
            f"Row {place + 1}: there is no attribute '{key}' that could be wanted.",
            "Make it in the catalogue first.",
            place,
        )
        for place, each in enumerate(pairs)
        for key in each.requires
        if key not in keys
    ]
    if findings:
        raise Rejected("The mappings cannot be saved.", findings)


async def suggest(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[Suggestion]:
    """Of our categories, what the shop has that is called alike. A person says which are right."""
    ours = trees.tree_of(await naming.categories(tx, None))
    theirs = await naming.categories(tx, account_id)
    found = mappings.suggest(
        {str(each.id): each.name for each in ours.values()},
        {each.remote_id: each.name for each in theirs if each.remote_id},
    )
    return sorted(found, key=lambda each: (-each.alike, each.ours_name, each.theirs))[:rows_max]


async def suggest_values(tx: Tx, account_id: UUID, key: str, rows_max: int) -> Sequence[Suggestion]:
    """Of the choices of our attribute, what buyers choose at that shop that is called alike.
    `theirs` is what it is a value of there."""
    attribute = (await naming.attributes(tx)).get(key)
    if attribute is None:
        raise Rejected(
            "There is no such attribute here.", next_step="Make it in the catalogue first."
        )
    links = await offering.links_page(tx, account_id, None, LISTINGS_LOOKED_AT)
    named = sorted({each.remote_product_id for each in links})
    goods = (await showing.named(tx, account_id, Kind.products, named)).values()
    options = [each for one in goods if isinstance(one, Product) for each in one.options]
    theirs = {(each.name, value): value for each in options for value in each.values}
    keys = {str(place): pair for place, pair in enumerate(sorted(theirs))}
    found = mappings.suggest(
        {each: each for each in attribute.choices},
        {place: theirs[pair] for place, pair in keys.items()},
    )
    rated = [replace(each, theirs=keys[each.theirs][0]) for each in found]
    return sorted(rated, key=lambda each: (-each.alike, each.ours_name, each.theirs))[:rows_max]


async def list_words(tx: Tx) -> Sequence[Word]:
    return await rules.words(tx, WORDS_MAX)


async def save_words(tx: Tx, given: Sequence[Word]) -> Sequence[Word]:
    """These instead of the own ones that there were."""
    kept, findings = words.checked(given)
    if findings:
        raise Rejected("The words cannot be saved.", findings)
    before = await rules.words(tx, WORDS_MAX)
    await rules.put_words(tx, kept)
    was, now = ({each.text for each in some} for some in (before, kept))
    event = facts.WordsSaved(
        len(kept), sorted(was - now)[:LOGGED_MAX], sorted(now - was)[:LOGGED_MAX]
    )
    await log.append(tx, event)
    return kept
