"""The door to live changes of a workspace."""

from dataclasses import replace
from typing import Annotated

from fastapi import Header, Query, Request

from hanse.app.api.ground import OfGround
from hanse.app.api.problems import Refused
from hanse.app.api.streams import EventStream, Still
from hanse.base.faults import Fault
from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, Authenticate, Caller, Knock
from hanse.engine.doors.doors import Called, Doors
from hanse.engine.outages import as_fault

doors = Doors("live")

FOLLOW = access.declare(
    "live.stream.read",
    "Be told of changes as they happen, of those things that one may read.",
    *EVERYBODY,
)

POSITION = r"^[0-9]{1,18}-[0-9]{1,18}$"
After = Annotated[
    str | None, Query(pattern=POSITION, description="As Last-Event-ID, for new streams.")
]
LastEventId = Annotated[str | None, Header(pattern=POSITION, description="Where the stream ended.")]

EXAMPLE = """id: 8123-40550
event: hello
data: {}

id: 8123-40551
data: {"topic": "jobs.job.failed", "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11", "version": null}

"""


@doors.get("/api/live", needs=FOLLOW, example=EXAMPLE)
async def follow_changes(
    ground: OfGround,
    caller: Called,
    request: Request,
    after: After = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Tell of every change in the workspace, as server-sent events, from where one was last.

    Each has an id and says topic, id and version of what changed. `hello` says that from its id on
    nothing is missed; `reset` that too much was; `dropped` that the reader was too slow. Read what
    changed through its own address.
    """
    stream = ground.hub.stream(caller, last_event_id or after or "")
    # Asking again is no use of the session: else an open page would keep it from ever being idle.
    again = replace(request.state.knock, counts=False)
    look = still(ground.authenticate, again, caller)
    return EventStream(stream, look, ground.limits.ask_again_s)


def still(authenticate: Authenticate, knock: Knock, then: Caller) -> Still:
    """Whether this caller is known as it was then, in the same workspace and role."""

    async def look() -> bool:
        try:
            now = await authenticate(knock)
        except (Fault, Refused):
            return False
        except Exception as error:
            if as_fault(error) is None:
                raise
            return True  # an outage of the database is no reason to send everybody away
        return now is not None and (now.workspace_id, now.permissions) == (
            then.workspace_id,
            then.permissions,
        )

    return look
