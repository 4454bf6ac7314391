"""Second factors and recovery codes in their tables."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.factors import STEP_S, Authenticator, Factor, FactorKind

STEPS_OF_A_DAY = 86_400 // STEP_S


async def factors(tx: Tx, person_id: UUID) -> list[Factor]:
    """Those of a person, oldest first; also one that waits for its first code."""
    rows = await tx.fetch(
        """
        select id, kind, name, made_at, confirmed_at, used_at from identity_factors
        where workspace_id = $1 and person_id = $2 order by id
        """,
        *(tx.workspace_id, person_id),
    )
    return [
        Factor(
            row["id"],
            FactorKind(row["kind"]),
            row["name"],
            row["made_at"],
            row["confirmed_at"],
            row["used_at"],
        )
        for row in rows
    ]


async def confirmed_kinds(tx: Tx, person_id: UUID) -> set[FactorKind]:
    rows = await tx.fetch(
        """
        select distinct kind from identity_factors
        where workspace_id = $1 and person_id = $2 and confirmed_at is not null
        """,
        *(tx.workspace_id, person_id),
    )
    return {FactorKind(row["kind"]) for row in rows}


async def authenticators(tx: Tx, person_id: UUID) -> list[Authenticator]:
    rows = await tx.fetch(
        """
        select id, sealed, last_step, made_at, confirmed_at from identity_factors
        where workspace_id = $1 and person_id = $2 and kind = 'totp' order by id
        """,
        *(tx.workspace_id, person_id),
    )
    return [
        Authenticator(
            row["id"], row["sealed"], row["last_step"], row["made_at"], row["confirmed_at"]
        )
        for row in rows
    ]


async def add_authenticator(
    tx: Tx, factor_id: UUID, person_id: UUID, name: str, sealed: bytes
) -> None:
    await tx.execute(
        """
        insert into identity_factors (workspace_id, id, person_id, kind, name, sealed, made_at)
        values ($1, $2, $3, 'totp', $4, $5, $6)
        """,
        *(tx.workspace_id, factor_id, person_id, name, sealed, tx.now),
    )


async def forget_begun(tx: Tx, person_id: UUID) -> None:
    """A secret that was never confirmed asks nobody and goes when another is begun."""
    await tx.execute(
        """
        delete from identity_factors
        where workspace_id = $1 and person_id = $2 and confirmed_at is null
        """,
        *(tx.workspace_id, person_id),
    )


async def confirm(tx: Tx, factor_id: UUID) -> None:
    await tx.execute(
        """
        update identity_factors set confirmed_at = $3
        where workspace_id = $1 and id = $2 and confirmed_at is null
        """,
        *(tx.workspace_id, factor_id, tx.now),
    )


async def spend_step(tx: Tx, factor_id: UUID, step: int) -> bool:
    """Take the code of this step; False if it or a later one was taken, by whomever, before.

    One of a day to come was taken by a clock that was wrong: it must not lock out until then.
    """
    spent = await tx.execute(
        """
        update identity_factors set last_step = $3, used_at = $4
        where workspace_id = $1 and id = $2
            and (last_step is null or last_step < $3 or last_step > $3 + $5)
        """,
        *(tx.workspace_id, factor_id, step, tx.now, STEPS_OF_A_DAY),
    )
    return spent == 1


async def rename(tx: Tx, factor_id: UUID, name: str) -> None:
    await tx.execute(
        "update identity_factors set name = $3 where workspace_id = $1 and id = $2",
        *(tx.workspace_id, factor_id, name),
    )


async def remove(tx: Tx, factor_id: UUID) -> None:
    await tx.execute(
        "delete from identity_factors where workspace_id = $1 and id = $2",
        *(tx.workspace_id, factor_id),
    )


async def replace_codes(tx: Tx, person_id: UUID, hashes: Sequence[bytes]) -> None:
    """These codes instead of all that the person had."""
    await forget_codes(tx, person_id)
    await tx.execute(
        """
        insert into identity_recovery_codes (workspace_id, id, person_id, code_hash)
        select $1, id, $2, code_hash from unnest($3::uuid[], $4::bytea[]) as made (id, code_hash)
        """,
        *(tx.workspace_id, person_id, [tx.ids.new() for _ in hashes], list(hashes)),
    )


async def forget_codes(tx: Tx, person_id: UUID) -> None:
    await tx.execute(
        "delete from identity_recovery_codes where workspace_id = $1 and person_id = $2",
        *(tx.workspace_id, person_id),
    )


async def codes_left(tx: Tx, person_id: UUID) -> int:
    left: int = await tx.fetchval(
        """
        select count(*) from identity_recovery_codes
        where workspace_id = $1 and person_id = $2 and used_at is null
        """,
        *(tx.workspace_id, person_id),
    )
    return left


async def spend_code(tx: Tx, person_id: UUID, code_hash: bytes) -> bool:
    """Use a recovery code up; False if there is none like it, or it was used."""
    spent = await tx.execute(
        """
        update identity_recovery_codes set used_at = $4
        where workspace_id = $1 and person_id = $2 and code_hash = $3 and used_at is null
        """,
        *(tx.workspace_id, person_id, code_hash, tx.now),
    )
    return spent == 1
