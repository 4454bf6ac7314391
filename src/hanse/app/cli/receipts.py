"""Sets of changes and receipts, as lines for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.changes.model.changes import Change
from hanse.changes.model.policies import Stage
from hanse.changes.model.states import State
from hanse.changes.service.reading import (
    Asked,
    Line,
    Passing,
    Planned,
    Receipt,
    Sent,
    Summary,
    Whole,
)
from hanse.trade.fields import shown

BODY_CHARS_MAX = 2_000
WHERE_IT_SAYS = "(where the answer to the call before says)"


def line(summary: Summary) -> str:
    made = summary.held.set
    return f"{made.id}  {clock(made.made_at)}  {made.title}: {states(summary.counts)}"


def states(counts: Mapping[State, int]) -> str:
    return ", ".join(f"{counts[state]:,} {state}" for state in State if counts.get(state))


def clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def fact(name: str, value: str) -> str:
    return f"{name:<10} {value}"


# A set


def of_set(
    whole: Whole,
    page: Sequence[Planned],
    asked: Mapping[UUID, Asked],
    shops: Mapping[UUID, str],
    passing: Mapping[UUID, Sequence[Passing]],
) -> Iterator[str]:
    held, counts = whole.summary.held, whole.summary.counts
    made = held.set
    yield from (made.title, fact("why", made.why), fact("states", states(counts)))
    yield fact("wanted by", f"{made.origin.name or made.origin.wisher}, {clock(made.made_at)}")
    if held.schedule.not_before:
        yield fact("from", clock(held.schedule.not_before))
    if held.schedule.not_after:
        yield fact("until", clock(held.schedule.not_after))
    for share in whole.shares:
        units = f", {share.units:,} of its quota ({share.left:,} left now)" if share.units else ""
        calls = f"{share.calls:,} {'call' if share.calls == 1 else 'calls'}"
        where = shops.get(share.account_id, str(share.account_id))
        sends = f"{share.count:,} {share.kind} to {where} in {calls}"
        yield fact("sends", f"{sends}, about {share.seconds:g} s{units}")
    for name, given in whole.approvals:
        counts_still = "" if given.preview == held.preview else ", to what was there before"
        yield fact("agreed", f"{name} ({given.role}), {clock(given.at)}{counts_still}")
    yield fact("preview", held.preview)
    for each in page:
        yield ""
        yield from of_planned(each, asked[each.change.id], passing.get(each.change.id, ()))
    if (more := sum(counts.values()) - len(page)) > 0:
        yield f"... and {more:,} more; --limit {len(page) + more} shows all."
    yield from next_steps(whole)


def next_steps(whole: Whole) -> Iterator[str]:
    held, counts = whole.summary.held, whole.summary.counts
    if counts.get(State.held):
        yield ""
        yield "The guard holds it. Release it by name in the web app, or edit or withdraw it there."
    elif counts.get(State.proposed):
        yield ""
        yield missing(whole)
        yield (
            "To agree to exactly this: hanse changes approve"
            f" {held.set.id} --preview {held.preview} --as EMAIL"
        )


def missing(whole: Whole) -> str:
    return f"Missing: {persons(whole.missing)}." if whole.missing else "Nobody has to agree."


def persons(stage: Stage) -> str:
    count = "one person" if stage.persons == 1 else f"{stage.persons} persons"
    roles = f" of {', '.join(sorted(stage.roles))}" if stage.roles else ""
    return f"the word of {count}{roles}"


# A change


def of_planned(planned: Planned, asked: Asked, passing: Sequence[Passing]) -> Iterator[str]:
    """In a merchant's words, and as it will go over the wire."""
    change = planned.change
    yield f"{change.id}  {change.state}  {change.thing.title or change.thing.ours}  {change.kind}"
    yield from differences(change)
    yield from (f"  owner of {each}" for each in passing)
    if planned.finding:
        yield f"  {planned.finding}"
    for finding in planned.findings:
        yield f"  {finding.severity}: {finding}"
    for step in asked.ahead:
        yield from request(step.method, step.path or WHERE_IT_SAYS, step.body)
    question = asked.question
    yield from request(question.method, question.path, question.body or b"")


def differences(change: Change) -> Iterator[str]:
    for each in change.differences:
        yield f"  {each.field}: {shown(each.before)} -> {shown(each.after)}"


def request(method: str, path: str, body: bytes) -> Iterator[str]:
    yield f"  {method} {path}"
    text = body.decode("utf-8", "replace")
    if len(text) > BODY_CHARS_MAX:
        text = f"{text[:BODY_CHARS_MAX]}... ({len(body):,} bytes)"
    yield from (f"  {each}" for each in text.splitlines())


def of_change(receipt: Receipt) -> Iterator[str]:
    """All that is known of it: who, why, what was sent, answered and read back."""
    planned, held = receipt.planned, receipt.held
    change, made = planned.change, held.set
    yield from of_planned(planned, receipt.asked, receipt.passing)
    yield ""
    yield fact("set", f"{made.id}  {made.title}")
    yield fact("why", made.why)
    yield fact("wanted by", f"{made.origin.name or made.origin.wisher}, {clock(made.made_at)}")
    for name, given in receipt.approvals:
        yield fact("agreed", f"{name} ({given.role}), {clock(given.at)}")
    yield fact("proof", receipt.proof)
    if change.state in (State.proven, State.undone):
        proven_at = next(each.at for each in receipt.lines if each.to is State.proven)
        seconds = (proven_at - made.made_at).total_seconds()
        yield fact("took", f"{seconds:,.1f} s from the wish to the proof")
    yield from map(moved, receipt.lines)
    for sent in receipt.sent:
        yield from call(sent)
    for look in receipt.looks:
        seen = look.fields or {}
        named = [name for name in sorted(seen) if name in change.after]
        words = ", ".join(f"{name} {shown(seen[name])}" for name in named)
        there = words or "there" if look.fields is not None else "not there"
        yield fact("shop shows", f"{there}, asked {clock(look.at)}")


def moved(line: Line) -> str:
    return f"{clock(line.at)}  {line.origin} -> {line.to}  {line.sentence} ({line.actor})"


def call(sent: Sent) -> Iterator[str]:
    intent = sent.intent
    how = f"sending {intent.sends}" if intent.sends else "rehearsed, not sent"
    rows = len(intent.change_ids)
    yield ""
    yield f"{how}, {rows:,} {'change' if rows == 1 else 'changes'} in the call, {intent.wire_key}"
    yield from request(sent.method, sent.path, sent.body)
    if intent.answered_at:
        words = f"{sent.fault}: {sent.sentence}" if sent.fault else "accepted"
        yield f"  answered {clock(intent.answered_at)}: {words}"
    elif intent.sends:
        yield "  no answer was written down"
