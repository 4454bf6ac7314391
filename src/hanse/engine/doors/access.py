"""Who may do what: permissions, the roles that hold them, and the caller behind a request.

A permission is declared once, where its room declares its routes. Nothing is allowed by silence:
a route without `needs` does not start, and a permission that no role holds is the operator's alone.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.engine.tx import NO_LIMITS, Actor, Limits

NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*\.(read|write|approve)")


class Role(StrEnum):
    owner = "owner"
    admin = "admin"
    manager = "manager"
    analyst = "analyst"
    support = "support"
    viewer = "viewer"


EVERYBODY = tuple(Role)
READERS = (Role.owner, Role.admin, Role.manager, Role.analyst)
MANAGERS = (Role.owner, Role.admin, Role.manager)
ADMINS = (Role.owner, Role.admin)


@dataclass(frozen=True, slots=True)
class Permission:
    """`room.noun.read`, `.write` or `.approve`, and the sentence that people read in the docs."""

    name: str
    sentence: str


class Public(StrEnum):
    """The one other thing that a route may need: nothing."""

    public = "public"


PUBLIC = Public.public

_declared: dict[str, Permission] = {}
_held: dict[Role, set[Permission]] = {role: set() for role in Role}

PERMISSIONS: Mapping[str, Permission] = MappingProxyType(_declared)
ROLES: Mapping[Role, AbstractSet[Permission]] = MappingProxyType(_held)


def declare(name: str, sentence: str, *roles: Role) -> Permission:
    """A permission of a room and the roles that hold it; none means the operator alone."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no permission: write room.noun.read, .write or .approve.")
    if name in _declared:
        raise ValueError(f"{name} is declared twice: declare it once and import it.")
    permission = _declared[name] = Permission(name, sentence)
    for role in roles:
        _held[role].add(permission)
    return permission


def reference(permissions: Iterable[Permission]) -> str:
    """The page `docs/reference/permissions.md`."""
    rows = (
        f"| `{permission.name}` | {permission.sentence} "
        f"| {', '.join(role for role in Role if permission in ROLES[role]) or 'the operator'} |\n"
        for permission in sorted(permissions, key=lambda permission: permission.name)
    )
    return REFERENCE_HEAD + "".join(rows)


def topic_permission(topic: str) -> str:
    """What a reader of live events needs for `orders.order.placed`: `orders.order.read`."""
    room, noun, *_ = topic.split(".")
    return f"{room}.{noun}.read"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks, in which workspace, with which permissions."""

    actor: Actor
    workspace_id: UUID
    permissions: frozenset[str]
    name_for_limits: str
    limits: Limits = NO_LIMITS
    session_id: UUID | None = None  # of a person who is signed in
    proven_at: datetime | None = None  # when that person last showed who it is
    withheld: str = ""  # why permissions of the role are held back, and what to do
    role: str = ""  # in this workspace

    def may(self, permission: Permission) -> bool:
        return permission.name in self.permissions


@dataclass(frozen=True, slots=True)
class Knock:
    """What is known of a request before anybody has said who speaks."""

    headers: Mapping[str, str]
    method: str = "GET"
    address: str = ""  # of the caller, behind proxies that we trust
    request_id: str = ""
    counts: bool = True  # as a use of the session or the key; not when a stream asks again


# Who knocks; nobody if there are no credentials that are good.
Authenticate = Callable[[Knock], Awaitable[Caller | None]]

REFERENCE_HEAD = """# Permissions

Every address of the HTTP interface needs one permission, or is open to everybody. A permission is
named after the room, the noun and what is done: `read`, `write` or `approve`. A person holds those
of a role; the operator's token holds all. The list of addresses with what each needs is at
`/api/openapi.json`, under `x-permission`.

Whoever may read a noun is also told live when one of it changes: `orders.order.read` is what the
events `orders.order.placed` and `orders.order.cancelled` need.

| permission | allows to | held by |
|---|---|---|
"""
