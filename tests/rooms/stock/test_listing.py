"""The list of stock, its table, and how the database reads both."""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.faults import Rejected
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.stock.model.listing import ItemState, Truth
from hanse.rooms.stock.model.transfers import Asked as Sent
from hanse.rooms.stock.routes import counts, levels, promotions, transfers
from hanse.rooms.stock.routes import files as file_doors
from hanse.rooms.stock.routes import places as place_doors
from hanse.rooms.stock.service import files, holding, listing, transferring
from hanse.rooms.stock.service.listing import After, Asked, Listed
from hanse.rooms.stock.store import alerts, channels
from hanse.rooms.stock.store import counts as store_counts
from hanse.rooms.stock.store import listing as store_listing
from hanse.rooms.stock.store import promotions as store_promotions
from hanse.rooms.stock.store import transfers as store_transfers
from tests.api.conftest import Door, by_role, ground, opened
from tests.conftest import NOBODY
from tests.engine.plans import plan_of
from tests.rooms.catalog.some import made, made_all, variant_ids
from tests.rooms.stock.conftest import Storehouse, receive, wants

__all__ = ["ground"]

Ask = Callable[..., Awaitable[dict[str, Any]]]
SHOP, OTHER = UUID(int=601), UUID(int=602)


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    doors = (
        *(levels.doors, counts.doors, transfers.doors, promotions.doors, file_doors.doors),
        place_doors.doors,
    )
    async with opened(replace(ground, doors=doors, authenticate=by_role)) as running:
        yield running


async def shown(
    tx: Tx, account_id: UUID, variant_id: UUID, quantity: int, asked: int | None, proven: bool
) -> None:
    await tx.execute(
        """
        insert into stock_shown (workspace_id, account_id, target, remote_product_id, variant_id,
            quantity, seen_at, asked, asked_at, proven_at)
        values ($1, $2, $3::uuid::text, 'p', $3, $4, now(), $5::bigint,
            case when $5::bigint is not null then now() end, case when $6 then now() end)
        """,
        *(tx.workspace_id, account_id, variant_id, quantity, asked, proven),
    )


async def test_the_list_shows_what_is_there_where_and_what_shops_show(store: Storehouse) -> None:
    lamp, mug = await store.goods(9, 2, there=1)
    [vase] = await store.goods(3)
    pair = await store.bundle_of({lamp: 2, mug: 1})
    async with store.tx() as tx:
        await holding.reserve(tx, [wants(tx, lamp, 3)])
        await transferring.send(tx, store.here, store.there, [Sent(0, vase, "", 3)], None, "")
        await tx.execute(
            """
            insert into stock_channels (workspace_id, account_id, state, changed_at)
            values ($1, $2, 'on', now())
            """,
            *(tx.workspace_id, SHOP),
        )
        # It sold two since that was asked of it, and both know.
        await shown(tx, SHOP, lamp, 7, 9, proven=True)
        await shown(tx, SHOP, mug, 5, 3, proven=False)
        await shown(tx, SHOP, vase, 5, 0, proven=True)
        await shown(tx, OTHER, lamp, 1, None, proven=False)
        await tx.execute(
            "update stock_items set level = case variant_id when $1 then 'low' else 'out' end"
            " where variant_id in ($1, $2)",
            *(mug, vase),
        )
    async with store.tx() as tx:
        rows = (await listing.list_levels(tx, Asked(), None, 50)).rows
        by = {each.item.variant_id: each for each in rows}
        assert list(by) == [vase, mug, lamp], "the newest first"
        row = by[lamp]
        assert (row.on_hand, row.reserved, row.available, row.state) == (10, 3, 7, ItemState.fine)
        assert [(each.place.name, each.level.on_hand) for each in row.places] == [
            ("Main", 9),
            ("Second", 1),
        ]
        assert [(each.account_id, each.should, each.shows, each.truth) for each in row.shops] == [
            (SHOP, 7, 7, Truth.proven),
            (OTHER, None, 1, Truth.off),
        ]
        assert by[mug].shops[0].truth is Truth.asked
        assert by[vase].shops[0].truth is Truth.differs
        assert (by[vase].available, by[vase].on_the_way, by[vase].state) == (0, 3, ItemState.out)
        whole = await listing.level(tx, pair)
        assert (whole.row.available, whole.row.on_hand) == (3, 0), "of the parts"
        assert [(each.count, each.available) for each in whole.row.parts] == [(2, 7), (1, 3)]

        async def ids(after: After | None = None, limit: int = 50, **asked: object) -> list[UUID]:
            found = await listing.list_levels(tx, Asked(**asked), after, limit)  # type: ignore[arg-type]
            return [each.item.variant_id for each in found.rows]

        assert await ids(After(vase), 1) == [mug]
        assert await ids(place_id=store.there) == [mug, lamp]
        assert await ids(account_id=OTHER) == [lamp]
        assert await ids(state=ItemState.low) == [mug]
        assert await ids(state=ItemState.out, account_id=SHOP) == [vase]
        assert await ids(state=ItemState.waiting) == []


