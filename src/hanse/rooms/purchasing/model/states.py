"""How an order at a supplier stands: every move is in one table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hanse.trade.supply import PurchaseState


class State(StrEnum):
    waiting = "waiting"  # for its quote
    asking = "asking"  # a person has to say something
    quoted = "quoted"  # it waits until nobody can stop it any more
    placing = "placing"  # it is a change, on its way
    unsure = "unsure"  # its answer was lost: it is settled by reading, or by a person
    unpaid = "unpaid"  # it is there, and nobody has paid
    placed = "placed"
    sent = "sent"
    delivered = "delivered"
    refused = "refused"  # by the supplier; nothing was ordered
    stopped = "stopped"  # by us, before anything was ordered
    cancelling = "cancelling"
    cancelled = "cancelled"  # it was there, and is not any more


class Move(StrEnum):
    """Why it moves on."""

    quoted = "quoted"
    doubted = "doubted"  # what came of the quote wants a person
    agreed = "agreed"  # who says yes
    again = "again"  # a quote anew
    proposed = "proposed"
    lost = "lost"  # the answer
    proven = "proven"
    found_unpaid = "found_unpaid"
    paid = "paid"
    turned_down = "turned_down"
    withdrawn = "withdrawn"  # its change was, before it was sent
    stopped = "stopped"
    fewer = "fewer"  # pieces are wanted, so it is quoted anew
    held = "held"  # the buyer's order is; its change was withdrawn before it was sent
    sent = "sent"
    delivered = "delivered"
    ending = "ending"  # a cancellation is on its way
    not_ended = "not_ended"  # and was refused
    ended = "ended"  # it is not there any more


S, M = State, Move
BEFORE = (S.waiting, S.asking, S.quoted)  # nothing has been asked of the supplier but prices
FREE = (*BEFORE, S.refused)  # nothing stands at the supplier
OPEN = frozenset(set(State) - {S.refused, S.stopped, S.cancelled})
THERE = frozenset({S.unpaid, S.placed, S.sent, S.delivered, S.cancelling})

MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (S.waiting, M.quoted): S.quoted,
        (S.waiting, M.doubted): S.asking,
        (S.asking, M.agreed): S.quoted,
        (S.asking, M.again): S.waiting,
        (S.quoted, M.again): S.waiting,
        (S.quoted, M.doubted): S.asking,
        (S.refused, M.again): S.waiting,
        (S.stopped, M.again): S.waiting,
        (S.quoted, M.proposed): S.placing,
        (S.placing, M.lost): S.unsure,
        (S.placing, M.withdrawn): S.asking,
        (S.placing, M.turned_down): S.refused,
        (S.unsure, M.turned_down): S.refused,
        (S.unsure, M.withdrawn): S.asking,
        **{(origin, M.proven): S.placed for origin in (S.placing, S.unsure, S.asking)},
        **{
            (origin, M.found_unpaid): S.unpaid
            for origin in (S.placing, S.unsure, S.placed, S.asking)
        },
        (S.unpaid, M.paid): S.placed,
        **{(origin, M.stopped): S.stopped for origin in FREE},
        (S.placing, M.stopped): S.stopped,  # its change was withdrawn before it was sent
        **{(origin, M.fewer): S.waiting for origin in (*BEFORE, S.placing)},
        (S.placing, M.held): S.quoted,
        **{
            (origin, M.sent): S.sent
            for origin in (S.placing, S.unsure, S.unpaid, S.placed, S.cancelling)
        },
        **{
            (origin, M.delivered): S.delivered
            for origin in (S.placing, S.unsure, S.placed, S.sent, S.cancelling)
        },
        (S.unpaid, M.ending): S.cancelling,
        (S.placed, M.ending): S.cancelling,
        (S.cancelling, M.not_ended): S.placed,
        **{
            (origin, M.ended): S.cancelled
            for origin in (S.unpaid, S.placed, S.sent, S.cancelling, S.unsure, S.placing)
        },
    }
)

# What the supplier shows of an order that is there, and what that means for ours.
SHOWN: Mapping[PurchaseState, Move] = MappingProxyType(
    {
        PurchaseState.unpaid: M.found_unpaid,
        PurchaseState.paying: M.proven,
        PurchaseState.checked: M.proven,
        PurchaseState.ordered: M.proven,
        PurchaseState.partly_sent: M.sent,
        PurchaseState.sent: M.sent,
        PurchaseState.delivered: M.delivered,
        PurchaseState.cancelling: M.proven,
        PurchaseState.cancelled: M.ended,
    }
)


def after(state: State, move: Move) -> State | None:
    """None where it cannot move so: it has gone on already, or never came so far."""
    return MOVES.get((state, move))


def origins(move: Move) -> tuple[State, ...]:
    return tuple(origin for origin, by in MOVES if by is move)


def shown(state: State, told: PurchaseState) -> Move | None:
    """How it moves by what the supplier shows now. A state that it had before moves nothing: what
    is sent is not unsent by a late answer."""
    move = SHOWN[told]
    if move is M.proven and state is S.unpaid:
        move = M.paid
    to = after(state, move)
    return move if to is not None and to is not state else None
