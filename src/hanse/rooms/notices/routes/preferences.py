"""HTTP of preferences: the grid of kinds and channels, quiet hours, the digest."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model.contacts import Contact
from hanse.rooms.notices.model.kinds import NOTICES, Channel, Kind
from hanse.rooms.notices.model.notices import Reader, titled
from hanse.rooms.notices.model.preferences import Preferences, checked
from hanse.rooms.notices.routes.permissions import READ, WRITE
from hanse.rooms.notices.service import preferences as service
from hanse.rooms.notices.service.ports import NOT_CHOSEN

doors = Doors("notices")

CHOICES: JsonDict = {"jobs.job.failed": ["in_app", "email"]}
ASKED: JsonDict = {
    "choices": CHOICES,
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": None,
    "digest_at": None,
}
ROW: JsonDict = {
    "kind": "jobs.job.failed",
    "group": "jobs",
    "title": "A job stopped",
    "channels": ["in_app", "email"],
    "usual": ["in_app"],
    "always_mailed": False,
    "urgent": False,
}
COLUMN: JsonDict = {"channel": "email", "chosen": True, "why_not": ""}
GRID: JsonDict = {
    "channels": [COLUMN],
    "kinds": [ROW],
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "zone": "Asia/Jakarta",
    "own_zone": False,
    "digest_at": None,
    "version": 1,
}

Clock = Annotated[str | None, Field(max_length=5, description="On the person's clock, as 22:00.")]


class ColumnOut(BaseModel):
    """A way to be told."""

    channel: Channel
    chosen: bool = Field(description="Whether a person chooses it by kind.")
    why_not: str = Field(description="Where it is not: why, for people.")


class RowOut(BaseModel):
    """A kind of notice, and how the person is told of it."""

    kind: str
    group: str
    title: str
    channels: list[Channel]
    usual: list[Channel]
    always_mailed: bool = Field(description="The account mails it itself, whatever is chosen.")
    urgent: bool = Field(description="Passes quiet hours and digests.")


class GridOut(BaseModel):
    """How the person who asks is told, in full."""

    model_config = ConfigDict(json_schema_extra={"examples": [GRID]})

    channels: list[ColumnOut]
    kinds: list[RowOut]
    quiet_from: str | None
    quiet_until: str | None
    zone: str
    own_zone: bool = Field(description="Whether it is another one than that of the profile.")
    digest_at: str | None = Field(description="When one mail a day tells what is not urgent.")
    version: int


class GridIn(Body):
    """What is to be other than usual; kinds that are left out are told as usual."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED]})

    choices: Annotated[dict[str, list[str]], Field(max_length=200)] = Field(default_factory=dict)
    quiet_from: Clock = None
    quiet_until: Clock = None
    zone: Annotated[str | None, Field(max_length=60)] = None
    digest_at: Clock = None


@doors.get("/api/notices/preferences", needs=READ, personal=True, versioned=True)
async def read_preferences(tx: InTx, answer: Response) -> GridOut:
    """Show how the person who asks is told of each kind, by which ways, and when not."""
    found, contact = await service.preferences(tx)
    answer.headers["etag"] = etag(found.version)
    return grid(found, contact)


@doors.put("/api/notices/preferences", needs=WRITE, personal=True)
async def set_preferences(tx: InTx, asked: GridIn, expected: Expected, answer: Response) -> GridOut:
    """Choose how to be told; they hold in every workspace of the person."""
    wanted = checked(
        asked.choices, asked.quiet_from, asked.quiet_until, asked.zone, asked.digest_at
    )
    await service.change_preferences(tx, wanted, expected)
    return await read_preferences(tx, answer)


def grid(found: Preferences, contact: Contact | None) -> GridOut:
    language = contact.language.value if contact else Reader().language
    return GridOut(
        channels=[
            ColumnOut(
                channel=channel,
                chosen=channel not in NOT_CHOSEN,
                why_not=NOT_CHOSEN.get(channel, ""),
            )
            for channel in Channel
        ],
        kinds=[row(kind, found, language) for kind in NOTICES.values()],
        quiet_from=found.quiet_from,
        quiet_until=found.quiet_until,
        zone=found.zone or (contact.zone if contact else Reader().zone),
        own_zone=found.zone is not None,
        digest_at=found.digest_at,
        version=found.version,
    )


def row(kind: Kind, found: Preferences, language: str) -> RowOut:
    return RowOut(
        kind=kind.name,
        group=kind.name.partition(".")[0],
        title=titled(kind, language),
        channels=sorted(found.channels(kind)),
        usual=sorted(kind.usual),
        always_mailed=kind.by_letter,
        urgent=kind.urgent,
    )