async def test_goods_are_found_by_title_and_sku_page_by_page(tx: Tx) -> None:
    product = await made(tx, "Brass lamp", "B-1", "B-2", "B-3")
    [other] = await variant_ids(tx, await made(tx, "Brass mug", "M-1"))

    async def pages(text: str, limit: int) -> list[list[str]]:
        found: list[list[str]] = []
        listed = Listed([], After(UUID(int=2**128 - 1)))
        after: After | None = None
        while listed.after:
            listed = await listing.list_levels(tx, Asked(search=text), after, limit)
            after = listed.after
            found.append([each.label.sku for each in listed.rows])
        return found

    assert await pages("brass", 50) == [["M-1", "B-3", "B-2", "B-1"]]
    assert [each for page in await pages("brass", 2) for each in page] == [
        *("M-1", "B-3", "B-2", "B-1"),
    ]
    assert await pages("B-2", 50) == [["B-2"]], "that one alone"
    assert await pages("nothing of it", 50) == [[]]
    row = (await listing.level(tx, other)).row
    assert (row.state, row.on_hand) == (ItemState.uncounted, 0)
    assert row.label.product_id != product


async def test_a_table_goes_out_and_comes_back_and_twice_changes_nothing(store: Storehouse) -> None:
    async with store.tx() as tx:
        titles = [NewGoods({"title": f"Lamp {at}"}, [{"sku": f"L-{at}"}]) for at in range(3)]
        for at, product_id in enumerate(await made_all(tx, *titles)):
            [variant_id] = await variant_ids(tx, product_id)
            await receive(tx, variant_id, store.here, at + 1)
    table = b"".join([part async for part in files.levels(store.tx, None)])
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert [(row[1], row[3], row[4]) for row in rows[1:]] == [
        *(("L-0", "Main", "1"), ("L-1", "Main", "2"), ("L-2", "Main", "3")),
    ]
    edited = table.decode("utf-8-sig").splitlines()
    edited[2] = edited[2].replace(",Main,2,", ",Main,8,")
    content = "\r\n".join(edited).encode()
    async with store.tx() as tx:
        seen = await files.bring(tx, content, None, "Year's end", preview=True)
        assert (len(seen.lines), seen.changed, seen.refused, seen.written) == (3, 1, 0, False)
    async with store.tx() as tx:
        done = await files.bring(tx, content, None, "Year's end", preview=False)
        assert (done.changed, done.written) == (1, True)
    async with store.tx() as tx:
        assert (await files.bring(tx, content, None, "", preview=False)).changed == 0
    wrong = "SKU;Lokasi;Stok;by\nL-0;Main;-1;\nL-9;Main;2;\nL-1;Shed;2;\nL-2;Main;1.5;\nL-2;;;4\n"
    async with store.tx() as tx:
        seen = await files.bring(tx, wrong.encode(), None, "", preview=True)
        assert [
            (each.line.number, each.findings[0].field, each.findings[0].sentence)
            for each in seen.lines
            if each.findings
        ] == [
            (2, "on_hand", "On hand is -1; fewer than nothing cannot lie there."),
            (3, "sku", "No variant has the SKU 'L-9'."),
            (4, "place", "There is no place called Shed."),
            (5, "on_hand", "'1.5' is no whole number of pieces."),
        ]
        assert (seen.lines[-1].before, seen.lines[-1].after) == (3, 7)
        with pytest.raises(Rejected, match=r"On hand is -1.* And 3 more") as fault:
            await files.bring(tx, wrong.encode(), None, "", preview=False)
        assert fault.value.findings[1].field == "rows.3.sku"
        for heads, sentence in (("a,b", "No column says which goods"), ("sku,b", "says how many")):
            with pytest.raises(Rejected, match=sentence):
                await files.bring(tx, f"{heads}\n1,2\n".encode(), None, "", preview=True)
    assert await store.differences() == ()


