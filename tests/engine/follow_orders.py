"""A process that follows orders until it is killed; APP and SYSTEM say where."""

import asyncio
import os

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.log import following
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Database
from tests.engine.facts import counting


async def main(app_dsn: str, system_dsn: str) -> None:
    clock = SystemClock()
    database = await Database.open(
        app_dsn, system_dsn, clock=clock, ids=RandomIds(clock), ring=KeyRing({1: new_key()}, 1)
    )
    await following.run(database, [counting(batch=3)], asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(os.environ["APP"], os.environ["SYSTEM"]))
