"""What the doors of this room need of the program: handed in once, when it starts."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from hanse.rooms.connections.service.reach import Reach


async def reach_of(request: Request) -> Reach:
    reach: Reach = request.app.state.reach
    return reach


OfReach = Annotated[Reach, Depends(reach_of)]
