"""Changes carried out against a shop that loses calls, does them late and forgets keys: whatever
happens, a one-time change happens once at most, and of what is newest-wins the newest wins."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Fault, OutcomeUnknown, Rejected
from hanse.changes.model.changes import Change, Lane, moved, turn
from hanse.changes.model.intents import answered
from hanse.changes.model.kinds import Way
from hanse.changes.model.settling import (
    Ask,
    Look,
    Looked,
    SendAgain,
    Sent,
    Settle,
    Stop,
    settle,
)
from hanse.changes.model.states import Reason, State
from hanse.trade.fields import Fields
from tests.changes.ways import CREATE, KEYED, KEYED_ORDER, NUMBERED, ORDERED, PRICE, way
from tests.changes.wishes import NOW, creation, in_state, price, sgd

SEND_BY = timedelta(seconds=10)
TIMEOUT = timedelta(seconds=30)
ROUNDS_MAX = 40


@dataclass(frozen=True)
class Fate:
    """What happens to one call. The shop does it within the time that its card gives."""

    arrives: bool = True
    done_after_s: int = 0
    answered: bool = True
    read_late_s: int = 0  # how much later than it may be read somebody comes to read it
    searched: bool = False
    read_early: bool = False  # somebody reads at once, before that says anything


GOOD = Fate()
fates = st.lists(
    st.builds(
        Fate,
        st.booleans(),
        st.integers(0, 19),
        st.booleans(),
        st.sampled_from([0, 1, 600, 5000]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


@dataclass
class Shop:
    """The stranger: it keeps its own count of what was really done."""

    way: Way
    shows: Fields | None
    done: list[tuple[datetime, Fields]] = field(default_factory=list)
    keys: dict[str, datetime] = field(default_factory=dict)

    def receive(self, change: Change, at: datetime, key: str) -> Fault | None:
        memory = self.way.key_memory
        if memory and key in self.keys and at < self.keys[key] + memory:
            return None  # the first answer again
        self.keys[key] = at
        if self.way.write.unique_by and any(done_at <= at for done_at, _ in self.done):
            return Rejected("There is one with this SKU.")
        self.done.append((at, change.after))
        return None

    def look(self, at: datetime, fate: Fate) -> Look:
        seen = [after for done_at, after in sorted(self.done, key=first) if done_at <= at]
        how = Looked.by_search if fate.searched else Looked.by_id
        if fate.searched and len(seen) == 1:
            return Look(self.shows, at, how)  # it lags, and does not find what is there
        return Look({**(self.shows or {}), **seen[-1]} if seen else self.shows, at, how)


def first(done: tuple[datetime, Fields]) -> datetime:
    return done[0]


@dataclass
class Run:
    """One change on its way, and how often it was sent."""

    change: Change
    now: datetime
    sends: int = 0
    first_at: datetime | None = None
    stopped: Stop | None = None

    def go(self, reason: Reason) -> None:
        self.change, _ = moved(self.change, reason, self.now)


def send(run: Run, shop: Shop, fate: Fate, reason: Reason) -> None:
    """One call: what the platform does with it, and what we get to know."""
    run.go(reason)
    run.sends, run.first_at = run.sends + 1, run.first_at or run.now
    fault: Fault | None = OutcomeUnknown("The line broke.")
    taken = False
    if fate.arrives:
        said = shop.receive(run.change, run.now + timedelta(seconds=fate.done_after_s), "key")
        fault = said if fate.answered else fault
        taken = fate.answered and said is not None
    to = answered(shop.way, fault, sends=run.sends, number_taken=taken)
    run.go(to or Reason.not_shown)  # what is proven by reading is read like what is unknown


def settled(run: Run, shop: Shop, fate: Fate, *, newer_waits: bool = False) -> bool:
    """Read the shop and do what that says; False if it is to be sent again."""
    sent = Sent(run.first_at or run.now, run.now + SEND_BY + TIMEOUT, run.sends)
    look = shop.look(run.now, fate) if fate.read_early else None
    for _ in range(4):
        found = settle(shop.way, run.change, sent, look, run.now, newer_waits=newer_waits)
        if isinstance(found, Ask):
            run.now = max(run.now, found.at + timedelta(seconds=fate.read_late_s))
            look = shop.look(run.now, fate)
            fate = replace(fate, read_late_s=0, searched=False)
        elif isinstance(found, SendAgain):
            assert found.until is None or run.now < found.until
            return False
        elif isinstance(found, Settle):
            run.go(found.reason)
            return True
        else:
            run.stopped = found
            return True
    raise AssertionError("It asks and asks.")


def carry_out(change: Change, shop: Shop, given_fates: Sequence[Fate]) -> Run:
    run = Run(in_state(change, State.approved), NOW)
    row = iter(given_fates)
    send(run, shop, next(row, GOOD), Reason.intended)
    for _ in range(ROUNDS_MAX):
        if run.change.state is not State.unknown or settled(run, shop, next(row, GOOD)):
            return run
        send(run, shop, next(row, GOOD), Reason.sent_again)
    raise AssertionError("It is sent and sent.")


ONE_TIME = {
    "plain": (CREATE, creation()),
    "keyed": (KEYED, creation()),
    "numbered": (NUMBERED, creation()),
    "keyed and numbered": (way("products.create", key_memory_s=60, unique_by="sku"), creation()),
    "keyed answer": (KEYED_ORDER, ORDERED),
    "soon forgotten": (way("products.create", key_memory_s=90), creation()),
}


@pytest.mark.parametrize("which", ONE_TIME)
@given(given_fates=fates)
def test_a_one_time_change_happens_once_at_most(which: str, given_fates: list[Fate]) -> None:
    of, change = ONE_TIME[which]
    shop = Shop(of, None if of.kind.creates else change.before)
    run = carry_out(change, shop, given_fates)
    assert len(shop.done) <= 1
    if run.change.state is State.proven:
        assert len(shop.done) == 1
    else:  # nothing is stuck without a word
        assert run.change.state is State.unknown
        assert run.stopped is not None
        assert run.stopped.finding.next_step


@given(fates)
def test_what_may_be_repeated_is_proven_in_the_end(given_fates: list[Fate]) -> None:
    shop = Shop(PRICE, {"price": sgd(10)})
    run = carry_out(price(1, sgd(10), sgd(12)), shop, given_fates)
    assert run.change.state is State.proven or run.stopped is not None
    assert all(after == {"price": sgd(12)} for _, after in shop.done)


# Two and more in one lane


acts = st.lists(st.sampled_from(["wish", "go"]) | st.sampled_from(["go"]), max_size=20)


@dataclass
class Queue:
    """A lane: one in flight, and the newest that waits behind it."""

    shop: Shop
    flying: Run | None = None
    waiting: Change | None = None
    last: Change | None = None
    ended: list[Change] = field(default_factory=list)
    now: datetime = NOW

    def wish(self, number: int) -> None:
        """A newer one takes the place of what was not sent, and waits for what may have been."""
        change = price(1, sgd(10), sgd(100 + number))
        if self.waiting and turn(self.waiting.state, may_overtake=False).replaces:
            self.ended.append(moved(self.waiting, Reason.newer_wish, self.now)[0])
        self.waiting = self.last = in_state(change, State.approved)

    def go(self, fate: Fate) -> None:
        flying, shop = self.flying, self.shop
        if flying is None:
            if self.waiting is not None:
                shown = shop.look(self.now, GOOD).fields or self.waiting.before
                self.flying = Run(replace(self.waiting, before=shown), self.now)
                self.waiting = None
                send(self.flying, shop, fate, Reason.intended)
        elif settled(flying, shop, fate, newer_waits=self.waiting is not None):
            self.now = flying.now
            if flying.stopped and self.last is not None and self.waiting is None:
                self.waiting = self.last  # a person looks, and wants it again
            self.ended.append(flying.change)
            self.flying = None
        else:
            send(flying, shop, fate, Reason.sent_again)


@given(acts, fates)
def test_the_newest_wins_in_whatever_order_answers_come(
    script: list[str], given_fates: list[Fate]
) -> None:
    lane = Queue(Shop(PRICE, {"price": sgd(10)}))
    row = iter(given_fates)
    for number, act in enumerate(script):
        if act == "wish":
            lane.wish(number)
        else:
            lane.go(next(row, GOOD))
    for _ in range(ROUNDS_MAX):
        lane.go(next(row, GOOD))
    assert lane.flying is None
    assert lane.waiting is None
    if lane.last is not None:
        assert max(lane.shop.done, key=first)[1] == lane.last.after
    amounts = [after["price"] for _, after in sorted(lane.shop.done, key=first)]
    assert amounts == sorted(amounts, key=str)  # no old price ever came after a newer one
    assert {Lane(each.account_id, each.thing.ours, each.kind) for each in lane.ended} <= {
        price(1, sgd(10), sgd(12)).lane
    }
