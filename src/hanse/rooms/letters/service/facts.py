"""What the log tells about letters to buyers; nothing in it is personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

ORDER = ("orders.order", "order_id")


@declare("letters.letter.written", "Told the buyer: {stage}", subject=ORDER, routine=True)
@dataclass(frozen=True, slots=True)
class LetterWritten:
    order_id: UUID
    letter_id: UUID
    mail_id: UUID
    stage: str
    language: str


@declare(
    "letters.letter.rehearsed",
    "Would have told the buyer: {stage}. The shop rehearses, so nothing was sent",
    subject=ORDER,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class LetterRehearsed:
    order_id: UUID
    letter_id: UUID
    stage: str


@declare(
    "letters.letter.skipped",
    "Did not tell the buyer: {stage}, because {words}",
    subject=ORDER,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class LetterSkipped:
    order_id: UUID
    letter_id: UUID
    stage: str
    why: str
    words: str


@declare("letters.setting.changed", "{actor} changed who tells the buyer, and of what")
@dataclass(frozen=True, slots=True)
class SettingChanged:
    """`account_id` is none where it holds for the whole workspace."""

    account_id: UUID | None
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare("letters.template.changed", "{actor} changed the letter {stage} in {language}")
@dataclass(frozen=True, slots=True)
class TemplateChanged:
    stage: str
    language: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare("letters.buyer.stopped", "A buyer wants no letters any more", routine=True)
@dataclass(frozen=True, slots=True)
class BuyerStopped:
    pass


@declare("letters.buyer.resumed", "A buyer wants letters again", routine=True)
@dataclass(frozen=True, slots=True)
class BuyerResumed:
    pass
