"""People and their passwords in their tables, which stand in the installation."""

from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.people import Person, read_person

ALONE = 0x68616E7365_01  # the advisory lock of whoever makes the very first person


async def add(
    tx: Tx,
    person_id: UUID,
    email: str,
    email_key: str,
    name: str,
    language: str,
    zone: str,
    state: str,
) -> Person | None:
    """The new person, or none if the address is somebody's."""
    row = await tx.fetchrow(
        """
        insert into identity_people (workspace_id, id, email, email_key, name, language, zone,
            state, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (workspace_id, email_key) do nothing
        returning id, email, name, language, zone, state, made_at, version
        """,
        *(tx.workspace_id, person_id, email, email_key, name, language, zone, state, tx.now),
    )
    return None if row is None else read_person(*row)


async def get(tx: Tx, person_id: UUID) -> Person | None:
    row = await tx.fetchrow(
        """
        select id, email, name, language, zone, state, made_at, version from identity_people
        where workspace_id = $1 and id = $2
        """,
        *(tx.workspace_id, person_id),
    )
    return None if row is None else read_person(*row)


async def lock(tx: Tx, person_id: UUID) -> Person | None:
    """Let what changes one person happen one after the other."""
    row = await tx.fetchrow(
        """
        select id, email, name, language, zone, state, made_at, version from identity_people
        where workspace_id = $1 and id = $2 for no key update
        """,
        *(tx.workspace_id, person_id),
    )
    return None if row is None else read_person(*row)


async def by_email(tx: Tx, email_key: str) -> Person | None:
    row = await tx.fetchrow(
        """
        select id, email, name, language, zone, state, made_at, version from identity_people
        where workspace_id = $1 and email_key = $2
        """,
        *(tx.workspace_id, email_key),
    )
    return None if row is None else read_person(*row)


async def anybody(tx: Tx) -> bool:
    found: bool = await tx.fetchval(
        "select exists (select from identity_people where workspace_id = $1)", tx.workspace_id
    )
    return found


async def come_alone(tx: Tx) -> None:
    """Wait until nobody else is about to make the first person."""
    await tx.execute("select pg_advisory_xact_lock($1)", ALONE)


async def claim(tx: Tx, email_key: str) -> None:
    """Let those who want one address ask for it one after the other."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", email_key)


async def change(tx: Tx, person_id: UUID, *, name: str, language: str, zone: str) -> Person | None:
    row = await tx.fetchrow(
        """
        update identity_people set name = $3, language = $4, zone = $5, version = version + 1
        where workspace_id = $1 and id = $2
        returning id, email, name, language, zone, state, made_at, version
        """,
        *(tx.workspace_id, person_id, name, language, zone),
    )
    return None if row is None else read_person(*row)


async def set_email(tx: Tx, person_id: UUID, email: str, email_key: str) -> Person | None:
    """The person with its new address, or none if that is somebody else's."""
    row = await tx.fetchrow(
        """
        update identity_people set email = $3, email_key = $4, version = version + 1
        where workspace_id = $1 and id = $2 and not exists (
            select from identity_people
            where workspace_id = $1 and email_key = $4 and id <> $2)
        returning id, email, name, language, zone, state, made_at, version
        """,
        *(tx.workspace_id, person_id, email, email_key),
    )
    return None if row is None else read_person(*row)


async def confirm(tx: Tx, person_id: UUID) -> bool:
    """Whether the person was unconfirmed until now."""
    return bool(
        await tx.execute(
            """
            update identity_people set state = 'active', version = version + 1
            where workspace_id = $1 and id = $2 and state = 'unconfirmed'
            """,
            *(tx.workspace_id, person_id),
        )
    )


async def password_hash(tx: Tx, person_id: UUID | None) -> str | None:
    found: str | None = await tx.fetchval(
        "select hash from identity_passwords where workspace_id = $1 and id = $2",
        *(tx.workspace_id, person_id),
    )
    return found


async def set_password(tx: Tx, person_id: UUID, hashed: str) -> None:
    await tx.execute(
        """
        insert into identity_passwords (workspace_id, id, hash, set_at) values ($1, $2, $3, $4)
        on conflict (workspace_id, id) do update set hash = excluded.hash, set_at = excluded.set_at
        """,
        *(tx.workspace_id, person_id, hashed, tx.now),
    )
