"""Passkeys, which stand among the second factors."""

from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.passkeys import Passkey


async def passkeys(tx: Tx, person_id: UUID) -> list[Passkey]:
    """Those of a person, oldest first."""
    rows = await tx.fetch(
        """
        select id, person_id, name, credential_id, public_key, sign_count, transports
        from identity_factors
        where workspace_id = $1 and person_id = $2 and kind = 'passkey'
            and confirmed_at is not null order by id
        """,
        *(tx.workspace_id, person_id),
    )
    return [
        Passkey(
            row["id"],
            row["person_id"],
            row["name"],
            row["credential_id"],
            row["public_key"],
            row["sign_count"],
            tuple(row["transports"] or ()),
        )
        for row in rows
    ]


async def add(tx: Tx, passkey: Passkey) -> bool:
    """False if somebody has this very passkey already."""
    added = await tx.execute(
        """
        insert into identity_factors (workspace_id, id, person_id, kind, name, credential_id,
            public_key, sign_count, transports, made_at, confirmed_at)
        values ($1, $2, $3, 'passkey', $4, $5, $6, $7, $8, $9, $9)
        on conflict (workspace_id, credential_id) do nothing
        """,
        tx.workspace_id,
        passkey.id,
        passkey.person_id,
        passkey.name,
        passkey.credential_id,
        passkey.public_key,
        passkey.sign_count,
        list(passkey.transports),
        tx.now,
    )
    return added == 1


async def count_on(tx: Tx, factor_id: UUID, count: int) -> bool:
    """Note the count of an answer; False if it did not go forward, whoever was faster."""
    noted = await tx.execute(
        """
        update identity_factors set sign_count = $3, used_at = $4
        where workspace_id = $1 and id = $2
            and (sign_count < $3 or (sign_count = 0 and $3 = 0))
        """,
        *(tx.workspace_id, factor_id, count, tx.now),
    )
    return noted == 1
