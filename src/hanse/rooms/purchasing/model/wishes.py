"""How a merchant wants goods to be sent, and what a supplier can do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


NONE = Sureness.none
