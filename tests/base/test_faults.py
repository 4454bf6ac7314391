import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)

KINDS: dict[str, type[Fault]] = {
    "throttled": Throttled,
    "unavailable": Unavailable,
    "auth_lapsed": AuthLapsed,
    "rejected": Rejected,
    "gone": Gone,
    "conflict": Conflict,
    "outcome_unknown": OutcomeUnknown,
    "denied": Denied,
}
SIMPLE = [kind for kind in KINDS.values() if kind not in (Throttled, Rejected)]


def test_every_fault_is_known_by_its_code() -> None:
    ours = [kind for kind in Fault.__subclasses__() if kind.__module__ == Fault.__module__]
    assert {kind.code: kind for kind in ours} == KINDS


@pytest.mark.parametrize("kind", SIMPLE)
def test_a_fault_says_what_happened_and_the_usual_next_step(kind: type[Fault]) -> None:
    fault = kind("The shop does not answer.")
    assert fault.sentence == "The shop does not answer."
    assert fault.next_step == kind.usual_step
    assert str(fault) == f"The shop does not answer. {kind.usual_step}"


@pytest.mark.parametrize("kind", SIMPLE)
def test_a_fault_may_know_a_better_next_step(kind: type[Fault]) -> None:
    fault = kind("The shop does not answer.", "Call them.")
    assert (fault.next_step, str(fault)) == ("Call them.", "The shop does not answer. Call them.")


def test_usual_steps_are_sentences_and_each_is_its_own() -> None:
    steps = [Fault.usual_step, Rejected.usual_step, *(kind.usual_step for kind in SIMPLE)]
    assert all(step[0].isupper() and step.endswith(".") for step in steps)
    assert len(set(steps)) == len(steps)


def test_throttled_says_for_how_long_to_wait() -> None:
    fault = Throttled("Shopee asks us to slow down.", after_s=2.5)
    assert fault.after_s == 2.5
    assert str(fault) == "Shopee asks us to slow down. Try again in 2.5 s."
    assert Throttled("Slow down.", 60, "Wait for the night.").next_step == "Wait for the night."


def test_rejected_carries_its_findings() -> None:
    finding = Finding(Severity.error, "too_long", "The title has 130 characters.", field="title")
    fault = Rejected("The listing was refused.", [finding])
    assert fault.findings == (finding,)
    assert str(fault) == "The listing was refused. Correct it and send it again."
    assert Rejected("No.", next_step="Ask.").findings == ()
    assert str(Rejected("No.", [finding], "Ask.")) == "No. Ask."
    assert repr(Rejected("No.", [finding], "Ask.")) == "Rejected('No.')"


def test_a_finding_reads_as_a_sentence_with_its_next_step() -> None:
    assert str(Finding(Severity.hint, "x", "The title is short.")) == "The title is short."
    both = Finding(Severity.warning, "x", "The title is short.", "Add the brand.")
    assert str(both) == "The title is short. Add the brand."


def test_severities_are_the_three_words() -> None:
    assert list(Severity) == ["error", "warning", "hint"]
