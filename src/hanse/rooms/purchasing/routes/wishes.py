"""HTTP of how one supplier order is to be sent."""

from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.manifest import Sureness, Wish
from hanse.rooms.purchasing.model.wishes import Effect, Told, Whence
from hanse.rooms.purchasing.routes.held import OfCards
from hanse.rooms.purchasing.routes.permissions import READ_ORDERS, WRITE_ORDERS
from hanse.rooms.purchasing.service import wishing

doors = Doors("purchasing")

Id = Annotated[UUID, Path(description="The id of the supplier order.")]
WISH: JsonDict = {
    "name": "no_logo",
    "wanted": True,
    "usual": False,
    "whence": "order",
    "sureness": "memo_only",
    "effect": "written",
    "if_wanted": "written",
    "memo": "Please pack it without any logo or brand.",
}
WISHES: JsonDict = {
    "number": "1001-7K2M9QWE",
    "own": {"no_logo": True},
    "items": [WISH],
    "sayable": True,
    "why_not": "",
    "next_step": "",
}


class WishesIn(Body):
    """All that holds for this order alone; what is left out is as its supplier has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"wishes": {"no_logo": True}}]})

    wishes: Annotated[dict[Wish, bool], Field(max_length=len(Wish))]


class WishToldOut(BaseModel):
    """A wish as it holds for the order: `usual` is what holds without a word for it alone, `whence`
    who said so last, `sureness` how sure it is at this supplier, `effect` what comes of it,
    `if_wanted` what would where it is wanted, and `memo` what is written there then."""

    name: Wish
    wanted: bool
    usual: bool
    whence: Whence | None
    sureness: Sureness
    effect: Effect
    if_wanted: Effect
    memo: str


class WishesToldOut(BaseModel):
    """Every wish of an order; `own` is what was said for it alone. Where it can be said no more,
    `why_not` says why."""

    model_config = ConfigDict(json_schema_extra={"examples": [WISHES]})

    number: str
    own: dict[str, bool]
    items: list[WishToldOut]
    sayable: bool
    why_not: str
    next_step: str


@doors.get("/api/purchasing/orders/{id}/wishes", needs=READ_ORDERS)
async def read_wishes(tx: InTx, cards: OfCards, id: Id) -> WishesToldOut:  # noqa: A002
    """Show how a supplier order is to be sent, how sure that is there, and what comes of it."""
    return told_out(await wishing.shown(tx, cards, id))


@doors.put("/api/purchasing/orders/{id}/wishes", needs=WRITE_ORDERS, versioned=False)
async def set_wishes(
    tx: InTx,
    cards: OfCards,
    id: Id,  # noqa: A002
    asked: WishesIn,
) -> WishesToldOut:
    """Say how this order alone is sent, before it is sent to its supplier. It is quoted anew where
    it waits; said again it changes nothing."""
    return told_out(await wishing.say(tx, cards, id, asked.wishes))


def told_out(found: wishing.Shown) -> WishesToldOut:
    return WishesToldOut(
        number=found.purchase.number,
        own=dict(found.purchase.own_wishes),
        items=[one_out(each) for each in found.told],
        sayable=found.sayable,
        why_not=found.why_not,
        next_step=found.next_step,
    )


def one_out(found: Told) -> WishToldOut:
    return WishToldOut(
        name=found.wish,
        wanted=found.wanted,
        usual=found.usual,
        whence=found.whence,
        sureness=found.sureness,
        effect=found.effect,
        if_wanted=found.if_wanted,
        memo=found.memo,
    )
