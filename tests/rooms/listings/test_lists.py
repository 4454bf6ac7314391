"""Lists, mappings and words, as they are kept."""

from uuid import UUID

import pytest

from hanse.app.wiring import CARDS
from hanse.base.faults import Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.listings.model.listings import Listing, Status
from hanse.rooms.listings.model.mappings import Noun, Pair
from hanse.rooms.listings.model.plans import Result
from hanse.rooms.listings.model.words import Word
from hanse.rooms.listings.service import mapping, showing
from hanse.rooms.listings.service.showing import Wanted
from hanse.rooms.listings.store import listings as store

ONE, TWO = UUID(int=301), UUID(int=302)


async def titles(tx: Tx, **wanted: object) -> list[str]:
    rows = await showing.list_matrix(tx, Wanted(**wanted), None, 10)  # type: ignore[arg-type]
    return [each.title for each in rows]


async def test_the_matrix_is_narrowed_by_what_a_listing_is(tx: Tx) -> None:
    first, second, third = (tx.ids.new() for _ in range(3))
    await store.know(tx, [(first, "Lamp", 1), (second, "Mug", 1), (third, "100% Wool", 1)])
    listings = [
        Listing(tx.ids.new(), ONE, "", first, Status.live, "11"),
        Listing(tx.ids.new(), TWO, "", first, Status.draft),
        Listing(tx.ids.new(), ONE, "", second, Status.hidden, "12"),
    ]
    assert len(await store.add(tx, listings)) == 3
    assert await store.add(tx, listings) == [], "a listing is there once"
    await store.found(tx, [Result(listings[0].id, 2, 1, "hub", b"x")])
    await store.judged(tx, [(listings[2].id, 40, 1, 0, Status.hidden)])
    assert await titles(tx) == ["100% Wool", "Mug", "Lamp"], "those that we met last first"
    assert await titles(tx, account_id=ONE) == ["Mug", "Lamp"]
    assert await titles(tx, statuses=[Status.live, Status.draft]) == ["Lamp"]
    assert await titles(tx, account_id=TWO, differs=True) == [], "of one and the same listing"
    assert await titles(tx, differs=True) == await titles(tx, drifted=True) == ["Lamp"]
    assert await titles(tx, score_below=41) == ["Mug"]
    assert await titles(tx, not_at=TWO) == ["100% Wool", "Mug", "Lamp"], "a draft is not there"
    assert await titles(tx, not_at=ONE) == ["100% Wool"]
    assert await titles(tx, text="100%") == ["100% Wool"]
    assert await titles(tx, text="%") == []
    [row] = await showing.list_matrix(tx, Wanted(), second, 10)
    assert [each.account_id for each in row.cells] == [ONE, TWO], "a page begins where one ended"
    counted = {(each.account_id, each.status): each for each in await showing.counts(tx)}
    assert counted[ONE, Status.live].differ == counted[ONE, Status.live].drifted == 1
    assert counted[ONE, Status.hidden].faulty == 1


async def test_what_changed_counts_as_not_compared(tx: Tx) -> None:
    product = tx.ids.new()
    listing = Listing(tx.ids.new(), ONE, "", product, Status.live, "11")
    await store.add(tx, [listing])
    for named in (
        {"product_ids": [product]},
        {"ids": [listing.id]},
        {"account_id": ONE, "remote_ids": ["11"]},
    ):
        await store.found(tx, [Result(listing.id, 0, 0, "channel", b"sum")])
        assert await store.due(tx, ONE, None, 10) == []
        await store.to_do(tx, **named)
        assert await store.due(tx, ONE, None, 10) == [listing.id]


async def test_mappings_are_kept_all_or_none(tx: Tx) -> None:
    unknown = Pair("shopify", Noun.attribute, "color", "Colour")
    with pytest.raises(Rejected, match="cannot be saved") as fault:
        await mapping.save(tx, CARDS, [unknown], [])
    assert "there is no attribute 'color'" in fault.value.findings[0].sentence
    with pytest.raises(Rejected, match="no platform amazin"):
        await mapping.save(tx, CARDS, [], [Pair("amazin", Noun.attribute, "color", "")])
    assert await mapping.list_mappings(tx, None, None, None, 10) == []


async def test_own_words_replace_each_other_and_say_what_is_wrong(tx: Tx) -> None:
    words = [Word("Wow", Severity.error, "Not ours."), Word("wow", Severity.hint, "")]
    kept = await mapping.save_words(tx, words)
    assert [each.text for each in kept] == ["wow"], "spelled alike, the last one counts"
    assert await mapping.list_words(tx) == kept
    with pytest.raises(Rejected) as fault:
        await mapping.save_words(tx, [Word(" ", Severity.error, ""), *words])
    assert fault.value.findings[0].field == "words.0"
    assert await mapping.save_words(tx, []) == await mapping.list_words(tx) == []
