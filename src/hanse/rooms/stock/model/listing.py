"""A variant in the list of stock: what is there, where, and what shops show of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.rooms.catalog.model.goods import Label, Part
from hanse.rooms.stock.model.believing import percent_of
from hanse.rooms.stock.model.moves import Level
from hanse.rooms.stock.model.places import Place, PlaceKind


class ItemState(StrEnum):
    waiting = "waiting"  # for its opening count
    uncounted = "uncounted"  # nobody counts it
    fine = "fine"
    low = "low"
    out = "out"


class Truth(StrEnum):
    """How sure it is that a shop shows what it should."""

    off = "off"  # the shop is not told of stock
    waiting = "waiting"  # for the opening count
    asked = "asked"  # told, and not read back yet
    proven = "proven"
    differs = "differs"


@dataclass(frozen=True, slots=True)
class Item:
    """How a variant is counted; `kept` is the row's state, None where there is no row."""

    variant_id: UUID
    kept: str | None = None
    low_at: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """Of one shop, over all that it sells the variant as."""

    account_id: UUID
    on: bool
    shows: int | None
    will_show: int | None  # once all has gone out that was asked of it
    should: int | None = None


@dataclass(frozen=True, slots=True)
class AtShop:
    account_id: UUID
    should: int | None
    shows: int | None
    truth: Truth


@dataclass(frozen=True, slots=True)
class AtPlace:
    place: Place
    level: Level

    @property
    def of_supplier(self) -> bool:
        return self.place.kind is PlaceKind.supplier

    @property
    def sure(self) -> int | None:
        """How sure the supplier's word is, of 100."""
        level = self.level
        if not self.of_supplier or level.told_at is None or level.confidence is None:
            return None
        return percent_of(level.confidence)


@dataclass(frozen=True, slots=True)
class PartLeft:
    """A part of a bundle, and how many of it are free."""

    label: Label
    count: int
    available: int


@dataclass(frozen=True, slots=True)
class Row:
    """`on_hand` and what follows are of places of one's own; a bundle has what its parts make."""

    item: Item
    label: Label
    picture: str | None
    state: ItemState
    on_hand: int
    reserved: int
    promised: int
    available: int
    on_the_way: int
    low_at: int
    places: tuple[AtPlace, ...]
    shops: tuple[AtShop, ...]
    parts: tuple[PartLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside the variants of a page."""

    labels: Mapping[UUID, Label]
    pictures: Mapping[UUID, str]
    places: Mapping[UUID, Place]
    levels: Mapping[UUID, Sequence[Level]]
    shown: Mapping[UUID, Sequence[Shown]]
    parts: Mapping[UUID, Sequence[Part]]
    low_at: int


def row_of(item: Item, around: Around) -> Row | None:
    """None: the catalogue does not know it any more."""
    label = around.labels.get(item.variant_id)
    if label is None:
        return None
    lying = [
        AtPlace(around.places[each.place_id], each)
        for each in around.levels.get(item.variant_id, ())
        if each.place_id in around.places and (each.on_hand or each.reserved)
    ]
    lying.sort(key=lambda each: (each.place.position, each.place.id))
    own = [each.level for each in lying if each.place.kind is PlaceKind.own]
    parts = tuple(
        PartLeft(around.labels[each.component_id], each.count, free(each.component_id, around))
        for each in around.parts.get(item.variant_id, ())
        if each.component_id in around.labels
    )
    available = sum(each.available for each in own)
    if parts:
        available = max(min(each.available // each.count for each in parts), 0)
    low_at = around.low_at if item.low_at is None else item.low_at
    state = state_of(item, available, low_at, is_bundle=bool(parts))
    return Row(
        *(item, label, around.pictures.get(label.product_id), state),
        *(sum(each.on_hand for each in own), sum(each.reserved for each in own)),
        *(sum(each.promised for each in own), available),
        on_the_way=sum(
            each.level.on_hand for each in lying if each.place.kind is PlaceKind.transit
        ),
        low_at=low_at,
        places=tuple(lying),
        shops=tuple(at_shop(each, state) for each in around.shown.get(item.variant_id, ())),
        parts=parts,
    )


def free(variant_id: UUID, around: Around) -> int:
    return sum(
        each.available
        for each in around.levels.get(variant_id, ())
        if each.place_id in around.places and around.places[each.place_id].kind is PlaceKind.own
    )


def state_of(item: Item, available: int, low_at: int, *, is_bundle: bool) -> ItemState:
    if not is_bundle and item.kept != "counted":
        return ItemState.waiting if item.kept == "waiting" else ItemState.uncounted
    if available <= 0:
        return ItemState.out
    return ItemState.low if available <= low_at else ItemState.fine


def at_shop(shown: Shown, state: ItemState) -> AtShop:
    return AtShop(shown.account_id, shown.should, shown.shows, truth_of(shown, state))


def truth_of(shown: Shown, state: ItemState) -> Truth:
    if shown.on and state is ItemState.waiting:
        return Truth.waiting
    if not shown.on or shown.should is None:
        return Truth.off
    if shown.shows == shown.should:
        return Truth.proven
    return Truth.asked if shown.will_show == shown.should else Truth.differs
