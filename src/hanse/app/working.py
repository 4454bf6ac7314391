"""`hanse work`: a worker. It runs jobs, follows the log and seals it."""

import asyncio

from hanse.app import rates, wiring
from hanse.app.addresses import authorities
from hanse.app.chores import chores
from hanse.app.opened import Opened
from hanse.app.running import Running, collect_seldom, running
from hanse.app.shelving import media_of
from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs import workers
from hanse.engine.jobs.handlers import Registry, collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.log import following, sealer
from hanse.engine.mail import smtp
from hanse.engine.mail.jobs import sending
from hanse.engine.processes import ProcessRole


async def work(bare: Opened, *, child: bool) -> int:
    """Until somebody asks it to end; what it could not finish in time is handed back."""
    async with (
        running(bare, ProcessRole.worker, child=child) as here,
        asyncio.TaskGroup() as group,
    ):
        registry = registry_of(here)
        collect_seldom()
        if bare.settings.rates_fetch:
            await prepare(here.database, registry)
            await rates.ask_at_start(here.database)
        group.create_task(sealer.run(here.database, here.stop))
        group.create_task(following.run(here.database, wiring.followers(here.reach), here.stop))
        group.create_task(
            workers.work(
                here.database,
                registry,
                stop=here.stop,
                worker=f"{here.process.host} {here.process.pid} {here.process.id.hex[-6:]}",
                jobs_max=bare.settings.worker_jobs_max,
                meter=here.meter,
                tracer=here.tracer,
            )
        )
    return 0


def registry_of(here: Running) -> Registry:
    """Every job of the program, as its settings want them."""
    settings = here.opened.settings
    server = smtp.server_of(
        settings.smtp_url, settings.mail_from, settings.public_url, authorities(settings)
    )
    shelf = Shelf(media_of(settings))
    rooms = wiring.jobs_of(here.wire, here.reach, here.meter, shelf, settings.import_days)
    fetching = rates.jobs_of(
        *(here.reach.outbound, wiring.RATES, wiring.SHELF, here.meter),
        by_the_clock=settings.rates_fetch,
    )
    return collect([chores(here.opened), sending(server, here.meter), fetching, *rooms])
