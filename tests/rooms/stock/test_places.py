"""Places where goods lie, as people keep them."""

from dataclasses import replace
from uuid import UUID

import pytest

from hanse.base.faults import Gone, Rejected
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import Tx
from hanse.rooms.stock.model.places import Place, PlaceKind, PlaceState
from hanse.rooms.stock.service import places

NIL = UUID(int=0)


async def test_a_place_is_made_when_it_is_needed_and_others_by_people(tx: Tx) -> None:
    main = await places.first_own(tx)
    assert (main.name, main.kind) == ("Main", PlaceKind.own)
    assert await places.first_own(tx) == main, "made once"
    way = await places.first_transit(tx)
    assert (way.name, way.kind) == ("On the way", PlaceKind.transit)
    shed = await places.make(tx, Place(NIL, "  Shed ", country="ID", position=1))
    assert [each.name for each in await places.places(tx)] == ["Main", "On the way", "Shed"]
    first = await places.change(tx, replace(main, position=5), 1)
    assert (await places.first_own(tx)).id == shed.id, "the lowest is taken from first"
    with pytest.raises(Changed, match="you read version 1, it is now 2"):
        await places.change(tx, first, 1)


async def test_what_cannot_be_of_a_place_is_said(tx: Tx) -> None:
    main = await places.first_own(tx)
    with pytest.raises(Rejected, match=r"place called MAIN already\. Choose another name"):
        await places.make(tx, Place(NIL, "MAIN"))
    with pytest.raises(Rejected, match=r"'Bali' is no country\. And 1 more\. Give its two letters"):
        await places.make(tx, Place(NIL, "Denpasar", country="Bali", position=-1))
    with pytest.raises(Gone, match="no such place"):
        await places.change(tx, replace(main, id=NIL), 1)
    away = replace(main, state=PlaceState.archived)
    with pytest.raises(Rejected, match=r"the only place of your own\. Add another one first"):
        await places.change(tx, away, 1)
    shed = await places.make(tx, Place(NIL, "Shed"))
    assert (await places.change(tx, away, 1)).state is PlaceState.archived
    assert [each.name for each in await places.places(tx)] == ["Shed"]
    assert len(await places.places(tx, archived=True)) == 2
    with pytest.raises(Rejected, match=r"Main is archived\. Choose one of the places of the list"):
        await places.usable(tx, main.id)
    await places.change(tx, replace(shed, name="Main"), 1)
    with pytest.raises(Rejected, match="There is a place called Main already"):
        await places.change(tx, main, 2)
