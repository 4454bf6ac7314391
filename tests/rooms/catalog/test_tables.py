"""Uploaded tables: nasty ones, and how they go."""

import csv
import io
from itertools import product

import pytest

from hanse.base.faults import Conflict
from hanse.rooms.catalog.model.cells import Reading
from hanse.rooms.catalog.model.imports import ImportState, RowState
from hanse.rooms.catalog.service import exporting, importing
from tests.rooms.catalog.desk import Desk


async def test_tables_are_deleted_by_hand_and_after_days_of_rest(desk: Desk) -> None:
    """In every workspace; not what a job works on. What a table changed stays."""
    found, _ = await desk.check("Artikelnummer;Titel\nL-1;Brass Lamp\n")
    at_work, _ = await desk.check("Artikelnummer;Titel\nL-2;Lamp\n")
    old, _ = await desk.check("Artikelnummer;Titel\nL-3;Lamp\n")
    async with desk.tx() as tx:
        await tx.execute("update catalog_imports set state = 'checking' where id = $1", at_work.id)
    with pytest.raises(Conflict, match="The import is checking"):
        async with desk.tx() as tx:
            await importing.delete(tx, at_work.id)
    async with desk.tx() as tx:
        await importing.delete(tx, found.id)
        assert [each.id for each in await importing.page(tx, None, 9)] == [old.id, at_work.id]
        await tx.execute("update catalog_imports set state_at = state_at - interval '31 days'")
    assert await importing.sweep(desk.database, 32) == 0
    assert await importing.sweep(desk.database, 30) == 1
    async with desk.tx() as tx:
        assert [each.id for each in await importing.page(tx, None, 9)] == [at_work.id]
        assert await tx.fetchval("select count(*) from catalog_import_rows") == 1
        told = await tx.fetch("select payload from events where name = 'catalog.import.deleted'")
    assert len(told) == 2


NASTY = (
    *("=1+1", "@x", "NaN", "-0", "1e400", "9" * 40, "\u202e", "\ufeff", "\t", " ", "'", '"'),
    *("\x00", "a" * 600, "<script>x</script>", "'; drop table x; --", "\U0001f600" * 300),
    *("4006381333931", "4006381333930", "1.250,00", "\u0661\u0662", "%00", "\r\n", "true"),
    "a|b;c,d",
)


async def test_of_nasty_rows_none_is_lost_and_each_refusal_says_row_field_reason_and_step(
    desk: Desk,
) -> None:
    """From the file to the database and back: each cell of each field once, beside good rows."""
    heads = ("sku", "title", "price", "weight_g", "gtin", "tags", "state", "summary_html")
    rows = [
        [
            cell if at == place else ("N" + str(number) if name == "sku" else "Lamp") * (at < 2)
            for at, name in enumerate(heads)
        ]
        for number, (place, cell) in enumerate(product(range(len(heads)), NASTY))
    ]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    found, told = await desk.check(out.getvalue(), Reading("point", "EUR"), creates=True)
    assert sum(found.counts.values()) == len(told) == len(rows)
    refused = [row for row in told if row.state is RowState.refused]
    assert 0 < len(refused) < len(told)
    for row in refused:
        assert row.findings
        assert all(each.field and each.sentence and each.next_step for each in row.findings)
    found, told = await desk.apply(found)
    assert found.state is ImportState.done
    assert {row.state for row in told} <= {RowState.refused, RowState.made, RowState.same}
    made = [row for row in told if row.state is RowState.made]
    async with desk.tx() as tx:
        assert await tx.fetchval("select count(*) from catalog_products") == len(made)
    text = b"".join([line async for line in exporting.result(desk.tx, found.id)])
    [_, *lines] = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert {line[0] for line in lines} == {str(row.number) for row in told}
