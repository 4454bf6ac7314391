"""What the doors of pricing need beyond a transaction: to open one after the other."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.engine.doors.doors import Called, InDatabase
from hanse.rooms.pricing.service.offers import OpenTx


async def opener_of(request: Request, database: InDatabase, caller: Called) -> OpenTx:
    """For what is worked out page by page, in transactions of the caller's."""
    request_id: str = request.state.request_id
    return lambda: database.tx(caller.workspace_id, caller.actor, request_id, caller.limits)


Opening = Annotated[OpenTx, Depends(opener_of)]
