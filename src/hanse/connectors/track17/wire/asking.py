"""Questions to 17TRACK: each is a list of numbers, at most forty.

To ask costs nothing; to have a number followed costs one of those that were bought, the first time.
So it is asked first, and what is not followed is registered after that.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding, Rejected, Severity, Unavailable
from hanse.connectors.track17.wire.answer import (
    LATER,
    PENDING,
    REGISTERED,
    UNREGISTERED,
    of_number,
)
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.trackers import REGISTER, STOP

FAMILY = "parcels"
AT_ONCE_MAX = 40
NUMBER = re.compile(r"[A-Za-z0-9]{5,50}")
CARRIER = re.compile(r"[1-9]\d{0,8}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """`carrier` is a number of 17TRACK's; without one it finds out by itself."""

    number: str
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    number: str
    code: int | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Quota:
    """Of numbers that can be followed."""

    total: int | None
    used: int | None
    left: int | None
    left_today: int | None = None


def batches(parcels: Sequence[Parcel]) -> Iterable[Sequence[Parcel]]:
    return (parcels[at : at + AT_ONCE_MAX] for at in range(0, len(parcels), AT_ONCE_MAX))


def tracked_question(parcels: Sequence[Parcel]) -> Question:
    return Question("gettrackinfo", (), FAMILY, "POST", body_of(parcels))


def register_question(parcels: Sequence[Parcel]) -> Question:
    """Sent twice it is the same, and costs once."""
    return plumbing("register", REGISTER, parcels)


def stop_question(parcels: Sequence[Parcel]) -> Question:
    return plumbing("stoptrack", STOP, parcels)


def quota_question() -> Question:
    return Question("getquota", (), FAMILY, "POST", b"[]")


def plumbing(path: str, kind: str, parcels: Sequence[Parcel]) -> Question:
    body = body_of(parcels)
    return Question(path, (), FAMILY, "POST", body, plumbing=kind, writes=True)


def body_of(parcels: Sequence[Parcel]) -> bytes:
    if not 0 < len(parcels) <= AT_ONCE_MAX:
        raise ValueError(f"A call is about 1 to {AT_ONCE_MAX} parcels, not about {len(parcels)}.")
    wrong = [each.number for each in parcels if not NUMBER.fullmatch(each.number)]
    wrong += [each.carrier for each in parcels if not CARRIER.fullmatch(each.carrier or "1")]
    if wrong:
        finding = Finding(
            *(Severity.error, "no_number"),
            f"'{wrong[0][:60]}' is no number that 17TRACK follows: 5 to 50 letters and digits.",
            "Correct it at the parcel.",
        )
        raise Rejected(finding.sentence, [finding], finding.next_step)
    return json.dumps([item(each) for each in parcels]).encode()


def item(parcel: Parcel) -> Mapping[str, object]:
    carrier = {"carrier": int(parcel.carrier)} if parcel.carrier else {}
    return {"number": parcel.number, **carrier}


# What came back


def data_of(reply: Reply) -> Document:
    document = reply.document if isinstance(reply.document, Mapping) else {}
    data = document.get("data")
    if not isinstance(data, Mapping):
        raise Unavailable("17TRACK answered, but not with data.")
    return Document(data)


def accepted(reply: Reply) -> Sequence[Document]:
    return tuple(data_of(reply).many("accepted"))


def refused(reply: Reply) -> Sequence[Refused]:
    """The numbers that were not taken. The carrier beside them may be a text."""
    found = []
    for each in data_of(reply).many("rejected"):
        error = each.one("error") or Document({})
        code = error.whole("code")
        finding = of_number(code, error.text("message") or "")
        found.append(Refused(each.key("number") or "", code, finding))
    return found


def registered(reply: Reply) -> tuple[Sequence[str], Sequence[Refused]]:
    """Those that are followed now, also since before; and the others, with why."""
    no = refused(reply)
    taken = [number for each in accepted(reply) if (number := each.key("number"))]
    taken += [each.number for each in no if each.code == REGISTERED]
    return taken, [each for each in no if each.code != REGISTERED]


def waits(refused: Refused) -> bool:
    """Whether it can be had followed some day without anybody doing anything for it."""
    return refused.code in LATER


def unregistered(reply: Reply) -> Sequence[str]:
    """Of an answer about parcels: the numbers that nobody has had followed."""
    return [each.number for each in refused(reply) if each.code == UNREGISTERED]


def pending(reply: Reply) -> Sequence[str]:
    """Those that are followed, and of which nothing is known so far."""
    return [each.number for each in refused(reply) if each.code == PENDING]


def quota(reply: Reply) -> Quota:
    data = data_of(reply)
    a_day, today = data.whole("max_track_daily"), data.whole("today_used")
    return Quota(
        *(data.whole("quota_total"), data.whole("quota_used"), data.whole("quota_remain")),
        None if a_day is None or today is None else max(0, a_day - today),
    )
