"""What is to be told to a buyer, who that is, and why one is not told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.rooms.letters.model.stages import Stage

WHOLE_ORDER = UUID(int=0)  # of no parcel alone

# Addresses that marketplaces make up for one order: what is not about their own rules is not
# passed on, and writing to buyers of theirs is against these.
RELAYS = re.compile(
    r"(.+\.)?(marketplace\.amazon(\.[a-z]{2,3}){1,2}|members\.ebay(\.[a-z]{2,3}){1,2}"
    r"|relay\.walmart\.com|scs\d?\.tiktok(w\.us|\.com)|verkopen\.bol\.com)"
)
ADDRESS = re.compile(r'[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,253}')


@dataclass(frozen=True, slots=True)
class Ask:
    """Of one stage and parcel; `order` is its number for people."""

    order_id: UUID
    account_id: UUID
    order: str
    stage: Stage
    parcel_id: UUID = WHOLE_ORDER
    carrier: str = ""
    number: str = ""
    link: str = ""

    @property
    def key(self) -> tuple[UUID, Stage, UUID]:
        return self.order_id, self.stage, self.parcel_id


@dataclass(frozen=True, slots=True, repr=False)
class Addressee:
    name: str
    email: str


class Why(StrEnum):
    """Why nothing was sent."""

    erased = "erased"
    no_address = "no_address"
    odd_address = "odd_address"
    relay = "relay"
    stopped = "stopped"
    disconnected = "disconnected"


WORDS: Mapping[Why, str] = {
    Why.erased: "who bought was erased",
    Why.no_address: "the order has no mail address",
    Why.odd_address: "its mail address is none",
    Why.relay: "its address is of a marketplace, which tells the buyer itself",
    Why.stopped: "the buyer wants no mails about orders",
    Why.disconnected: "the shop is not connected",
}
CODES: Mapping[str, str] = {words: why.value for why, words in WORDS.items()}


def plain(email: str) -> str:
    return email.strip().casefold()


def why_not(buyer: Addressee | None) -> Why | None:
    """By what is known of who bought; None: nobody, any more."""
    if buyer is None:
        return Why.erased
    email = plain(buyer.email)
    if not email:
        return Why.no_address
    if not ADDRESS.fullmatch(email):
        return Why.odd_address
    return Why.relay if RELAYS.fullmatch(email.rpartition("@")[2]) else None
