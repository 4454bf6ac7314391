"""A look at a shop before anything about it is saved, or as if nothing were."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hanse.base.faults import AuthLapsed, Fault, Throttled
from hanse.engine.pace import SKEW_WORTH_S, CircuitOpen
from hanse.engine.sending import Line, clock_skew
from hanse.engine.wire.wire import Answer
from hanse.rooms.connections.service import authority
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Reach
from hanse.trade.access import Access
from hanse.trade.ports_read import Question, Reply

WAIT_S = 5.0


async def look(
    reach: Reach,
    platform: Platform,
    access: Access,
    questions: Sequence[Question],
    ahead_s: float = 0.0,
    line: Line | None = None,
) -> tuple[Sequence[Reply | Fault], float]:
    """Answers and faults, without a trace and at no pace but that of `line`; and how far the
    platform's clock is ahead, which each answer tells for the next question. Who is told to come
    back in a moment does so once."""
    found: list[Reply | Fault] = []
    for question in questions:
        reply, measured_s = await ask(reach, platform, access, question, ahead_s, line)
        if isinstance(reply, Throttled) and 0 < reply.after_s <= WAIT_S:
            await asyncio.sleep(reply.after_s)
            reply, measured_s = await ask(reach, platform, access, question, ahead_s, line)
        moved = abs(measured_s - ahead_s) > SKEW_WORTH_S
        if isinstance(reply, AuthLapsed) and moved and not question.writes:
            reply, measured_s = await ask(reach, platform, access, question, measured_s, line)
        ahead_s = measured_s
        found.append(reply)
    return found, ahead_s


async def ask(
    reach: Reach,
    platform: Platform,
    access: Access,
    question: Question,
    ahead_s: float,
    line: Line | None,
) -> tuple[Reply | Fault, float]:
    clock, measured_s = reach.database.clock, ahead_s

    def words(answer: Answer) -> Fault | None:
        nonlocal measured_s
        skew = clock_skew(answer, clock.now(), answer.elapsed_s)
        measured_s = ahead_s if skew is None else skew
        return platform.words(answer)

    try:
        await turn(reach, line, question)
    except Throttled as fault:
        return fault, measured_s
    at = clock.now() + timedelta(seconds=ahead_s)
    call = platform.call_for(question, access, at, reach.database.ids.new().hex)
    if ca_pem := authority.of_account(access.fields):
        call = replace(call, ca_pem=ca_pem)
    try:
        reply: Reply | Fault = platform.reply_of(await reach.wire.send(call, words))
    except Fault as fault:
        reply = fault
    return reply, measured_s


async def turn(reach: Reach, line: Line | None, question: Question) -> None:
    """Where so many calls fit into any second, a look is one of them. An account that nobody asks
    any more may be looked at: that shows whether it is back."""
    if line is None or not line.rates[question.family].windowed:
        return
    try:
        async with reach.outbound.turn(line, family=question.family, wait_max_s=WAIT_S):
            pass
    except CircuitOpen:
        return
