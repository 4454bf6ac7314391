"""Links that are good once: to confirm an address, to set a new password, to change the address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class LinkKind(StrEnum):
    confirm = "confirm"
    reset = "reset"
    email = "email"


LIFETIMES = {
    LinkKind.confirm: timedelta(days=3),
    LinkKind.reset: timedelta(hours=1),
    LinkKind.email: timedelta(hours=24),
}
# One that goes from hand to hand, where there is no mail.
HANDED_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Link:
    id: UUID
    person_id: UUID
    kind: LinkKind
    email: str | None  # the new address that it confirms
    expires_at: datetime


def url(public_url: str, kind: LinkKind, token: str) -> str:
    """Behind the #, so that it is in no log: browsers do not send that part."""
    return f"{public_url.rstrip('/')}/sign-in/{kind}#{token}"