MANY = """
    insert into stock_items (workspace_id, variant_id, state, level)
    select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(at), 12, '0'))::uuid, 'counted',
        case when at % 100 = 0 then 'low' else 'fine' end
    from generate_series(1, 20000) as at
"""
LEVELS = """
    insert into stock_levels (workspace_id, variant_id, place_id, on_hand, moved_at)
    select $1, variant_id, $2, 5, now() from stock_items
"""
SHOWN = """
    insert into stock_shown (workspace_id, account_id, target, remote_product_id, variant_id,
        quantity, seen_at)
    select $1, $2, variant_id::text, 'p', variant_id, 5, now() from stock_items
"""
TABLES = ("stock_items", "stock_levels", "stock_shown", "stock_moves")


async def test_no_list_reads_a_whole_table(tx: Tx) -> None:
    place = tx.ids.new()
    await tx.execute(MANY, tx.workspace_id)
    await tx.execute(LEVELS, tx.workspace_id, place)
    await tx.execute(SHOWN, tx.workspace_id, SHOP)
    await tx.execute("set local role hanse_app")
    for state, at_place, at_shop in (
        *((None, False, False), ("low", False, False), ("fine", False, False)),
        *((None, True, False), (None, False, True), ("low", True, True), ("out", False, True)),
    ):
        statement = store_listing.FINDS[state, at_place, at_shop, False]
        given = ", ".join(
            [
                f"'{tx.workspace_id}', '01900000-0000-7000-8000-000000001000'",
                f"'{place}'" if at_place else "null",
                f"'{SHOP}'" if at_shop else "null",
                "null, 51",
            ]
        )
        kinds = "uuid, uuid, uuid, uuid, uuid[], bigint"
        plan = await plan_of(tx, "force_custom_plan", statement, kinds, given)
        assert not any(f"Seq Scan on {each}" in plan for each in TABLES), plan
    plan = await plan_of(
        tx,
        *("force_generic_plan", store_listing.PAGE, "uuid, uuid, uuid, bigint"),
        f"'{tx.workspace_id}', '01900000-0000-7000-8000-000000001000', '{place}', 100",
    )
    assert "Seq Scan" not in plan, plan

    # These are short here, so reading them whole is forbidden: where it is done all the same, or
    # where all are put in order, no index would do.
    for way in ("seqscan", "bitmapscan", "sort"):
        await tx.execute(f"set local enable_{way} = off")
    ws, nobody = f"'{tx.workspace_id}'", f"'{SHOP}'"
    paged = "uuid, text, uuid, bigint"
    for statement, kinds, given in (
        (store_counts.FIND, paged, f"{ws}, 'open', {nobody}, 51"),
        (store_counts.FIND, paged, f"{ws}, null, null, 51"),
        (
            store_counts.LINES,
            "uuid, uuid, uuid, uuid, boolean, bigint",
            f"{ws}, {nobody}, '{place}', null, false, 51",
        ),
        (store_transfers.FIND, paged, f"{ws}, 'sent', null, 51"),
        (store_promotions.FIND, paged, f"{ws}, 'running', null, 51"),
        (channels.SYNCS, "uuid, uuid, uuid, bigint", f"{ws}, {nobody}, null, 51"),
        (alerts.LIST, "uuid, text[], uuid, bigint, bigint", f"{ws}, '{{low}}', null, 51, 5"),
    ):
        plan = await plan_of(tx, "force_custom_plan", statement, kinds, given)
        assert "Seq Scan" not in plan, plan
        assert "Sort Method" not in plan, plan


