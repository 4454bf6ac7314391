"""Jobs that keep shops as they should be, and the follower that asks for them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Gone
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log.followers import Follower
from hanse.engine.manifest import Connector
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.service import following, planning
from hanse.rooms.listings.service.loading import Desk
from hanse.rooms.listings.service.planning import ANEW_JOB, PLAN_JOB, WHOLE_JOB, Planned

NIGHTLY = "listings.tend"
TIME_S = 3_600.0
ACCOUNTS_MAX = 10_000
BATCH = 5  # events; each may be about 500 listings


def jobs_of(
    hands: Hands, cards: Mapping[str, Connector], base: str, meter: Meter | None = None
) -> Jobs:
    jobs = Jobs("listings")
    desk = Desk(hands, cards, base)

    @jobs.job(PLAN_JOB, time_s=TIME_S, lane="account")
    async def plan(job: Job, database: Database) -> None:
        try:
            found = await planning.plan_due(desk, lambda: job.tx(database), job.one("account"))
        except Gone:
            return  # the shop was removed meanwhile
        count(meter, "changed", found)

    @jobs.job(WHOLE_JOB, time_s=TIME_S, lane="account")
    async def whole(job: Job, database: Database) -> None:
        try:
            found = await planning.plan_whole(desk, lambda: job.tx(database), job.one("account"))
        except Gone:
            return
        count(meter, "whole", found)

    @jobs.job(ANEW_JOB, time_s=TIME_S, lane="account")
    async def anew(job: Job, database: Database) -> None:
        try:
            found = await planning.plan_anew(desk, lambda: job.tx(database), job.one("account"))
        except Gone:
            return
        count(meter, "anew", found)

    @jobs.job(NIGHTLY)
    async def tend(job: Job, database: Database) -> None:
        """Whatever event was missed, at night all of a shop is looked at."""
        async with database.system_tx(job.name) as tx:
            by_workspace: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in await accounts.everywhere(tx, ACCOUNTS_MAX):
                by_workspace.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in by_workspace.items():
                items = [(str(each), {"account": each}) for each in ids]
                await enqueue_many(replace(tx, workspace_id=workspace_id), WHOLE_JOB, items)

    jobs.every(NIGHTLY, "40 1 * * *")
    return jobs


def count(meter: Meter | None, reach: str, found: Planned) -> None:
    if meter:
        meter.count("hanse_listings_compared_total", found.compared, reach=reach)
        meter.count("hanse_listings_proposed_total", found.proposed)


def follower() -> Follower:
    return Follower("listings", following.FOLLOWED, following.follow, batch=BATCH)
