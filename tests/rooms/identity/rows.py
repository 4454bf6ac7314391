"""What tests begin with: a person, a workspace, a membership, past the services; and a key."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hanse.engine.doors.access import ROLES, Role
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.identity.routes import keys as routes
from hanse.rooms.identity.service import keys
from hanse.rooms.identity.service.keys import Made

SCOPES = [routes.READ.name, routes.WRITE.name]
OPERATOR = Actor(ActorKind.system, None, "operator")


async def make_person(database: Database, name: str = "Ada Lind") -> Actor:
    """Somebody with an account who is signed in."""
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        person_id = tx.ids.new()
        email = f"{person_id.hex}@example.org"
        await tx.execute(
            """
            insert into identity_people
                (workspace_id, id, email, email_key, name, language, zone, state, made_at)
            values ($1, $2, $3, $3, $4, 'en', 'Etc/UTC', 'active', $5)
            """,
            *(INSTALLATION, person_id, email, name, tx.now),
        )
    return Actor(ActorKind.person, person_id, name)


async def make_workspace(database: Database, workspace_id: UUID) -> None:
    async with database.tx(workspace_id, OPERATOR) as tx:
        await tx.execute(
            """
            insert into identity_workspaces (workspace_id, id, name, state, made_at)
            values ($1, $1, 'Lind Trading', 'active', $2)
            """,
            *(workspace_id, tx.now),
        )


async def enter(database: Database, workspace_id: UUID, person: Actor, role: str) -> None:
    async with database.tx(workspace_id, OPERATOR) as tx:
        await join(tx, person, role)


async def join(tx: Tx, person: Actor, role: str) -> None:
    await tx.execute(
        """
        insert into identity_members (workspace_id, id, person_id, role, joined_at)
        values ($1, $2, $3, $4, $5)
        """,
        *(tx.workspace_id, tx.ids.new(), person.id, role, tx.now),
    )


async def leave(database: Database, workspace_id: UUID, person: Actor) -> None:
    async with database.tx(workspace_id, OPERATOR) as tx:
        await tx.execute("delete from identity_members where person_id = $1", person.id)


def held(role: str) -> frozenset[str]:
    return frozenset(permission.name for permission in ROLES[Role(role)])


async def make(
    database: Database,
    workspace: UUID,
    maker: Actor,
    *,
    scopes: Sequence[str] = SCOPES,
    lifetime: timedelta | None = None,
    role: str = "manager",
) -> Made:
    async with database.tx(workspace, maker) as tx:
        return await keys.make_key(
            tx,
            name="Stock robot",
            scopes=scopes,
            expires_at=tx.now + lifetime if lifetime else None,
            held=held(role),
        )
