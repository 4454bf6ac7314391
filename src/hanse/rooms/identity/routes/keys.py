"""The doors to API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, MANAGERS
from hanse.engine.doors.doors import Body, Called, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model.keys import NAME_CHARS_MAX, SCOPES_MAX, ApiKey, KeyState
from hanse.rooms.identity.service import keys

doors = Doors("identity")

READ = access.declare("identity.key.read", "See one's own API keys.", *MANAGERS)
WRITE = access.declare(
    "identity.key.write", "Make API keys for oneself, rename and revoke them.", *MANAGERS
)
OTHERS = access.declare(
    "identity.member_key.write", "See, rename and revoke the API keys of all members.", *ADMINS
)

KEY: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31",
    "name": "Stock robot",
    "prefix": "hak_9fK2mQ7x",
    "scopes": ["jobs.job.read"],
    "state": "active",
    "made_by": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "maker": "Ada Lind",
    "made_at": "2026-11-20T14:03:05Z",
    "expires_at": "2027-11-20T00:00:00Z",
    "used_at": None,
    "used_from": "",
    "ended_at": None,
    "version": 1,
}
SECRET = "hak_" + "0" * 43 + "1jgBk2"

Id = Annotated[UUID, Path(description="The id of the key.")]
Name = Annotated[str, Field(min_length=1, max_length=NAME_CHARS_MAX)]
Scope = Annotated[str, Field(min_length=1, max_length=100)]


class KeyIn(Body):
    """A key to be made. It never does more than its maker may at that moment."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Stock robot",
                    "scopes": ["jobs.job.read"],
                    "expires_at": "2027-11-20T00:00:00Z",
                }
            ]
        }
    )

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=SCOPES_MAX)]
    expires_at: AwareDatetime | None = None


class KeyNameIn(Body):
    """What the key is to be called."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Stock robot"}]})

    name: Name


class KeyOut(BaseModel):
    """A key as its owner sees it later: all but the secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [KEY]})

    id: UUID
    name: str
    prefix: str = Field(description="How the secret begins.")
    scopes: list[str]
    state: KeyState = Field(
        description="`orphaned`: its maker is no member any more, so it opens nothing."
    )
    made_by: UUID
    maker: str | None
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None = Field(description="To the minute.")
    used_from: str = Field(description="The address of its last use; empty if there was none.")
    ended_at: datetime | None
    version: int


class KeyMadeOut(KeyOut):
    """A new key with its secret, which is shown this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**KEY, "secret": SECRET}]})

    secret: str


class KeysOut(Page[KeyOut]):
    """Keys, the newest first; those that have ended stay in the list."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [KEY], "next_cursor": None}]}
    )


@doors.get("/api/identity/keys", needs=READ)
async def list_keys(
    tx: InTx, caller: Called, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> KeysOut:
    """List one's own API keys; admins see those of all members."""
    found = await keys.list_keys(
        tx, everybody=caller.may(OTHERS), before=read_id(cursor), rows_max=limit + 1
    )
    page, following = cut(found, limit, lambda key: [key.id])
    return KeysOut(items=[shaped(key, tx.now) for key in page], next_cursor=following)


@doors.post("/api/identity/keys", needs=WRITE, status=201, shows_secret=True, step_up=True)
async def create_key(tx: InTx, caller: Called, asked: KeyIn) -> KeyMadeOut:
    """Make an API key. Its secret is in this answer and nowhere else."""
    made = await keys.make_key(
        tx,
        name=asked.name,
        scopes=asked.scopes,
        expires_at=asked.expires_at,
        held=caller.permissions,
    )
    return KeyMadeOut(**shaped(made.key, tx.now).model_dump(), secret=made.secret)


@doors.get("/api/identity/keys/{id}", needs=READ, versioned=True)
async def read_key(tx: InTx, caller: Called, id: Id, answer: Response) -> KeyOut:  # noqa: A002
    """Show an API key."""
    found = await keys.read_key(tx, id, everybody=caller.may(OTHERS))
    answer.headers["etag"] = etag(found.version)
    return shaped(found, tx.now)


@doors.patch("/api/identity/keys/{id}", needs=WRITE)
async def rename_key(
    tx: InTx,
    caller: Called,
    id: Id,  # noqa: A002
    asked: KeyNameIn,
    expected: Expected,
    answer: Response,
) -> KeyOut:
    """Give an API key another name. Its scopes stay: make a new key for others."""
    found = await keys.rename_key(tx, id, asked.name, expected, everybody=caller.may(OTHERS))
    answer.headers["etag"] = etag(found.version)
    return shaped(found, tx.now)


# Without a version: whoever revokes a key in a hurry is not told to read it first.
@doors.delete("/api/identity/keys/{id}", needs=WRITE, versioned=False)
async def revoke_key(tx: InTx, caller: Called, id: Id) -> None:  # noqa: A002
    """Revoke an API key at once; it stays in the list."""
    await keys.revoke_key(tx, id, everybody=caller.may(OTHERS))


def shaped(key: ApiKey, now: datetime) -> KeyOut:
    return KeyOut(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        scopes=list(key.scopes),
        state=key.state(now),
        made_by=key.made_by,
        maker=key.maker,
        made_at=key.made_at,
        expires_at=key.expires_at,
        used_at=key.used_at,
        used_from=key.used_from,
        ended_at=key.ended_at,
        version=key.version,
    )
