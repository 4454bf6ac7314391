"""`hanse people`: who there is; invitations and other links, for those who have no mail server."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.app.cli import api_keys
from hanse.base.faults import Gone
from hanse.engine.doors.access import Role
from hanse.engine.settings import Settings
from hanse.engine.tx import INSTALLATION, Actor, ActorKind
from hanse.rooms.identity.model.directory import ListedPerson, ListedWorkspace
from hanse.rooms.identity.model.invitations import OPEN_MAX
from hanse.rooms.identity.model.links import HANDED_LIFETIME, LinkKind
from hanse.rooms.identity.model.people import email_key
from hanse.rooms.identity.service import directory, factors, invitations, links, people
from hanse.rooms.identity.service.invitations import Invited, InvitedAlready

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse people"
OPERATOR = Actor(ActorKind.system, None, PURPOSE)
ROWS_MAX = 1_000
KINDS = (LinkKind.confirm, LinkKind.reset)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("people", help="list people, invite them, make links for them")
    verbs = command.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="all people, or those of one workspace")
    listing.add_argument("--workspace", type=UUID, metavar="ID")
    invite = verbs.add_parser(
        "invite", help="invite an address; once more gives a new link for the same invitation"
    )
    invite.add_argument("email")
    invite.add_argument("--workspace", type=UUID, metavar="ID", required=True)
    invite.add_argument("--role", choices=list(Role), required=True)
    link = verbs.add_parser("link", help="a link to confirm an address or to set a new password")
    link.add_argument("email")
    link.add_argument("--kind", choices=KINDS, required=True)
    forget = verbs.add_parser(
        "forget-factors", help="remove all second factors of somebody who lost them"
    )
    forget.add_argument("email")
    api_keys.add(verbs)
    verbs.add_parser("workspaces", help="all workspaces, with their ids and owners")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    await VERBS[args.verb](args, opened)
    return 0


async def show_people(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        found = await directory.list_people(tx, args.workspace, ROWS_MAX + 1)
    for person in found[:ROWS_MAX]:
        opened.out(person_line(person))
    if not found:
        opened.out("Nobody. The first person registers in the browser.")
    if len(found) > ROWS_MAX:
        opened.out(f"These are the first {ROWS_MAX:,}. Name a workspace to see its people.")


def person_line(person: ListedPerson) -> str:
    state = "" if person.state == "active" else person.state
    where = f"{person.role} of {person.workspace}" if person.role else "in no workspace"
    return "  ".join(filter(None, [person.email, person.name, where, state]))


async def show_workspaces(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        found = await directory.list_workspaces(tx, ROWS_MAX + 1)
    for workspace in found[:ROWS_MAX]:
        opened.out(workspace_line(workspace))
    if not found:
        opened.out("There is no workspace yet. The first person makes one in the browser.")
    if len(found) > ROWS_MAX:
        opened.out(f"These are the first {ROWS_MAX:,}.")


def workspace_line(workspace: ListedWorkspace) -> str:
    state = "" if workspace.state == "active" else workspace.state
    people_there = f"{workspace.members:,} {'person' if workspace.members == 1 else 'people'}"
    owned = f"owned by {', '.join(workspace.owners)}" if workspace.owners else ""
    words = [str(workspace.id), workspace.name, people_there, owned, state]
    return "  ".join(filter(None, words))


async def invite(args: argparse.Namespace, opened: "Opened") -> None:
    try:
        async with opened.database.tx(args.workspace, OPERATOR) as tx:
            invited = await invitations.invite(tx, args.email, args.role, site(opened.settings))
    except InvitedAlready:
        invited = await invite_again(args, opened)
        opened.out("The address was invited before; the link from then opens nothing any more.")
    until = f"{invited.invitation.expires_at:%Y-%m-%d %H:%M} UTC"
    hand_over(opened, invited.link, invited.invitation.email, f"good once, until {until}")


async def invite_again(args: argparse.Namespace, opened: "Opened") -> Invited:
    """A new link for the invitation that is open, if it is to the same role."""
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        key = email_key(args.email)
        there = await invitations.list_invitations(tx, "open", None, OPEN_MAX)
        found = next((one for one in there if one.email_key == key), None)
        if found is None:
            raise Gone("The invitation was accepted or withdrawn in this moment.", "Try again.")
        if found.role != args.role:
            raise InvitedAlready(
                f"This address is invited as {found.role}, not as {args.role}.",
                f"Invite it as {found.role} for a new link, or have the invitation withdrawn.",
            )
        return await invitations.renew_link(tx, found.id, site(opened.settings))


async def make_link(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.by_email(tx, args.email)
        if person is None:
            raise Gone(f"Nobody has the address {args.email}.", "`hanse people list` shows all.")
        link = await links.link_for(tx, person.id, args.kind, site(opened.settings))
    hours = HANDED_LIFETIME.total_seconds() / 3_600
    hand_over(opened, link, person.email, f"good once, for {hours:g} hours")


async def forget_factors(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.by_email(tx, args.email)
        if person is None:
            raise Gone(f"Nobody has the address {args.email}.", "`hanse people list` shows all.")
        removed = await factors.remove_all(tx, person.id)
    had = f"Removed {removed}; a mail says so." if removed else "There was none."
    opened.out(f"{had} {person.email} signs in with the password alone.")


def hand_over(opened: "Opened", link: str, email: str, how_long: str) -> None:
    opened.out(link)
    opened.out(f"For {email}, {how_long}. Whoever opens it first is taken for this person, so")
    opened.out("hand it over in a way that nobody else reads.")
    if not opened.settings.public_url:
        opened.out("It leads to this machine by a name that no other one knows. Set")
        opened.out("HANSE_PUBLIC_URL to the address that people type, and make it again.")


def site(settings: Settings) -> str:
    """Where a browser finds the web door: the public address, or this machine."""
    scheme = "https" if settings.tls_certificate else "http"
    return settings.public_url or f"{scheme}://localhost:{settings.port}"


VERBS = {
    "list": show_people,
    "workspaces": show_workspaces,
    "invite": invite,
    "link": make_link,
    "forget-factors": forget_factors,
    **api_keys.VERBS,
}
