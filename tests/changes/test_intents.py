"""Intents: who may send one and until when, and what an answer says."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.changes.model.intents import Intent, answered, may_leave, read_back, sent, swept
from hanse.changes.model.kinds import Way
from hanse.changes.model.settling import Ask, Look, Settle
from hanse.changes.model.states import BY_WAY, Reason, State
from tests.changes.ways import CREATE, DEARER, KEYED_ORDER, MESSAGE, NUMBERED, PRICE
from tests.changes.wishes import NOW, SHOP, sgd

OWNER, ANOTHER = UUID(int=70), UUID(int=71)
INTENT = Intent(
    id=UUID(int=60),
    account_id=SHOP,
    kind="offers.price",
    change_ids=(UUID(int=1001),),
    wire_key="k",
    owner=OWNER,
    written_at=NOW,
    send_by=NOW + timedelta(seconds=10),
    timeout_s=30,
)
COMPARING = Way(PRICE.kind, replace(PRICE.write, compare_and_set=True))


def test_only_its_owner_sends_it_and_only_in_time() -> None:
    last = INTENT.send_by - timedelta(microseconds=1)
    assert may_leave(INTENT, OWNER, last)
    assert not may_leave(INTENT, OWNER, INTENT.send_by)
    assert not may_leave(INTENT, ANOTHER, NOW)


def test_an_intent_that_was_answered_is_not_sent() -> None:
    assert not may_leave(replace(INTENT, answered_at=NOW), OWNER, NOW)


def test_nobody_is_swept_who_may_still_bring_an_answer() -> None:
    over = INTENT.send_by + timedelta(seconds=30)
    assert not swept(INTENT, over - timedelta(microseconds=1))
    assert swept(INTENT, over)
    assert not swept(replace(INTENT, answered_at=NOW), over)


def test_it_may_not_leave_at_any_instant_at_which_it_is_swept() -> None:
    """A job engine may run one job twice: then nothing leaves after the sweeper has been."""
    for second in range(120):
        at = NOW + timedelta(seconds=second)
        assert not (may_leave(INTENT, OWNER, at) and swept(INTENT, at))


def test_settling_counts_the_memory_of_a_key_from_the_first_sending() -> None:
    again = replace(INTENT, first_at=NOW - timedelta(hours=1), sends=2)
    assert sent(again).first_at == NOW - timedelta(hours=1)
    assert sent(again).sends == 2
    assert sent(INTENT).over_at == INTENT.over_at
    assert sent(INTENT, lost_at=NOW).over_at == NOW


@pytest.mark.parametrize(
    ("fault", "to"),
    [
        (Throttled("Slower.", after_s=2), State.approved),
        (Unavailable("Nobody there."), State.approved),
        (AuthLapsed("The key has ended."), State.approved),
        (Rejected("No."), State.refused),
        (Gone("It is gone."), State.refused),
        (Denied("You may not."), State.refused),
        (Conflict("Somebody else was faster."), State.refused),
        (OutcomeUnknown("The line broke."), State.unknown),
        (Fault("Something else."), State.unknown),
    ],
)
def test_a_fault_says_what_becomes_of_the_change(fault: Fault, to: State) -> None:
    reason = answered(PRICE, fault)
    assert reason is not None
    assert BY_WAY[State.sending, reason].to is to


def test_where_the_platform_compares_first_nothing_was_written_over_theirs() -> None:
    reason = answered(COMPARING, Conflict("It is 11.00 now."))
    assert reason is Reason.outrun
    assert BY_WAY[State.sending, reason].to is State.proposed


def test_a_good_answer_proves_what_its_kind_says() -> None:
    assert answered(PRICE, None) is None
    assert answered(KEYED_ORDER, None) is Reason.keyed_answer
    assert answered(MESSAGE, None) is Reason.accepted


def test_a_number_that_is_taken_is_somebody_elses_at_first_and_may_be_ours_later() -> None:
    taken = Rejected("There is one with this SKU.")
    assert answered(NUMBERED, taken, number_taken=True) is Reason.rejected
    assert answered(NUMBERED, taken, sends=2, number_taken=True) is Reason.second_refused
    assert answered(CREATE, taken, sends=2) is Reason.rejected


def test_where_nothing_can_be_read_a_second_one_refused_proves_the_first() -> None:
    taken = Rejected("There is an order with this number.")
    assert answered(KEYED_ORDER, taken, number_taken=True) is Reason.rejected
    assert answered(KEYED_ORDER, taken, sends=2, number_taken=True) is Reason.keyed_answer


def test_a_refusal_of_what_was_sent_before_proves_nothing_where_nothing_can_be_read() -> None:
    """The first one may have taken the last piece, for which the second is refused."""
    gone = Rejected("There is none left.")
    assert answered(KEYED_ORDER, gone) is Reason.rejected
    for fault in (gone, Denied("No."), Gone("Not there."), Conflict("Once only.", "Look.")):
        assert answered(KEYED_ORDER, fault, sends=2) is Reason.answer_lost


def test_what_was_accepted_is_proven_when_the_shop_shows_it() -> None:
    shows = Look({"price": sgd(12)}, NOW)
    assert read_back(PRICE, DEARER, NOW, shows, NOW) == Settle(Reason.read_back)
    assert read_back(PRICE, DEARER, NOW, None, NOW) == Ask(NOW)
    assert read_back(PRICE, DEARER, NOW, replace(shows, cached=True), NOW) == Ask(NOW)
    before_the_answer = replace(shows, at=NOW - timedelta(seconds=1))
    assert read_back(PRICE, DEARER, NOW, before_the_answer, NOW) == Ask(NOW)


def test_what_was_accepted_and_is_not_shown_in_time_is_unknown() -> None:
    due = NOW + timedelta(seconds=20)
    early = Look({"price": sgd(10)}, NOW)
    assert read_back(PRICE, DEARER, NOW, early, NOW) == Ask(due)
    found = read_back(PRICE, DEARER, NOW, replace(early, at=due), due)
    assert found == Settle(Reason.not_shown)
    assert BY_WAY[State.sending, Reason.not_shown].to is State.unknown
