"""How a room declares what it does later: its jobs by name, and when the clock asks for them.

    jobs = Jobs("stock")

    @jobs.job("stock.push", time_s=60, lane="account")
    async def push(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await service.push(tx, job.one("account"))

    jobs.every("stock.count", "30 2 * * *", "Europe/Berlin")

A job may run twice, also beside itself if its process hangs, so it reads what is true and does what
is missing. It gets ids, never facts: these may have changed since it was asked for.
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.tx import Actor, ActorKind, Database, Tx

NAME = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*")

TRIES_MAX = 12
TIME_S = 300.0
GIVE_UP_S = 3 * 86_400.0
LANE_MAX = 1

IdValue = UUID | str | int
Ids = Mapping[str, IdValue | Sequence[IdValue]]
Report = Callable[[str, int | None, int | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a handler gets: whose work it is, what it is about, and which try this is."""

    workspace_id: UUID
    id: UUID
    name: str
    key: str
    ids: Ids  # as they came back from the database: a UUID is its text
    tries: int  # 1 the first time
    request_id: str
    report: Report = field(repr=False)

    def one(self, name: str) -> UUID:
        """The one id of this name."""
        return self._uuid(name, self._given(name))

    def many(self, name: str) -> Sequence[UUID]:
        """The ids of this name, where a list of them was handed over."""
        given = self._given(name)
        listed = given if isinstance(given, list | tuple) else [given]
        return [self._uuid(name, value) for value in listed]

    async def progress(
        self, message: str, done: int | None = None, total: int | None = None
    ) -> None:
        """Say how far it is; people see it. It may be called often, it is written once a second."""
        await self.report(message, done, total)

    def tx(self, database: Database) -> AbstractAsyncContextManager[Tx]:
        """A transaction in the job's workspace, under the request that asked for the job."""
        actor = Actor(ActorKind.system, None, self.name)
        return database.tx(self.workspace_id, actor, self.request_id)

    def _given(self, name: str) -> IdValue | Sequence[IdValue]:
        if name not in self.ids:
            raise Rejected(
                f"{self.name} was asked for without the id {name!r}; "
                f"it has {', '.join(self.ids) or 'none'}.",
                next_step="Hand it over in `enqueue`.",
            )
        return self.ids[name]

    def _uuid(self, name: str, value: object) -> UUID:
        try:
            return UUID(str(value))
        except ValueError:
            raise Rejected(
                f"The id {name!r} of {self.name} is {str(value)[:60]!r}, which is no UUID.",
                next_step="Read it from `job.ids` if it is another kind of id.",
            ) from None


Handle = Callable[[Job, Database], Coroutine[object, object, None]]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One kind of job: who does it, and its limits."""

    name: str
    handle: Handle
    tries_max: int = TRIES_MAX  # that did not end well
    time_s: float = TIME_S  # for one try
    give_up_s: float = GIVE_UP_S  # from when it was asked for, all tries and waits
    lane: str = ""  # the id whose value is the lane; empty: one lane for the whole workspace
    lane_max: int | None = None  # how many of the lane may run at once; none: no limit

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r}: a job is named room.verb, as stock.push.")
        if min(self.tries_max, self.time_s, self.give_up_s, self.lane_max or 1) <= 0:
            raise ValueError(f"{self.name}: its limits must be above zero.")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that comes back by the clock on the wall of a time zone, once for all workers."""

    name: str
    cron: str
    zone: str
    key: str = ""
    ids: Ids = field(default_factory=dict)


class Jobs:
    """The jobs of one room, and the schedules that belong to the whole installation."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.schedules: list[Schedule] = []
        self._declarations: list[Declaration] = []

    def __iter__(self) -> Iterator[Declaration]:
        return iter(self._declarations)

    def job(
        self,
        name: str,
        *,
        tries_max: int = TRIES_MAX,
        time_s: float = TIME_S,
        give_up_s: float = GIVE_UP_S,
        lane: str = "",
        lane_max: int | None = None,
    ) -> Callable[[Handle], Handle]:
        """Declare a job. With `lane`, one of a lane runs at a time unless `lane_max` says more."""
        if name.partition(".")[0] != self.room:
            raise ValueError(f"{name!r}: a job of {self.room} is named {self.room}.verb.")

        def declare(handle: Handle) -> Handle:
            limit = lane_max if lane_max is not None or not lane else LANE_MAX
            self._declarations.append(
                Declaration(name, handle, tries_max, time_s, give_up_s, lane, limit)
            )
            return handle

        return declare

    def every(self, name: str, cron: str, zone: str = "UTC", key: str = "") -> None:
        """Ask for the job when the clock in `zone` matches: minute hour day month weekday."""
        self.schedules.append(Schedule(name, cron, zone, key))


@dataclass(frozen=True, slots=True)
class Registry:
    """Every job and schedule of the program."""

    declarations: Mapping[str, Declaration]
    schedules: Sequence[Schedule]


def collect(rooms: Iterable[Jobs]) -> Registry:
    """All jobs by name; a name that two declare, or nobody, is a `ValueError` at the start."""
    declarations: dict[str, Declaration] = {}
    schedules: list[Schedule] = []
    for room in rooms:
        for declaration in room:
            if declaration.name in declarations:
                raise ValueError(f"{declaration.name} is declared twice: once is enough.")
            declarations[declaration.name] = declaration
        schedules += room.schedules
    for schedule in schedules:
        if schedule.name not in declarations:
            raise ValueError(f"{schedule.name} is scheduled, but no job of that name is declared.")
    return Registry(MappingProxyType(declarations), tuple(schedules))
