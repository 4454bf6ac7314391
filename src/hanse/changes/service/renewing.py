"""A platform that compares before it sets has written nothing, for the shop had moved: the change
stands as it would be now."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.changes.model.fingerprints import Moved, NothingLeft, recheck
from hanse.changes.model.planned import Planned
from hanse.changes.model.settling import Look
from hanse.changes.model.states import Reason, State
from hanse.changes.service import carrying
from hanse.changes.service.hands import Hands, Opened, Power
from hanse.changes.service.moving import Going, go
from hanse.changes.service.planning import files_of, piece_of
from hanse.changes.store import rows as store
from hanse.engine.tx import Tx
from hanse.trade.fields import chosen


async def renew(
    hands: Hands,
    tx: Tx,
    opened: Opened,
    power: Power,
    change_ids: Sequence[UUID],
    looks: Mapping[UUID, Look],
) -> Sequence[Going]:
    """Those of which nothing is left to do move on; the others wait for a new word, with what the
    shop shows now beside them."""
    current = [
        each
        for each in await store.get(tx, change_ids, lock=True)
        if each.change.state is State.proposed
    ]
    files = await files_of(hands, tx, [each.change.after for each in current])
    renewed: list[Planned] = []
    done: list[Going] = []
    for each in current:
        look = looks.get(each.change.id)
        if look is None or look.fields is None:
            continue
        before = {**each.basis.before, **chosen(look.fields, frozenset(each.basis.before))}
        checked = recheck(each.change, each.basis, replace(each.basis, before=before))
        if isinstance(checked, NothingLeft):
            done.append(Going(each.change, Reason.nothing_left))
        elif isinstance(checked, Moved):
            # Where the platform would not take it as it is now, it stays as it was, and is refused
            # in the same words when somebody looks at it.
            with suppress(Rejected):
                anew = piece_of(
                    checked.change, checked.basis, each.platform, opened.shop, power, files
                )
                renewed.append(replace(anew, draw=each.draw))
    await store.renew(tx, renewed)
    went = await go(tx, done)
    for set_id in sorted({each.change.set_id for each in renewed}):
        await carrying.previewed_anew(tx, set_id)
    return went
