"""What was made by us is the hub's, all of it, from when the shop shows it."""

from collections.abc import Sequence

from hanse.changes.model.kinds import KINDS
from hanse.changes.model.states import BY_WAY, State
from hanse.changes.service import owning
from hanse.changes.service.asking import Reading
from hanse.changes.service.hands import Hands, Opened
from hanse.changes.service.moving import Going
from hanse.engine.tx import Tx
from hanse.trade.fields import Value, chosen


async def own(
    hands: Hands, tx: Tx, opened: Opened, went: Sequence[Going], reading: Reading
) -> None:
    """Every field that can be written, of the product and of the offers that it was seen with."""
    ids = {
        each.change.thing.remote_id
        for each in went
        if KINDS[each.change.kind].creates
        and BY_WAY[each.change.state, each.reason].to is State.proven
    } - {None}
    if not ids:
        return
    shown: dict[owning.Key, Value] = {}
    parents: dict[str, str] = {}
    for (platform, kind), power in hands.powers.items():
        if platform != opened.platform_name or not KINDS[kind].of_listing:
            continue
        for read, rows in reading.rows:
            for row in rows:
                for found in power.port.found(read, row.value):
                    target = found.target
                    if target.remote_id in ids or target.parent_id in ids:
                        thing = f"{owning.noun_of_kind(kind)}/{target.remote_id}"
                        written = chosen(found.fields, power.port.fields)
                        shown |= {(thing, name): value for name, value in written.items()}
                        if target.parent_id:
                            parents[thing] = target.parent_id
    await owning.made(tx, opened.id, shown, parents)
