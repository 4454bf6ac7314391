"""Jobs of files: pictures are fetched, tables checked and applied, edits of many done."""

from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import Follower
from hanse.engine.tx import Database
from hanse.rooms.catalog.service import applying, bulk, checking, importing, media
from hanse.rooms.catalog.service.media import Fetch

TIME_S = 900.0
SLICE_S = 120.0  # then others have their turn
TRIES_MAX = 100  # however often somebody is killed at it
FETCH_S = 900.0
FETCHES_MAX = 2  # of one shop at once


def jobs_of(shelf: Shelf, fetch: Fetch, import_days: int) -> Jobs:
    """`fetch` gets the bytes behind an address on the open internet. Uploaded tables are deleted
    after so many days in which nothing happened to them."""
    jobs = Jobs("catalog")

    @jobs.job(importing.SWEEP_JOB, time_s=TIME_S)
    async def sweep_imports(job: Job, database: Database) -> None:
        await importing.sweep(database, import_days)

    jobs.every(importing.SWEEP_JOB, "50 4 * * *")

    # A lane beside that of the shop: thousands of pictures hold up nothing that is read of it.
    @jobs.job(media.FETCH_JOB, time_s=FETCH_S, lane="pictures", lane_max=FETCHES_MAX)
    async def fetch_media(job: Job, database: Database) -> None:
        account_id, product_id = job.one("account"), job.one("product")
        await media.fetch_for(lambda: job.tx(database), shelf, fetch, account_id, product_id)

    @jobs.job(importing.CHECK_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def check_import(job: Job, database: Database) -> None:
        await checking.check(lambda: job.tx(database), shelf, job.one("import"), job.progress)

    @jobs.job(importing.APPLY_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def apply_import(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            actor = importing.actor_of(await importing.one(tx, job.one("import")))
        done = await applying.apply(
            lambda: database.tx(job.workspace_id, actor, job.request_id),
            *(job.one("import"), job.progress, SLICE_S),
        )
        if not done:
            async with job.tx(database) as tx:
                await enqueue(tx, importing.APPLY_JOB, job.key, job.ids)

    @jobs.job(bulk.JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def edit_many(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            actor = bulk.actor_of(await bulk.one(tx, job.one("bulk")))
        done = await bulk.work(
            lambda: database.tx(job.workspace_id, actor, job.request_id),
            *(job.one("bulk"), job.progress, SLICE_S),
        )
        if not done:
            async with job.tx(database) as tx:
                await enqueue(tx, bulk.JOB, job.key, job.ids)

    return jobs


def follower() -> Follower:
    """Pictures of what was linked to a shop are fetched from there, once."""
    return Follower("catalog media", media.FOLLOWED, media.follow)
