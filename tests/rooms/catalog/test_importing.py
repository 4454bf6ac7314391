"""Tables are brought in by three steps: nothing before the last, each row once, each told."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.faults import Conflict, Rejected
from hanse.engine.settings import load
from hanse.rooms.catalog.model.bulks import Selection
from hanse.rooms.catalog.model.cells import Reading
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.model.imports import ImportRow, Step
from hanse.rooms.catalog.model.sheets import Places
from hanse.rooms.catalog.service import (
    applying,
    checking,
    costing,
    editing,
    exporting,
    importing,
    reading,
)
from hanse.rooms.catalog.service.exporting import Format
from hanse.rooms.catalog.service.making import NewGoods
from hanse.trade.fields import Value
from tests.api.conftest import opened
from tests.conftest import TakenBackError
from tests.rooms.catalog.desk import EURO, Desk, quiet
from tests.rooms.catalog.some import made_all, variant_ids


def reasons(rows: Sequence[ImportRow]) -> list[tuple[int, str, list[tuple[str, str]]]]:
    return [
        (row.number, row.state.value, [(each.field, each.sentence) for each in row.findings])
        for row in rows
    ]


async def test_rows_are_checked_before_anything_changes_and_then_each_is_done_once(
    desk: Desk,
) -> None:
    product = await desk.product("Lamp", "L-1", "L-2")
    found, rows = await desk.check(
        "Artikelnummer;Titel;Preis;Einkaufspreis\nL-1;Brass Lamp;12,50;4,005\nL-2;;1.250,00;\n"
        "L-9;Desk;1,00;\nL-1;Brass Lamp;2,00;\n\nL-2;Other Lamp;;\n"
    )
    assert (found.state, found.counts) == ("checked", {"ready": 1, "refused": 4})
    assert reasons(rows) == [
        (2, "ready", []),
        (
            3,
            "refused",
            [
                (
                    "price",
                    "'1.250,00' is no number as it is to be read: digits, and a comma for "
                    "decimals.",
                )
            ],
        ),
        (4, "refused", [("sku", "There is no variant with the SKU 'L-9'.")]),
        (
            5,
            "refused",
            [
                ("sku", "Row 2 is about the same variant."),
                ("sku", "Row 2 is about the same SKU."),
            ],
        ),
        (
            7,
            "refused",
            [
                ("sku", "Row 3 is about the same variant."),
                ("sku", "Row 3 is about the same SKU."),
                ("title", "Row 2 gives the same product another value here."),
            ],
        ),
    ]
    assert await desk.titles() == ["Lamp"]
    found, rows = await desk.apply(found)
    assert (found.state, found.counts) == ("done", {"changed": 1, "refused": 4})
    assert await desk.titles() == ["Brass Lamp"]
    async with desk.tx() as tx:
        ids = await variant_ids(tx, product)
        variants = await reading.variants(tx, ids)
        costs = await costing.costs(tx, ids)
    assert [str(variants[each].price) for each in ids] == ["EUR 12.50", "None"]
    assert str(costs[ids[0]]["supplier"]) == "EUR 4.005"
    with pytest.raises(Conflict, match="nothing to apply"):
        await desk.apply(found)


async def test_new_products_are_made_whole_or_not_at_all(desk: Desk) -> None:
    found, rows = await desk.check(
        "Group,Title,Options,SKU,Choices,Price,Cost\n"
        "lamp,Lamp,Colour,N-1,Red,5,1\nlamp,,,N-2,Blue,6,2\n"
        "desk,Desk,,N-3,,7,\ndesk,,,N-4,,x,\n,Chair,,N-5,,8,\n,,,N-6,,9,\n",
        Reading("point", "EUR"),
        creates=True,
    )
    assert [(row.number, row.state.value) for row in rows] == [
        *((2, "ready"), (3, "ready"), (4, "refused"), (5, "refused"), (6, "ready")),
        (7, "refused"),
    ]
    assert [row.findings[0].code for row in rows if row.findings] == [
        *("together", "no_number", "empty"),
    ]
    found, rows = await desk.apply(found)
    assert found.counts == {"made": 3, "refused": 3}
    assert await desk.titles() == ["Chair", "Lamp"]
    lamp = rows[0].product_id
    assert lamp is not None
    assert rows[1].product_id == lamp
    async with desk.tx() as tx:
        variants = (await reading.variants_of(tx, [lamp]))[lamp]
        costs = await costing.costs(tx, [each.id for each in variants])
    assert [(each.sku, each.choices) for each in variants] == [
        *(("N-1", ("Red",)), ("N-2", ("Blue",))),
    ]
    assert [str(costs[each.id]["supplier"]) for each in variants] == ["EUR 1.00", "EUR 2.00"]


async def test_more_products_than_the_plan_holds_are_refused_with_the_reason(desk: Desk) -> None:
    text = "Title,SKU\n" + "".join(f"Lamp {at},P-{at}\n" for at in range(11))
    found, _ = await desk.check(text, creates=True)
    found, rows = await desk.apply(found)
    assert found.counts == {"refused": 11}
    assert "Your plan Free holds 10 products" in rows[0].findings[0].sentence
    assert await desk.titles() == []


async def test_what_somebody_changed_since_the_check_is_told_and_not_overwritten(
    desk: Desk,
) -> None:
    product = await desk.product("Lamp", "L-1")
    found, _ = await desk.check("SKU,Title,Handle\nL-1,Brass Lamp,lamp\n")
    async with desk.tx() as tx:
        await editing.edit(tx, [Edit(product, "title", "Lamp", "Desk Lamp")])
    found, [row] = await desk.apply(found)
    assert found.counts == {"moved": 1}
    assert row.findings[0].field == "title"
    assert "is now 'Desk Lamp'" in row.findings[0].sentence
    async with desk.tx() as tx:
        now = await reading.product(tx, product)
    assert (now.title, now.handle) == ("Desk Lamp", "lamp")


async def test_who_is_killed_while_applying_is_followed_by_one_who_does_the_rest_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "LEADS_AT_ONCE", 2)
    text = "Title,SKU\n" + "".join(f"Lamp {at},K-{at}\n" for at in range(5))
    found, _ = await desk.check(text, creates=True)
    async with desk.tx() as tx:
        await importing.step(tx, found.id, Step.apply, found.version)

    async def killed(message: str, done: int | None, total: int | None) -> None:
        raise TakenBackError

    for _ in range(3):
        with pytest.raises(TakenBackError):
            await applying.apply(desk.tx, found.id, killed, 60)
    assert await applying.apply(desk.tx, found.id, quiet, 60)
    found, rows = await desk.told(found.id)
    assert found.counts == {"made": 5}
    assert len({row.product_id for row in rows}) == 5
    assert await desk.titles() == [f"Lamp {at}" for at in range(5)]


async def test_a_file_that_breaks_off_is_failed_and_says_where_and_can_be_given_up(
    desk: Desk,
) -> None:
    text = "SKU,Title\n" + "a,b\n" * 1_500 + '"never ends'
    found, _ = await desk.check(text)
    assert (found.state, found.findings[0].sentence) == (
        "failed",
        "Row 1,502 cannot be read: a quotation begins and never ends.",
    )
    async with desk.tx() as tx:
        given_up = await importing.step(tx, found.id, Step.cancel, found.version)
        assert given_up.state == "cancelled"
        with pytest.raises(Conflict, match="by now"):
            await importing.step(tx, found.id, Step.cancel, found.version)


async def test_places_are_kept_by_a_name_and_fit_a_file_with_columns_in_another_order(
    desk: Desk,
) -> None:
    first = await desk.upload("No,Was es ist\n1,Lamp\n")
    places = Places({0: "sku", 1: "title"}, EURO)
    async with desk.tx() as tx:
        await importing.step(tx, first.id, Step.check, 1, places, " Supplier ")
        with pytest.raises(Rejected, match="No column says"):
            second = await importing.upload(tx, desk.shelf, "b.csv", b"Was es ist,Mehr,NO\n")
            await importing.step(tx, second.id, Step.check, 1, Places({0: "title"}))
        [template] = (await importing.whole(tx, second.id)).templates
    assert (template.name, template.places.reading) == ("Supplier", EURO)
    assert importing.fitted(template, second.columns) == {0: "title", 2: "sku"}


@pytest.mark.parametrize("kind", [Format.csv, Format.xlsx])
async def test_what_is_exported_and_brought_back_changes_nothing(desk: Desk, kind: Format) -> None:
    async with desk.tx() as tx:
        goods: dict[str, Value] = {
            "title": '=Lamp, "big"',
            "tags": ("a, b",),
            "options": ("Colour", "Size"),
        }
        [product] = await made_all(
            tx,
            NewGoods(
                {**goods, "description_html": "<b>x</b>\n+1"},
                [
                    {"sku": "-1", "choices": ("Red", "1,5 l")},
                    {"sku": "007", "choices": ("", "2 l")},
                ],
            ),
        )
        [first, _] = await variant_ids(tx, product)
        await editing.edit(tx, [Edit(first, "gtin", "", "4006381333931")])
    parts = [each async for each in exporting.products(desk.tx, Selection(), kind)]
    content = b"".join(parts)
    async with desk.tx() as tx:
        found = await importing.upload(tx, desk.shelf, "back", content)
        columns = (await importing.whole(tx, found.id)).suggested
        assert len(columns) == len(exporting.HEADS)
        places = Places(columns, Reading("point", empty="clear"))
        await importing.step(tx, found.id, Step.check, 1, places)
    await checking.check(desk.tx, desk.shelf, found.id, quiet)
    found, rows = await desk.told(found.id)
    assert found.counts == {"same": 2}, reasons(rows)


async def test_an_export_holds_what_was_chosen_and_no_formula(desk: Desk) -> None:
    one, _ = await desk.product("=1+1", "A-1"), await desk.product("Desk", "A-2")
    for selection, titles in (
        (Selection((one,)), ["'=1+1"]),
        (Selection(filters={"q": "desk"}), ["Desk"]),
        (Selection(filters={"state": "archived"}), []),
    ):
        parts = [each async for each in exporting.products(desk.tx, selection, Format.csv)]
        table = list(csv.DictReader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))
        assert [each["title"] for each in table] == titles
    with pytest.raises(Rejected, match="no filter 'colour'"):
        async with desk.tx() as tx:
            await exporting.begin(tx, Selection(filters={"colour": "red"}), Format.csv)


async def test_the_result_says_what_came_of_each_row(desk: Desk) -> None:
    await desk.product("Lamp", "L-1")
    found, _ = await desk.check("SKU,Title,Price\nL-1,Lamp,x\n")
    lines = b"".join([each async for each in exporting.result(desk.tx, found.id)])
    [head, line] = csv.reader(io.StringIO(lines.decode("utf-8-sig")))
    assert head == list(exporting.RESULT)
    assert line[:4] == ["2", "refused", "", "price"]
    assert line[5].startswith("Take out thousands signs")


async def test_over_http_a_table_is_taken_out_by_the_filters_of_the_list_and_brought_back(
    desk: Desk, changed: Callable[..., Ground], tmp_path: Path
) -> None:
    await desk.product("Lamp", "L-1")
    ground = changed(settings=load({"HANSE_HOME": str(tmp_path)}).settings)
    who, raw = f"manager:{desk.workspace}", {"Content-Type": "application/octet-stream"}
    path = f"/api/catalog/export?q=lamp&state=active&not_account={UUID(int=5)}"
    async with opened(ground) as door:
        async with door.ask("GET", path, who) as response:
            assert response.headers["Content-Type"].startswith("text/csv")
            content = await response.read()
        async with door.ask("GET", f"{path}&format=xlsx", who) as response:
            assert (await response.read())[:2] == b"PK"
        path = "/api/catalog/imports"
        async with door.ask("POST", f"{path}?name=a", who, headers=raw, data=content) as response:
            made = await response.json()
            assert (response.status, made["state"]) == (201, "uploaded")
        async with door.ask("GET", f"{path}/{made['id']}", who) as response:
            told = await response.json()
        places = {"columns": told["suggested"], "decimal": "point"}
        asked = {"step": "check", "version": made["version"], "places": places}
        async with door.ask("POST", f"{path}/{made['id']}/steps", who, json=asked) as response:
            assert (await response.json())["state"] == "checking"
        async with door.ask("GET", path, f"viewer:{desk.workspace}") as response:
            assert response.status == 403  # a file may hold what goods cost
