"""Tables that are brought in: uploaded, given their places, checked and applied by jobs."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.base.text import clean, fold, truncate
from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.sheets import reading as sheets
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.catalog.model import cells, trees
from hanse.rooms.catalog.model import sheets as model
from hanse.rooms.catalog.model.cells import Names
from hanse.rooms.catalog.model.fields import Known
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.model.imports import (
    Import,
    ImportRow,
    ImportState,
    RowState,
    Step,
    Template,
    next_state,
)
from hanse.rooms.catalog.model.sheets import Places
from hanse.rooms.catalog.service import file_facts
from hanse.rooms.catalog.store import imports as store
from hanse.rooms.catalog.store import naming

CHECK_JOB, APPLY_JOB = "catalog.check_import", "catalog.apply_import"
JOBS: Mapping[Step, str] = {Step.check: CHECK_JOB, Step.apply: APPLY_JOB}
SWEEP_JOB = "catalog.sweep_imports"
SWEEPER = Actor(ActorKind.system, None, "the hub")
SWEPT_AT_ONCE = 100
AT_WORK = (ImportState.checking, ImportState.applying)
NAME_CHARS_MAX = 200
TEMPLATES_MAX = 100
DELIMITERS = ("", ",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Whole:
    """An import with what a person needs to give its columns their places."""

    found: Import
    suggested: Mapping[int, str]
    templates: Sequence[Template]
    counts: Mapping[str, int]


async def upload(tx: Tx, shelf: Shelf, name: str, content: bytes, delimiter: str = "") -> Import:
    """Keep the file and say what it is. Nothing of ours changes by it."""
    if delimiter not in DELIMITERS:
        raise Rejected("Cells are divided by a comma, a semicolon, a tab or a bar.")
    facts = await asyncio.to_thread(sheets.facts_of, content, delimiter)
    made = Import(
        *(tx.ids.new(), named(name), ImportState.uploaded, await shelf.put(content), len(content)),
        *(facts.format, facts.encoding, facts.delimiter, kept(facts.columns)),
        sample=tuple(kept(row) for row in facts.sample),
        findings=facts.findings,
        places=None,
        counts={},
        made_at=tx.now,
        made_by=tx.actor.person_id or tx.actor.id,
        made_by_name=tx.actor.name,
        state_at=tx.now,
    )
    await store.add(tx, made)
    await tell(tx, made)
    return made


def named(name: str) -> str:
    return truncate(clean(name), NAME_CHARS_MAX) or "products"


def kept(texts: Sequence[str]) -> tuple[str, ...]:
    """As they can be kept and shown; what a row asks for is read from the file itself."""
    return tuple(truncate(cells.UNKEEPABLE.sub("\ufffd", each), 200) for each in texts)


async def page(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Import]:
    return await store.page(tx, before, rows_max)


async def one(tx: Tx, import_id: UUID, *, locked: bool = False) -> Import:
    found = await store.get(tx, import_id, locked=locked)
    if found is None:
        raise Gone("There is no such import here.")
    return found


async def whole(tx: Tx, import_id: UUID) -> Whole:
    found = await one(tx, import_id)
    attributes = {key: each.name for key, each in (await naming.attributes(tx)).items()}
    templates = await store.templates(tx, TEMPLATES_MAX)
    suggested = model.suggested(found.columns, attributes)
    return Whole(found, suggested, templates, await store.counts(tx, import_id))


def fitted(template: Template, heads: Sequence[str]) -> Mapping[int, str]:
    """The places of a template in a file whose columns may stand in another order."""
    wanted = {fold(head): target for head, target in template.heads.items()}
    return {place: wanted[fold(head)] for place, head in enumerate(heads) if fold(head) in wanted}


async def names(tx: Tx) -> Names:
    """What cells may name."""
    brands = await naming.brands(tx)
    tree = trees.tree_of(await naming.categories(tx, None))
    paths = {each: cells.key(trees.title(tree, each)) for each in tree}
    short: dict[str, list[UUID]] = {}
    for each, category in tree.items():
        short.setdefault(cells.key(category.name), []).append(each)
    # A name that stands once in the tree needs no path.
    single = {name: found[0] for name, found in short.items() if len(found) == 1}
    attributes = {
        key: each
        for key, each in (await naming.attributes(tx)).items()
        if each.state is State.active
    }
    return Names(
        Known(attributes, frozenset(each.id for each in brands), frozenset(tree)),
        {fold(each.name): each.id for each in brands},
        {**single, **{path: each for each, path in paths.items()}},
    )


async def step(
    tx: Tx,
    import_id: UUID,
    wanted: Step,
    version: int,
    places: Places | None = None,
    template: str = "",
) -> Import:
    """The next step, asked for upon what the person saw. A job does it."""
    found = await one(tx, import_id, locked=True)
    if found.version != version:
        raise Conflict(f"The import is {found.state} by now.", "Look at it again, then decide.")
    state = next_state(found.state, wanted)
    if wanted is Step.check:
        if places is None:
            raise Rejected(
                "It is not said which column is which field.", next_step="Give the columns."
            )
        model.checked(places, found.columns, await names(tx))
        if cleaned := clean(template):
            await keep_template(tx, cleaned, found.columns, places)
    moved = replace(
        found,
        state=state,
        places=places if wanted is Step.check else found.places,
        findings=tuple(each for each in found.findings if each.field == "file"),
    )
    await move(tx, moved)
    if job := JOBS.get(wanted):
        await enqueue(tx, job, str(import_id), {"import": import_id})
    return replace(moved, version=moved.version + 1)


async def keep_template(tx: Tx, name: str, heads: Sequence[str], places: Places) -> None:
    there = await store.templates(tx, TEMPLATES_MAX)
    if len(there) >= TEMPLATES_MAX and name not in {each.name for each in there}:
        raise Rejected(
            f"{TEMPLATES_MAX} mappings are kept, the most.",
            next_step="Save it under the name of one that is not needed any more.",
        )
    by_head = {heads[place]: target for place, target in places.columns.items()}
    await store.put_template(tx, Template(tx.ids.new(), name[:NAME_CHARS_MAX], by_head, places))


async def delete(tx: Tx, import_id: UUID) -> None:
    """The table and what came of its rows. What it changed stays, with its history."""
    found = await one(tx, import_id, locked=True)
    if found.state in AT_WORK:
        raise Conflict(f"The import is {found.state}.", "Give it up first, or wait until it ends.")
    await store.delete(tx, import_id)
    await log.append(tx, file_facts.ImportDeleted(found.id, found.name, found.state.value))


async def sweep(database: Database, days: int) -> int:
    """Delete what nobody touched for so long, in every workspace; how many."""
    count, fresh = 0, True
    while fresh:
        async with database.system_tx(SWEEP_JOB) as tx:
            fresh = bool(old := await store.old(tx, tx.now - timedelta(days=days), SWEPT_AT_ONCE))
        for workspace_id, import_id in old:
            async with database.tx(workspace_id, SWEEPER) as tx:
                with suppress(Gone, Conflict):  # somebody was faster
                    await delete(tx, import_id)
                    count += 1
    return count


async def move(tx: Tx, moved: Import) -> None:
    await store.move(tx, moved)
    await tell(tx, replace(moved, version=moved.version + 1))


async def tell(tx: Tx, found: Import) -> None:
    await log.append(
        tx,
        file_facts.ImportChanged(
            found.id, found.name, found.state.value, dict(found.counts), found.version
        ),
    )


async def rows(
    tx: Tx, import_id: UUID, after: int, state: RowState | None, rows_max: int
) -> Sequence[ImportRow]:
    await one(tx, import_id)
    return await store.rows(tx, import_id, after, state, rows_max)


def actor_of(found: Import) -> Actor:
    """Whoever brought the file is who edits."""
    if found.made_by is None:
        return Actor(ActorKind.system, None, found.made_by_name)
    return Actor(ActorKind.person, found.made_by, found.made_by_name, found.made_by)
