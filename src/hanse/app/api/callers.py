"""Who speaks: a person by the cookie or by an access token, or a key; and what each may do where.

Asked at every request and never remembered, so that whoever is signed out, removed or given another
role is so from the next request on, in every process.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.app.api.operator import bearer
from hanse.app.api.problems import refusal
from hanse.base.faults import Denied, Rejected
from hanse.engine.doors import cookies
from hanse.engine.doors.access import ROLES, Authenticate, Caller, Knock, Role
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Limits
from hanse.rooms.identity.model.keys import FoundKey
from hanse.rooms.identity.model.sessions import Session
from hanse.rooms.identity.model.workspaces import comes_from
from hanse.rooms.identity.service import keys, sessions, standing
from hanse.rooms.identity.service.standing import Membership, Standing
from hanse.rooms.identity.service.tokens import Verifier

WORKSPACE_HEADER = "hanse-workspace"
# What belongs to a person and not to a role: nobody is kept from the own account.
OWN = frozenset({"identity.person.read", "identity.person.write", "identity.membership.write"})
PURPOSE = "who speaks"


def by_cookie(database: Database, everybody: Collection[str] = ()) -> Authenticate:
    """Knows the person of a signed-in browser. `everybody` has these permissions as well."""

    async def authenticate(knock: Knock) -> Caller | None:
        token = cookies.brought(knock.headers)
        if not token:
            return None
        found = await database.glance(
            PURPOSE, lambda tx: standing.of_browser(tx, token), knock.request_id
        )
        if found is None or is_over(database, found):
            return None
        if not cookies.is_ours(knock.headers, knock.method, token):
            raise refusal(
                403,
                "not_from_our_page",
                "This write brings the cookie of a browser, but not the token of our own pages.",
                "Reload the page and do it again there. Programs use a key instead of the cookie.",
            )
        await note_seen(database, found, knock)
        caller = as_person(found, knock)
        return replace(caller, permissions=caller.permissions.union(everybody))

    return authenticate


def by_access_token(database: Database, verifier: Verifier) -> Authenticate:
    """Knows the person for whom a machine speaks, while the machine's session lives."""

    async def authenticate(knock: Knock) -> Caller | None:
        token = bearer(knock.headers)
        if token.count(".") != 2:
            return None
        claims = await verifier.verify(token)
        if claims is None:
            return None
        found = await database.glance(
            PURPOSE, lambda tx: standing.of_machine(tx, claims.session_id), knock.request_id
        )
        if found is None or found.person.id != claims.person_id or is_over(database, found):
            return None
        await note_seen(database, found, knock)
        return as_person(found, knock)

    return authenticate


def by_key(database: Database) -> Authenticate:
    """Knows a key, which belongs to one workspace and acts for its maker."""

    async def authenticate(knock: Knock) -> Caller | None:
        token = bearer(knock.headers)
        if not token.startswith("hak_"):
            return None
        key = await database.glance(PURPOSE, lambda tx: keys.find_key(tx, token), knock.request_id)
        if key is None:
            return None
        if knock.counts and key.to_be_touched(database.clock.now()):
            async with database.system_tx(PURPOSE, request_id=knock.request_id) as tx:
                await keys.touch(tx, key, knock.address)
        named = named_workspace(knock)
        if named not in {None, key.workspace_id}:
            raise Denied("This key belongs to another workspace.", "Leave Hanse-Workspace out.")
        return as_key(key, knock)

    return authenticate


def is_over(database: Database, found: Standing) -> bool:
    return standing.is_over(found.session, found.places, database.clock.now())


async def note_seen(database: Database, found: Standing, knock: Knock) -> None:
    if knock.counts and found.session.to_be_touched(database.clock.now()):
        async with database.system_tx(PURPOSE, request_id=knock.request_id) as tx:
            await sessions.touch(tx, found.session, knock.address)


def as_person(found: Standing, knock: Knock) -> Caller:
    person, session = found.person, found.session
    place = chosen(found.places, named_workspace(knock))
    withheld = why_not(place, session, knock.address)
    permissions = OWN if withheld or place is None else OWN | held_by(place.role)
    return Caller(
        actor=Actor(ActorKind.person, person.id, person.name, person.id),
        workspace_id=place.workspace_id if place else INSTALLATION,
        permissions=permissions,
        name_for_limits=f"person {person.id}",
        limits=place.limits if place else Limits(),
        session_id=session.id,
        proven_at=session.proven_at,
        withheld=withheld,
        role=place.role if place else "",
    )


def as_key(key: FoundKey, knock: Knock) -> Caller:
    withheld = ""
    if not comes_from(knock.address, key.networks):
        withheld = f"{knock.address} is not an address from which this workspace may be used."
    return Caller(
        actor=Actor(ActorKind.key, key.id, key.actor_name, key.made_by),
        workspace_id=key.workspace_id,
        permissions=frozenset() if withheld else key.permissions(held_by(key.role)),
        name_for_limits=f"key {key.id}",
        limits=Limits(key.amount_minor, key.currency, key.items_max),
        withheld=withheld,
        role=key.role,
    )


def chosen(places: Sequence[Membership], named: UUID | None) -> Membership | None:
    """The workspace that the request names, or the first of the person."""
    if named is None:
        return places[0] if places else None
    return next((place for place in places if place.workspace_id == named), None)


def why_not(place: Membership | None, session: Session, address: str) -> str:
    """Why the person may not use its role there; nothing if it may."""
    if place is None:
        return "You are not a member of this workspace."
    if not comes_from(address, place.networks):
        return f"{address} is not an address from which {place.workspace_name} may be used."
    if place.second_factor_required and not session.second_factor:
        return (
            f"{place.workspace_name} asks for a second factor, and you signed in without one. "
            "Add one to your account, or show the one that you have."
        )
    return ""


def held_by(role: str) -> frozenset[str]:
    return frozenset(permission.name for permission in ROLES[Role(role)])


def named_workspace(knock: Knock) -> UUID | None:
    text = knock.headers.get(WORKSPACE_HEADER, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Rejected(
            "The header Hanse-Workspace names no workspace.",
            next_step="Give it the id of a workspace, or leave it out for your first one.",
        ) from None
