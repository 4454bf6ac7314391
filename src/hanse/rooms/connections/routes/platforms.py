"""HTTP of platforms: what can be connected, what each wants and can, from its card."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.manifest import Connector, SignIn
from hanse.rooms.connections.routes.held import OfReach
from hanse.rooms.connections.routes.permissions import READ

doors = Doors("connections")

KEY: JsonDict = {
    "name": "store_url",
    "label": "Address of the store",
    "hint": "As in https://shop.example.",
    "pattern": "https?://.+",
    "hidden": False,
    "needed": True,
    "lines": False,
}
PLATFORM: JsonDict = {
    "name": "woocommerce",
    "title": "WooCommerce",
    "markets": ["*"],
    "sign_ins": ["key_flow", "typed_keys"],
    "keys": [KEY],
    "scopes": [],
    "powers": [{"kind": "products", "does": "read", "at_once": 100, "proof": None, "repeat": None}],
    "limits": [{"field": "sku", "size_max": 100, "unit": "characters", "source": "its docs"}],
    "quirks": [{"sentence": "A date without a zone is the store's time.", "source": "measured"}],
    "rates": [
        {
            "family": "products",
            "at_once_max": 2,
            "units": None,
            "window_s": None,
            "source": "measured",
        }
    ],
    "leaving": "Only you can remove the keys in the store.",
    "told_by_hand": "",
}

Name = Annotated[str, Path(description="The name of a platform.", max_length=40)]


class PlatformKeyOut(BaseModel):
    """A field of the form that connects a shop."""

    model_config = ConfigDict(json_schema_extra={"examples": [KEY]})

    name: str
    label: str
    hint: str
    pattern: str
    hidden: bool = Field(description="A secret: it is shown to nobody again.")
    needed: bool
    lines: bool = Field(description="A text of several lines, which few shops need.")


class ScopeOut(BaseModel):
    """A right that is asked for, and why."""

    name: str
    why: str
    needed: bool


class PowerOut(BaseModel):
    """What can be read or written there, and how a write is proven."""

    kind: str
    does: str = Field(description="read, write or maintain.")
    at_once: int = Field(description="Rows in one call.")
    proof: str | None
    repeat: str | None


class LimitOut(BaseModel):
    field: str
    size_max: int
    unit: str
    source: str


class QuirkOut(BaseModel):
    sentence: str
    source: str


class RateOut(BaseModel):
    family: str
    at_once_max: int
    units: int | None
    window_s: float | None
    source: str


class PlatformOut(BaseModel):
    """A platform, as its card tells."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLATFORM]})

    name: str
    title: str
    markets: list[str] = Field(description="Countries; `*` is anywhere.")
    sign_ins: list[SignIn]
    keys: list[PlatformKeyOut]
    scopes: list[ScopeOut]
    powers: list[PowerOut]
    limits: list[LimitOut]
    quirks: list[QuirkOut]
    rates: list[RateOut]
    leaving: str = Field(description="What becomes of the keys there when a shop is let go.")
    told_by_hand: str = Field(description="What is told only where a person enters our address.")


class PlatformsOut(BaseModel):
    """Everything that can be connected."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [PLATFORM]}]})

    items: list[PlatformOut]


@doors.get("/api/connections/platforms", needs=READ)
async def list_platforms(tx: InTx, reach: OfReach) -> PlatformsOut:
    """List the platforms that can be connected, with the keys that each wants."""
    return PlatformsOut(items=[shaped(each.CARD) for each in reach.platforms.values()])


@doors.get("/api/connections/platforms/{name}", needs=READ)
async def read_platform(tx: InTx, reach: OfReach, name: Name) -> PlatformOut:
    """Show the card of one platform: keys, rights, powers, limits and oddities."""
    return shaped(reach.platform(name).CARD)


def shaped(card: Connector) -> PlatformOut:
    return PlatformOut(
        name=card.name,
        title=card.title,
        leaving=card.leaving,
        told_by_hand=card.told_by_hand,
        markets=list(card.markets),
        sign_ins=list(card.sign_ins),
        keys=[
            PlatformKeyOut(
                name=key.name,
                label=key.label,
                hint=key.hint,
                pattern=key.pattern,
                hidden=key.secret,
                needed=key.needed,
                lines=key.lines,
            )
            for key in card.keys
        ],
        scopes=[ScopeOut(name=each.name, why=each.why, needed=each.needed) for each in card.scopes],
        powers=powers(card),
        limits=[
            LimitOut(field=each.field, size_max=each.size_max, unit=each.unit, source=each.source)
            for each in card.limits
        ],
        quirks=[QuirkOut(sentence=each.sentence, source=each.source) for each in card.quirks],
        rates=[
            RateOut(
                family=each.family,
                at_once_max=each.at_once_max,
                units=each.units,
                window_s=each.window_s,
                source=each.source,
            )
            for each in card.rates
        ],
    )


def powers(card: Connector) -> list[PowerOut]:
    reads = [
        PowerOut(kind=each.kind, does="read", at_once=each.rows_max, proof=None, repeat=None)
        for each in card.reads
    ]
    writes = [
        PowerOut(
            kind=each.kind,
            does="write",
            at_once=each.batch_max,
            proof=each.proof,
            repeat=each.repeat,
        )
        for each in card.writes
    ]
    plumbing = [
        PowerOut(kind=each.kind, does="maintain", at_once=1, proof=None, repeat=None)
        for each in card.plumbing
    ]
    return [*reads, *writes, *plumbing]
