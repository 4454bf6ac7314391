"""The shapes of connected accounts on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.engine.pace import Breaker
from hanse.rooms.connections.model.accounts import Account, AccountState, WriteMode
from hanse.rooms.connections.service.health import Health
from hanse.trade.access import Probe

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"
ACCOUNT: JsonDict = {
    "id": ID,
    "platform": "woocommerce",
    "name": "Lamps",
    "address": "https://lamps.example",
    "state": "active",
    "write_mode": "dry",
    "workspace_mode": "dry",
    "effective_mode": "dry",
    "currency": "USD",
    "decimals": 2,
    "time_zone": "Asia/Singapore",
    "language": "en-US",
    "platform_version": "10.5.0",
    "scopes": [],
    "missing": [],
    "may_write": True,
    "own_authority": False,
    "token_expires_at": None,
    "consent_expires_at": None,
    "fault": None,
    "read_at": "2026-11-20T14:03:05Z",
    "written_at": None,
    "checked_at": "2026-11-20T14:00:00Z",
    "silent_since": None,
    "hook_at": "2026-11-20T14:03:05Z",
    "made_at": "2026-11-20T14:00:00Z",
    "connected_at": "2026-11-20T14:00:00Z",
    "disconnected_at": None,
    "version": 1,
}
FINDING: JsonDict = {
    "severity": "warning",
    "code": "read_only",
    "sentence": "The key may read but not write.",
    "next_step": "Make a key for reading and writing.",
}
LOOK: JsonDict = {
    "name": "Lamps",
    "address": "https://lamps.example",
    "currency": "USD",
    "time_zone": "Asia/Singapore",
    "language": "en-US",
    "version": "10.5.0",
    "scopes": [],
    "missing": [],
    "may_read": True,
    "may_write": False,
    "findings": [FINDING],
    "known_as": None,
}
FAMILY: JsonDict = {
    "family": "products",
    "left": 1980.0,
    "size": 2000.0,
    "restored_per_s": 100.0,
    "blocked_until": None,
    "breaker": "closed",
    "since": None,
    "next_try_at": None,
}
HEALTH: JsonDict = {
    "families": [FAMILY],
    "outcomes": [{"outcome": "ok", "calls": 198}, {"outcome": "unavailable", "calls": 2}],
    "hook_at": "2026-11-20T14:03:05Z",
}
FIELDS: JsonDict = {
    "store_url": "https://lamps.example",
    "consumer_key": "",
    "consumer_secret": "",
}

Id = Annotated[UUID, Path(description="The id of an account.")]
States = Annotated[list[AccountState] | None, Query(alias="state", description="Any of these.")]
Named = Annotated[str, Field(max_length=200)]
Fields = Annotated[
    dict[str, Annotated[str, Field(max_length=8_000)]],
    Field(max_length=20, description="The keys of the platform's card by their names."),
]


class FaultOut(BaseModel):
    """What went wrong last, and what to do."""

    code: str
    sentence: str
    next_step: str
    at: datetime


class AccountOut(BaseModel):
    """One shop at one platform."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT]})

    id: UUID
    platform: str
    name: str
    address: str
    state: AccountState
    write_mode: WriteMode = Field(description="The account's own switch.")
    workspace_mode: WriteMode = Field(description="The switch of the whole workspace.")
    effective_mode: WriteMode = Field(description="Live only where both of them are.")
    currency: str
    decimals: int = Field(description="Of its prices on the wire.")
    time_zone: str | None
    language: str | None = Field(description="Of its texts, as browsers write it.")
    platform_version: str | None
    scopes: list[str]
    missing: list[str] = Field(description="Rights that are wanted and were not granted.")
    may_write: bool | None
    own_authority: bool = Field(description="Its certificate is from an authority of your own.")
    token_expires_at: datetime | None
    consent_expires_at: datetime | None
    fault: FaultOut | None
    read_at: datetime | None = Field(description="When it last answered well.")
    written_at: datetime | None
    checked_at: datetime | None = Field(description="When its webhooks were last looked at.")
    silent_since: datetime | None
    hook_at: datetime | None = Field(description="When its last webhook arrived.")
    made_at: datetime
    connected_at: datetime
    disconnected_at: datetime | None
    version: int


class AccountsOut(Page[AccountOut]):
    """Accounts, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ACCOUNT], "next_cursor": None}]}
    )


class ClocksOut(BaseModel):
    """Accounts with something that ends, the next end first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [ACCOUNT]}]})

    items: list[AccountOut]


class FindingOut(BaseModel):
    severity: str
    code: str
    sentence: str
    next_step: str


