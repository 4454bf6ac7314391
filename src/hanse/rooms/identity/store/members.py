"""Statements about members. Their names stand with the people, in the installation."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.members import SORTED_CHARS, Member

ADD = """
    insert into identity_members (workspace_id, id, person_id, role, joined_at)
    values ($1, $2, $3, $4, $5) on conflict (workspace_id, person_id) do nothing
"""
GET = """
    select members.id, members.person_id, people.name, people.email, members.role,
        members.joined_at, members.version
    from identity_members members
    join identity_people people on people.workspace_id = $2 and people.id = members.person_id
    where members.workspace_id = $1 and members.id = $3
"""
OF_PERSON = """
    select members.id, members.person_id, people.name, people.email, members.role,
        members.joined_at, members.version
    from identity_members members
    join identity_people people on people.workspace_id = $2 and people.id = members.person_id
    where members.workspace_id = $1 and members.person_id = $3
"""
FIND = """
    select members.id, members.person_id, people.name, people.email, members.role,
        members.joined_at, members.version, left(lower(people.name), $8) as place
    from identity_members members
    join identity_people people on people.workspace_id = $2 and people.id = members.person_id
    where members.workspace_id = $1 and ($3::text[] is null or members.role = any($3))
        and ($4::text is null or position(lower($4) in lower(people.name)) > 0
            or position(lower($4) in lower(people.email)) > 0)
        and ($5::text is null or (left(lower(people.name), $8), members.id) > ($5, $6))
    order by left(lower(people.name), $8), members.id limit $7
"""
OWNERS = "select count(*) from identity_members where workspace_id = $1 and role = 'owner'"
# A key speaks for whoever made it.
ROLE_OF = """
    select role from identity_members
    where workspace_id = $1 and person_id = coalesce(
        (select made_by from identity_keys where workspace_id = $1 and id = $2), $2)
"""
COUNT = "select count(*) from identity_members where workspace_id = $1"
PERSON_OF = """
    select coalesce((select made_by from identity_keys where workspace_id = $1 and id = $2), $2)
"""
SET_ROLE = """
    update identity_members set role = $3, version = version + 1
    where workspace_id = $1 and id = $2 returning version
"""
REMOVE = "delete from identity_members where workspace_id = $1 and id = $2"
END_KEYS = """
    update identity_keys set ended_at = $3, ended_by = $4, version = version + 1
    where workspace_id = $1 and made_by = $2 and ended_at is null
    returning id, name, prefix, version
"""
IS_MEMBER = """
    select exists (
        select from identity_members members
        join identity_people people on people.workspace_id = $2 and people.id = members.person_id
        where members.workspace_id = $1 and people.email_key = $3)
"""


async def add(tx: Tx, member_id: UUID, person_id: UUID, role: str) -> bool:
    """Whether the person was no member before."""
    return await tx.execute(ADD, tx.workspace_id, member_id, person_id, role, tx.now) == 1


async def get(tx: Tx, member_id: UUID) -> Member | None:
    row = await tx.fetchrow(GET, tx.workspace_id, INSTALLATION, member_id)
    return Member(*row) if row else None


async def of_person(tx: Tx, person_id: UUID) -> Member | None:
    row = await tx.fetchrow(OF_PERSON, tx.workspace_id, INSTALLATION, person_id)
    return Member(*row) if row else None


async def find(
    tx: Tx,
    roles: Sequence[str] | None,
    search: str | None,
    after: tuple[str, UUID] | None,
    rows_max: int,
) -> Sequence[Member]:
    place, last = after or (None, None)
    rows = await tx.fetch(
        FIND,
        tx.workspace_id,
        INSTALLATION,
        list(roles) if roles else None,
        search,
        place,
        last,
        rows_max,
        SORTED_CHARS,
    )
    return [Member(*row) for row in rows]


async def owners(tx: Tx) -> int:
    count: int = await tx.fetchval(OWNERS, tx.workspace_id)
    return count


async def count(tx: Tx) -> int:
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found


async def role_of(tx: Tx, actor_id: UUID) -> str | None:
    role: str | None = await tx.fetchval(ROLE_OF, tx.workspace_id, actor_id)
    return role


async def person_of(tx: Tx, actor_id: UUID) -> UUID:
    """The person who acts, or who made the key that does."""
    person_id: UUID = await tx.fetchval(PERSON_OF, tx.workspace_id, actor_id)
    return person_id


async def set_role(tx: Tx, member_id: UUID, role: str) -> int:
    """The version that the member has now."""
    version: int = await tx.fetchval(SET_ROLE, tx.workspace_id, member_id, role)
    return version


async def remove(tx: Tx, member_id: UUID) -> None:
    await tx.execute(REMOVE, tx.workspace_id, member_id)


async def end_keys(tx: Tx, person_id: UUID) -> Sequence[tuple[UUID, str, str, int]]:
    """End the keys of the person here: their ids, names, beginnings and versions."""
    rows = await tx.fetch(END_KEYS, tx.workspace_id, person_id, tx.now, tx.actor.id)
    return [(row["id"], row["name"], row["prefix"], row["version"]) for row in rows]


async def is_member(tx: Tx, email_key: str) -> bool:
    found: bool = await tx.fetchval(IS_MEMBER, tx.workspace_id, INSTALLATION, email_key)
    return found
