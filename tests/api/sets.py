"""A set with one change in it, for tests that need one of somebody."""

from datetime import timedelta
from uuid import UUID

from hanse.base.money import Money
from hanse.changes.model.changes import Change, ChangeSet, Origin, Thing, Wisher
from hanse.changes.model.fingerprints import Basis, fingerprint
from hanse.changes.model.planned import Planned
from hanse.changes.model.policies import Schedule, preview_of
from hanse.changes.store import rows, sets
from hanse.engine.tx import Tx
from hanse.trade.ports_write import Piece, Target

WEEK = timedelta(days=7)


async def proposed(tx: Tx, account_id: UUID, words: str, person_id: UUID) -> tuple[UUID, UUID]:
    """The ids of the set and of its change."""
    origin = Origin(Wisher.person, person_id, words, person_id)
    made = ChangeSet(tx.ids.new(), f"{words} prices", f"{words} wants it.", origin, tx.now)
    change = Change(
        id=tx.ids.new(),
        set_id=made.id,
        account_id=account_id,
        kind="offers.price",
        thing=Thing("offers/15", "15", f"{words} lamp"),
        before={"price": Money("USD", 1_000)},
        after={"price": Money("USD", 1_100)},
        why=made.why,
        origin=origin,
        made_at=tx.now,
    )
    basis = Basis(change.before, {}, "", 0, "")
    body = b'{"id":15,"regular_price":"11.00"}'
    piece = Piece(Target("15"), body, "products/batch")
    planned = Planned(change, "woocommerce", piece, basis, fingerprint(change, basis))
    await sets.add(tx, made, Schedule())
    await rows.add(tx, [planned], tx.now, tx.now + WEEK)
    await sets.previewed(tx, made.id, preview_of([planned.fingerprint]))
    return made.id, change.id
