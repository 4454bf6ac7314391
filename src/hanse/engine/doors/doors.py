"""How a room declares its routes. Each says what it needs; one that does not stops the start.

    doors = Doors("pricing")

    @doors.post("/api/pricing/rules", needs=WRITE_RULES, status=201)
    async def create_rule(tx: InTx, rule: RuleIn) -> RuleOut:
        \"\"\"Add a rule to those that prices follow.\"\"\"

The transaction is open before the function runs and committed before the answer leaves.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypedDict, TypeVar, Unpack

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from hanse.engine.doors.access import PERMISSIONS, Caller, Permission, Public
from hanse.engine.doors.versions import expected_version
from hanse.engine.settings import Settings
from hanse.engine.tx import Database, Tx

PATH = re.compile(r"(/[a-z][a-z0-9_.]*|/\{[a-z_]+\})+")
# What an Idempotency-Key looks like, and what it is for.
KEY_PATTERN = "^[!-~]{1,255}$"
KEY_WORDS = "The same key and request again get the same answer and do nothing twice."
VERB_NOUN = re.compile(r"[a-z]+(_[a-z]+)+")

Endpoint = TypeVar("Endpoint", bound=Callable[..., Awaitable[object]])
Needs = Permission | Public


def tighten(schema: object) -> None:
    """Make every number, text and truth value strict; ids, instants and choices stay texts."""
    if isinstance(schema, dict):
        if schema.get("type") in ("bool", "float", "int", "str"):
            schema["strict"] = True
        for part in schema.values():
            tighten(part)
    elif isinstance(schema, list):
        for part in schema:
            tighten(part)


class Body(BaseModel):
    """What a caller sends. A field that is not declared is refused, and `"7"` or `true` is no 7."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=10_000)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        tighten(schema)
        return schema


@dataclass(frozen=True, slots=True)
class Door:
    """One route: who may come in, and what kind of answer leaves."""

    room: str
    method: str
    path: str
    needs: Needs
    endpoint: Callable[..., Awaitable[object]]
    status: int = 200
    versioned: bool = False  # a reader gets an ETag, a writer must bring it as If-Match
    shows_secret: bool = False  # the answer is never kept, so a repeat of the request is a 409
    example: str = ""  # of an answer that is no JSON
    personal: bool = False  # about the person, who stands in the installation, in no workspace
    step_up: bool = False  # dangerous: the person shows again who it is, if that was long ago
    # Waits for somebody outside between short transactions, and asked twice does nothing twice.
    repeatable: bool = False
    # Loaded in a thread before the transaction is open, where that takes longer than one may wait.
    ready: Callable[[], object] | None = None
    file_bytes_max: int = 0  # its body is a file of so many bytes at most, as it is, and no JSON
    # Other statuses that are no problem.
    also: Mapping[int, type[BaseModel]] = field(default_factory=dict)


class Options(TypedDict, total=False):
    """What a room may say of a door beyond what it needs; `Door` tells what each means."""

    status: int
    versioned: bool
    shows_secret: bool
    example: str
    personal: bool
    step_up: bool
    repeatable: bool
    ready: Callable[[], object] | None
    file_bytes_max: int
    also: Mapping[int, type[BaseModel]]


CHANGING: Options = {"versioned": True}


class Doors:
    """The routes of one room, in the order in which they were declared."""

    def __init__(self, room: str) -> None:
        self.room = room
        self._doors: list[Door] = []

    def __iter__(self) -> Iterator[Door]:
        return iter(self._doors)

    def get(
        self, path: str, *, needs: Needs, **more: Unpack[Options]
    ) -> Callable[[Endpoint], Endpoint]:
        return self._declare("GET", path, needs, more)

    def post(
        self, path: str, *, needs: Needs, **more: Unpack[Options]
    ) -> Callable[[Endpoint], Endpoint]:
        return self._declare("POST", path, needs, more)

    def put(
        self, path: str, *, needs: Needs, **more: Unpack[Options]
    ) -> Callable[[Endpoint], Endpoint]:
        return self._declare("PUT", path, needs, CHANGING | more)

    def patch(
        self, path: str, *, needs: Needs, **more: Unpack[Options]
    ) -> Callable[[Endpoint], Endpoint]:
        return self._declare("PATCH", path, needs, CHANGING | more)

    def delete(
        self, path: str, *, needs: Needs, **more: Unpack[Options]
    ) -> Callable[[Endpoint], Endpoint]:
        return self._declare("DELETE", path, needs, CHANGING | {"status": 204} | more)

    def _declare(
        self, method: str, path: str, needs: Needs, more: Options
    ) -> Callable[[Endpoint], Endpoint]:
        def declare(endpoint: Endpoint) -> Endpoint:
            door = Door(self.room, method, path, needs, endpoint, **more)
            check(door)
            self._doors.append(door)
            return endpoint

        return declare


def check(door: Door) -> None:
    """Raise unless the door says what it needs and is named as everybody expects."""
    at = f"{door.method} {door.path}"
    if not isinstance(door.needs, Public) and (
        not isinstance(door.needs, Permission) or PERMISSIONS.get(door.needs.name) != door.needs
    ):
        raise TypeError(f"{at}: needs= must be a declared Permission or PUBLIC, not {door.needs}.")
    if not PATH.fullmatch(door.path):
        raise ValueError(f"{at}: write the path as /api/room/nouns/{{id}}.")
    name = getattr(door.endpoint, "__name__", "")
    if not VERB_NOUN.fullmatch(name):
        raise ValueError(f"{at}: name the function verb_noun, not {name!r}.")
    if not inspect.getdoc(door.endpoint):
        raise ValueError(f"{at}: give {name} a docstring; the HTTP reference is made of it.")


async def open_tx(request: Request) -> Tx:
    tx: Tx = request.state.tx
    return tx


async def file_of(request: Request) -> bytes:
    return await request.body()


async def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.ground.settings
    return settings


async def database_of(request: Request) -> Database:
    database: Database = request.app.state.ground.database
    return database


async def caller_of(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


async def version_expected(request: Request) -> int:
    return expected_version(request.headers.get("if-match", ""))


# What a route may ask for besides its parameters and body.
InTx = Annotated[Tx, Depends(open_tx)]
FileBrought = Annotated[bytes, Depends(file_of)]
OfSettings = Annotated[Settings, Depends(settings_of)]
# For the few that wait for something slow between two short transactions, and open these.
InDatabase = Annotated[Database, Depends(database_of)]
# These keep no answer, so one that makes something under a key sees to it by itself.
KeyBrought = Annotated[
    str, Header(alias="Idempotency-Key", pattern=KEY_PATTERN, description=KEY_WORDS)
]
Called = Annotated[Caller, Depends(caller_of)]
Expected = Annotated[int, Depends(version_expected)]
