"""What 17TRACK answers: the fault behind a call, and what each code says of a single number."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hanse.base.faults import (
    AuthLapsed,
    Denied,
    Fault,
    Finding,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.engine.wire.wire import Answer, Quota, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply

SHOWN_CHARS = 200
PACE_S = 1.0
HOLD_S = 3_600.0
REGISTERED, UNREGISTERED, PENDING = -18019901, -18019902, -18019909
# It failed on its side, the day is full, or nothing is left of what was bought.
LATER = frozenset({-18010003, -18019907, -18019908})


class Does(StrEnum):
    lapsed = "lapsed"
    lost = "lost"
    held = "held"  # until the next day, or as long as nobody pays
    denied = "denied"
    rejected = "rejected"


@dataclass(frozen=True, slots=True)
class Word:
    does: Does
    why: str
    step: str = ""


OURS = "This is a mistake of the connector: report it with the call."
KEY = "Look into the dashboard of 17TRACK, under Settings, Security."
FIELD = "Say where it goes, and have it followed once more."
CARRIER = "Say which carrier has it."


def many(word: Word, *codes: int) -> Mapping[int, Word]:
    return dict.fromkeys(codes, word)


def between(word: Word, first: int, last: int) -> Mapping[int, Word]:
    return dict.fromkeys(range(last, first + 1), word)


CODES: Mapping[int, Word] = {
    **many(Word(Does.lapsed, "takes no calls from our address.", KEY), -18010001),
    **many(Word(Does.lapsed, "does not accept the key.", KEY), *(-18010002, -18010004, -18010005)),
    **many(Word(Does.lost, "failed on its side."), -18010003),
    **many(
        Word(Does.rejected, "does not understand what we sent.", OURS),
        *(*range(-18010013, -18010009), -18010015, -18010016),
    ),
    **many(Word(Does.rejected, "takes 40 numbers in a call.", OURS), -18010014),
    **many(Word(Does.rejected, "wants the country and the postcode.", FIELD), -18010018),
    **many(Word(Does.rejected, "wants the postcode.", FIELD), -18010019),
    **many(Word(Does.rejected, "wants the telephone number of the buyer.", FIELD), -18010020),
    **many(Word(Does.rejected, "wants more about the parcel.", FIELD), -18010022),
    **between(
        Word(Does.rejected, "cannot send to the address for its messages.", KEY),
        *(-18010201, -18010206),
    ),
    **between(
        Word(Does.rejected, "does not let the carrier or the note be changed.", CARRIER),
        *(-18019801, -18019811),
    ),
    **many(Word(Does.lost, "got no answer from the carrier."), -18019815, -18019816),
    **many(
        Word(Does.rejected, "cannot ask this carrier at once.", "Wait for what it tells itself."),
        *(-18019817, -18019818),
    ),
    **many(Word(Does.rejected, "follows this number already."), REGISTERED),
    **many(Word(Does.rejected, "does not follow this number."), UNREGISTERED),
    **many(
        Word(Does.rejected, "does not know whose number this is.", CARRIER),
        *(-18019903, -18019910),
    ),
    **many(Word(Does.rejected, "does not follow parcels of this carrier.", CARRIER), -18019911),
    **many(
        Word(Does.rejected, "follows again what was stopped, and that once.", "Let it be."),
        *(-18019904, -18019905),
    ),
    **many(Word(Does.rejected, "does not follow this number any more."), -18019906),
    **many(Word(Does.held, "takes no more new numbers today."), -18019907),
    **many(
        Word(Does.denied, "takes no more new numbers: the quota is used.", "Buy more there."),
        -18019908,
    ),
    **many(Word(Does.rejected, "knows nothing of this number yet."), PENDING),
    **many(
        Word(Does.rejected, "does not ask carriers at once for this account.", "Buy it there."),
        -18019912,
    ),
}


def words(answer: Answer) -> Fault | None:
    """Of the call as a whole; single numbers are told of in the answer."""
    if answer.status == 429:
        wait_s = PACE_S if answer.retry_after_s is None else max(answer.retry_after_s, PACE_S)
        return Throttled(f"{answer.host} bears three calls a second.", wait_s)
    document = read(answer)
    code, told = refusal(document) if document else (0, "")
    if code:
        return by_code(answer, code, told)
    if answer.status != 200:
        return by_status(answer)
    if document is None or document.whole("code") is None:
        return answer.call.lost(f"{answer.host} answered 200, but not with data.")
    return None


def read(answer: Answer) -> Document | None:
    if not answer.body.lstrip().startswith(b"{"):
        return None
    try:
        return Document(answer.json())
    except Fault:
        return None


def refusal(document: Document) -> tuple[int, str]:
    """Its code and its words: at the top, or, where that says 0, among the errors in the data."""
    if code := document.whole("code"):
        return code, document.text("message") or ""
    data = document.fields.get("data")
    errors = Document(data if isinstance(data, Mapping) else {}).many("errors")
    first = next(errors, Document({}))
    return first.whole("code") or 0, first.text("message") or ""


def by_code(answer: Answer, code: int, told: str) -> Fault:
    word = CODES.get(code)
    said = f' It says: "{answer.call.shown(truncate(clean(told), SHOWN_CHARS))}"' if told else ""
    if word is None:
        sentence = f"{answer.host} answered {code}, which we do not know.{said}"
        return answer.call.lost(sentence) if answer.call.writes else Rejected(sentence)
    sentence = f"{answer.host} answered {code}: it {word.why}{said}"
    match word.does:
        case Does.lapsed:
            return AuthLapsed(sentence, word.step)
        case Does.lost:
            return answer.call.lost(sentence)
        case Does.held:
            return Throttled(sentence, HOLD_S)
        case Does.denied:
            return Denied(sentence, word.step)
        case _:
            return Rejected(sentence, next_step=word.step)


def of_number(code: int | None, told: str) -> Finding:
    """What a code says of one number of a call."""
    word = CODES.get(code or 0)
    if word is None:
        said = truncate(clean(told), SHOWN_CHARS)
        return Finding(
            *(Severity.warning, "unknown_code"),
            f"17TRACK answered {code} of this number, which we do not know. It says: {said!r}",
        )
    sentence = f"17TRACK answered {code}: it {word.why}"
    return Finding(Severity.warning, "not_followed", sentence, word.step)


def reply_of(answer: Answer) -> Reply:
    value = answer.json()
    if not isinstance(value, Mapping):
        raise Unavailable(f"{answer.host} answered, but not with an object.")
    headers = {name.lower(): text for name, text in answer.headers.items()}
    return Reply(value, headers, answer.status)


def quota_of(answer: Answer) -> Quota | None:
    """Its quota is of numbers that are followed, and not of calls."""
    return None
