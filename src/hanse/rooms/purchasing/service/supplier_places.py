"""What suppliers say that they have lies in the ledger at a place of their own."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.store import looks as store
from hanse.rooms.purchasing.store.looks import Lying
from hanse.rooms.stock.model.moves import Cause
from hanse.rooms.stock.model.places import COUNTRY, NAME_CHARS_MAX, Place, PlaceKind, PlaceState
from hanse.rooms.stock.service import believing, places


async def told(tx: Tx, lying: Sequence[Lying]) -> None:
    """A supplier's place is made the first time. Once it is archived nothing is told there; of a
    variant that nobody counts, nothing either."""
    for _, group in groupby(lying, lambda each: each.supplier_id):  # one, as a rule
        of = list(group)
        place_id = of[0].place_id or await place_of(tx, of[0])
        if place_id and (await places.place(tx, place_id)).state is PlaceState.active:
            await believing.told(
                tx, place_id, [(each.variant_id, each.stock, None, None) for each in of]
            )


async def bought(tx: Tx, purchase_ids: Sequence[UUID]) -> None:
    """The next word of the supplier comes later, and until then nobody sells these pieces again."""
    for number, pieces in (await store.pieces(tx, purchase_ids)).items():
        await believing.taken(tx, pieces, Cause("purchasing.order", number, "bought there"))


async def place_of(tx: Tx, one: Lying) -> UUID | None:
    """The one that is called as the supplier is, or a new one; None where neither can be."""
    name = one.name[:NAME_CHARS_MAX].strip()
    named = {each.name.casefold(): each for each in await places.places(tx, archived=True)}
    found = named.get(name.casefold())
    if found is None:
        country = one.country if COUNTRY.fullmatch(one.country) else None
        try:
            wanted = Place(tx.ids.new(), name, PlaceKind.supplier, country)
            found = await places.make(tx, wanted)
        except Rejected:
            return None  # as many as fit are there
    if found.kind is not PlaceKind.supplier:
        return None
    await store.placed(tx, one.supplier_id, found.id)
    return found.id
