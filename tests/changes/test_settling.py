"""An unknown change: when the shop is asked, and what its answer means."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Change, Thing
from hanse.changes.model.intents import read_back
from hanse.changes.model.kinds import Way
from hanse.changes.model.settling import (
    AT_WORK_MAX,
    SENDS_MAX,
    Ask,
    Look,
    Looked,
    SendAgain,
    Sent,
    Settle,
    Stop,
    asked_again_at,
    key_known_until,
    read_from,
    settle,
)
from hanse.changes.model.states import BY_WAY, Reason, State
from hanse.engine.manifest import Proof, Repeat
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Later
from tests.changes.ways import (
    BOUGHT,
    CREATE,
    DEARER,
    KEYED,
    KEYED_ORDER,
    MESSAGE,
    NUMBERED,
    ORDERED,
    PRICE,
    SAID,
    TEXTS,
    UNKEYED_ORDER,
    way,
)
from tests.changes.wishes import NOW, creation, sgd, wish

SENT = Sent(NOW - timedelta(seconds=70), NOW - timedelta(seconds=60))
DUE = SENT.over_at + timedelta(seconds=20)


def look(fields: Fields | None, **given: Any) -> Look:
    return replace(Look(fields, NOW), **given)


# When it may be read


def test_it_is_read_only_after_the_shop_has_had_its_time() -> None:
    assert read_from(PRICE, SENT) == DUE
    early = DUE - timedelta(microseconds=1)
    assert settle(PRICE, DEARER, SENT, None, early) == Ask(DUE)
    assert settle(PRICE, DEARER, SENT, None, NOW) == Ask(NOW)


def test_what_was_read_too_early_says_nothing_whatever_it_shows() -> None:
    early = DUE - timedelta(microseconds=1)
    for amount in (10, 12, 99):
        found = settle(PRICE, DEARER, SENT, look({"price": sgd(amount)}, at=early), NOW)
        assert found == Ask(NOW)
    found = settle(PRICE, DEARER, SENT, look({"price": sgd(12)}, at=DUE), NOW)
    assert found == Settle(Reason.read_back)


def test_a_copy_is_no_reading() -> None:
    assert settle(PRICE, DEARER, SENT, look({"price": sgd(12)}, cached=True), NOW) == Ask(NOW)


def test_what_has_an_id_is_read_by_it_and_not_searched_for() -> None:
    for amount in (10, 12, 99):
        found = look({"price": sgd(amount)}, how=Looked.by_search)
        assert settle(PRICE, DEARER, SENT, found, NOW) == Ask(NOW)


# What the reading means: after, before, something else


@pytest.mark.parametrize(
    ("of", "change", "fields"),
    [
        (PRICE, DEARER, {"price": sgd(12), "title": "whatever"}),
        (TEXTS, wish(), {"title": "Brass lamp"}),
        (CREATE, creation(), creation().after),
        (UNKEYED_ORDER, BOUGHT, SAID),
    ],
)
def test_after_means_proven(of: Way, change: Change, fields: Fields) -> None:
    assert settle(of, change, SENT, look(fields), NOW) == Settle(Reason.read_back)


def test_what_a_search_finds_is_there() -> None:
    found = look(creation().after, how=Looked.by_search)
    assert settle(CREATE, creation(), SENT, found, NOW) == Settle(Reason.read_back)


@pytest.mark.parametrize(("of", "change"), [(PRICE, DEARER), (TEXTS, wish())])
def test_before_means_send_again_where_repeating_is_harmless(of: Way, change: Change) -> None:
    assert settle(of, change, SENT, look(change.before), NOW) == SendAgain()


HOURS = {"fresh": SENT, "old": Sent(NOW - timedelta(hours=2), NOW - timedelta(hours=1))}
SEEN = {
    "absent": Look(None, NOW),
    "not found": Look(None, NOW, Looked.by_search),
}


@pytest.mark.parametrize(
    ("of", "age", "seen"), list(product(["plain", "keyed", "numbered"], HOURS, SEEN))
)
def test_before_of_a_creation_is_sent_again_only_under_a_key_or_a_number(
    of: str, age: str, seen: str
) -> None:
    ways = {"plain": CREATE, "keyed": KEYED, "numbered": NUMBERED}
    found = settle(ways[of], creation(), HOURS[age], SEEN[seen], NOW)
    if of == "numbered":
        assert found == SendAgain()
    elif of == "keyed" and age == "fresh":
        assert found == SendAgain(until=SENT.first_at + timedelta(hours=1))
    else:
        assert isinstance(found, Stop)
        assert "might be there twice" in found.finding.sentence
        assert found.finding.next_step


def test_a_number_that_is_not_sent_refuses_nothing() -> None:
    for without in ({"title": "Lamp"}, {"title": "Lamp", "sku": ""}, {"sku": None}):
        found = settle(NUMBERED, creation(after=without), SENT, look(None), NOW)
        assert isinstance(found, Stop)


def test_what_costs_money_is_never_repeated_blind() -> None:
    found = settle(UNKEYED_ORDER, BOUGHT, SENT, look(None), NOW)
    assert isinstance(found, Stop)
    assert "does not know our key" in found.finding.sentence


def test_the_platform_forgets_our_key() -> None:
    until = key_known_until(KEYED, SENT)
    assert until == SENT.first_at + timedelta(hours=1)
    assert key_known_until(CREATE, SENT) is None
    last = look(None, at=until - timedelta(microseconds=1))
    assert settle(KEYED, creation(), SENT, last, last.at) == SendAgain(until)
    too_late = settle(KEYED, creation(), SENT, look(None, at=until), until)
    assert isinstance(too_late, Stop)
    assert "knows our key no more" in too_late.finding.sentence


def test_a_third_value_of_what_is_newest_wins_is_planned_anew() -> None:
    for shown in ({"price": sgd(11)}, {"price": None}, {}, None):
        assert settle(PRICE, DEARER, SENT, look(shown), NOW) == Settle(Reason.overtaken)


@pytest.mark.parametrize(
    ("of", "change", "fields", "sentence"),
    [
        (TEXTS, wish(), {"title": "Their lamp"}, "The shop shows 'Their lamp' as title"),
        (TEXTS, wish(), {}, "nothing as title"),
        (TEXTS, wish(), None, "not there any more"),
        (CREATE, creation(), {"title": "Lamp", "sku": "L-1", "price": sgd(13)}, "SGD 13.00"),
        (
            UNKEYED_ORDER,
            BOUGHT,
            {**SAID, "country": "MY"},
            "The shop shows 'MY' as country: neither",
        ),
    ],
)
def test_about_a_third_text_creation_or_sum_a_person_decides(
    of: Way, change: Change, fields: Fields | None, sentence: str
) -> None:
    found = settle(of, change, SENT, look(fields), NOW)
    assert isinstance(found, Settle)
    assert found.reason is Reason.third_value
    assert found.finding is not None
    assert sentence in found.finding.sentence
    assert found.finding.next_step


def test_half_of_it_is_finished_where_repeating_is_harmless_and_contested_elsewhere() -> None:
    both = wish(before={"title": "A", "body": "B"}, after={"title": "C", "body": "D"})
    half = look({"title": "C", "body": "B"})
    assert settle(TEXTS, both, SENT, half, NOW) == SendAgain()
    careful = way("products.texts", repeat=Repeat.one_time)
    found = settle(careful, both, SENT, half, NOW)
    assert isinstance(found, Settle)
    assert found.reason is Reason.third_value


def test_a_newer_price_that_waits_takes_the_place_of_one_that_was_not_done() -> None:
    found = settle(PRICE, DEARER, SENT, look(DEARER.before), NOW, newer_waits=True)
    assert found == Settle(Reason.newer_wish)
    done = settle(PRICE, DEARER, SENT, look(DEARER.after), NOW, newer_waits=True)
    assert done == Settle(Reason.read_back)


def test_a_newer_text_that_waits_does_not_swallow_an_older_one() -> None:
    found = settle(TEXTS, wish(), SENT, look(wish().before), NOW, newer_waits=True)
    assert found == SendAgain()


# What cannot be read


def test_what_is_accepted_only_is_never_sent_again_by_itself() -> None:
    sent_message = wish(1, "messages.send", before={"text": None}, after={"text": "Hello"})
    for seen in (None, look({"text": None}), look(None)):
        for at in (NOW, NOW + timedelta(days=30)):
            found = settle(MESSAGE, sent_message, SENT, seen, at)
            assert isinstance(found, Stop)
            assert "does not show what became of it" in found.finding.sentence


def test_the_answer_is_asked_for_again_under_the_same_key_while_it_is_known() -> None:
    until = SENT.first_at + timedelta(hours=1)
    assert settle(KEYED_ORDER, ORDERED, SENT, None, SENT.over_at) == Ask(DUE)
    assert settle(KEYED_ORDER, ORDERED, SENT, None, NOW) == SendAgain(until)
    assert isinstance(settle(KEYED_ORDER, ORDERED, SENT, None, until), Stop)


# Limits


@pytest.mark.parametrize(
    ("of", "change"), [(PRICE, DEARER), (NUMBERED, creation()), (KEYED_ORDER, ORDERED)]
)
def test_it_is_not_sent_for_ever(of: Way, change: Change) -> None:
    often = replace(SENT, sends=SENDS_MAX)
    seen = look(change.before or None)
    found = settle(of, change, often, seen, NOW)
    assert isinstance(found, Stop)
    assert f"{SENDS_MAX} times" in found.finding.sentence
    assert not isinstance(settle(of, change, replace(often, sends=4), seen, NOW), Stop)


def test_where_nobody_answers_it_is_asked_later_each_time_up_to_half_an_hour() -> None:
    waits = [asked_again_at(NOW, asked) - NOW for asked in range(200)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=30)


# All of it: every way, every reading


ALL_WAYS = [PRICE, TEXTS, CREATE, KEYED, NUMBERED, MESSAGE, KEYED_ORDER, UNKEYED_ORDER]
ALL_WAYS += [way("products.create", repeat=Repeat.absolute, unique_by="handle")]
INSTANTS = [SENT.over_at, DUE, NOW, NOW + timedelta(hours=3)]


def changed(of: Way) -> Change:
    if of.kind.creates:
        return creation()
    thing = Thing("x/1", "r1")
    return wish(1, of.kind.name, thing=thing, before={"a": 1, "b": 1}, after={"a": 2, "b": 2})


@pytest.mark.parametrize("of", ALL_WAYS)
@pytest.mark.parametrize("now", INSTANTS)
@pytest.mark.parametrize("how", Looked)
def test_a_one_time_change_is_sent_again_only_where_the_platform_knows_it_again(
    of: Way, now: datetime, how: Looked
) -> None:
    """Whatever is read, whenever, and whoever stands behind: what comes out is a move that the
    table has, a question, a stop with a next step, or a sending that cannot happen twice."""
    change = changed(of)
    readings: list[Fields | None] = [None, {}, change.before, change.after, {"a": 2, "b": 1}]
    readings += [{"a": 3, "b": 3}]
    for fields, newer, sends in product(readings, (False, True), (1, SENDS_MAX)):
        state = replace(SENT, sends=sends)
        found = settle(of, change, state, Look(fields, now, how), now, newer_waits=newer)
        if isinstance(found, SendAgain):
            until = key_known_until(of, SENT)
            known = until is not None and found.until == until and now < until
            number = of.write.unique_by and change.after.get(of.write.unique_by)
            assert of.harmless_twice or number or known
            assert of.write.proof is not Proof.accepted_only
            assert now >= DUE
        elif isinstance(found, Settle):
            assert (State.unknown, found.reason) in BY_WAY
        elif isinstance(found, Stop):
            assert found.finding.next_step
        else:
            assert found.at >= now


# What the platform shows of something that it had taken


THEIRS: Fields = {"title": "Their lamp"}
REFUSED = Later(Finding(Severity.error, "picture_failed", "It could make nothing of it.", "Again."))


def test_what_a_platform_is_at_work_on_is_waited_for_but_not_for_ever() -> None:
    shown = look(THEIRS)
    assert settle(TEXTS, wish(), SENT, shown, NOW, later=Later()) == Ask(NOW)
    late = replace(shown, at=SENT.over_at + AT_WORK_MAX)
    told = settle(TEXTS, wish(), SENT, late, late.at, later=Later())
    assert isinstance(told, Settle)
    assert told.reason is Reason.third_value
    assert read_back(TEXTS, wish(), NOW, shown, NOW, Later()) == Ask(NOW)


def test_what_a_platform_refuses_later_is_refused_in_its_words() -> None:
    shown = look(THEIRS)
    for told in (
        settle(TEXTS, wish(), SENT, shown, NOW, later=REFUSED),
        read_back(TEXTS, wish(), NOW, shown, NOW, REFUSED),
    ):
        assert isinstance(told, Settle)
        assert told.reason is Reason.rejected
        assert told.finding is not None
        assert told.finding.sentence.endswith(": It could make nothing of it.")
    done = look(wish().after)
    assert settle(TEXTS, wish(), SENT, done, NOW, later=REFUSED) == Settle(Reason.read_back)


def test_what_was_to_end_and_is_gone_is_done() -> None:
    ended = wish(1, "purchases.cancel", before={"cancelled": False}, after={"cancelled": True})
    by = way("purchases.cancel")
    assert settle(by, ended, SENT, look(None), NOW) == Settle(Reason.read_back)
    assert read_back(by, ended, NOW, look(None), NOW) == Settle(Reason.read_back)
    there = settle(by, ended, SENT, look({"cancelled": False}), NOW)
    assert isinstance(there, Stop)  # it is sent a second time by a person's word alone


def test_what_was_to_be_paid_and_stands_unpaid_is_not_paid_a_second_time() -> None:
    """The amount is said along with it and shown by nobody."""
    paying = wish(
        1, "purchases.pay", before={"paid": False}, after={"paid": True, "amount": sgd(5)}
    )
    by = way("purchases.pay")
    assert settle(by, paying, SENT, look({"paid": True}), NOW) == Settle(Reason.read_back)
    found = settle(by, paying, SENT, look({"paid": False}), NOW)
    assert isinstance(found, Stop)
    assert "might be there twice" in found.finding.sentence
