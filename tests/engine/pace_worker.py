"""A worker of its own that takes once from a bucket, says what it was told, and hangs."""

import asyncio
import os
import sys
from uuid import UUID

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.pace import Bucket
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Database
from tests.engine.buckets import ask, rate


async def main(workspace: str, account: str, units: str) -> None:
    clock = SystemClock()
    database = await Database.open(
        os.environ["TEST_APP_DSN"],
        os.environ["TEST_SYSTEM_DSN"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: new_key()}, 1),
    )
    bucket = Bucket(UUID(account), rate(int(units) if units else None, 1.0))
    print(await ask(database, UUID(workspace), bucket), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
