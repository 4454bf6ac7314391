"""What the doors of this room need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.engine.doors.doors import Called, InDatabase
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.reach import Reach


async def reach_of(request: Request) -> Reach:
    reach: Reach = request.app.state.reach
    return reach


async def opener_of(request: Request, database: InDatabase, caller: Called) -> OpenTx:
    """Short transactions of the caller, for what waits for a platform between them."""
    request_id: str = request.state.request_id
    return lambda: database.tx(caller.workspace_id, caller.actor, request_id, caller.limits)


OfReach = Annotated[Reach, Depends(reach_of)]
Opening = Annotated[OpenTx, Depends(opener_of)]