class LookOut(BaseModel):
    """What a first look at a shop tells; an error among the findings keeps it from being saved."""

    model_config = ConfigDict(json_schema_extra={"examples": [LOOK]})

    name: str
    address: str
    currency: str | None
    time_zone: str | None
    language: str | None
    version: str | None
    scopes: list[str]
    missing: list[str]
    may_read: bool | None
    may_write: bool | None
    findings: list[FindingOut]
    known_as: str | None = Field(description="The account that it is already, if it is one.")


class FamilyOut(BaseModel):
    """How much of a limit is left, and whether calls go out at all."""

    family: str
    left: float | None
    size: float | None
    restored_per_s: float | None
    blocked_until: datetime | None
    breaker: Breaker = Field(
        description="open: it does not answer, so it is left alone; probing: one call tries."
    )
    since: datetime | None = Field(description="Since when it is left alone.")
    next_try_at: datetime | None


class OutcomeOut(BaseModel):
    outcome: str
    calls: int


class HealthOut(BaseModel):
    """How an account is, now."""

    model_config = ConfigDict(json_schema_extra={"examples": [HEALTH]})

    families: list[FamilyOut]
    outcomes: list[OutcomeOut] = Field(description="Of the calls that are kept.")
    hook_at: datetime | None = Field(description="When its last webhook arrived.")


class LookIn(Body):
    """Keys to try; for an account that is there already, with the authority that it has."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"platform": "woocommerce", "fields": FIELDS}]}
    )

    platform: Annotated[str, Field(max_length=40)]
    fields: Fields
    account_id: UUID | None = None


class AccountIn(Body):
    """A shop to connect; without a name it keeps its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"platform": "woocommerce", "fields": FIELDS, "name": "Lamps"}]
        }
    )

    platform: Annotated[str, Field(max_length=40)]
    fields: Fields
    name: Named = ""


class KeysIn(Body):
    """New keys of the same shop."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"fields": FIELDS}]})

    fields: Fields


class RenameIn(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Lamps and more"}]})

    name: Named


class ModeIn(Body):
    """Live is confirmed by typing the name of the account."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"write_mode": "live", "confirm": "Lamps"}]}
    )

    write_mode: WriteMode
    confirm: Named = ""


def shaped(found: Account, hook_at: datetime | None = None) -> AccountOut:
    fault = found.fault
    return AccountOut(
        id=found.id,
        platform=found.platform,
        name=found.name,
        address=found.address,
        state=found.state,
        write_mode=found.write_mode,
        workspace_mode=found.workspace_mode,
        effective_mode=found.effective_mode,
        currency=found.shop.currency,
        decimals=found.shop.decimals,
        time_zone=found.shop.time_zone,
        language=found.language,
        platform_version=found.platform_version,
        scopes=list(found.scopes),
        missing=list(found.missing),
        may_write=found.may_write,
        own_authority=bool(found.ca_pem),
        token_expires_at=found.token_expires_at,
        consent_expires_at=found.consent_expires_at,
        fault=FaultOut(
            code=fault.code, sentence=fault.sentence, next_step=fault.next_step, at=fault.at
        )
        if fault
        else None,
        read_at=found.read_at,
        written_at=found.written_at,
        checked_at=found.checked_at,
        silent_since=found.silent_since,
        hook_at=hook_at,
        made_at=found.made_at,
        connected_at=found.connected_at,
        disconnected_at=found.disconnected_at,
        version=found.version,
    )


def look_of(probe: Probe, known: str | None) -> LookOut:
    return LookOut(
        name=probe.name,
        address=probe.address,
        currency=probe.shop.currency if probe.shop else None,
        time_zone=probe.shop.time_zone if probe.shop else None,
        language=probe.language,
        version=probe.version,
        scopes=list(probe.scopes),
        missing=list(probe.missing),
        may_read=probe.may_read,
        may_write=probe.may_write,
        findings=[
            FindingOut(
                severity=each.severity,
                code=each.code,
                sentence=each.sentence,
                next_step=each.next_step,
            )
            for each in probe.findings
        ],
        known_as=known,
    )


def health_of(found: Health) -> HealthOut:
    return HealthOut(
        families=[
            FamilyOut(
                family=each.family,
                left=each.left,
                size=each.size,
                restored_per_s=each.restored_per_s,
                blocked_until=each.blocked_until,
                breaker=each.breaker,
                since=each.since,
                next_try_at=each.next_try_at,
            )
            for each in found.families
        ],
        outcomes=[OutcomeOut(outcome=outcome, calls=n) for outcome, n in found.outcomes],
        hook_at=found.hook_at,
    )
