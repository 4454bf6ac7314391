"""Statements about letters that a merchant wrote anew."""

from collections.abc import Mapping

from hanse.engine.tx import Tx
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.model.templates import Template

ALL = (
    "select stage, language, subject, text, version from letters_templates where workspace_id = $1"
)
SAVE = """
    insert into letters_templates as stands (workspace_id, stage, language, subject, text)
    values ($1, $2, $3, $4, $5)
    on conflict (workspace_id, stage, language) do update set subject = excluded.subject,
        text = excluded.text, version = stands.version + 1
"""
REMOVE = """
    delete from letters_templates where workspace_id = $1 and stage = $2 and language = $3
"""
HOLD = "select pg_advisory_xact_lock(hashtextextended('letters_templates ' || $1::text, 0))"


async def find(tx: Tx) -> Mapping[tuple[Stage, str], Template]:
    rows = await tx.fetch(ALL, tx.workspace_id)
    return {
        (Stage(row["stage"]), row["language"]): Template(
            row["subject"], row["text"], row["version"]
        )
        for row in rows
    }


async def hold(tx: Tx) -> None:
    await tx.fetchval(HOLD, str(tx.workspace_id))


async def save(tx: Tx, stage: Stage, language: str, wanted: Template) -> None:
    await tx.execute(SAVE, tx.workspace_id, stage.value, language, wanted.subject, wanted.text)


async def remove(tx: Tx, stage: Stage, language: str) -> None:
    await tx.execute(REMOVE, tx.workspace_id, stage.value, language)
