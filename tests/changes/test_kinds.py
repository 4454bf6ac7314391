"""The kinds of changes, and what a card may say about them."""

from dataclasses import replace

import pytest

from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, PROOFS, Gauge, Kind, Undo, Way, joined
from hanse.engine.manifest import Proof, Repeat, Write
from hanse.trade.fields import Fields

PRICE = Write("offers.price", "goods", Repeat.absolute, Proof.read, batch_max=50, settle_after_s=2)
CREATE = Write("products.create", "goods", Repeat.one_time, Proof.read, 1, settle_after_s=15)
MESSAGE = Write("messages.send", "goods", Repeat.one_time, Proof.accepted_only, 1, 0)


def test_a_kind_and_its_card_are_one_way() -> None:
    ways = joined([PRICE, CREATE, MESSAGE])
    assert ways["offers.price"].harmless_twice
    assert not ways["products.create"].harmless_twice
    assert ways["products.create"].settle_after.total_seconds() == 15
    assert ways["products.create"].key_memory is None


def test_only_compare_and_set_may_overtake() -> None:
    way = joined([PRICE])["offers.price"]
    assert not way.may_overtake
    assert Way(way.kind, replace(PRICE, compare_and_set=True)).may_overtake


def test_each_way_states_its_proof() -> None:
    assert set(PROOFS) == set(Proof)
    assert joined([MESSAGE])["messages.send"].proof_in_words.startswith("accepted only")
    assert "read back" in joined([PRICE])["offers.price"].proof_in_words


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (replace(CREATE, repeat=Repeat.absolute), "happens twice if it is sent twice"),
        (replace(MESSAGE, repeat=Repeat.absolute), "happens twice if it is sent twice"),
        (replace(PRICE, repeat=Repeat.one_time), "repeating it is not harmless"),
        (replace(PRICE, proof=Proof.accepted_only), "never be seen"),
        (replace(PRICE, kind="offers.prize"), "no kind of change: offers.prize"),
    ],
)
def test_a_card_that_cannot_be_true_of_the_kind_is_refused(write: Write, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        joined([write])


def test_a_way_is_of_its_own_kind() -> None:
    with pytest.raises(ValueError, match=r"the card speaks of products\.create"):
        Way(KINDS["offers.price"], CREATE)


def test_a_creation_that_finds_the_first_by_its_number_may_be_repeated() -> None:
    upsert = replace(CREATE, repeat=Repeat.absolute, unique_by="handle")
    assert joined([upsert])["products.create"].harmless_twice


def test_a_card_may_be_more_careful_than_the_kind() -> None:
    texts = Write("products.texts", "goods", Repeat.one_time, Proof.read, 1, 5)
    assert not joined([texts])["products.texts"].harmless_twice


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"repeat": Repeat.one_time, "newest_wins": True},
            "newest wins, but it is not absolute",
        ),
        ({"creates": True}, "doing it twice makes two"),
        ({"undo": Undo.hide}, "hidden by a kind of its own"),
        ({"hidden_by": "products.state"}, "hidden by a kind of its own"),
        ({"undo": Undo.never}, "says why"),
        ({"never_why": "It is gone."}, "says why"),
    ],
)
def test_a_kind_that_contradicts_itself_cannot_be_made(
    wrong: dict[str, object], sentence: str
) -> None:
    plain = Kind("shelf.label", "label", Repeat.absolute, Undo.exchange)
    with pytest.raises(ValueError, match=sentence):
        replace(plain, **wrong)  # type: ignore[arg-type]


def test_stock_and_price_are_newest_wins_and_so_absolute() -> None:
    newest = {name for name, kind in KINDS.items() if kind.newest_wins}
    assert newest == {"offers.price", "offers.stock"}
    assert all(KINDS[name].repeat is Repeat.absolute for name in newest)


def test_what_is_made_is_hidden_by_a_kind_that_sets_whether_it_is_seen() -> None:
    made = [kind for kind in KINDS.values() if kind.creates and kind.undo is not Undo.never]
    assert made
    for kind in made:
        if not kind.name.startswith("purchases."):  # a dispute is taken back, and nobody sees it
            assert KINDS[kind.hidden_by].gauge("state") is Gauge.listing


@pytest.mark.parametrize(
    ("kind", "after", "counts"),
    [
        ("offers.stock", {"quantity": 0}, True),
        ("offers.stock", {"quantity": 3}, False),
        ("offers.stock", {"quantity": None}, False),
        ("products.state", {"state": "draft"}, True),
        ("products.state", {"state": "live"}, False),
        ("products.state", {"listed": False}, True),
        ("products.create", {"quantity": 0, "state": "draft"}, False),
        ("offers.price", {"price": Money("SGD", 0)}, False),
        ("orders.refund", {"amount": Money("SGD", 1)}, True),
    ],
)
def test_what_spends_or_may_take_counts_with_others_of_the_day(
    kind: str, after: Fields, counts: bool
) -> None:
    assert KINDS[kind].counts(after) is counts


def test_money_that_moves_is_under_a_gauge() -> None:
    assert KINDS["orders.refund"].gauge("amount") is Gauge.spend
    assert KINDS["purchases.order"].gauge("amount") is Gauge.spend
    assert KINDS["products.create"].gauge("price") is Gauge.price
    assert KINDS["offers.price"].gauge("title") is None
