"""Who tells the buyer, of which stages, and in which language: for the workspace, and by shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.rooms.letters.model.stages import STAGES, Stage

LANGUAGES = ("en", "id")
OTHERWISE = "en"
EVERY_SHOP = UUID(int=0)  # whose row is that of the workspace


class Teller(StrEnum):
    shop = "shop"  # it tells by itself, so we write nothing
    us = "us"


@dataclass(frozen=True, slots=True)
class Setting:
    """None: as in the workspace; there, as usual. A language of None is that of the shop, and
    answers of buyers go to the sender of all mails unless `reply_to` says where else."""

    teller: Teller | None = None
    stages: Sequence[Stage] | None = None
    language: str | None = None
    version: int = 0
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for one shop."""

    teller: Teller
    stages: frozenset[Stage]
    language: str | None
    reply_to: str | None = None

    def tells(self, stage: Stage) -> bool:
        return self.teller is Teller.us and stage in self.stages


def held(usual: Setting, own: Setting) -> Held:
    stages = own.stages if own.stages is not None else usual.stages
    return Held(
        own.teller or usual.teller or Teller.shop,
        frozenset(STAGES if stages is None else stages),
        own.language or usual.language,
        own.reply_to or usual.reply_to,
    )


def language_of(held: Held, of_shop: str | None) -> str:
    """As chosen, else the shop's own where letters are written in it, else English."""
    told = held.language or (of_shop or "").partition("-")[0].lower()
    return told if told in LANGUAGES else OTHERWISE
