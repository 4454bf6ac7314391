"""Words that a platform or the law of a market does not want to read in a listing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from hanse.base.faults import Finding, Severity
from hanse.base.text import clean, fold

ANYWHERE = "*"
WORDS_MAX = 1_000  # own ones of a workspace
CHARS_MAX = 100
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Word:
    """`platform` and `market` say where it counts; `why` is told to whoever wrote it."""

    text: str
    severity: Severity
    why: str
    platform: str = ANYWHERE
    market: str = ANYWHERE

    def holds(self, platform: str, market: str) -> bool:
        return self.platform in (ANYWHERE, platform) and self.market in (ANYWHERE, "", market)


def rows(severity: Severity, why: str, *texts: str, **where: str) -> Iterable[Word]:
    return (Word(text, severity, why, **where) for text in texts)


COPIES = "Copies of brands may not be sold, and a listing that names one is taken down."
HEALTH = "Promises of healing may be made for medicines only."
ELSEWHERE = "Platforms do not let a listing lead buyers elsewhere."
SURE = "A promise that nobody can prove is unfair advertising in many countries."
BLANK = "It has been left in from a draft."

# guessed from what platforms and the laws of their markets have in common; own words are added.
FIRST: Sequence[Word] = (
    *rows(Severity.error, COPIES, "replica", "counterfeit", "fake designer", "1:1 copy"),
    *rows(Severity.error, COPIES, "barang kw", "kw super", "tiruan", "Nachbildung von"),
    *rows(Severity.error, BLANK, "lorem ipsum", "todo", "xxx", "tbd"),
    *rows(Severity.warning, HEALTH, "miracle cure", "cures cancer", "heals diabetes"),
    *rows(Severity.warning, HEALTH, "clinically proven", "menyembuhkan", "obat ajaib"),
    *rows(Severity.warning, HEALTH, "heilt", "Wundermittel", "guérit"),
    *rows(Severity.warning, ELSEWHERE, "whatsapp", "wechat", "line id", "telegram"),
    *rows(Severity.warning, ELSEWHERE, "call us at", "hubungi kami", "visit our website"),
    *rows(Severity.warning, SURE, "100% guaranteed", "best in the world", "risk free"),
    *rows(Severity.warning, SURE, "number one", "termurah", "paling murah", "no.1"),
    *rows(Severity.hint, "Buyers look for what it is.", "wow", "must have", "hot sale"),
)


def find(
    texts: Mapping[str, str], own: Sequence[Word], platform: str, market: str
) -> Iterable[Finding]:
    """Each word once a field. An own word goes before the same one of the first list."""
    here = [each for each in (*FIRST, *own) if each.holds(platform, market)]
    held = {fold(each.text): each for each in here}
    sought = pattern(tuple(sorted(held)))
    for name, text in texts.items():
        if not text:
            continue
        read = fold(unescape(TAG.sub(" ", text)))
        for found in dict.fromkeys(sought.findall(read)):
            word = held[found]
            yield Finding(
                word.severity,
                "forbidden_word",
                f"'{word.text}' stands in it. {word.why}",
                "Say it without that.",
                name,
            )


@lru_cache(maxsize=64)
def pattern(folded: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them as a whole word: `todo` is not in `método`. Of two that begin alike the longer
    one is found."""
    words = "|".join(re.escape(each) for each in sorted(folded, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def checked(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Finding]]:
    """The own words as they are kept, and what is wrong with them by their places."""
    kept: dict[tuple[str, str, str], Word] = {}
    findings: list[Finding] = []
    if len(words) > WORDS_MAX:
        said = f"These are {len(words):,} words; at most {WORDS_MAX:,} are kept."
        findings.append(wrong(said, "Keep the ones that matter.", "words"))
    for place, each in enumerate(words[:WORDS_MAX]):
        text = clean(each.text)
        if not 0 < len(text) <= CHARS_MAX or not fold(text):
            said = f"Row {place + 1}: a word has 1 to {CHARS_MAX} characters."
            findings.append(wrong(said, "Write it in short.", f"words.{place}"))
            continue
        kept[fold(text), each.platform, each.market] = Word(
            text, each.severity, clean(each.why), each.platform, each.market
        )
    return list(kept.values()), findings


def wrong(sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, "word", sentence, step, field)
