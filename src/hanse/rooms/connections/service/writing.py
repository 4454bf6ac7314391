"""The way by which a committed change goes out: a turn at the platform's pace, and one call in it.

Handed to `changes` by `app`; nobody else takes a turn here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from hanse.base.faults import AuthLapsed, Fault, OutcomeUnknown, Unavailable
from hanse.engine import outbound
from hanse.engine.pace import CircuitOpen
from hanse.engine.wire.form import form
from hanse.engine.wire.wire import Answer, Call, Limits, Timeouts
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.trade.files import File, Place
from hanse.trade.ports_read import Question, Reply

# As large as a picture that is kept here; it is in memory as long as it is on its way.
FILE_BYTES_MAX = 20 * 1024**2
FORM_BYTES_MAX = 64 * 1024
FILE_TIMEOUTS = Timeouts(first_byte_s=60.0, whole_s=120.0)
FILE_WAIT_S = 120.0
SECRET_CHARS_MIN = 16  # of a form that lets whoever has it write there


@dataclass(frozen=True, slots=True)
class Turn:
    """To write to one account, once."""

    reach: Reach
    opened: Opened
    turn: outbound.Turn

    async def write_remote(self, question: Question, left_s: float) -> Reply:
        """Send a change. It has so many seconds to leave the house, a connection included.

        Nothing is repeated here: a refusal of the key has done nothing, so the key is renewed, and
        whoever sends decides anew.
        """
        kinds = {each.kind for each in self.opened.platform.CARD.writes}
        if question.change not in kinds:
            raise ValueError(f"The card of {self.opened.account.platform} writes no such change.")
        call = self.reach.call(self.opened, question)
        timeouts = replace(call.timeouts, connect_s=min(call.timeouts.connect_s, left_s))
        return await self._send(replace(call, timeouts=timeouts))

    async def _send(self, call: Call) -> Reply:
        """`Unavailable` says that nothing has arrived there. Whoever answers has got it, so then
        the same words mean that nobody knows."""
        platform, answered = self.opened.platform, False

        def words(answer: Answer) -> Fault | None:
            nonlocal answered
            answered = True
            return platform.words(answer)

        try:
            return platform.reply_of(await self.turn.send(call, words, platform.quota_of))
        except Unavailable as fault:
            if not answered:
                raise
            lost = fault
        raise OutcomeUnknown(f"{lost.sentence} What was sent may have been done all the same.")

    async def note(self, fault: Fault | None) -> None:
        """How it went stands at the account; told once the answer is on disk, not before."""
        if fault is None:
            await self.reach.note_written(self.opened)
        elif isinstance(fault, AuthLapsed):
            await self.reach.refused(self.opened, fault)
        elif isinstance(fault, Unavailable | OutcomeUnknown) and not isinstance(fault, CircuitOpen):
            away = Unavailable(fault.sentence, fault.next_step)
            await self.reach.note(self.opened, away)


async def stage(reach: Reach, opened: Opened, question: Question) -> Reply:
    """Where files go that a change will name; the card lists it, and it changes nothing."""
    return await reach.maintain_remote(opened, question)


async def bring(
    reach: Reach, opened: Opened, family: str, place: Place, file: File, content: bytes
) -> None:
    """The bytes of a file, to where the platform said. Nothing is seen of it before a change names
    it, so it is asked again where an answer is lost. None of the account's keys goes along."""
    headers, body = dict(place.headers), content
    if place.fields:
        body, headers["Content-Type"] = form(place.fields, file.name, file.media_type, content)
    call = Call(
        place.method,
        place.url,
        writes=False,
        headers=headers,
        body=body,
        timeouts=FILE_TIMEOUTS,
        limits=Limits(sent_bytes_max=FILE_BYTES_MAX + FORM_BYTES_MAX),
        secrets=tuple(value for _, value in place.fields if len(value) >= SECRET_CHARS_MIN),
        ca_pem=opened.account.ca_pem,
    )
    await reach.outbound.ask(reach.line(opened), call, family=family, wait_max_s=FILE_WAIT_S)


@asynccontextmanager
async def turn(
    reach: Reach, opened: Opened, family: str, cost: float, priority: int, wait_max_s: float
) -> AsyncIterator[Turn]:
    """With a key that is good for a minute, and at the account's pace."""
    opened = await reach.fresh(opened)
    async with reach.outbound.turn(
        reach.line(opened), family=family, cost=cost, priority=priority, wait_max_s=wait_max_s
    ) as seat:
        yield Turn(reach, opened, seat)
