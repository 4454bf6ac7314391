"""HTTP of price rules: in their order, written, tried on the whole catalogue, put to work."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.pricing.model import effects as model
from hanse.rooms.pricing.model.rules import SAID, Band, Book, Rule
from hanse.rooms.pricing.model.wording import conditions_in_words, layers_in_words
from hanse.rooms.pricing.routes import values
from hanse.rooms.pricing.routes.held import Opening
from hanse.rooms.pricing.routes.permissions import READ_COSTS, READ_RULES, WRITE_RULES
from hanse.rooms.pricing.routes.values import BandJson, BookJson, RuleJson
from hanse.rooms.pricing.service import effects, proposing
from hanse.rooms.pricing.service import rules as service

doors = Doors("pricing")

NIL = UUID(int=0)
RULE: JsonDict = {
    **values.RULE,
    "id": "0190a2b4-0000-7000-8000-000000000001",
    "for_whom": "Every offer with the tag lamps.",
    "words": ["landed cost, or the supplier's", "plus fees of 12 % of the price"],
    "person": "Rani Prasetyo",
    "changed_at": "2026-11-20T14:03:05Z",
    "version": 1,
}
EFFECT: JsonDict = {
    "complete": True,
    "offers": 218,
    "fitting": 218,
    "priced": 210,
    "moved": 46,
    "raised": 40,
    "kept_by_band": 27,
    "same": 137,
    "at_floor": 2,
    "at_ceiling": 0,
    "no_price": 0,
    "not_ours": 3,
    "below_cost": 0,
    "step_mean": 560,
    "margin_before": 3450,
    "margin_after": 3760,
    "bounds": [-10, 0, 10],
    "steps": [1, 5, 30, 10],
    "findings": [{"code": "no_cost", "sentence": "Lamp has no landed cost.", "count": 8}],
    "samples": [],
    "examples": [
        {
            "offer_id": "0190a2b4-0000-7000-8000-000000000002",
            "account_id": "0190a2b4-0000-7000-8000-000000000004",
            "title": "Brass lamp",
        }
    ],
}

Id = Annotated[UUID, Path(description="The id of the rule.")]


class RuleOut(RuleJson):
    """A rule, in words too, and who edited it last."""

    model_config = ConfigDict(json_schema_extra={"examples": [RULE]})

    id: UUID
    for_whom: str = Field(description="The conditions in a sentence.")
    words: list[str] = Field(description="Each layer in words, in their order.")
    person: str
    changed_at: datetime | None
    version: int


class BookOut(BaseModel):
    """All rules in their order, and how they stand together. They are few, so in one page."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"rules": [RULE], "mode": "first", "said": "The first.", "band": {}, "version": 1}
            ]
        }
    )

    rules: list[RuleOut]
    mode: str
    said: str = Field(description="How they stand together, in a sentence.")
    band: BandJson
    version: int


class DraftIn(Body):
    """A rule that is not kept yet; with `id`, in the place of one that is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": None, "rule": values.RULE}]})

    id: UUID | None = None
    rule: RuleJson | None = Field(None, description="Null: the rules as they are.")


class FoundOut(BaseModel):
    """Why some offers have no price by the rules."""

    code: str
    sentence: str = Field(description="Of the first of them.")
    count: int


class SampleOut(BaseModel):
    """A price that would move."""

    offer_id: UUID
    account_id: UUID
    title: str
    currency: str
    before_minor: int
    after_minor: int
    step: int = Field(description="In hundredths of a per cent.")
    edge: str | None
    ours: bool = Field(description="Whether the price is the hub's to set.")


class ExampleOut(BaseModel):
    """An offer that a rule fits, to look at its price."""

    offer_id: UUID
    account_id: UUID
    title: str


class EffectOut(BaseModel):
    """What the rules would do. Steps and margins are in hundredths of a per cent."""

    model_config = ConfigDict(json_schema_extra={"examples": [EFFECT]})

    complete: bool = Field(description="False: there are more offers than there was time for.")
    offers: int
    fitting: int
    priced: int
    moved: int
    raised: int
    kept_by_band: int
    same: int
    at_floor: int
    at_ceiling: int
    no_price: int
    not_ours: int
    below_cost: int
    step_mean: int | None
    margin_before: int | None
    margin_after: int | None
    bounds: list[int] = Field(description="Between the bars, in per cent.")
    steps: list[int] = Field(description="How many prices move by so much; a bar more than bounds.")
    findings: list[FoundOut]
    samples: list[SampleOut]
    examples: list[ExampleOut]


@doors.get("/api/pricing/rules", needs=READ_RULES)
async def list_rules(tx: InTx) -> BookOut:
    """List the price rules in the order in which they are looked at."""
    return book_out(await service.book(tx))


@doors.put("/api/pricing/rules", needs=WRITE_RULES)
async def arrange_rules(tx: InTx, asked: BookJson, expected: Expected, answer: Response) -> BookOut:
    """Put the rules in order, and say how they stand together. Version 0 if that was never set."""
    band = values.band_in(asked.band) or Band()
    found = await service.arrange(tx, asked.rules, asked.mode, band, expected)
    answer.headers["etag"] = etag(found.version)
    return book_out(found)


@doors.post("/api/pricing/rules", needs=WRITE_RULES, status=201)
async def create_rule(tx: InTx, asked: RuleJson) -> RuleOut:
    """Add a rule as the last one. It proposes changes soon; nothing is sent by it alone."""
    return rule_out(await service.create(tx, values.rule_in(asked, NIL)))


@doors.get("/api/pricing/rules/{id}", needs=READ_RULES, versioned=True)
async def read_rule(tx: InTx, id: Id, answer: Response) -> RuleOut:  # noqa: A002
    """Show a rule."""
    found = await service.rule(tx, id)
    answer.headers["etag"] = etag(found.version)
    return rule_out(found)


@doors.put("/api/pricing/rules/{id}", needs=WRITE_RULES)
async def edit_rule(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: RuleJson,
    expected: Expected,
    answer: Response,
) -> RuleOut:
    """Write a rule anew, pause it or put it to work again. Whoever does answers for it."""
    found = await service.edit(tx, values.rule_in(asked, id), expected)
    answer.headers["etag"] = etag(found.version)
    return rule_out(found)


@doors.delete("/api/pricing/rules/{id}", needs=WRITE_RULES)
async def archive_rule(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Put a rule away: it makes no price any more."""
    await service.archive(tx, id, expected)


