"""What a workspace watches at a supplier, what it costs, and what may be worth watching."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Severity
from hanse.trade.trends import By, Sought

TOPICS_MAX = 20
PAGES_USUAL, PAGES_MAX = 3, 5
KEEP_DAYS = 180
WORDS_MAX, WORDS_CHARS_MAX, NAME_CHARS_MAX = 8, 120, 200
NIGHT_H = 4  # topics are spread over the first hours of a day, in UTC
APART = timedelta(hours=12)  # less than that is no day
AGAIN_AFTER = timedelta(minutes=30)
PROPOSED_MAX, TITLE_WORDS = 6, 3
LETTERS_LEAST = 3


class TopicState(StrEnum):
    active = "active"
    paused = "paused"


@dataclass(frozen=True, slots=True)
class Topic:
    """`first_on`: the day of the first reading, `read_on` that of the last whole one; `reading_on`
    the day whose first `page_done` pages are kept. `said` is why it could not be read, as a code
    and a sentence."""

    id: UUID
    account_id: UUID
    sought: Sought
    pages: int
    state: TopicState
    due_at: datetime
    made_at: datetime
    version: int = 1
    reading_on: date | None = None
    page_done: int = 0
    first_on: date | None = None
    read_on: date | None = None
    read_at: datetime | None = None
    products: int = 0
    said_code: str = ""
    said: str = ""

    @property
    def name(self) -> str:
        return self.sought.feed if self.sought.by is By.feed else self.sought.words


@dataclass(frozen=True, slots=True)
class Proposed:
    """`pieces` were sold of yours in it in the last days; 0 where nothing was."""

    words: str
    why: str  # best_seller, category
    pieces: int
    of: str  # the product or category of yours that it comes from


def next_night(topic_id: UUID, now: datetime) -> datetime:
    """At an hour of its own, on a day that is not read yet."""
    spread = timedelta(seconds=topic_id.int % (NIGHT_H * 3600))
    at = datetime.combine(now.date() + timedelta(days=1), time(), UTC) + spread
    return at if at - now >= APART else at + timedelta(days=1)


def what_is_wrong(topic: Topic) -> Iterable[Finding]:
    sought = topic.sought
    if sought.by is By.feed and not sought.feed:
        yield wrong("feed", "A feed is watched by its name.", "Choose one of the list.", "feed")
    if sought.by is not By.feed and not sought.words:
        yield wrong("words", "There is nothing to look for.", "Write a word or two.", "words")
    if len(sought.words) > WORDS_CHARS_MAX or len(sought.words.split()) > WORDS_MAX:
        sentence = f"More than {WORDS_MAX} words find nothing."
        yield wrong("words", sentence, "Take those that buyers would search by.", "words")
    if sought.by is By.category and not sought.category_id:
        step = "Choose one of the list."
        yield wrong("category", "A category is watched by its id.", step, "category_id")
    if not (len(sought.country) == 2 and sought.country.isascii() and sought.country.isalpha()):
        step = "Write two letters, such as US or ID."
        yield wrong("country", "That is no country.", step, "country")
    if sought.currency not in EXPONENTS:
        step = "Write three letters, such as USD."
        yield wrong("currency", "That is no currency.", step, "currency")


def wrong(code: str, sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def proposed(
    sold: Mapping[str, tuple[int, str]],
    categories: Sequence[str],
    watched: Iterable[str],
) -> Sequence[Proposed]:
    """First what of your own sells best: its category, or else words of its title; then categories
    of yours that nothing was sold of. `sold`: by title the pieces, and the category or nothing."""
    known = {each.casefold() for each in watched}
    pieces: dict[str, Proposed] = {}
    for title, (count, category) in sorted(sold.items(), key=lambda each: (-each[1][0], each[0])):
        words = category or title_words(title)
        before = pieces.get(words.casefold())
        so_far = before.pieces if before else 0
        of = before.of if before else (category or title)
        if words:
            pieces[words.casefold()] = Proposed(words, "best_seller", so_far + count, of)
    for name in categories:
        if name:
            pieces.setdefault(name.casefold(), Proposed(name, "category", 0, name))
    left = [each for key, each in pieces.items() if key not in known]
    return sorted(left, key=lambda each: -each.pieces)[:PROPOSED_MAX]


def title_words(title: str) -> str:
    """The first that are words: neither numbers nor codes narrow a search in a useful way."""
    words = [each.strip(".,;:()[]\"'") for each in title.split()]
    plain = [each for each in words if len(each) >= LETTERS_LEAST and each.isalpha()]
    return " ".join(plain[:TITLE_WORDS])
