"""Who could send what, best first and with reasons, for the room that knows the orders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.rates import Board
from hanse.rooms.pricing.service import rates
from hanse.rooms.purchasing.model.choosing import Choice, Past, by_itself, is_fresh
from hanse.rooms.purchasing.model.ranking import Alternative, Placed, ranked
from hanse.rooms.purchasing.service import scoring
from hanse.rooms.purchasing.store import choosing as store

Line = tuple[UUID, UUID, int]  # of an order, its variant, pieces


async def alternatives(tx: Tx, lines: Sequence[Line]) -> Mapping[UUID, Sequence[Placed]]:
    """Of each line, every offer that could fill it: those that can, best first, then the others,
    each with its reasons."""
    found = await store.choices(tx, sorted({variant for _, variant, _ in lines})) if lines else {}
    if not found:
        return {}
    every = [each for choices in found.values() for each in choices]
    scores = await scoring.scores(tx, [each.supplier_id for each in every])
    board = await rates.rates(tx, tx.now.date())
    placed: dict[UUID, Sequence[Placed]] = {}
    for line, variant, pieces in lines:
        choices = found.get(variant, ())
        money = choices[0].currency if choices else ""
        placed[line] = ranked(
            [
                Alternative(
                    id=each.offer_id,
                    name=each.supplier,
                    own=False,
                    serves=each.minimum <= pieces,
                    cost=cost_of(each, pieces, money, board),
                    days=int(each.lead_days),
                    stock=each.stock if is_fresh(each, tx.now) else None,
                    score=Decimal(scores[each.supplier_id].points),
                )
                for each in choices
            ],
            pieces,
        )
    return placed


def cost_of(choice: Choice, pieces: int, currency: str, board: Board) -> Money | None:
    """In one currency for all of a line, so that they can be compared."""
    if choice.price_minor is None:
        return None
    minor = board.minor(Money(choice.currency, choice.price_minor * pieces), currency)
    return None if minor is None else Money(currency, minor)


async def chosen(
    tx: Tx, lines: Sequence[Line], passed_over: UUID | None = None
) -> Mapping[UUID, Choice]:
    """Whom each is bought of without asking a person. One that nobody offers, or that was turned
    down before, is left out. `passed_over`: as if this purchase had been."""
    placed = await alternatives(tx, lines)
    if not placed:
        return {}
    past = await store.past(tx, [line for line, _, _ in lines])
    known = await store.choices(tx, sorted({variant for _, variant, _ in lines}))
    by_id = {each.offer_id: each for choices in known.values() for each in choices}
    found: dict[UUID, Choice] = {}
    for line, _, _ in lines:
        usable = [by_id[each.alternative.id] for each in placed.get(line, ()) if each.usable]
        best = by_itself(usable, given_up(past.get(line, ()), passed_over))
        if best is not None:
            found[line] = best
    return found


async def could_go_elsewhere(tx: Tx, purchase_id: UUID, lines: Sequence[Line]) -> bool:
    """Whether others than those that were asked so far could send all of these."""
    return len(await chosen(tx, lines, purchase_id)) == len(lines)


def given_up(past: Sequence[Past], purchase_id: UUID | None) -> Sequence[Past]:
    return [
        replace(each, elsewhere=True) if each.purchase_id == purchase_id else each for each in past
    ]
