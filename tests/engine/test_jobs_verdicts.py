"""What becomes of a job that did not end well: the whole table, and its limits."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import asyncpg
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
from hanse.engine.jobs.verdicts import (
    BACKOFF_MAX_S,
    FOLLOWS,
    Attempt,
    Cancelled,
    HandedBack,
    Outcome,
    State,
    WorkerLost,
    verdict,
)
from hanse.engine.tx import CommitUnknown

FIRST = Attempt(UUID(int=5), tries=1, strikes=0, age_s=1, tries_max=12, give_up_s=86_400)


@pytest.mark.parametrize(
    ("error", "outcome", "state"),
    [
        (Throttled("slow down", after_s=9), Outcome.again, State.later),
        (Unavailable("nobody there"), Outcome.again, State.later),
        (CommitUnknown("who knows"), Outcome.again, State.later),
        (KeyError("order_sn"), Outcome.again, State.later),
        (asyncpg.DeadlockDetectedError("deadlock"), Outcome.again, State.later),
        (ConnectionResetError(), Outcome.again, State.later),
        (AuthLapsed("token ran out"), Outcome.parked, State.parked),
        (OutcomeUnknown("no answer"), Outcome.unknown, State.unknown),
        (Rejected("too long a title"), Outcome.failed, State.failed),
        (Gone("no such order"), Outcome.failed, State.failed),
        (Conflict("changed meanwhile"), Outcome.failed, State.failed),
        (Denied("not allowed"), Outcome.failed, State.failed),
        (Cancelled("Ada cancelled it."), Outcome.cancelled, State.cancelled),
        (HandedBack("worker stops"), Outcome.handed_back, State.waiting),
        (WorkerLost("worker gone"), Outcome.lost, State.waiting),
    ],
)
def test_the_fault_decides(error: Exception, outcome: Outcome, state: State) -> None:
    reached = verdict(error, FIRST)
    assert (reached.outcome, reached.state) == (outcome, state)


def test_every_fault_has_its_place_in_the_table() -> None:
    faults = {kind for kind in Fault.__subclasses__() if kind.__module__ == "hanse.base.faults"}
    assert faults <= set(FOLLOWS)
    assert set(FOLLOWS.values()) == set(Outcome) - {Outcome.done}


def test_every_state_is_a_word_of_the_table() -> None:
    migration = Path(__file__).parents[2] / "src/hanse/migrations/0004_jobs_queue.sql"
    words = ", ".join(f"'{state}'" for state in State)
    assert f"({words})" in migration.read_text("utf-8")


def test_throttled_waits_as_long_as_it_was_told_and_is_no_failure() -> None:
    reached = verdict(Throttled("slow down", after_s=60), FIRST)
    assert 60 <= reached.wait_s <= 67
    assert not reached.strike
    patient = replace(FIRST, strikes=11, tries=400)
    assert verdict(Throttled("slow down", after_s=60), patient).state is State.later
    assert verdict(Throttled("slow down", after_s=1e9), FIRST).wait_s < 24_000


def test_the_waits_double_are_bounded_and_differ_between_jobs() -> None:
    waits = [
        verdict(Unavailable("x"), replace(FIRST, strikes=n, tries=n + 1)).wait_s for n in range(11)
    ]
    for n, wait_s in enumerate(waits):
        whole = min(2.0 * 2**n, BACKOFF_MAX_S)
        assert whole / 2 <= wait_s <= whole
    others = {
        verdict(Unavailable("x"), replace(FIRST, job_id=UUID(int=n))).wait_s for n in range(9)
    }
    assert len(others) == 9


def test_the_last_try_stops_and_says_so() -> None:
    last = replace(FIRST, strikes=11, tries=12)
    reached = verdict(Unavailable("Nobody answered."), last)
    assert reached.state is State.failed
    assert reached.sentence == "Nobody answered. That was failure 12 of 12."
    lost = verdict(WorkerLost("Its worker was gone."), last)
    assert lost.state is State.failed


def test_a_mistake_of_the_program_gets_three_tries_and_keeps_its_trace() -> None:
    reached = verdict(trouble(), replace(FIRST, strikes=2, tries=3))
    assert reached.state is State.failed
    assert reached.sentence == "ZeroDivisionError: division by zero That was failure 3 of 3."
    assert "in trouble" in reached.trace
    assert reached.next_step == "Tell the makers, with the trace that `hanse jobs show` prints."


def test_what_is_too_old_is_given_up() -> None:
    old = replace(FIRST, age_s=86_400)
    for error in (Throttled("slow", after_s=1), Unavailable("away")):
        reached = verdict(error, old)
        assert reached.state is State.failed
        assert reached.sentence.endswith("asked for 24.0 hours ago, which is long enough.")
    assert verdict(HandedBack("worker stops"), old).state is State.waiting


def test_of_several_faults_the_one_that_forbids_most_decides() -> None:
    group = ExceptionGroup("two calls", [Throttled("slow", after_s=1), OutcomeUnknown("no answer")])
    assert verdict(group, FIRST).state is State.unknown
    assert (
        verdict(ExceptionGroup("one", [Throttled("slow", after_s=1)]), FIRST).fault == "throttled"
    )


def test_a_secret_in_an_error_is_not_kept() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl"
    reached = verdict(ValueError(f"bad answer to {token}"), FIRST)
    assert token not in reached.sentence + reached.trace


def trouble() -> Exception:
    try:
        return ValueError(1 / 0)
    except ZeroDivisionError as error:
        return error
