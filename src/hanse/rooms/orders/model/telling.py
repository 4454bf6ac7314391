"""What a shop is told of a parcel, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.trade.fields import Fields

WHY_CHARS_MAX = 300
PROVEN, REFUSED = "proven", "refused"
# By which event it is over, and in which words where the shop does not have it. A change whose
# answer was lost is not over: it is settled by reading, and nothing is proposed meanwhile.
ENDINGS: Mapping[str, str] = {
    "changes.change.proven": "",
    "changes.change.refused": "It was refused by the shop.",
    "changes.change.cancelled": "The change was withdrawn.",
    "changes.change.expired": "The change was not approved in time.",
    "changes.change.rehearsed": "It was rehearsed only, for the shop is not live.",
}
# What made room for the same thing is on its way again, or stands at the shop already.
SHOWN_ALREADY = ("changes.change.superseded", "nothing_left")


@dataclass(frozen=True, slots=True)
class Untold:
    """A parcel that a shop is to be told of; its id is the mark of the change."""

    id: UUID
    order_id: UUID
    account_id: UUID
    order_remote_id: str
    number: str
    fields: Fields
