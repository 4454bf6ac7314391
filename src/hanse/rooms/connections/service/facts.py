"""What the log tells about connected accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

ACCOUNT = ("connections.account", "account_id")


@declare("connections.account.connected", "{actor} connected {name} ({platform})", subject=ACCOUNT)
@dataclass(frozen=True, slots=True)
class AccountConnected:
    account_id: UUID
    platform: str
    name: str
    address: str
    version: int = 1


@declare(
    "connections.account.reconnected",
    "{actor} connected {name} again with new keys",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class AccountReconnected:
    account_id: UUID
    platform: str
    name: str
    address: str
    version: int


@declare("connections.account.disconnected", "{actor} disconnected {name}", subject=ACCOUNT)
@dataclass(frozen=True, slots=True)
class AccountDisconnected:
    account_id: UUID
    platform: str
    name: str
    version: int


@declare("connections.account.changed", "{actor} changed {name}", subject=ACCOUNT)
@dataclass(frozen=True, slots=True)
class AccountChanged:
    account_id: UUID
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare(
    "connections.account.lapsed",
    "{name} does not accept our key any more: {fault}",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class AccountLapsed:
    account_id: UUID
    platform: str
    name: str
    fault: str


@declare("connections.account.recovered", "{name} accepts our key again", subject=ACCOUNT)
@dataclass(frozen=True, slots=True)
class AccountRecovered:
    account_id: UUID
    name: str


@declare(
    "connections.account.left",
    "{name} removed Hanse on its side, so nothing is read there any more",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class AccountLeft:
    """The platform told us that somebody removed us there."""

    account_id: UUID
    platform: str
    name: str


@declare(
    "connections.consent.told",
    "The consent of {name} ends in {days} days, on {ends_on}",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class ConsentEnding:
    account_id: UUID
    name: str
    days: int
    ends_on: str


@declare(
    "connections.token.renewed", "The token of {name} was renewed", subject=ACCOUNT, routine=True
)
@dataclass(frozen=True, slots=True)
class TokenRenewed:
    account_id: UUID
    name: str
    expires_at: str


@declare(
    "connections.hook.lost",
    "{name} has told nothing since {since_at}: it is asked more often until it does",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class HookSilent:
    account_id: UUID
    name: str
    since_at: str


@declare("connections.hook.found", "{name} tells us of changes again", subject=ACCOUNT)
@dataclass(frozen=True, slots=True)
class HookHeard:
    account_id: UUID
    name: str


@declare(
    "connections.hook.restored",
    "{name} had switched its webhook {topic} off; it is on again",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class HookRestored:
    account_id: UUID
    name: str
    topic: str


@declare(
    "connections.plumbing.done", "Hanse asked {name} for {kind}", subject=ACCOUNT, routine=True
)
@dataclass(frozen=True, slots=True)
class PlumbingDone:
    account_id: UUID
    name: str
    kind: str


@declare(
    "connections.mode.changed",
    "{actor} switched writing for the whole workspace to {mode}",
    subject=("connections.mode", "workspace_id"),
)
@dataclass(frozen=True, slots=True)
class ModeChanged:
    workspace_id: UUID
    mode: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("connections.consent.begun", "{actor} went to {platform} to agree")
@dataclass(frozen=True, slots=True)
class ConsentBegun:
    consent_id: UUID
    platform: str
    name: str


@declare(
    "connections.privacy.told",
    "{name} passes on what the law asks for ({what}): answer within 30 days",
    subject=ACCOUNT,
)
@dataclass(frozen=True, slots=True)
class PrivacyAsked:
    """`remote_id` is the person's at the platform."""

    account_id: UUID
    name: str
    what: str
    remote_id: str
