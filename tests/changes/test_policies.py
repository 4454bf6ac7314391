"""Who has to agree: automatic, one person, two, in stages; and for how long it is good."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.changes.model.changes import Origin, Wisher
from hanse.changes.model.fingerprints import Basis, fingerprint
from hanse.changes.model.policies import (
    AUTOMATIC,
    ONE_PERSON,
    SAFE,
    TWO_PERSONS,
    Approval,
    Approver,
    Due,
    Load,
    NotYours,
    Policy,
    Rule,
    Schedule,
    Stage,
    approved_due,
    check_approver,
    check_policy,
    is_approved,
    needed,
    preview_of,
    proposal_due,
    waiting,
    weighs,
)
from tests.changes.wishes import ANNA, BERT, CARA, NOW, SYNC, by, sgd, wish

SHOWN = preview_of(["a", "b"])
STAGED = (Stage(1, frozenset({"manager"})), Stage(1, frozenset({"admin", "owner"})))
POLICY = Policy(
    rules=(
        Rule(AUTOMATIC, frozenset({"offers.price"}), items_max=100, stake_max=(sgd(50),)),
        Rule(ONE_PERSON, frozenset({"offers.price", "products.texts"}), items_max=1000),
        Rule(STAGED, frozenset({"purchases.order"})),
    ),
    otherwise=TWO_PERSONS,
)


def prices(items: int, *stake: Money) -> Load:
    return Load("offers.price", items, stake)


def approval(
    person: UUID, role: str = "manager", preview: str = SHOWN, minute: int = 0
) -> Approval:
    return Approval(person, role, preview, NOW + timedelta(minutes=minute))


# What is needed


def test_nothing_but_stock_and_parcels_goes_out_by_itself_until_somebody_says_so() -> None:
    assert needed(SAFE, [prices(1)]) == ONE_PERSON
    assert needed(SAFE, [Load("orders.ship", 1)]) == AUTOMATIC
    assert needed(SAFE, [Load("orders.refund", 1)]) == ONE_PERSON
    stock = Load("offers.stock", 100_000)
    assert needed(SAFE, [stock], [stock]) == AUTOMATIC
    assert needed(SAFE, [stock, prices(1)]) == ONE_PERSON
    assert needed(SAFE, []) == ONE_PERSON
    check_policy(SAFE)
    check_policy(POLICY)


@pytest.mark.parametrize(
    ("loads", "stages"),
    [
        ([prices(100, sgd(50))], AUTOMATIC),
        ([prices(101)], ONE_PERSON),
        ([prices(1, sgd("50.01"))], ONE_PERSON),
        ([prices(1, Money.of("USD", 1))], ONE_PERSON),  # no limit in that currency
        ([prices(1001)], TWO_PERSONS),
        ([Load("products.texts", 1)], ONE_PERSON),
        ([Load("products.create", 1)], TWO_PERSONS),
        ([Load("purchases.order", 1, (sgd(1),))], STAGED),
        ([prices(1), Load("products.texts", 1)], ONE_PERSON),
        ([prices(1), Load("products.create", 1)], TWO_PERSONS),
    ],
)
def test_kind_size_and_money_say_who_is_needed(
    loads: list[Load], stages: tuple[Stage, ...]
) -> None:
    assert needed(POLICY, loads) == stages


def test_many_small_sets_are_one_large_one() -> None:
    assert needed(POLICY, [prices(60)], recent=[prices(40)]) == AUTOMATIC
    assert needed(POLICY, [prices(60)], recent=[prices(41)]) == ONE_PERSON


def test_what_went_before_is_read_where_a_rule_has_a_limit_for_it() -> None:
    assert weighs(POLICY, [prices(60)])
    assert not weighs(POLICY, [])
    assert not weighs(replace(POLICY, rules=(Rule(AUTOMATIC),)), [prices(60)])
    limited = Rule(AUTOMATIC, frozenset({"offers.stock"}), items_max=5)
    assert not weighs(replace(POLICY, rules=(limited,)), [prices(60)])
    assert weighs(replace(POLICY, rules=(limited,)), [Load("offers.stock", 1)])
    assert needed(POLICY, [prices(1, sgd(20))], recent=[prices(1, sgd(31))]) == ONE_PERSON
    assert needed(POLICY, [prices(60)], recent=[Load("products.texts", 999)]) == AUTOMATIC


@given(st.lists(st.integers(1, 120), min_size=1, max_size=20))
def test_in_no_groups_goes_more_out_by_itself_than_the_policy_lets(sizes: list[int]) -> None:
    recent: list[Load] = []
    for size in sizes:
        load = prices(size, sgd(1))
        if needed(POLICY, [load], recent) == AUTOMATIC:
            recent.append(load)
    assert sum(each.items for each in recent) <= 100
    assert len(recent) <= 50


@pytest.mark.parametrize(
    "wrong",
    [
        {"otherwise": (Stage(0),)},
        {"otherwise": (Stage(9),)},
        {"otherwise": (Stage(1),) * 6},
        {"rules": (Rule(ONE_PERSON),) * 51},
        {"approve_life": timedelta(0)},
    ],
)
def test_a_policy_that_nobody_can_fulfil_cannot_be_set(wrong: Any) -> None:
    with pytest.raises(Rejected):
        check_policy(replace(SAFE, **wrong))


# Who may


def may(
    person: UUID,
    stages: tuple[Stage, ...] = TWO_PERSONS,
    origin: Origin = by(ANNA),  # noqa: B008 - it is a frozen value
    given_before: tuple[Approval, ...] = (),
    loads: tuple[Load, ...] = (),
    **approver: Any,
) -> bool:
    who = Approver(person, **({"role": "manager"} | approver))
    try:
        check_approver(who, [origin], stages, given_before, SHOWN, loads)
    except NotYours as fault:
        return fault.next_step == NotYours.usual_step  # each refusal has a next step of its own
    return True


@pytest.mark.parametrize("wisher", [Wisher.person, Wisher.key, Wisher.rule])
def test_whoever_proposed_it_or_made_the_key_or_edited_the_rule_is_none_of_two(
    wisher: Wisher,
) -> None:
    assert not may(ANNA, origin=by(ANNA, wisher))
    assert may(BERT, origin=by(ANNA, wisher))


def test_whoever_wanted_one_item_of_a_set_is_none_of_two() -> None:
    with pytest.raises(NotYours, match="You proposed it"):
        check_approver(
            Approver(BERT, "manager"), [by(ANNA), SYNC, by(BERT)], TWO_PERSONS, (), SHOWN, ()
        )


def test_one_who_works_alone_approves_the_own_proposal_where_one_person_is_enough() -> None:
    assert may(ANNA, ONE_PERSON)


def test_stages_are_no_way_around_the_second_person() -> None:
    assert not may(ANNA, STAGED)
    assert not may(ANNA, STAGED, given_before=(approval(BERT),), role="owner")


def test_one_person_counts_once() -> None:
    assert not may(BERT, given_before=(approval(BERT),))
    assert may(CARA, given_before=(approval(BERT),))
    assert not is_approved(TWO_PERSONS, [approval(BERT), approval(BERT, minute=1)], SHOWN)
    assert is_approved(TWO_PERSONS, [approval(BERT), approval(CARA)], SHOWN)


def test_what_is_approved_is_not_approved_again() -> None:
    assert not may(CARA, ONE_PERSON, given_before=(approval(BERT),))
    assert not may(CARA, AUTOMATIC)


def test_a_stage_waits_for_the_one_before_and_for_its_roles() -> None:
    assert not may(BERT, STAGED, role="admin")
    assert may(BERT, STAGED, role="manager")
    first = (approval(BERT),)
    assert not may(CARA, STAGED, given_before=first, role="manager")
    assert may(CARA, STAGED, given_before=first, role="admin")
    assert waiting(STAGED, first) == STAGED[1]
    assert is_approved(STAGED, [*first, approval(CARA, "owner")], SHOWN)
    assert not is_approved(STAGED, [approval(CARA, "owner")], SHOWN)


def test_nobody_approves_more_than_the_own_limit() -> None:
    load = (prices(10, sgd(30)), Load("products.texts", 5, (sgd(20),)))
    assert may(BERT, loads=load, items_max=15, amount_max=sgd(50))
    assert not may(BERT, loads=load, items_max=14)
    assert not may(BERT, loads=load, amount_max=sgd("49.99"))
    assert not may(BERT, loads=load, amount_max=Money.of("USD", 1000))
    assert may(BERT, loads=(prices(3),), amount_max=sgd(1))


# What voids it


def test_any_edit_voids_the_approvals_given() -> None:
    basis = Basis({"title": "Lamp"}, {}, "", 1, "1")
    shown = preview_of([fingerprint(wish(1), basis), fingerprint(wish(2), basis)])
    agreed = [approval(BERT, preview=shown), approval(CARA, preview=shown)]
    assert is_approved(TWO_PERSONS, agreed, shown)
    edited = replace(wish(2), after={"title": "Copper lamp"})
    for other in (
        [fingerprint(wish(1), basis), fingerprint(edited, basis)],
        [fingerprint(wish(1), basis)],
        [fingerprint(wish(number), basis) for number in (1, 2, 3)],
        [fingerprint(wish(1), basis), fingerprint(wish(2), replace(basis, policy=2))],
    ):
        assert not is_approved(TWO_PERSONS, agreed, preview_of(other))


def test_the_order_of_items_is_no_edit() -> None:
    assert preview_of(["b", "a"]) == preview_of(["a", "b"])
    assert preview_of(["ab"]) != preview_of(["a", "b"])


people = st.sampled_from([ANNA, BERT, CARA])
roles = st.sampled_from(["manager", "admin", "owner"])
some = st.lists(st.builds(approval, people, roles, st.sampled_from([SHOWN, "else"])), max_size=6)


@given(some, st.sampled_from([ONE_PERSON, TWO_PERSONS, STAGED]))
def test_it_is_approved_only_by_as_many_different_persons_as_it_takes(
    agreed: list[Approval], stages: tuple[Stage, ...]
) -> None:
    if is_approved(stages, agreed, SHOWN):
        different = {each.person_id for each in agreed if each.preview == SHOWN}
        assert len(different) >= sum(each.persons for each in stages)


# Time


def test_a_proposal_that_nobody_approves_expires() -> None:
    week = NOW + timedelta(days=7)
    assert proposal_due(SAFE, Schedule(), NOW, week - timedelta(seconds=1)) is Due.later
    assert proposal_due(SAFE, Schedule(), NOW, week) is Due.over


def test_what_is_planned_for_later_waits_for_its_day() -> None:
    plan = Schedule(not_before=NOW + timedelta(days=30))
    assert proposal_due(SAFE, plan, NOW, NOW + timedelta(days=20)) is Due.later
    assert approved_due(SAFE, plan, NOW, NOW + timedelta(days=29)) is Due.later
    assert approved_due(SAFE, plan, NOW, NOW + timedelta(days=30)) is Due.now
    assert approved_due(SAFE, plan, NOW, NOW + timedelta(days=31)) is Due.over


def test_what_was_approved_is_sent_at_once_or_grows_old() -> None:
    assert approved_due(SAFE, Schedule(), NOW, NOW) is Due.now
    assert approved_due(SAFE, Schedule(), NOW, NOW + timedelta(days=1)) is Due.over


def test_an_end_that_was_set_holds() -> None:
    plan = Schedule(NOW, NOW + timedelta(hours=1))
    assert approved_due(SAFE, plan, NOW, NOW + timedelta(hours=1)) is Due.over
    assert proposal_due(SAFE, plan, NOW, NOW + timedelta(hours=1)) is Due.over
    with pytest.raises(Rejected, match="end before it begins"):
        Schedule(NOW, NOW)
