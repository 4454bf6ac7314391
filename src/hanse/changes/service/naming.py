"""What waited for something to be made has its id from then on: the same change, with its bytes."""

from dataclasses import replace

from hanse.base.faults import Rejected
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.owners import afterwards
from hanse.changes.model.planned import Planned, changes_of
from hanse.changes.model.states import Reason
from hanse.changes.service import carrying, owning
from hanse.changes.service.hands import Hands, Opened
from hanse.changes.service.moving import Going, go
from hanse.changes.service.planning import findings_of, piece_of
from hanse.changes.store import rows as store
from hanse.changes.store import stages
from hanse.engine.tx import Tx

CREATING = tuple(sorted(name for name, kind in KINDS.items() if kind.creates))


async def name(hands: Hands, tx: Tx, opened: Opened) -> None:
    """Nothing of it is otherwise than it was approved but the id, which nobody knew before. Where
    the platform would not take it so, it goes back and says why."""
    ids = await stages.name(tx, opened.id, CREATING, hands.part_max)
    if not ids:
        return
    found = await store.get(tx, ids)
    owners = await owning.owners_of(tx, changes_of(found))
    renewed: list[Planned] = []
    moved: list[Going] = []
    for each in found:
        basis = replace(each.basis, owners=afterwards(each.change, owners[each.change.id]))
        power = hands.power(each.platform, each.change.kind)
        try:
            anew = piece_of(each.change, basis, each.platform, opened.shop, power)
            renewed.append(replace(anew, draw=each.draw))
        except Rejected as fault:
            moved.append(Going(each.change, Reason.moved, findings_of(fault)[0]))
    await store.renew(tx, renewed)
    await go(tx, moved)
    for set_id in sorted({each.change.set_id for each in moved}):
        await carrying.previewed_anew(tx, set_id)
