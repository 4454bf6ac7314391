"""Statements about who tells the buyer."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.letters.model.settings import Setting, Teller
from hanse.rooms.letters.model.stages import Stage

ALL = """
    select account_id, teller, stages, language, version, reply_to from letters_settings
    where workspace_id = $1 and ($2::uuid[] is null or account_id = any($2::uuid[]))
"""
SAVE = """
    insert into letters_settings as stands (workspace_id, account_id, teller, stages, language,
        reply_to)
    values ($1, $2, $3, $4::text[], $5, $6)
    on conflict (workspace_id, account_id) do update set teller = excluded.teller,
        stages = excluded.stages, language = excluded.language, reply_to = excluded.reply_to,
        version = stands.version + 1
    returning version
"""
HOLD = "select pg_advisory_xact_lock(hashtextextended('letters_settings ' || $1::text, 0))"


async def find(tx: Tx, account_ids: Collection[UUID] | None = None) -> Mapping[UUID, Setting]:
    """Of these; of all where none are named. What nobody set is missing."""
    rows = await tx.fetch(ALL, tx.workspace_id, None if account_ids is None else list(account_ids))
    return {
        row["account_id"]: Setting(
            Teller(row["teller"]) if row["teller"] else None,
            None if row["stages"] is None else tuple(map(Stage, row["stages"])),
            row["language"],
            row["version"],
            row["reply_to"],
        )
        for row in rows
    }


async def hold(tx: Tx) -> None:
    """Two who change them at once come one after the other, also the first time."""
    await tx.fetchval(HOLD, str(tx.workspace_id))


async def save(tx: Tx, account_id: UUID, wanted: Setting) -> int:
    """Their version now."""
    version: int = await tx.fetchval(
        SAVE,
        *(tx.workspace_id, account_id, wanted.teller.value if wanted.teller else None),
        None if wanted.stages is None else [each.value for each in wanted.stages],
        *(wanted.language, wanted.reply_to),
    )
    return version
