"""HTTP of mappings of categories and attributes, and of words that listings shall not have."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Severity
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.rooms.listings.model.words import ANYWHERE, WORDS_MAX, Word
from hanse.rooms.listings.routes.held import OfDesk
from hanse.rooms.listings.routes.permissions import (
    READ_MAPPINGS,
    READ_WORDS,
    WRITE_MAPPINGS,
    WRITE_WORDS,
)
from hanse.rooms.listings.routes.shapes import ID
from hanse.rooms.listings.service import mapping

doors = Doors("listings")

PAIR: JsonDict = {
    "platform": "shopify",
    "noun": "attribute",
    "ours": "color",
    "theirs": "Colour",
    "theirs_name": "",
    "value": "",
    "their_value": "",
    "requires": [],
}
SUGGESTION: JsonDict = {
    "ours": ID,
    "ours_name": "Lamp",
    "theirs": "17",
    "theirs_name": "Lamps",
    "alike": 0.57,
}
WORD: JsonDict = {
    "text": "replica",
    "severity": "error",
    "why": "Copies may not be sold.",
    "platform": "*",
    "market": "*",
}


class PairIn(Body):
    """One of ours, and what a platform calls it."""

    model_config = ConfigDict(json_schema_extra={"examples": [PAIR]})

    platform: Annotated[str, Field(max_length=40)]
    noun: Noun
    ours: Annotated[
        str, Field(max_length=200, description="A category's id, or an attribute's key.")
    ]
    theirs: Annotated[str, Field(max_length=200)] = ""
    theirs_name: Annotated[str, Field(max_length=200)] = ""
    value: Annotated[str, Field(max_length=200)] = ""
    their_value: Annotated[str, Field(max_length=200)] = ""
    requires: Annotated[
        list[Annotated[str, Field(max_length=200)]], Field(max_length=50, default_factory=list)
    ]


class PairsIn(Body):
    """Mappings to keep, and mappings to remove."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"save": [PAIR], "remove": []}]})

    save: Annotated[list[PairIn], Field(max_length=500, default_factory=list)]
    remove: Annotated[list[PairIn], Field(max_length=500, default_factory=list)]


class PairOut(BaseModel):
    """One of ours, and what a platform calls it."""

    model_config = ConfigDict(json_schema_extra={"examples": [PAIR]})

    platform: str
    noun: Noun
    ours: str
    theirs: str
    theirs_name: str
    value: str
    their_value: str
    requires: list[str] = Field(description="Attributes that the platform wants to know there.")


class PairsOut(Page[PairOut]):
    """Mappings, by platform and name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [PAIR], "next_cursor": None}]}
    )


class MappedOut(BaseModel):
    """How many are kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 1}]})

    count: int


class SuggestionOut(BaseModel):
    """Two names that are alike."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUGGESTION]})

    ours: str
    ours_name: str
    theirs: str
    theirs_name: str
    alike: float


class SuggestionsOut(BaseModel):
    """What may be the same, the most alike first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SUGGESTION]}]})

    items: list[SuggestionOut]


class WordIn(Body):
    """A word that listings shall not have."""

    model_config = ConfigDict(json_schema_extra={"examples": [WORD]})

    text: Annotated[str, Field(max_length=100)]
    severity: Severity = Severity.error
    why: Annotated[str, Field(max_length=300)] = ""
    platform: Annotated[str, Field(max_length=40)] = ANYWHERE
    market: Annotated[str, Field(max_length=10)] = ANYWHERE


class WordsIn(Body):
    """All own words: what is not here is no longer kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": [WORD]}]})

    words: Annotated[list[WordIn], Field(max_length=WORDS_MAX)]


class WordsOut(BaseModel):
    """The own words, in their order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": [WORD]}]})

    words: list[WordIn]


# Mappings


@doors.get("/api/listings/mappings", needs=READ_MAPPINGS)
async def list_mappings(
    tx: InTx,
    platform: Annotated[str | None, Query(max_length=40)] = None,
    noun: Noun | None = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> PairsOut:
    """List what platforms call our categories and attributes."""
    after = None
    if cursor is not None:
        one, two, three, four = read_cursor(cursor, str, str, str, str)
        after = (str(one), str(two), str(three), str(four))
    found = await mapping.list_mappings(tx, platform, noun, after, limit + 1)
    page, following = cut(found, limit, lambda each: each.key)
    return PairsOut(items=[pair_out(each) for each in page], next_cursor=following)


@doors.put("/api/listings/mappings", needs=WRITE_MAPPINGS, versioned=False)
async def save_mappings(tx: InTx, desk: OfDesk, asked: PairsIn) -> MappedOut:
    """Keep mappings and remove others: all of it, or nothing with the reasons by row."""
    count = await mapping.save(tx, desk.cards, pairs_in(asked.save), pairs_in(asked.remove))
    return MappedOut(count=count)


@doors.get("/api/listings/mappings/suggestions", needs=READ_MAPPINGS)
async def suggest_mappings(
    tx: InTx,
    account: Annotated[UUID, Query(description="The shop whose categories are looked at.")],
    attribute: Annotated[
        str | None, Query(max_length=60, description="Of this one the values, by its key.")
    ] = None,
    limit: Limit = PAGE_USUAL,
) -> SuggestionsOut:
    """Suggest which categories, or which values of an attribute, are the same, by how alike their
    names are. Nothing is kept."""
    if attribute is None:
        found = await mapping.suggest(tx, account, limit)
    else:
        found = await mapping.suggest_values(tx, account, attribute, limit)
    return SuggestionsOut(
        items=[
            SuggestionOut(
                ours=each.ours,
                ours_name=each.ours_name,
                theirs=each.theirs,
                theirs_name=each.theirs_name,
                alike=each.alike,
            )
            for each in found
        ]
    )


def pairs_in(given: Sequence[PairIn]) -> Sequence[Pair]:
    return [
        Pair(
            *(each.platform, each.noun, each.ours, each.theirs, each.theirs_name),
            *(each.value, each.their_value, tuple(each.requires)),
        )
        for each in given
    ]


def pair_out(found: Pair) -> PairOut:
    return PairOut(
        platform=found.platform,
        noun=found.noun,
        ours=found.ours,
        theirs=found.theirs,
        theirs_name=found.theirs_name,
        value=found.value,
        their_value=found.their_value,
        requires=list(found.requires),
    )


# Words


@doors.get("/api/listings/words", needs=READ_WORDS)
async def list_words(tx: InTx) -> WordsOut:
    """List the own words that listings shall not have."""
    return words_out(await mapping.list_words(tx))


@doors.put("/api/listings/words", needs=WRITE_WORDS, versioned=False)
async def save_words(tx: InTx, asked: WordsIn) -> WordsOut:
    """Keep these words instead of those that there were."""
    given = [
        Word(each.text, each.severity, each.why, each.platform, each.market) for each in asked.words
    ]
    return words_out(await mapping.save_words(tx, given))


def words_out(found: Sequence[Word]) -> WordsOut:
    return WordsOut(
        words=[
            WordIn(
                text=each.text,
                severity=each.severity,
                why=each.why,
                platform=each.platform,
                market=each.market,
            )
            for each in found
        ]
    )
