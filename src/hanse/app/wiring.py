"""Which rooms and connectors there are: their routes, jobs, schedules and followers."""

from collections.abc import Sequence

from hanse.engine.doors.doors import Doors
from hanse.engine.jobs.handlers import Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.vault import SealedColumn

# Each room's doors, in the order of the rooms.
DOORS: Sequence[Doors] = ()

# Each room's jobs and schedules, and who follows the log.
JOBS: Sequence[Jobs] = ()
FOLLOWERS: Sequence[Follower] = ()

# Each room's columns that hold sealed values, so that a new data key can seal them anew.
SEALED_COLUMNS: Sequence[SealedColumn] = ()
