"""What the log tells about how shops are told of stock, and about what runs low."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

CHANNEL = ("stock.channel", "account_id")


@declare("stock.channel.changed", "{actor} {what} the stock of {name}", subject=CHANNEL)
@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """`why`: of a shop that is held."""

    account_id: UUID
    name: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int
    why: str = ""


@declare("stock.channel.asked", "{actor} had the stock of {name} compared", subject=CHANNEL)
@dataclass(frozen=True, slots=True)
class PushAsked:
    account_id: UUID
    name: str


@declare(
    "stock.channel.pushed",
    "{count} numbers of a shop are to be others: {why}",
    subject=CHANNEL,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class Pushed:
    account_id: UUID
    set_id: UUID
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """`first` is one of them, by its SKU or title. `variant_id`: where it is the only one."""

    variant_ids: Sequence[UUID]
    count: int
    first: str
    variant_id: UUID | None = None


@declare("stock.variant.lowered", "{count} variants run low: {first}")
@dataclass(frozen=True, slots=True)
class RanLow(Crossed):
    pass


@declare("stock.variant.emptied", "{count} variants are sold out: {first}")
@dataclass(frozen=True, slots=True)
class RanOut(Crossed):
    pass


@declare("stock.variant.restocked", "{count} variants can be sold again: {first}", routine=True)
@dataclass(frozen=True, slots=True)
class CameBack(Crossed):
    pass


@declare("stock.settings.changed", "{actor} changed when stock counts as low, and how it opens")
@dataclass(frozen=True, slots=True)
class SettingsChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int
