"""`hanse jobs`: what waits, runs and stopped; retry it, cancel it, pause it."""

import argparse
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs import queues
from hanse.engine.jobs.kept import Found, Try
from hanse.engine.jobs.verdicts import State
from hanse.engine.tx import Tx

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse jobs"
LIST_MAX = 50


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("jobs", help="list, retry, cancel and pause jobs")
    verbs = command.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="the newest jobs, of all workspaces")
    listing.add_argument("--state", choices=list(State), action="append", help="only these")
    listing.add_argument("--name", help="only of this name, or of this room")
    listing.add_argument("--limit", type=int, default=LIST_MAX, help="default: %(default)s")
    show = verbs.add_parser("show", help="one job with its whole story")
    retry = verbs.add_parser("retry", help="let stopped jobs run again")
    retry.add_argument(
        "--settled",
        action="store_true",
        help="also where the outcome is unknown: somebody looked, and it did not happen",
    )
    cancel = verbs.add_parser("cancel", help="do not run them, or stop them while they run")
    show.add_argument("id", type=UUID)
    for verb in (retry, cancel):
        verb.add_argument("id", type=UUID, nargs="+")
    verbs.add_parser("names", help="every job that there can be, and what is paused")
    for name, words in (("pause", "start no more of them"), ("resume", "start them again")):
        verbs.add_parser(name, help=words).add_argument("name", help="of a job, or of a room")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    await VERBS[args.verb](args, opened)
    return 0


async def show_list(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        jobs = await kept_jobs.find(tx, args.state, args.name, limit=args.limit)
        figures = await queues.figures(tx)
    for job in jobs:
        opened.out(line(job))
    opened.out(
        f"{figures.waiting:,} waiting, {figures.later:,} later, {figures.running:,} running, "
        f"{figures.failed:,} failed, {figures.unknown:,} unknown, {figures.parked:,} parked"
        + (f"; paused: {', '.join(figures.paused)}" if figures.paused else "")
    )


def line(job: Found) -> str:
    about = job.sentence or job.message
    words = [str(job.id), f"{job.state:<9}", job.name, job.key, f"since {since(job)}", about]
    return "  ".join(word for word in words if word)


def since(job: Found) -> str:
    if job.state is State.running and job.started_at:
        return clock(job.started_at)
    return clock(job.ended_at or job.due_at)


def clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


async def show_one(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        job, story = await kept_jobs.show(tx, args.id)
    for text in [*card(job), *(text for one in story for text in chapter(one))]:
        opened.out(text)


def card(job: Found) -> Sequence[str]:
    progress = f"{job.done} of {job.total}" if job.total else ""
    facts = {
        "job": f"{job.name} {job.key}".strip(),
        "state": f"{job.state} since {since(job)}",
        "workspace": str(job.workspace_id),
        "ids": ", ".join(f"{name}={value}" for name, value in job.ids.items()),
        "lane": job.lane,
        "asked": f"{clock(job.asked_at)}, priority {job.priority}",
        "request": job.request_id,
        "tries": str(job.tries),
        "worker": job.worker or "",
        "progress": f"{progress} {job.message}".strip(),
    }
    return [f"{name:<10} {value}" for name, value in facts.items() if value]


def chapter(one: Try) -> Sequence[str]:
    lasted_s = (one.ended_at - one.started_at).total_seconds()
    head = f"try {one.number}: {clock(one.started_at)}, {lasted_s:,.1f} s, {one.worker}"
    words = f"  {one.outcome} ({one.fault}): {one.sentence} {one.next_step}".rstrip()
    return [head, words, *(f"    {text}" for text in one.trace.splitlines())]


async def retry(args: argparse.Namespace, opened: "Opened") -> None:
    async def again(tx: Tx, job_id: UUID) -> str:
        await kept_jobs.retry(tx, job_id, settled=args.settled)
        return "will run again"

    await each(args.id, opened, again)


async def cancel(args: argparse.Namespace, opened: "Opened") -> None:
    async def off(tx: Tx, job_id: UUID) -> str:
        state = await kept_jobs.cancel(tx, job_id)
        return "is being stopped" if state is State.running else "was cancelled"

    await each(args.id, opened, off)


async def each(
    job_ids: Sequence[UUID], opened: "Opened", act: Callable[[Tx, UUID], Awaitable[str]]
) -> None:
    """Every job in a transaction of its own workspace, so that its log tells of it."""
    for job_id in job_ids:
        async with opened.database.system_tx(PURPOSE) as tx:
            job, _ = await kept_jobs.show(tx, job_id)
        async with opened.database.system_tx(PURPOSE, job.workspace_id) as tx:
            what = await act(tx, job_id)
        opened.out(f"{job.name} {job.key} {what}.")


async def show_names(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        names, stopped = await queues.names(tx), await queues.paused(tx)
    if not names:
        raise Rejected("No job is known yet.", next_step="Start `hanse up` or `hanse work` once.")
    for name in names:
        paused = name in stopped or name.partition(".")[0] in stopped
        opened.out(f"{name}  paused" if paused else name)


async def pause(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        await queues.pause(tx, args.name)
    opened.out(f"No job of {args.name} starts until: hanse jobs resume {args.name}")


async def resume(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx(PURPOSE) as tx:
        await queues.resume(tx, args.name)
    opened.out(f"The jobs of {args.name} go on.")


VERBS = {
    "list": show_list,
    "show": show_one,
    "retry": retry,
    "cancel": cancel,
    "names": show_names,
    "pause": pause,
    "resume": resume,
}
