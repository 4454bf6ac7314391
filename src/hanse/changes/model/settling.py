"""What becomes of a change whose outcome is unknown, once the shop was read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Change, as_before, as_wanted
from hanse.changes.model.kinds import Way
from hanse.changes.model.states import Reason
from hanse.engine.manifest import Proof
from hanse.trade.fields import Fields, same, shown
from hanse.trade.ports_write import Later

SENDS_MAX = 5  # of one change, then a person looks
ASKED_AGAIN_AFTER = timedelta(seconds=30)
ASKED_AGAIN_LATEST = timedelta(minutes=30)
AT_WORK_MAX = timedelta(hours=1)  # then a platform that says it is still at work is not believed


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of the sending. `first_at`: when the first byte under this key may have left.
    `over_at`: when the answer was known to be lost, or `send_by` and the whole time-out had gone
    by; nothing of ours is on its way after that."""

    first_at: datetime
    over_at: datetime
    sends: int = 1


class Looked(StrEnum):
    by_id = "by_id"
    by_search = "by_search"  # a search lags: what it does not find may be there


@dataclass(frozen=True, slots=True)
class Look:
    """What the shop showed. `fields` is None where the thing is not there; `cached` where a copy
    answered, ours or somebody else's; `at` is when the question left."""

    fields: Fields | None
    at: datetime
    how: Looked = Looked.by_id
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the shop, not before this instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Settle:
    """Move the change for this reason."""

    reason: Reason
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The same bytes under the same key. No byte may leave after `until`, for then the platform has
    forgotten the key; None: it does not matter how late."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """It stays unknown, and a person is shown why and what to do."""

    finding: Finding


Settled = Ask | Settle | SendAgain | Stop


class Shows(StrEnum):
    after = "after"
    before = "before"
    between = "between"  # some fields are done, all others are as before
    third = "third"
    nothing_sure = "nothing_sure"


def read_from(way: Way, sent: Sent) -> datetime:
    """From when on a reading by id tells what became of it."""
    return sent.over_at + way.settle_after


def key_known_until(way: Way, sent: Sent) -> datetime | None:
    """Until when the platform knows our key again, counted from the earliest that it can have seen
    it; None if it never does."""
    return None if way.key_memory is None else sent.first_at + way.key_memory


def settle(
    way: Way,
    change: Change,
    sent: Sent,
    look: Look | None,
    now: datetime,
    *,
    newer_waits: bool = False,
    later: Later | None = None,
) -> Settled:
    """What to do about an unknown change. `newer_waits`: an approved one stands behind it;
    `later`: what the platform says of something that it had taken."""
    if not readable(way):
        return unread(way, change, sent, now)
    due = read_from(way, sent)
    if look is None or look.at < due:
        return Ask(max(due, now))
    if look.cached or (look.how is Looked.by_search and change.thing.remote_id):
        return Ask(now)  # by its id, and of the shop itself
    shows = seen(way, change, look)
    if shows is Shows.after:
        return Settle(Reason.read_back)
    if said := told_later(change, later, look, sent.over_at, now):
        return said
    if shows is Shows.third:
        return third(way, change, look)
    if newer_waits and way.kind.newest_wins:
        return Settle(Reason.newer_wish)
    return not_done(way, change, sent, shows, now)


def told_later(
    change: Change, later: Later | None, look: Look, since: datetime, now: datetime
) -> Ask | Settle | None:
    if later is None:
        return None
    if later.finding is not None:
        title = change.thing.title or change.thing.ours
        sentence = f"{title}: {later.finding.sentence}"
        return Settle(Reason.rejected, replace(later.finding, sentence=sentence))
    return Ask(now) if look.at < since + AT_WORK_MAX else None


def readable(way: Way) -> bool:
    return way.write.proof is Proof.read


def seen(way: Way, change: Change, look: Look) -> Shows:
    """What the shop shows of the fields that we wrote."""
    if look.fields is None:
        if way.kind.ends:
            return Shows.after
        if not way.kind.creates:
            return Shows.third  # it was there, and is gone
        return Shows.before if look.how is Looked.by_id else Shows.nothing_sure
    if as_wanted(change, look.fields, way.kind.along):
        return Shows.after
    proving = change.after.keys() - way.kind.along
    if way.kind.creates or not proving <= look.fields.keys():
        return Shows.third
    if as_before(change, look.fields, way.kind.along):
        return Shows.before
    return Shows.between if between(change, look.fields, proving) else Shows.third


def between(change: Change, read: Fields, proving: Iterable[str]) -> bool:
    return all(
        same(read[name], change.after[name])
        or (name in change.before and same(read[name], change.before[name]))
        for name in proving
    )


def not_done(way: Way, change: Change, sent: Sent, shows: Shows, now: datetime) -> Settled:
    """The shop shows what was before, or half of it, or a search found nothing."""
    if shows is Shows.between and not way.harmless_twice:
        return Settle(Reason.third_value, doubt(change, "A part of it is done, and a part is not."))
    if sent.sends >= SENDS_MAX:
        return Stop(
            doubt(change, f"It was sent {sent.sends} times, and the shop never came to show it.")
        )
    if way.harmless_twice or numbered(way, change):
        return SendAgain()
    until = key_known_until(way, sent)
    if until is not None and now < until:
        return SendAgain(until)
    forgotten = "knows our key no more" if until else "does not know our key"
    return Stop(
        doubt(
            change,
            f"It does not seem to be there, but the platform {forgotten}: sent again, it might "
            f"be there twice.",
        )
    )


def numbered(way: Way, change: Change) -> bool:
    """Whether the platform would refuse a second one: it must have a number to know it by."""
    return bool(way.write.unique_by and change.after.get(way.write.unique_by))


def unread(way: Way, change: Change, sent: Sent, now: datetime) -> Settled:
    """Nothing can be read. Only the platform's memory of our key tells what became of it: under the
    same key it gives the first answer again."""
    until = key_known_until(way, sent)
    if way.write.proof is Proof.accepted_only or until is None:
        return Stop(doubt(change, "The platform does not show what became of it."))
    if sent.sends >= SENDS_MAX:
        return Stop(doubt(change, f"It was sent {sent.sends} times and never answered."))
    if (due := read_from(way, sent)) > now:
        return Ask(due)
    if now < until:
        return SendAgain(until)
    return Stop(doubt(change, "The platform knows our key no more, and shows nothing else of it."))


def third(way: Way, change: Change, look: Look) -> Settled:
    """Somebody else was there. What is only worth something while it is new is planned anew; about
    texts, creations and money a person decides."""
    if way.kind.newest_wins:
        return Settle(Reason.overtaken)
    if look.fields is None:
        return Settle(Reason.third_value, doubt(change, "It is not there any more."))
    names = sorted(change.after.keys() - way.kind.along)
    odd = [name for name in names if strange(change, name, look.fields)]
    showing = ", ".join(
        f"{shown(look.fields[name]) if name in look.fields else 'nothing'} as {name}"
        for name in odd
    )
    return Settle(
        Reason.third_value,
        doubt(change, f"The shop shows {showing}: neither what was there nor what we sent."),
    )


def strange(change: Change, name: str, read: Fields) -> bool:
    if name not in read:
        return True
    known = [fields[name] for fields in (change.before, change.after) if name in fields]
    return not any(same(read[name], each) for each in known)


def doubt(change: Change, sentence: str) -> Finding:
    return Finding(
        Severity.error,
        "outcome_unknown",
        f"{change.thing.title or change.thing.ours}: {sentence}",
        "Look into the shop, then say here whether it is done.",
    )


def asked_again_at(now: datetime, asked: int) -> datetime:
    """When to ask again where nobody answered: later each time, at most every half hour."""
    return now + min(ASKED_AGAIN_AFTER * (1 << min(asked, 10)), ASKED_AGAIN_LATEST)
