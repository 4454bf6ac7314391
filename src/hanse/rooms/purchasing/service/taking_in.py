"""A purchase order goes out, and what comes of it lies on our shelf at what it really costs."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Finding
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.mail.mails import Mail, MailFile
from hanse.engine.mail.mails import send as send_mail
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import CostKind, CostRow
from hanse.rooms.catalog.service import costing
from hanse.rooms.identity.service import workspaces
from hanse.rooms.purchasing.model import restocks as model
from hanse.rooms.purchasing.model.restocks import Restock, RestockMove, RestockState
from hanse.rooms.purchasing.service import marking, order_paper, restocks
from hanse.rooms.purchasing.service.restock_facts import RestockReceived, RestockSent
from hanse.rooms.purchasing.store import restocks as store
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.model.naming import why_not
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, naming, places

CAUSE = "purchasing.restock"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Came:
    """So many of a line; `defective` of them cannot be sold and do not go on the shelf."""

    line_id: UUID
    count: int
    defective: int = 0


async def paper(tx: Tx, restock_id: UUID) -> bytes:
    """As it was sent last; a draft as it would be sent now."""
    found = await restocks.one(tx, restock_id)
    kept = None if found.state is RestockState.draft else await store.file(tx, restock_id)
    return kept or await drawn(tx, found)


async def drawn(tx: Tx, found: Restock) -> bytes:
    [shown] = await restocks.shown(tx, [found])
    place = await places.place(tx, found.place_id) if found.place_id else None
    where = " · ".join(filter(None, [place.name, place.country])) if place else ""
    buyer = (await workspaces.workspace(tx)).name
    return await asyncio.to_thread(
        order_paper.drawn,
        *(found, shown.supplier, buyer, where, shown.labels, shown.offers, tx.now),
    )


async def send(tx: Tx, restock_id: UUID, expected: int, *, by_mail: bool) -> Restock:
    """By mail with the PDF, or by hand: then a person has sent it. What went out is kept."""
    before = await restocks.one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    if not before.lines:
        raise Conflict(f"Purchase order {before.number} has no lines.", "Add what you want first.")
    [shown] = await restocks.shown(tx, [before])
    if by_mail and not shown.supplier.email:
        sentence = f"No mail address of {shown.supplier.name} is known."
        step = "Give it with the supplier, or send the PDF by hand."
        raise refused([wrong("no_email", sentence, step, "act")])
    made = await restocks.move(tx, before, RestockMove.sent)
    content = await drawn(tx, made)
    await store.keep_file(tx, made.id, content)
    if by_mail:
        await send_mail(tx, await letter(tx, made, shown.supplier.email, content))
    how = "by mail" if by_mail else "by hand"
    digest = hashlib.sha256(content).hexdigest()
    told = RestockSent(made.id, made.number, shown.supplier.name, how, digest)
    await log.append(tx, told)
    return replace(made, sent_at=made.sent_at or tx.now)


async def letter(tx: Tx, found: Restock, to: str, content: bytes) -> Mail:
    buyer = (await workspaces.workspace(tx)).name
    text = (
        f"Hello,\n\nplease find purchase order {found.number} attached. Please confirm it with "
        f"your own number and the day on which the goods arrive.\n\n{buyer}\n"
    )
    file = MailFile(f"{found.number}.pdf", PDF, content)
    return Mail(to, f"Purchase order {found.number} of {buyer}", text, files=(file,))


async def receive(
    tx: Tx,
    restock_id: UUID,
    came: Sequence[Came],
    place_id: UUID | None,
    expected: int,
) -> Restock:
    """What can be sold goes on the shelf as a receipt in the ledger, at its landed cost; what is
    defective is counted, and lies nowhere. All of a call or nothing."""
    before = await restocks.one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    counts = checked(before, came)
    await check_counted(tx, before, list(counts))
    where = place_id or before.place_id
    place = await places.usable(tx, where) if where else await places.first_own(tx)
    if place.kind is not PlaceKind.own:
        sentence = f"{place.name} is no place of your own."
        raise refused([wrong("place", sentence, "Choose where they lie now.", "place_id")])
    is_whole = all(
        each.left == counts.get(each.id, Came(each.id, 0)).count for each in before.lines
    )
    made = await restocks.move(tx, before, RestockMove.closed if is_whole else RestockMove.received)
    await store.receive(
        tx, made.id, {each.line_id: (each.count, each.defective) for each in counts.values()}
    )
    variants = {each.id: each.variant_id for each in before.lines}
    moves = [
        Move(variants[each.line_id], place.id, MoveKind.receipt, each.count - each.defective)
        for each in counts.values()
        if each.count > each.defective
    ]
    if moves:
        reason = f"{made.number} received"
        await moving.move(tx, moves, Cause(CAUSE, made.id, reason))
    made = await restocks.one(tx, made.id)
    await keep_costs(tx, made)
    await marking.mark_restock(tx, made)
    pieces = sum(each.count for each in counts.values())
    defects = sum(each.defective for each in counts.values())
    told = RestockReceived(
        *(made.id, made.number, pieces, defects, is_whole, [each.variant_id for each in moves]),
    )
    await log.append(tx, told)
    return made


def checked(found: Restock, came: Sequence[Came]) -> dict[UUID, Came]:
    lines = {each.id: each for each in found.lines}
    counts: dict[UUID, Came] = {}
    findings: list[Finding] = []
    for number, each in enumerate(came):
        at, line = f"lines.{number}.", lines.get(each.line_id)
        if line is None or each.line_id in counts:
            sentence = "It is no line of this purchase order, or stands here twice."
            findings.append(wrong("line", sentence, "Name each line once.", f"{at}line_id"))
        elif each.count > line.left:
            sentence = f"Only {line.left:,} of this line are still to come."
            step = "Take these in, and the others as goods that came."
            findings.append(wrong("too_many", sentence, step, f"{at}count"))
        elif each.defective > each.count:
            sentence = f"{each.defective:,} defective of {each.count:,} cannot be."
            findings.append(wrong("defective", sentence, "Count again.", f"{at}defective"))
        else:
            counts[each.line_id] = each
    if findings:
        raise refused(findings[: restocks.FINDINGS_MAX])
    return counts


async def check_counted(tx: Tx, found: Restock, line_ids: Sequence[UUID]) -> None:
    """What waits for its opening count can be taken in after that alone."""
    variants = [each.variant_id for each in found.lines if each.id in set(line_ids)]
    known = await naming.known(tx, ((each, "") for each in variants))
    findings = [
        finding
        for each in variants
        if (label := known.labels.get(each))
        if (finding := why_not(known, label, "lines."))
    ]
    if findings:
        raise refused(findings[: restocks.FINDINGS_MAX])


async def close(tx: Tx, restock_id: UUID, expected: int) -> Restock:
    """Nothing more of it will come; what it costs is over what did."""
    before = await restocks.one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    made = await restocks.move(tx, before, RestockMove.closed)
    await keep_costs(tx, made)
    await marking.mark_restock(tx, made)
    await restocks.tell(tx, made, "closed", before)
    return made


async def change(
    tx: Tx,
    restock_id: UUID,
    head: restocks.Head,
    wanted: Sequence[restocks.Wanted] | None,
    expected: int,
) -> Restock:
    """Freight that is told later makes another landed cost of what is on the shelf already."""
    before = await restocks.one(tx, restock_id, lock=True)
    made = await restocks.change(tx, restock_id, head, wanted, expected)
    if made.extra_minor != before.extra_minor:
        await keep_costs(tx, made)
    return made


async def keep_costs(tx: Tx, found: Restock) -> None:
    """Of variants of which something came; what was kept before stays beside it."""
    lines = {each.id: each for each in found.lines}
    rows = [
        CostRow(
            *(lines[each.line_id].variant_id, CostKind.landed, each.each, tx.now),
            f"Purchase order {found.number}",
        )
        for each in model.landed(found)
        if each.each is not None and lines[each.line_id].received
    ]
    if rows:
        await costing.set_costs(tx, rows)