@doors.post("/api/pricing/effects", needs=READ_COSTS, repeatable=True)
async def try_rules(open_tx: Opening, asked: DraftIn) -> EffectOut:
    """Count what the rules would do to the whole catalogue. Nothing is kept, nothing proposed."""
    draft = values.rule_in(asked.rule, asked.id or NIL) if asked.rule else None
    return effect_out(await effects.effect(open_tx, draft))


@doors.post("/api/pricing/reprice", needs=WRITE_RULES, status=202)
async def ask_prices(tx: InTx) -> None:
    """Have all prices worked out anew; what moves beyond the band is proposed as changes."""
    await proposing.ask(tx)


def book_out(found: Book) -> BookOut:
    return BookOut(
        rules=[rule_out(each) for each in found.rules],
        mode=found.mode.value,
        said=SAID[found.mode],
        band=BandJson.model_validate_json(msgspec.json.encode(found.band)),
        version=found.version,
    )


def rule_out(found: Rule) -> RuleOut:
    # By way of JSON, for a layer stands there as it does in the rule.
    document = msgspec.json.encode(
        {
            "id": found.id,
            "name": found.name,
            "state": found.state,
            "conditions": found.conditions,
            "layers": found.layers,
            "band": found.band,
            "spread_percent": found.spread_percent,
            "for_whom": conditions_in_words(found.conditions),
            "words": layers_in_words(found),
            "person": found.person,
            "changed_at": found.changed_at,
            "version": found.version,
        },
        order="deterministic",
    )
    return RuleOut.model_validate_json(document)


def effect_out(found: model.Effect) -> EffectOut:
    return EffectOut(
        complete=found.complete,
        offers=found.offers,
        fitting=found.fitting,
        priced=found.priced,
        moved=found.moved,
        raised=found.raised,
        kept_by_band=found.kept_by_band,
        same=found.same,
        at_floor=found.at_floor,
        at_ceiling=found.at_ceiling,
        no_price=found.no_price,
        not_ours=found.not_ours,
        below_cost=found.below_cost,
        step_mean=model.mean(found.percent_sum, found.moved),
        margin_before=model.mean(found.margin_before, found.margins),
        margin_after=model.mean(found.margin_after, found.margins),
        bounds=list(model.STEPS),
        steps=found.steps,
        findings=[
            FoundOut(code=code, sentence=found.said[code], count=count)
            for code, count in found.findings.most_common()
        ],
        samples=[sample_out(each) for each in found.samples],
        examples=[
            ExampleOut(offer_id=each.id, account_id=each.account_id, title=each.title)
            for each in found.examples
        ],
    )


def sample_out(found: model.Sample) -> SampleOut:
    offer, edge = found.priced.offer, found.priced.edge
    return SampleOut(
        offer_id=offer.id,
        account_id=offer.account_id,
        title=offer.title,
        currency=found.after.currency,
        before_minor=found.before.minor,
        after_minor=found.after.minor,
        step=found.percent,
        edge=edge.value if edge else None,
        ours=found.ours,
    )
