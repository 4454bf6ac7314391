"""Which rooms and connectors there are: their routes, jobs, schedules and followers."""

from collections.abc import Sequence

from hanse.engine.doors.doors import Doors
from hanse.engine.jobs.handlers import Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.mail import mails
from hanse.engine.vault import SealedColumn
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
)

# Each room's jobs and schedules, and who follows the log.
JOBS: Sequence[Jobs] = (tidying.jobs, closing.jobs)
FOLLOWERS: Sequence[Follower] = ()

# Each room's columns that hold sealed values, so that a new data key can seal them anew.
SEALED_COLUMNS: Sequence[SealedColumn] = (
    mails.HEAD,
    mails.BODY,
    *access_tokens.SEALED_COLUMNS,
)
