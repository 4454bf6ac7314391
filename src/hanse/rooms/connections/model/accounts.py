"""A connected account: one shop at one platform, how far we may go there, and how it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.trade.access import Probe
from hanse.trade.shop import Shop

NAME_CHARS_MAX = 80
ACCOUNTS_MAX = 500
RENEW_AHEAD = timedelta(minutes=10)
RENEW_LEASE = timedelta(seconds=90)
WARN_DAYS = (14, 7, 1)


class AccountState(StrEnum):
    active = "active"
    lapsed = "lapsed"  # its key is no longer good; a person connects it again
    disconnected = "disconnected"


class WriteMode(StrEnum):
    dry = "dry"  # changes are rehearsed, nothing is sent
    live = "live"


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong last, in words for whoever looks at the account."""

    code: str
    sentence: str
    next_step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    platform: str
    name: str
    address: str
    shop_key: str
    state: AccountState
    write_mode: WriteMode
    workspace_mode: WriteMode
    shop: Shop
    language: str | None
    platform_version: str | None
    scopes: tuple[str, ...]
    missing: tuple[str, ...]
    may_write: bool | None
    ca_pem: str
    calls_a_second: int | None
    secrets_version: int
    token_expires_at: datetime | None
    consent_expires_at: datetime | None
    warned_days: int | None
    fault: Fault | None
    read_at: datetime | None
    written_at: datetime | None
    checked_at: datetime | None
    silent_since: datetime | None
    made_at: datetime
    connected_at: datetime
    disconnected_at: datetime | None
    version: int

    @property
    def is_connected(self) -> bool:
        return self.state is not AccountState.disconnected

    @property
    def effective_mode(self) -> WriteMode:
        """What counts for whoever would write: live only where account and workspace both are."""
        both = self.write_mode is WriteMode.live and self.workspace_mode is WriteMode.live
        return WriteMode.live if both else WriteMode.dry


class NotConnected(Conflict):
    code = "not_connected"


class TooManyAccounts(Conflict):
    code = "too_many_accounts"


def check_name(text: str) -> str:
    name = clean(text)
    if not 0 < len(name) <= NAME_CHARS_MAX:
        raise Rejected(
            "A name for this shop is needed.",
            [
                Finding(
                    Severity.error,
                    "name",
                    f"The name has {len(name)} characters; between 1 and {NAME_CHARS_MAX} fit.",
                    field="name",
                )
            ],
        )
    return name


def check_probe(probe: Probe) -> Shop:
    """The shop, if what we saw there is good enough to be saved."""
    errors = [each for each in probe.findings if each.severity is Severity.error]
    if errors or probe.shop is None:
        sentence = errors[0].sentence if errors else "The shop does not tell its currency."
        step = errors[0].next_step if errors else "Check the keys, then try again."
        raise Rejected(sentence, errors, step)
    return probe.shop


def check_same_shop(account: Account, probe: Probe) -> None:
    """Connected again, an account stays the shop that it was: all that hangs on it does."""
    if probe.key != account.shop_key:
        raise Conflict(
            f"These keys open {probe.name}, and {account.name} is another shop.",
            "Use keys of the same shop, or connect this one as a new account.",
        )


def warning_due(ends_at: datetime | None, now: datetime, warned_days: int | None) -> int | None:
    """Which of the warnings is to be given now: the smallest that is reached and not given yet."""
    if ends_at is None:
        return None
    left = ends_at - now
    reached = [days for days in WARN_DAYS if left <= timedelta(days=days)]
    if not reached:
        return None
    due = min(reached)
    return due if warned_days is None or due < warned_days else None


def renewal_at(expires_at: datetime, now: datetime) -> datetime:
    """Ahead of the end, but a token that lives short is used for half of its life at least."""
    return expires_at - min(RENEW_AHEAD, (expires_at - now) / 2)


def confirmed(typed: str, account: Account) -> None:
    """Whoever switches writing on types the name of the shop: a click is too easily made."""
    if clean(typed) != account.name:
        raise Rejected(
            f"To let Hanse write to this shop, type its name: {account.name}.",
            [Finding(Severity.error, "confirm", "This is not the name.", field="confirm")],
        )


def removed_by_hand(account: Account) -> str:
    """What to do where we could not take ourselves away."""
    return f"Look in {account.name} whether Hanse is still among its apps or keys; remove it there."
