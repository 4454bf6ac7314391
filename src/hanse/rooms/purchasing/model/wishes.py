"""How a merchant wants goods to be sent, and what a supplier can do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hanse.base.text import truncate
from hanse.engine.manifest import Supplies, Sureness, Wish

# What is written into the memo, for a person at the supplier to read.
WORDS: Mapping[Wish, str] = {
    Wish.no_logo: "Please pack it without any logo or brand.",
    Wish.no_price: "Please put no invoice and no price into the parcel: it is sold on.",
    Wish.gift_note: "It is a present. Please put this note in: {note}",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What holds for an order: `unproven` are wishes that only a memo tells and that nobody has
    accepted so far; `impossible` are those that this supplier does not know at all."""

    wishes: tuple[Wish, ...]
    memo: str
    unproven: tuple[Wish, ...]
    impossible: tuple[Wish, ...]


class Whence(StrEnum):
    """Who said it: the nearest to the order decides."""

    workspace = "workspace"
    supplier = "supplier"
    order = "order"


class Effect(StrEnum):
    """What comes of a wish at a supplier."""

    nothing = "nothing"  # it is not wanted
    field = "field"  # the order has a field for it
    written = "written"  # into the memo, and somebody agreed that nothing proves it
    asks = "asks"  # into the memo, and a person is asked first
    cannot = "cannot"  # the supplier does not know it, and a person is asked first
    unused = "unused"  # no voucher can be used there, and nobody is asked


@dataclass(frozen=True, slots=True)
class Told:
    """A wish as it holds for one order. `usual` is what holds without a word for it alone,
    `if_wanted` what comes of it where it is wanted, and `memo` what is written there then."""

    wish: Wish
    wanted: bool
    usual: bool
    whence: Whence | None  # None: nobody said anything
    sureness: Sureness
    if_wanted: Effect
    memo: str = ""

    @property
    def effect(self) -> Effect:
        return self.if_wanted if self.wanted else Effect.nothing


def told(
    layers: Mapping[Whence, Mapping[str, bool]],
    card: Supplies | None,
    accepted: Iterable[str],
    note: str,
) -> Sequence[Told]:
    yes = set(accepted)
    found: list[Told] = []
    for wish in Wish:
        said = [whence for whence in Whence if wish.value in layers.get(whence, {})]
        others = [whence for whence in said if whence is not Whence.order]
        # Vouchers are used unless somebody says that they are not.
        usual = layers[others[-1]][wish.value] if others else wish is Wish.voucher
        is_wanted = layers[said[-1]][wish.value] if said else usual
        sureness = card.sureness(wish) if card else NONE
        effect = effect_of(wish, sureness, accepted=wish.value in yes)
        words = WORDS.get(wish, "") if effect in (Effect.written, Effect.asks) else ""
        whence = said[-1] if said else None
        memo = words.format(note=note)
        found.append(Told(wish, is_wanted, usual, whence, sureness, effect, memo))
    return found


def effect_of(wish: Wish, sureness: Sureness, *, accepted: bool) -> Effect:
    if sureness is Sureness.confirmed:
        return Effect.field
    if sureness is Sureness.memo_only:
        return Effect.written if accepted else Effect.asks
    return Effect.unused if wish is Wish.voucher else Effect.cannot


def chosen(*layers: Mapping[str, bool]) -> tuple[Wish, ...]:
    """Of the workspace, then of the supplier, then of the order: who comes later decides."""
    said: dict[Wish, bool] = {}
    for layer in layers:
        said |= {Wish(name): wanted for name, wanted in layer.items() if name in set(Wish)}
    return tuple(each for each in Wish if said.get(each))


def wanted(
    wishes: Sequence[Wish],
    card: Supplies,
    accepted: Iterable[str],
    memo: str = "",
    note: str = "",
) -> Wanted:
    sure = {each: card.sureness(each) for each in wishes}
    yes = set(accepted)
    written = [
        WORDS[each].format(note=note) for each in wishes if each in WORDS and sure[each] is not NONE
    ]
    return Wanted(
        tuple(wishes),
        truncate(" ".join(filter(None, [memo, *written])), card.note_chars_max),
        tuple(each for each in wishes if sure[each] is Sureness.memo_only and each not in yes),
        tuple(each for each in wishes if sure[each] is NONE and each is not Wish.voucher),
    )


def without_voucher(*layers: Mapping[str, bool]) -> bool:
    """Whether somebody said that none is used, and nobody nearer that one is."""
    said = [layer[Wish.voucher.value] for layer in layers if Wish.voucher.value in layer]
    return bool(said) and not said[-1]


NONE = Sureness.none
