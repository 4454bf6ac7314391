"""Which rooms and connectors there are: their routes, jobs, schedules and followers."""

from collections.abc import Sequence

from hanse.engine.doors.doors import Doors
from hanse.engine.jobs.handlers import Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.mail import mails
from hanse.engine.metrics import Meter
from hanse.engine.vault import SealedColumn
from hanse.engine.wire.wire import Wire
from hanse.rooms.billing import routes as billing
from hanse.rooms.identity.jobs import closing, tidying
from hanse.rooms.identity.routes import (
    activity,
    businesses,
    factors,
    invitations,
    joining,
    keys,
    limits,
    members,
    passkeys,
    passwords,
    people,
    proof,
    sessions,
    sign_in,
    tokens,
    workspaces,
)
from hanse.rooms.identity.routes.held import Held as Held
from hanse.rooms.identity.service import tokens as access_tokens
from hanse.rooms.notices.jobs import following
from hanse.rooms.notices.jobs import sending as notices_jobs
from hanse.rooms.notices.routes import endpoints, notices, preferences
from hanse.rooms.notices.service import endpoints as webhooks

# Each room's doors, in the order of the rooms.
DOORS: Sequence[Doors] = (
    sign_in.doors,
    people.doors,
    passwords.doors,
    sessions.doors,
    tokens.doors,
    factors.doors,
    passkeys.doors,
    proof.doors,
    workspaces.doors,
    members.doors,
    invitations.doors,
    joining.doors,
    businesses.doors,
    limits.doors,
    keys.doors,
    activity.doors,
    billing.doors,
    notices.doors,
    preferences.doors,
    endpoints.doors,
)


def jobs_of(wire: Wire, base: str, meter: Meter | None = None) -> Sequence[Jobs]:
    """Each room's jobs and schedules; `base` is the address under which people find us."""
    return (tidying.jobs, closing.jobs, notices_jobs.sending(wire, base, meter))


def followers() -> Sequence[Follower]:
    """Who follows the log."""
    return (following.follower(),)


# Each room's columns that hold sealed values, so that a new data key can seal them anew.
SEALED_COLUMNS: Sequence[SealedColumn] = (
    mails.HEAD,
    mails.BODY,
    *access_tokens.SEALED_COLUMNS,
    webhooks.SECRET,
    webhooks.OLD_SECRET,
)
