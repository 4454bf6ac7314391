"""Doors to the work of a workspace: what waits, what failed and why; try again, cancel, pause."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict

from hanse.app.api.ground import OfGround
from hanse.engine.doors import access
from hanse.engine.doors.access import MANAGERS, READERS
from hanse.engine.doors.doors import Body, Called, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs import queues
from hanse.engine.jobs.kept import Found, Try
from hanse.engine.jobs.verdicts import State

doors = Doors("jobs")

READ = access.declare("jobs.job.read", "See the jobs and why they failed.", *READERS)
WRITE = access.declare("jobs.job.write", "Have jobs tried again, and cancel them.", *MANAGERS)
# A queue serves all workspaces, so no role of one of them may stop it.
PAUSE = access.declare("jobs.queue.write", "Pause queues of the whole installation.")

JOB: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "name": "stock.push",
    "key": "account-7",
    "ids": {"account": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12"},
    "state": "failed",
    "priority": 0,
    "asked_at": "2026-11-20T14:03:05Z",
    "due_at": "2026-11-20T14:03:05Z",
    "started_at": "2026-11-20T14:03:06Z",
    "ended_at": "2026-11-20T14:03:07Z",
    "tries": 5,
    "message": "Pushing levels",
    "done": 40,
    "total": 100,
    "fault": "unavailable",
    "sentence": "The platform did not answer within 10 s.",
    "request_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c13",
}
TRY: JsonDict = {
    "number": 1,
    "started_at": "2026-11-20T14:03:06Z",
    "ended_at": "2026-11-20T14:03:07Z",
    "outcome": "again",
    "fault": "unavailable",
    "sentence": "The platform did not answer within 10 s.",
    "next_step": "Try again later.",
}

Id = Annotated[UUID, Path(description="The id of a job.")]
Scope = Annotated[
    str,
    Path(
        pattern=r"^[a-z][a-z0-9_]{0,49}(\.[a-z][a-z0-9_]{0,99})?$",
        description="A job such as `stock.push`, or a room for all of its jobs.",
    ),
]
States = Annotated[list[State] | None, Query(alias="state", description="Any of these.")]
Name = Annotated[str | None, Query(max_length=150, description="A job, or a room.")]


class JobOut(BaseModel):
    """A job as it stands. One that ended well is gone."""

    model_config = ConfigDict(json_schema_extra={"examples": [JOB]})

    id: UUID
    name: str
    key: str
    ids: dict[str, object]
    state: State
    priority: int
    asked_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    tries: int
    message: str
    done: int | None
    total: int | None
    fault: str
    sentence: str
    request_id: str


class TryOut(BaseModel):
    number: int
    started_at: datetime
    ended_at: datetime
    outcome: str
    fault: str
    sentence: str
    next_step: str


class StoryOut(JobOut):
    """A job with every try that did not end well."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**JOB, "story": [TRY]}]})

    story: list[TryOut]


class JobsOut(Page[JobOut]):
    """Jobs of the workspace, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [JOB], "next_cursor": None}]}
    )


class RetryIn(Body):
    """Whether somebody has looked at what an unknown job did."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"settled": False}]})

    settled: bool = False


class PausedOut(BaseModel):
    """All queues that are paused now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"paused": ["stock.push"]}]})

    paused: list[str]


@doors.get("/api/jobs", needs=READ)
async def list_jobs(
    tx: InTx,
    state: States = None,
    name: Name = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> JobsOut:
    """List the jobs that wait, run, or were kept because they did not end well; newest first."""
    found = await kept_jobs.find(tx, state, name, limit=limit + 1, before=read_id(cursor))
    page, following = cut(found, limit, lambda job: [job.id])
    return JobsOut(items=[shaped(job) for job in page], next_cursor=following)


@doors.get("/api/jobs/{id}", needs=READ)
async def read_job(tx: InTx, id: Id) -> StoryOut:  # noqa: A002
    """Show a job with the story of its tries."""
    job, story = await kept_jobs.show(tx, id)
    return told(job, story)


@doors.post("/api/jobs/{id}/retry", needs=WRITE)
async def retry_job(tx: InTx, id: Id, asked: RetryIn | None = None) -> StoryOut:  # noqa: A002
    """Have a kept job tried again. One whose outcome is unknown only when somebody has looked."""
    await kept_jobs.retry(tx, id, settled=bool(asked and asked.settled))
    return told(*await kept_jobs.show(tx, id))


@doors.post("/api/jobs/{id}/cancel", needs=WRITE)
async def cancel_job(tx: InTx, id: Id) -> StoryOut:  # noqa: A002
    """Cancel a job: one that waits is not run, one that runs is stopped within seconds."""
    await kept_jobs.cancel(tx, id)
    return told(*await kept_jobs.show(tx, id))


@doors.post("/api/jobs/queues/{name}/pause", needs=PAUSE)
async def pause_queue(ground: OfGround, tx: InTx, caller: Called, name: Scope) -> PausedOut:
    """Start no more jobs of this name, or of this room, in the whole installation."""
    # The queues belong to no workspace. Pausing twice is harmless, so the kept answer of this
    # request may be committed in a transaction of its own.
    async with ground.database.system_tx(caller.actor.name, request_id=tx.request_id) as system:
        await queues.pause(system, name)
        return PausedOut(paused=list(await queues.paused(system)))


@doors.post("/api/jobs/queues/{name}/resume", needs=PAUSE)
async def resume_queue(ground: OfGround, tx: InTx, caller: Called, name: Scope) -> PausedOut:
    """Let the jobs of this name, or of this room, start again."""
    async with ground.database.system_tx(caller.actor.name, request_id=tx.request_id) as system:
        await queues.resume(system, name)
        return PausedOut(paused=list(await queues.paused(system)))


def shaped(job: Found) -> JobOut:
    return JobOut(
        id=job.id,
        name=job.name,
        key=job.key,
        ids=dict(job.ids),
        state=job.state,
        priority=job.priority,
        asked_at=job.asked_at,
        due_at=job.due_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        tries=job.tries,
        message=job.message,
        done=job.done,
        total=job.total,
        fault=job.fault,
        sentence=job.sentence,
        request_id=job.request_id,
    )


def told(job: Found, story: Sequence[Try]) -> StoryOut:
    tries = [
        TryOut(
            number=one.number,
            started_at=one.started_at,
            ended_at=one.ended_at,
            outcome=one.outcome,
            fault=one.fault,
            sentence=one.sentence,
            next_step=one.next_step,
        )
        for one in story
    ]
    return StoryOut(**shaped(job).model_dump(), story=tries)
