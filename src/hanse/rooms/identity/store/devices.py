"""Which sign-ins came from a device that the person had not used before."""

from collections.abc import Collection
from uuid import UUID

from hanse.engine.tx import Tx

# A browser that was brought up to date is the same: versions do not count. The first sign-in of
# all is nobody's surprise. A machine is let in by hand, so each is new.
NEW = """
    select opened.id from identity_sessions opened
    where opened.workspace_id = $1 and opened.id = any($2::uuid[])
        and exists (
            select from identity_sessions earlier
            where earlier.workspace_id = $1 and earlier.person_id = opened.person_id
                and earlier.id < opened.id)
        and (opened.kind = 'machine' or not exists (
            select from identity_sessions earlier
            where earlier.workspace_id = $1 and earlier.person_id = opened.person_id
                and earlier.id < opened.id and earlier.kind = 'browser'
                and regexp_replace(earlier.agent, '[0-9._]+', '', 'g')
                    = regexp_replace(opened.agent, '[0-9._]+', '', 'g')))
"""


async def new(tx: Tx, session_ids: Collection[UUID]) -> set[UUID]:
    return {row["id"] for row in await tx.fetch(NEW, tx.workspace_id, list(session_ids))}
