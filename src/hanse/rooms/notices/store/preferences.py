"""Statements about preferences, which stand in the installation."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.notices.model.kinds import NOTICES, Channel
from hanse.rooms.notices.model.preferences import Preferences

# Of others, row security shows those of colleagues.
OF = """
    select id, choices, quiet_from, quiet_until, zone, digest_at, version
    from notices_preferences where workspace_id = $1 and id = any($2::uuid[])
"""
SAVE = """
    insert into notices_preferences
        (workspace_id, id, choices, quiet_from, quiet_until, zone, digest_at)
    values ($1, $2, $3::jsonb, $4, $5, $6, $7)
    on conflict (workspace_id, id) do update
    set choices = excluded.choices, quiet_from = excluded.quiet_from,
        quiet_until = excluded.quiet_until, zone = excluded.zone,
        digest_at = excluded.digest_at, version = notices_preferences.version + 1
    returning version
"""
HOLD = "select pg_advisory_xact_lock(hashtextextended('notices_preferences ' || $1::text, 0))"


async def of(tx: Tx, person_ids: Collection[UUID]) -> Mapping[UUID, Preferences]:
    """Who never chose anything is missing."""
    rows = await tx.fetch(OF, INSTALLATION, list(person_ids))
    return {
        row["id"]: Preferences(
            choices(row["choices"]),
            row["quiet_from"],
            row["quiet_until"],
            row["zone"],
            row["digest_at"],
            row["version"],
        )
        for row in rows
    }


def choices(text: str) -> Mapping[str, Collection[Channel]]:
    """Kinds that the program has no longer are left out."""
    found = msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
    return {name: tuple(map(Channel, chosen)) for name, chosen in found.items() if name in NOTICES}


async def hold(tx: Tx, person_id: UUID) -> None:
    """Two who change them at once come one after the other, also the first time."""
    await tx.fetchval(HOLD, str(person_id))


async def save(tx: Tx, person_id: UUID, wanted: Preferences) -> int:
    """Their version now."""
    version: int = await tx.fetchval(
        SAVE,
        tx.workspace_id,
        person_id,
        msgspec.json.encode(wanted.choices).decode(),
        wanted.quiet_from,
        wanted.quiet_until,
        wanted.zone,
        wanted.digest_at,
    )
    return version
