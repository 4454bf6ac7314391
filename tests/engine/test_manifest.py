"""A card that contradicts itself cannot be made."""

from dataclasses import replace
from typing import Any

import pytest

from hanse.engine.manifest import (
    ANYWHERE,
    Connector,
    Key,
    Limit,
    Meaning,
    Plumbing,
    Proof,
    Quirk,
    Rate,
    Read,
    Repeat,
    SignIn,
    Write,
)

PRICES = Write("prices", "goods", Repeat.absolute, Proof.read, batch_max=50, settle_after_s=2.0)
CARD = Connector(
    name="corner",
    title="Corner",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.oauth,),
    keys=(Key("shop", "Shop", "Its name.", r"\w+", secret=False),),
    rates=(Rate("goods", 2, "its documents", units=40, window_s=60.0),),
    reads=(Read("products", "goods", frozenset({"everything"}), 100),),
    writes=(PRICES,),
    plumbing=(Plumbing("tokens.refresh", "goods", "Keep the consent alive."),),
    limits=(Limit("title", 120, "its documents"),),
    meanings=(Meaning("order.status", "READY", "to_fulfil"),),
    quirks=(Quirk("It counts seconds in UTC.", "its documents"),),
)


def test_a_card_tells_what_a_word_means() -> None:
    assert CARD.ours("order.status", "READY") == "to_fulfil"
    assert CARD.ours("order.status", "ready") is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "The Corner"}, "its name is no name of a folder"),
        ({"markets": ()}, "no market"),
        ({"sign_ins": ()}, "keys or rights and no sign-in"),
        ({"sign_ins": (), "keys": ()}, "no sign-in, so it can only be read"),
        ({"keys": CARD.keys * 2}, "key shop is there twice"),
        ({"rates": CARD.rates * 2}, "rate goods is there twice"),
        ({"meanings": CARD.meanings * 2}, "meaning order.status=READY is there twice"),
        ({"rates": ()}, "family goods has no rate"),
        ({"rates": (Rate("goods", 0, "x"),)}, "rate goods is none"),
        ({"rates": (Rate("goods", 1, "x", units=3),)}, "rate goods is none"),
        ({"rates": (Rate("goods", 1, ""),)}, "no source"),
        ({"quirks": (Quirk("It is odd.", ""),)}, "no source"),
        ({"reads": (Read("products", "goods", frozenset(), 100),)}, "reads nothing"),
        ({"writes": (replace(PRICES, batch_max=0),)}, "writes nothing"),
        ({"writes": (replace(PRICES, proof=Proof.keyed_answer),)}, "platform forgets"),
        ({"writes": (replace(PRICES, family="other"),)}, "family other has no rate"),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(wrong: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(CARD, **wrong)
