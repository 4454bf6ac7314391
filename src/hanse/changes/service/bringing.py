"""Files that a platform must hold before a change names them: it is asked where they go, then they
are brought. Nobody sees anything of it until the change itself is sent, and brought twice they are
what they were."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.faults import (
    AuthLapsed,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.changes.model.planned import Planned
from hanse.changes.service.asking import OpenTx
from hanse.changes.service.hands import Hands, Opened, Power
from hanse.trade.fields import spelled
from hanse.trade.files import File, Place
from hanse.trade.ports_write import Ahead, Piece, WritePort
from hanse.trade.shop import Shop

AT_ONCE = 4
# After these it is tried again later, and so is the change.
PASSING = (Throttled, Unavailable, AuthLapsed)


@dataclass(frozen=True, slots=True)
class Brought:
    """Where each file lies, by its name, and why one does not."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Fault] = field(default_factory=dict)

    def all_of(self, files: Sequence[File]) -> bool:
        return all(each.name in self.addresses for each in files)

    def why_not(self, files: Sequence[File]) -> Fault | None:
        return next((self.refused[each.name] for each in files if each.name in self.refused), None)


NOTHING = Brought()


@dataclass(frozen=True, slots=True)
class Step:
    """A call as a preview shows it. Where there is no path, the answer before it tells where."""

    method: str
    path: str
    body: bytes


def steps(port: WritePort, piece: Piece, shop: Shop) -> Iterator[Step]:
    """What goes before the change itself."""
    files = files_of(port, piece)
    if port.ahead and files:
        question = port.ahead.question(files, shop)
        yield Step(question.method, question.path, question.body or b"")
        for each in files:
            told = {"file": each.name, "bytes": each.size, "sha256": each.digest}
            yield Step(port.ahead.method, "", spelled(told).encode())


def files_of(port: WritePort, piece: Piece) -> Sequence[File]:
    return port.ahead.files(piece) if port.ahead else ()


async def bring(
    hands: Hands, open_tx: OpenTx, opened: Opened, power: Power, planned: Sequence[Planned]
) -> Brought:
    """To a shop that is live; one that rehearses gets nothing."""
    ahead = power.port.ahead
    named = [file for each in planned for file in files_of(power.port, each.piece)]
    files = list({each.name: each for each in named}.values())
    if ahead is None or not files:
        return NOTHING
    async with open_tx() as tx:
        if not await hands.live_for_share(tx, opened.id):
            return NOTHING
        kept = await hands.files(tx, [each.name for each in files])
    refused: dict[str, Fault] = {each.name: gone(each) for each in files if each.name not in kept}
    addresses: dict[str, str] = {}
    here = [each for each in files if each.name in kept]
    for at in range(0, len(here), ahead.files_max):
        part = here[at : at + ahead.files_max]
        try:
            with lost_is_nothing():
                reply = await hands.shops.stage(opened, ahead.question(part, opened.shop))
            places = ahead.places(part, reply)
        except PASSING:
            raise
        except Fault as fault:
            refused |= {each.name: fault for each in part}
            continue
        ends = await all_brought(hands, opened, ahead, list(zip(part, places, strict=True)))
        refused |= {file.name: why for file, _, why in ends if why}
        addresses |= {file.name: place.address for file, place, why in ends if not why}
    return Brought(addresses, refused)


@contextmanager
def lost_is_nothing() -> Iterator[None]:
    """Where an answer was lost, whatever was done is seen by nobody, and is done again."""
    try:
        yield
    except OutcomeUnknown as lost:
        raise Unavailable(lost.sentence) from lost


async def all_brought(
    hands: Hands, opened: Opened, ahead: Ahead, going: Sequence[tuple[File, Place]]
) -> Sequence[tuple[File, Place, Fault | None]]:
    """A few at once, for each is in memory while it is on its way."""
    few = asyncio.Semaphore(AT_ONCE)

    async def one(file: File, place: Place) -> tuple[File, Place, Fault | None]:
        async with few:
            try:
                with lost_is_nothing():
                    await hands.shops.bring(opened, ahead.family, place, file)
            except PASSING:
                raise
            except Fault as fault:
                return file, place, fault
            return file, place, None

    ends = await asyncio.gather(*(one(*each) for each in going), return_exceptions=True)
    for each in ends:
        if isinstance(each, BaseException):
            raise each
    return [each for each in ends if not isinstance(each, BaseException)]


def gone(file: File) -> Gone:
    return Gone(f"The picture {file.name[:12]} is not kept here any more.", "Add it again.")


def not_brought(planned: Planned, fault: Fault) -> Finding:
    return Finding(
        Severity.error,
        "not_brought",
        f"{planned.change.thing.title}: a picture could not be brought to the platform, so nothing"
        f" was sent. {fault.sentence}",
        fault.next_step or "Look at it, then approve it again.",
    )


def findings_of(
    brought: Brought, port: WritePort, planned: Sequence[Planned]
) -> Mapping[UUID, Finding]:
    """Of the changes that cannot go out for want of a file."""
    return {
        each.change.id: not_brought(each, fault)
        for each in planned
        if (fault := brought.why_not(files_of(port, each.piece)))
    }