async def test_a_day_at_the_desk_over_http(door: Door, database: Database, workspace: UUID) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        [variant_id] = await variant_ids(tx, await made(tx, "Brass lamp", "B-1"))
    who = f"manager:{workspace}"

    async def ask(method: str, path: str, status: int = 200, **more: object) -> dict[str, Any]:
        async with door.ask(method, f"/api/stock/{path}", who, **more) as response:
            answer = await response.json(content_type=None)
            assert response.status == status, answer
            found: dict[str, Any] = answer
            return found

    main = await ask("POST", "places", 201, json={"name": "Main"})
    shed = await ask("POST", "places", 201, json={"name": "Shed", "position": 1})
    receipt = {"place_id": main["id"], "by": 10, "kind": "receipt", "reason": "Delivery"}
    after = await ask("POST", f"levels/{variant_id}/adjust", json=receipt)
    assert (after["on_hand"], after["available"], after["state"]) == (10, 10, "fine")
    lines = [{"sku": "B-1", "place_id": main["id"], "to": 12}]
    seen = await ask("POST", "levels/bulk", json={"lines": lines, "preview": True})
    assert (seen["written"], seen["changed"], seen["lines"][0]["after"]) == (False, 1, 12)
    wrong = {"place_id": main["id"], "to": 12, "by": 3}
    told = await ask("POST", f"levels/{variant_id}/adjust", 422, json=wrong)
    assert told["fields"][0]["field"] == "by"
    count = await ask("POST", "counts", 201, json={"place_id": main["id"], "all": True})
    path = f"counts/{count['id']}"
    await ask("PUT", f"{path}/lines", json={"lines": [{"sku": "B-1", "found": 8}]})
    whole = await ask("GET", path)
    assert (whole["items"][0]["difference"], whole["count"]["counted"]) == (-2, 1)
    assert (await ask("POST", f"{path}/close"))["missing"] == 2
    sent = {"from_id": main["id"], "to_id": shed["id"], "lines": [{"sku": "B-1", "count": 3}]}
    transfer = await ask("POST", "transfers", 201, json=sent)
    [row] = (await ask("GET", "levels?search=brass"))["items"]
    assert (row["on_hand"], row["on_the_way"]) == (5, 3)
    done = await ask("POST", f"transfers/{transfer['id']}/receive", json={})
    assert (done["state"], done["on_the_way"]) == ("received", 0)
    [newest, *_] = (await ask("GET", f"levels/{variant_id}/ledger?limit=2"))["items"]
    assert newest["kind"] == "transfer"
    file = b"sku,place,on_hand\nB-1,Shed,4\n"
    headers = {"content-type": "application/octet-stream"}
    brought = await ask("POST", "files/levels?preview=false", data=file, headers=headers)
    assert (brought["written"], brought["changed"]) == (True, 1)
    async with door.ask("GET", "/api/stock/files/levels.csv", who) as response:
        assert "B-1,Brass lamp,Shed,4" in await response.text()
    [away] = [each for each in (await ask("GET", "places"))["items"] if each["name"] == "Shed"]
    told = await ask(
        "PATCH",
        f"places/{away['id']}",
        422,
        json={"state": "archived"},
        headers={"if-match": '"1"'},
    )
    assert told["fields"][0]["sentence"] == "4 pieces of 1 variants still lie at Shed."
    await a_supplier_tells(ask, variant_id)


async def a_supplier_tells(ask: Ask, variant_id: UUID) -> None:
    made_so = {"name": "Mill", "kind": "supplier", "position": 9, "trust": 70}
    mill = await ask("POST", "places", 201, json=made_so)
    assert (mill["trust"], mill["fresh_for_h"]) == (70, 24)
    sure = {"fresh_for_h": 12, "trust": 60}
    mill = await ask("PATCH", f"places/{mill['id']}", json=sure, headers={"if-match": '"1"'})
    assert (mill["trust"], mill["fresh_for_h"]) == (60, 12)
    word = {"place_id": mill["id"], "to": 9, "told_at": "2026-01-02T03:04:05Z", "confidence": 50}
    after = await ask("POST", f"levels/{variant_id}/adjust", json=word)
    assert [(each["told_at"], each["confidence"]) for each in after["places"]] == [
        *((None, None), (None, None), ("2026-01-02T03:04:05Z", 50)),
    ]
    again = {"sku": "B-1", "place_id": mill["id"], "to": 9}
    seen = await ask("POST", "levels/bulk", json={"lines": [again], "preview": True})
    assert (seen["changed"], seen["lines"][0]["retold"]) == (1, True)
