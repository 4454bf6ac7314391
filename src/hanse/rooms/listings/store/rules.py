"""Statements about templates, mappings and words."""

from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Severity
from hanse.engine.tx import Tx
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.model.words import Word

TEMPLATES = """
    select id, name, field, text, account_id, market, category_id, version
    from listings_templates where workspace_id = $1 order by id limit $2
"""
TEMPLATE = """
    select id, name, field, text, account_id, market, category_id, version
    from listings_templates where workspace_id = $1 and id = $2 for update
"""
ADD_TEMPLATE = """
    insert into listings_templates
        (workspace_id, id, name, field, text, account_id, market, category_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
CHANGE_TEMPLATE = """
    update listings_templates
    set name = $3, field = $4, text = $5, account_id = $6, market = $7, category_id = $8,
        version = version + 1
    where workspace_id = $1 and id = $2
"""
REMOVE_TEMPLATE = "delete from listings_templates where workspace_id = $1 and id = $2"
MAPPINGS = """
    select platform, noun, ours, theirs, theirs_name, value, their_value, requires
    from listings_mappings
    where workspace_id = $1 and ($2::text is null or platform = $2)
      and ($3::text is null or noun = $3)
      and ($4::text is null or (platform, noun, ours, value) > ($4, $5, $6, $7))
    order by platform, noun, ours, value limit $8
"""
MAPPED = """
    select platform, noun, ours, theirs, theirs_name, value, their_value, requires
    from listings_mappings
    where workspace_id = $1 and noun = 'category' and ours = any($2::text[])
"""
OF_PLATFORMS = """
    select platform, noun, ours, theirs, theirs_name, value, their_value, requires
    from listings_mappings where workspace_id = $1 and platform = any($2::text[])
"""
MAP = """
    insert into listings_mappings as held
        (workspace_id, platform, noun, ours, theirs, theirs_name, value, their_value, requires,
        mapped_at, mapped_by)
    select $1, given.platform, given.noun, given.ours, given.theirs, given.theirs_name,
        given.value, given.their_value,
        array(select jsonb_array_elements_text(given.requires::jsonb)), $10, $11
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[]) as given (platform, noun, ours, theirs, theirs_name, value, their_value,
        requires)
    on conflict (workspace_id, platform, noun, ours, value) do update
    set theirs = excluded.theirs, theirs_name = excluded.theirs_name,
        their_value = excluded.their_value, requires = excluded.requires,
        mapped_at = excluded.mapped_at, mapped_by = excluded.mapped_by
"""
UNMAP = """
    delete from listings_mappings held
    using unnest($2::text[], $3::text[], $4::text[], $5::text[])
        as given (platform, noun, ours, value)
    where held.workspace_id = $1 and held.platform = given.platform and held.noun = given.noun
      and held.ours = given.ours and held.value = given.value
"""
WORDS = """
    select text, severity, why, platform, market from listings_words
    where workspace_id = $1 order by text, platform, market limit $2
"""
CLEAR_WORDS = "delete from listings_words where workspace_id = $1"
ADD_WORDS = """
    insert into listings_words (workspace_id, text, severity, why, platform, market)
    select $1, given.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        as given
"""
LOCK_WORDS = "select pg_advisory_xact_lock(hashtextextended('listings_words ' || $1, 0))"


async def templates(tx: Tx, rows_max: int) -> Sequence[Template]:
    return [Template(*row) for row in await tx.fetch(TEMPLATES, tx.workspace_id, rows_max)]


async def template(tx: Tx, template_id: UUID) -> Template | None:
    row = await tx.fetchrow(TEMPLATE, tx.workspace_id, template_id)
    return Template(*row) if row else None


async def add_template(tx: Tx, made: Template) -> None:
    await tx.execute(ADD_TEMPLATE, tx.workspace_id, *columns_of(made))


async def change_template(tx: Tx, made: Template) -> None:
    await tx.execute(CHANGE_TEMPLATE, tx.workspace_id, *columns_of(made))


def columns_of(made: Template) -> Sequence[object]:
    place = (made.account_id, made.market, made.category_id)
    return made.id, made.name, made.field, made.text, *place


async def remove_template(tx: Tx, template_id: UUID) -> None:
    await tx.execute(REMOVE_TEMPLATE, tx.workspace_id, template_id)


async def mappings(
    tx: Tx,
    platform: str | None,
    noun: Noun | None,
    after: tuple[str, str, str, str] | None,
    rows_max: int,
) -> Sequence[Pair]:
    place = after or (None, None, None, None)
    rows = await tx.fetch(
        MAPPINGS, tx.workspace_id, platform, noun and noun.value, *place, rows_max
    )
    return [pair(*row) for row in rows]


async def mapped(tx: Tx, category_ids: Sequence[UUID]) -> Sequence[Pair]:
    """What platforms call these categories, and what they want to know there."""
    rows = await tx.fetch(MAPPED, tx.workspace_id, [str(each) for each in category_ids])
    return [pair(*row) for row in rows]


async def of_platforms(tx: Tx, platforms: Sequence[str]) -> Sequence[Pair]:
    """All that was ever mapped there, by a person: so many as our categories and values."""
    return [pair(*row) for row in await tx.fetch(OF_PLATFORMS, tx.workspace_id, platforms)]


async def map_(tx: Tx, pairs: Sequence[Pair], requires: Sequence[str]) -> None:
    """`requires` are those of the pairs, each as a list in JSON: arrays of arrays must be alike."""
    await tx.execute(
        MAP,
        tx.workspace_id,
        *([each.platform for each in pairs], [each.noun.value for each in pairs]),
        *([each.ours for each in pairs], [each.theirs for each in pairs]),
        *([each.theirs_name for each in pairs], [each.value for each in pairs]),
        *([each.their_value for each in pairs], list(requires), tx.now, tx.actor.person_id),
    )


async def unmap(tx: Tx, pairs: Sequence[Pair]) -> None:
    columns = [list(column) for column in zip(*(each.key for each in pairs), strict=True)]
    await tx.execute(UNMAP, tx.workspace_id, *columns)


async def words(tx: Tx, rows_max: int) -> Sequence[Word]:
    rows = await tx.fetch(WORDS, tx.workspace_id, rows_max)
    return [Word(row[0], Severity(row[1]), *row[2:]) for row in rows]


async def put_words(tx: Tx, given: Sequence[Word]) -> None:
    """These and no others. Two who save at once wait for each other."""
    await tx.execute(LOCK_WORDS, str(tx.workspace_id))
    await tx.execute(CLEAR_WORDS, tx.workspace_id)
    await tx.execute(
        ADD_WORDS,
        tx.workspace_id,
        *([each.text for each in given], [each.severity.value for each in given]),
        *([each.why for each in given], [each.platform for each in given]),
        [each.market for each in given],
    )


def pair(
    platform: str,
    noun: str,
    ours: str,
    theirs: str,
    theirs_name: str,
    value: str,
    their_value: str,
    requires: Sequence[str],
) -> Pair:
    return Pair(
        *(platform, Noun(noun), ours, theirs, theirs_name, value, their_value, tuple(requires))
    )
