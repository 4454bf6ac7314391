"""A link to a new password for a colleague, where no mail could bring it."""

from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Denied
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.rooms.identity.model.links import LinkKind
from hanse.rooms.identity.model.members import Member
from hanse.rooms.identity.model.roles import stands_above
from hanse.rooms.identity.service import links, members, standing


@events.declare(
    "identity.member.helped",
    "{actor} made a link by which {member} sets a new password",
    subject=("identity.member", "member_id"),
    personal=("member",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class MemberHelped:
    member_id: UUID
    person_id: UUID
    member: str


async def password_link(
    tx: Tx, database: Database, member_id: UUID, *, public_url: str, mail_ready: bool
) -> str:
    """A link that is good once, to be handed over. `tx` is in the workspace of both.

    Whoever has it can be that person, so it is for members below the own role alone, who work
    nowhere else; and where mails go out nobody needs it.
    """
    if mail_ready:
        raise Conflict(
            "Mails go out here, so nobody else makes this link.",
            "Have the person ask for it on the sign-in page: Forgot password.",
        )
    member = await members.member(tx, member_id)
    if not stands_above(await members.acting_role(tx), member.role):
        raise Denied(
            f"{member.name} is {member.role}, and you do not stand above that role.",
            "Ask the operator: hanse people link.",
        )
    await refuse_elsewhere(tx, database, member)
    await events.append(tx, MemberHelped(member.id, member.person_id, member.name))
    async with database.tx(INSTALLATION, tx.actor, tx.request_id) as installation:
        return await links.link_for(installation, member.person_id, LinkKind.reset, public_url)


async def refuse_elsewhere(tx: Tx, database: Database, member: Member) -> None:
    async with database.system_tx("where else a member works", request_id=tx.request_id) as system:
        places = await standing.memberships(system, member.person_id)
    if any(place.workspace_id != tx.workspace_id for place in places):
        raise Denied(
            f"{member.name} works in other workspaces too, which this link would open as well.",
            "Ask the operator: hanse people link.",
        )
