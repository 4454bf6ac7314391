"""HTTP for buyers who want no letters: they hold a link, and have no account here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.access import PUBLIC
from hanse.engine.doors.doors import Body, Doors, InDatabase
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.letters.model.links import Link
from hanse.rooms.letters.service import stops as service

doors = Doors("letters")

TOKEN: JsonDict = {"token": "A" * 64}
SHOWN: JsonDict = {"sender": "Lampenladen", "stopped": False}
BUYER = Actor(ActorKind.system, None, "a buyer who opened a link of a letter")

Token = Annotated[str, Field(min_length=1, max_length=200, description="Behind the # of the link.")]


class LetterLinkIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [TOKEN]})

    token: Token


class LetterStopIn(LetterLinkIn):
    """`stopped` false takes it back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**TOKEN, "stopped": True}]})

    stopped: bool = True


class LetterStopOut(BaseModel):
    """Who writes letters, and whether this buyer wants none; not who the buyer is."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOWN]})

    sender: str
    stopped: bool


@doors.post("/api/letters/stops/look", needs=PUBLIC)
async def look_at_letters(
    database: InDatabase, request: Request, asked: LetterLinkIn
) -> LetterStopOut:
    """Show a buyer who holds a link whose letters it stops, and whether they are stopped."""
    async with opened(database, asked.token, request) as (tx, link):
        sender, stopped = await service.look(tx, link)
    return LetterStopOut(sender=sender, stopped=stopped)


@doors.post("/api/letters/stops", needs=PUBLIC)
async def stop_letters(
    database: InDatabase, request: Request, asked: LetterStopIn
) -> LetterStopOut:
    """Have no more letters written to the buyer who holds a link, or let them be written again."""
    async with opened(database, asked.token, request) as (tx, link):
        sender, stopped = await service.choose(tx, link, stopped=asked.stopped)
    return LetterStopOut(sender=sender, stopped=stopped)


@asynccontextmanager
async def opened(
    database: Database, token: str, request: Request
) -> AsyncIterator[tuple[Tx, Link]]:
    workspace_id, link = service.workspace_of(token)
    async with database.tx(workspace_id, BUYER, request.state.request_id) as tx:
        yield tx, link
