"""Rules as they stand in JSON: a value for each layer, all of them optional."""

from decimal import Decimal
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.engine.doors.doors import Body
from hanse.engine.doors.instants import At
from hanse.rooms.pricing.model import layers as model
from hanse.rooms.pricing.model.layers import Layers
from hanse.rooms.pricing.model.rules import Band, Conditions, Mode, Rule, RuleState

MONEY: JsonDict = {"currency": "EUR", "minor": 110}
LAYERS: JsonDict = {
    "cost": {"base": "landed", "or_supplier": True},
    "fees": {"percent": "12", "fixed": None},
    "markup": {"percent": "40", "of": "cost", "fixed": None},
    "rounding": {"step": "1", "less": "0.01", "way": "up"},
}
RULE: JsonDict = {
    "name": "Lamps",
    "state": "active",
    "conditions": {"tags": ["lamps"]},
    "layers": LAYERS,
    "band": {"percent": "2", "money": None},
    "spread_percent": "0",
}
BOOK: JsonDict = {"rules": [], "mode": "first", "band": {"percent": "2", "money": None}}

Number = Annotated[Decimal, Field(max_digits=20, decimal_places=8)]
Word = Annotated[str, Field(min_length=1, max_length=200)]
LIST_MAX = 500
Kind = TypeVar("Kind")


def example(document: JsonDict) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [document]})


class SumJson(Body):
    """A sum, in the smallest unit of its currency."""

    model_config = example(MONEY)

    currency: Annotated[str, Field(min_length=3, max_length=3)]
    minor: int

    def value(self, name: str) -> Money:
        try:
            return Money(self.currency, self.minor)
        except Rejected as fault:
            finding = Finding(Severity.error, "value", fault.sentence, fault.next_step, name)
            raise Rejected(f"{name} cannot be read.", [finding]) from None


class CostJson(Body):
    model_config = example({"base": "landed", "or_supplier": True})

    base: model.Base = model.Base.landed
    or_supplier: bool = False


class ShippingJson(Body):
    model_config = example({"money": MONEY})

    money: SumJson


class FeesJson(Body):
    model_config = example({"percent": "12", "fixed": None})

    percent: Number = Decimal(0)
    fixed: SumJson | None = None


class TaxJson(Body):
    model_config = example({"percent": None, "sort": "standard", "included": None})

    percent: Number | None = Field(None, description="Null: of the tax table.")
    sort: Annotated[str, Field(min_length=1, max_length=40)] = "standard"
    included: bool | None = Field(None, description="Null: as the shop has it.")


class MarkupJson(Body):
    model_config = example({"percent": "40", "of": "cost", "fixed": None})

    percent: Number = Decimal(0)
    of: model.Of = model.Of.cost
    fixed: SumJson | None = None


class ExchangeJson(Body):
    model_config = example({"surcharge_percent": "1", "days_max": 7})

    surcharge_percent: Number = Decimal(0)
    days_max: Annotated[int, Field(ge=0, le=60)] = 7


class VoucherJson(Body):
    model_config = example({"percent": "10", "fixed": None})

    percent: Number = Decimal(0)
    fixed: SumJson | None = None


class EndingJson(Body):
    model_config = example({"step": "1", "less": "0.01", "way": "up"})

    step: Number = Field(description="In the shop's currency: 1, 5, 10.")
    less: Number = Field(Decimal(0), description="Taken off each step: 0.01 gives .99.")
    way: model.Way = model.Way.nearest


class FloorJson(Body):
    model_config = example({"money": MONEY, "over_cost_percent": None})

    money: SumJson | None = None
    over_cost_percent: Number | None = None


class CeilingJson(Body):
    model_config = example({"money": MONEY, "at_list": False})

    money: SumJson | None = None
    at_list: bool = False


class CampaignJson(Body):
    model_config = example(
        {
            "starts_at": "2026-11-27T00:00:00Z",
            "ends_at": "2026-11-30T23:00:00Z",
            "percent_off": "20",
            "price": None,
        }
    )

    starts_at: At
    ends_at: At
    percent_off: Number | None = None
    price: SumJson | None = None


class LayersJson(Body):
    """They count in this order, whatever order they are sent in."""

    model_config = example(LAYERS)

    cost: CostJson | None = None
    shipping: ShippingJson | None = None
    fees: FeesJson | None = None
    tax: TaxJson | None = None
    markup: MarkupJson | None = None
    exchange: ExchangeJson | None = None
    voucher: VoucherJson | None = None
    rounding: EndingJson | None = None
    floor: FloorJson | None = None
    ceiling: CeilingJson | None = None
    campaign: CampaignJson | None = None


class CostBandJson(Body):
    model_config = example({"currency": "EUR", "least": "5", "below": "20"})

    currency: Annotated[str, Field(min_length=3, max_length=3)]
    least: Number | None = None
    below: Number | None = None


class ConditionsJson(Body):
    """All that are given must hold; of each, one of its values. None given: every offer."""

    model_config = example({"tags": ["lamps"], "markets": ["DE"]})

    accounts: Annotated[tuple[UUID, ...], Field(max_length=LIST_MAX)] = ()
    markets: Annotated[tuple[Word, ...], Field(max_length=LIST_MAX)] = ()
    categories: Annotated[tuple[UUID, ...], Field(max_length=LIST_MAX)] = ()
    brands: Annotated[tuple[UUID, ...], Field(max_length=LIST_MAX)] = ()
    tags: Annotated[tuple[Word, ...], Field(max_length=LIST_MAX)] = ()
    cost: CostBandJson | None = None


class BandJson(Body):
    """A price moves only by more than this; where both are given, by more than both."""

    model_config = example({"percent": "2", "money": None})

    percent: Number | None = None
    money: SumJson | None = None


class RuleJson(Body):
    """A rule: for which offers, which layers."""

    model_config = example(RULE)

    name: Annotated[str, Field(max_length=200)]
    state: RuleState = RuleState.active
    conditions: ConditionsJson = ConditionsJson()
    layers: LayersJson
    band: BandJson | None = Field(None, description="Null: the usual one of all rules.")
    spread_percent: Number = Field(
        Decimal(0), description="How far chance may move a price up or down; 0 is off."
    )


class BookJson(Body):
    """The rules in their order, how they stand together, and the usual band."""

    model_config = example(BOOK)

    rules: Annotated[list[UUID], Field(max_length=LIST_MAX)]
    mode: Mode
    band: BandJson = BandJson()


def read(given: Body, kind: type[Kind], field: str) -> Kind:
    """The value that this says; both have the same fields. `Rejected` with the field otherwise."""
    try:
        return msgspec.json.decode(given.model_dump_json(), type=kind)
    except (Rejected, msgspec.ValidationError) as fault:
        step = fault.next_step if isinstance(fault, Rejected) else "Enter another value."
        sentence = fault.sentence if isinstance(fault, Rejected) else f"{fault}."
        finding = Finding(Severity.error, "value", sentence, step, field)
        raise Rejected(f"The {field} cannot be read.", [finding]) from None


def band_in(given: BandJson | None) -> Band | None:
    return read(given, Band, "band") if given else None


def rule_in(given: RuleJson, rule_id: UUID) -> Rule:
    return Rule(
        rule_id,
        given.name,
        read(given.layers, Layers, "layers"),
        read(given.conditions, Conditions, "conditions"),
        band_in(given.band),
        given.spread_percent,
        given.state,
    )
