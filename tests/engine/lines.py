"""An outbound road with everything that it stands on, to a shop of the test's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from hanse.engine.calls import Recorder
from hanse.engine.manifest import Rate
from hanse.engine.metrics import Meter, render
from hanse.engine.outbound import Outbound
from hanse.engine.sending import Line
from hanse.engine.tx import Database
from tests.engine.buckets import rate
from tests.engine.wire_servers import wire


@asynccontextmanager
async def outbound(database: Database, **options: object) -> AsyncIterator[Outbound]:
    meter = Meter()
    async with wire(**options) as out:  # type: ignore[arg-type]
        yield Outbound(database, out, meter, Recorder(database, meter), database.clock)


def line_of(workspace: UUID, account: UUID, bears: Rate | None = None) -> Line:
    bears = bears or rate(None)
    return Line(workspace, account, "shopper", {bears.family: bears}, "r-12345678")


def figure(out: Outbound, name: str) -> float:
    """A figure as `/metrics` shows it, over all its labels."""
    rows = render(out.meter).decode().splitlines()
    return sum(float(row.rpartition(" ")[2]) for row in rows if row.startswith(name))
