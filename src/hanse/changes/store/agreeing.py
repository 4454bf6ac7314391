"""Statements about who agreed to what, and about what a workspace asks for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from hanse.changes.model.limits import SAFE as SAFE_LIMITS
from hanse.changes.model.limits import Limits, Release
from hanse.changes.model.policies import SAFE as SAFE_POLICY
from hanse.changes.model.policies import Approval, Policy
from hanse.engine.tx import Tx

APPROVE = """
    insert into changes_approvals
        (workspace_id, id, set_id, person_id, person_name, role, preview, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
APPROVALS = """
    select set_id, person_id, person_name, role, preview, at from changes_approvals
    where workspace_id = $1 and set_id = $2 order by at, id
"""
# Of what came back, nobody has agreed to what it is now, also if it is what it was once.
STANDING = """
    select person_id, role, preview, at from changes_approvals agreed
    where workspace_id = $1 and set_id = $2 and not exists (
        select from changes_changes back
        where back.workspace_id = $1 and back.set_id = $2 and back.state = 'proposed'
          and back.reason in ('moved', 'outrun', 'ours_again', 'edited')
          and back.state_at >= agreed.at)
    order by at, id
"""
RELEASE = """
    insert into changes_releases (workspace_id, id, change_id, mark, code, person_id, why, at)
    select $1, given.id, given.change_id, given.mark, given.code, $6, $7, $8
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[])
        as given (id, change_id, mark, code)
"""
RELEASES = """
    select change_id, mark, code, person_id from changes_releases
    where workspace_id = $1 and change_id = any($2::uuid[])
"""
RULES = "select document, version from changes_rules where workspace_id = $1 and noun = $2"
RULES_SHARED = f"{RULES} for share"
PUT = """
    insert into changes_rules as held
        (workspace_id, noun, document, changed_by, changed_at, version)
    values ($1, $2, $3, $4, $5, 1)
    on conflict (workspace_id, noun) do update set document = excluded.document,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = held.version + 1
        where held.version = $6
    returning version
"""


async def approve(tx: Tx, set_id: UUID, name: str, approval: Approval) -> None:
    await tx.execute(
        APPROVE,
        *(tx.workspace_id, tx.ids.new(), set_id, approval.person_id, name, approval.role),
        *(approval.preview, approval.at),
    )


async def approvals(tx: Tx, set_id: UUID) -> Sequence[tuple[str, Approval]]:
    """With the name of each person, in the order in which they agreed."""
    rows = await tx.fetch(APPROVALS, tx.workspace_id, set_id)
    return [
        (row["person_name"], Approval(row["person_id"], row["role"], row["preview"], row["at"]))
        for row in rows
    ]


async def standing(tx: Tx, set_id: UUID) -> Sequence[Approval]:
    """Those that were given since anything of the set came back."""
    rows = await tx.fetch(STANDING, tx.workspace_id, set_id)
    return [Approval(row["person_id"], row["role"], row["preview"], row["at"]) for row in rows]


async def release(tx: Tx, releases: Sequence[Release], why: str) -> None:
    if releases:
        await tx.execute(
            RELEASE,
            tx.workspace_id,
            [tx.ids.new() for _ in releases],
            [each.change_id for each in releases],
            [each.mark for each in releases],
            [each.code for each in releases],
            *(releases[0].person_id, why, tx.now),
        )


async def releases(tx: Tx, change_ids: Sequence[UUID]) -> Sequence[Release]:
    rows = await tx.fetch(RELEASES, tx.workspace_id, list(change_ids))
    return [Release(row["change_id"], row["mark"], row["code"], row["person_id"]) for row in rows]


async def limits(tx: Tx, *, shared: bool = False) -> Limits:
    document, version = await rules(tx, "limits", shared)
    if document is None:
        return SAFE_LIMITS
    return msgspec.convert({**document, "version": version}, Limits, strict=False)


async def policy(tx: Tx, *, shared: bool = False) -> Policy:
    document, version = await rules(tx, "policy", shared)
    if document is None:
        return SAFE_POLICY
    return msgspec.convert({**document, "version": version}, Policy, strict=False)


async def rules(tx: Tx, noun: str, shared: bool) -> tuple[Mapping[str, object] | None, int]:
    """`shared`: nobody changes them until this transaction is over."""
    if shared:
        row = await tx.fetchrow(RULES_SHARED, tx.workspace_id, noun)
    else:
        row = await tx.fetchrow(RULES, tx.workspace_id, noun)
    return (msgspec.json.decode(row["document"]), row["version"]) if row else (None, 0)


async def put(tx: Tx, noun: str, document: Limits | Policy, version: int) -> int | None:
    """The new version; none if it is not of this version any more."""
    text = msgspec.json.encode(document).decode()
    found: int | None = await tx.fetchval(
        PUT, tx.workspace_id, noun, text, tx.actor.id, tx.now, version
    )
    return found
