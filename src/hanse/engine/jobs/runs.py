"""One run of one job in this process: started, watched, stopped, judged."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from hanse.base.faults import Fault
from hanse.engine.jobs.claims import Run
from hanse.engine.jobs.endings import PURPOSE, Ending, say
from hanse.engine.jobs.handlers import GIVE_UP_S, TRIES_MAX, Declaration, Job
from hanse.engine.jobs.verdicts import Attempt, Mistake, TooSlow, Verdict, verdict
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.telemetry import in_request
from hanse.engine.tracing import NoTracer, Tracer
from hanse.engine.tx import Database

SAY_EVERY_S = 1.0
MESSAGE_CHARS_MAX = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every run of this process is given."""

    database: Database
    declarations: Mapping[str, Declaration]
    meter: Meter | None = None
    tracer: Tracer = field(default_factory=NoTracer)


@dataclass(slots=True)
class Held:
    """A run in this process, and why it is to stop, if it is."""

    run: Run
    why: Fault | None = None
    taken: bool = False  # by another worker, who thought that we were gone
    task: "asyncio.Task[object] | None" = None  # while its handler runs
    said_at: float = float("-inf")

    def halt(self, why: Fault) -> None:
        """Stop it, once; the first reason stands."""
        if self.why is None:
            self.why = why
            if self.task:
                self.task.cancel()


async def carry_out(held: Held, place: Workplace) -> Ending | None:
    """Run it to its end, however that comes; none if it is not ours any more."""
    run, loop = held.run, asyncio.get_running_loop()
    declaration = place.declarations[run.name]
    started = loop.time()
    with place.tracer.span("job", job=run.name), in_request(run.request_id):
        error = await attempt(held, declaration, place.database)
        lasted_s = loop.time() - started
        ending = None if held.taken else Ending(run)
        if ending and error:
            ending = Ending(run, verdict(error, attempt_of(run, declaration, lasted_s)))
        tell(ending, run, lasted_s, place.meter)
    return ending


async def attempt(held: Held, declaration: Declaration, database: Database) -> BaseException | None:
    """Do it, within its time; what it ended by, none if well, even where it was to stop."""
    if held.why:
        return held.why
    held.task = asyncio.current_task()
    try:
        async with asyncio.timeout(declaration.time_s) as limit:
            await declaration.handle(job_of(held, database), database)
    except asyncio.CancelledError:
        if held.task is None or (held.why is None and held.task.cancelling()):
            raise  # this process is ending
        held.task.uncancel()
        return held.why or Mistake("It cancelled itself.")
    except Exception as error:  # noqa: BLE001 - the verdict says what becomes of it
        if limit.expired():
            return TooSlow(f"It took longer than {declaration.time_s:g} s and was stopped.")
        return held.why or error
    finally:
        held.task = None
    return None


def attempt_of(run: Run, declaration: Declaration | None, lasted_s: float = 0.0) -> Attempt:
    return Attempt(
        job_id=run.id,
        tries=run.tries,
        strikes=run.strikes,
        age_s=run.age_s + lasted_s,
        tries_max=declaration.tries_max if declaration else TRIES_MAX,
        give_up_s=declaration.give_up_s if declaration else GIVE_UP_S,
    )


def ended_by(run: Run, fault: Fault, declaration: Declaration | None) -> Ending:
    """The end of a run that is not in this process."""
    return Ending(run, verdict(fault, attempt_of(run, declaration)))


def tell(ending: Ending | None, run: Run, lasted_s: float, meter: Meter | None) -> None:
    """To the log file and the metrics."""
    outcome = "taken over" if ending is None else "done"
    if ending and ending.verdict:
        outcome = ending.verdict.outcome
        complain(run, ending.verdict, lasted_s)
    if meter:
        meter.count("hanse_jobs_total", job=run.name, outcome=outcome)
        meter.observe("hanse_job_seconds", lasted_s, job=run.name)


def complain(run: Run, reached: Verdict, lasted_s: float) -> None:
    log.warning(
        "jobs.job.not_done",
        extra={
            "job": run.name,
            "job_id": str(run.id),
            "workspace_id": str(run.workspace_id),
            "attempt": run.tries,
            "lasted_s": round(lasted_s, 3),
            "outcome": reached.outcome.value,
            "again_in_s": round(reached.wait_s, 1),
            "fault": reached.fault,
            "why": reached.sentence,
            "where": reached.trace,
        },
    )


def job_of(held: Held, database: Database) -> Job:
    run = held.run

    async def report(message: str, done: int | None, total: int | None) -> None:
        now = asyncio.get_running_loop().time()
        if now < held.said_at + SAY_EVERY_S:
            return
        held.said_at = now
        try:
            async with database.system_tx(PURPOSE) as tx:
                await say(tx, run, message[:MESSAGE_CHARS_MAX], done, total)
        except Exception as error:
            # Progress is a courtesy: that it could not be said is no reason to stop.
            if as_fault(error) is None:
                raise

    return Job(
        workspace_id=run.workspace_id,
        id=run.id,
        name=run.name,
        key=run.key,
        ids=run.ids,
        tries=run.tries,
        request_id=run.request_id,
        report=report,
    )
