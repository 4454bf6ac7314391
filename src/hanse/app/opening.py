"""Open what a command needs, in order, and close it in the other: settings, server, keys, pools."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import cast

from hanse.app.opened import Opened, Server
from hanse.app.shelving import place_of, programs_of
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine import keys, master_keys
from hanse.engine.backup import taking
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import derive
from hanse.engine.postgres.migrate import Migrated, migrate
from hanse.engine.settings import Loaded, Settings, load
from hanse.engine.telemetry import start_logging
from hanse.engine.tx import Database

NOTHING_YET = Migrated((), 0)


def load_settings() -> Loaded:
    file = os.environ.get("HANSE_CONFIG")
    return load(os.environ, Path(file) if file else None)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


async def run_command(module: ModuleType, args: argparse.Namespace) -> int:
    """Open, run, close; the command's exit code."""
    run = cast("Callable[[argparse.Namespace, Opened], Awaitable[int]]", module.run)
    bare = Opened(load_settings(), SystemClock(), RandomIds(SystemClock()), say)
    # A command says itself what it did; a process that stays says more (`running`).
    start_logging(bare.settings, least=logging.WARNING)
    if getattr(module, "WITHOUT_DATABASE", False):
        return await run(args, bare)
    async with opened(bare) as ready:
        return await run(args, ready)


@asynccontextmanager
async def opened(bare: Opened) -> AsyncIterator[Opened]:
    """Server, schema, keys and pools, for as long as the block."""
    async with server_of(bare.settings) as found:
        server = replace(found, migrated=await bring_up_to_date(bare, found))
        async with database_of(bare, server) as database:
            async with database.system_tx("start") as tx:
                await keys.try_masters(tx)
            yield replace(bare, server=server, opened_database=database)


@asynccontextmanager
async def server_of(settings: Settings) -> AsyncIterator[Server]:
    """The operator's own server, or ours: started by the first, stopped by the last of us."""
    if not settings.own_database:
        dsns = derive(
            settings.database_url, settings.database_app_url, settings.database_system_url
        )
        yield Server(settings.database_url, dsns, None, NOTHING_YET)
        return
    shelf = place_of(settings).shelf
    cluster = await asyncio.to_thread(Cluster.start, settings.home, backup_folder=shelf)
    try:
        yield Server(cluster.admin_dsn, cluster.dsns, cluster, NOTHING_YET)
    finally:
        await asyncio.to_thread(cluster.stop)


async def bring_up_to_date(bare: Opened, server: Server) -> Migrated:
    async def back_up(_: object) -> None:
        place = place_of(bare.settings, server=server)
        await taking.take(server.admin_dsn, programs_of(server), place, bare.clock)

    return await migrate(server.admin_dsn, server.dsns, before_destructive=back_up)


@asynccontextmanager
async def database_of(bare: Opened, server: Server) -> AsyncIterator[Database]:
    database = await Database.open(
        server.dsns.app,
        server.dsns.system,
        clock=bare.clock,
        ids=bare.ids,
        ring=master_keys.open_ring(bare.settings, bare.clock),
    )
    try:
        yield database
    finally:
        await database.close()
