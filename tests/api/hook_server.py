"""A web door of its own for webhooks, for a test that kills it."""

import asyncio
import os
from uuid import UUID

from starlette.types import Receive, Scope, Send

from hanse.app.api.hooks import HookDoor
from hanse.app.api.serving import Server, configured, listen
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.hooks import Receiver
from hanse.engine.intake import Intake
from hanse.engine.metrics import Meter
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from tests.engine.signed import receiver


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("only webhooks come here")


async def main() -> None:
    clock = SystemClock()
    database = await Database.open(
        os.environ["TEST_APP_DSN"],
        os.environ["TEST_SYSTEM_DSN"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: bytes.fromhex(os.environ["TEST_KEY"])}, 1),
    )
    workspace = UUID(os.environ["TEST_WORKSPACE"])

    async def resolve(account_id: UUID) -> Receiver | None:
        return receiver(workspace)

    intake = Intake(database, resolve, clock, job=os.environ["TEST_JOB"])
    sock = listen("127.0.0.1", 0)
    print(sock.getsockname()[1], flush=True)
    await Server(configured(HookDoor(nothing, clock, Meter(), intake))).serve([sock])


if __name__ == "__main__":
    asyncio.run(main())
