"""`hanse rates`: a file of the bank's is kept and shown; what is wrong with it is told."""

import argparse
import io
import zipfile
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from hanse.app.cli import rates
from hanse.app.opened import Opened
from hanse.base.faults import Gone, Rejected
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.connectors.ecb.documents import RATES, TABLE, daily
from tests.engine.wire_servers import http, saying, stranger

Hanse = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def hanse(database: Database) -> Hanse:
    """Run the command with these words; how it ended, and the lines that it wrote."""

    async def run(*words: str, **settings: str) -> list[str]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        rates.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["rates", *words])
        opened = Opened(
            load({f"HANSE_{name.upper()}": text for name, text in settings.items()}),
            *(database.clock, database.ids, lines.append),
            opened_database=database,
        )
        return [f"ended {await rates.run(args, opened)}", *lines]

    return run


def zipped(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in files:
            out.writestr(name, body)
    return held.getvalue()


async def test_a_file_is_kept_shown_and_corrected(hanse: Hanse, tmp_path: Path) -> None:
    with pytest.raises(Gone, match="no rates of 1999-01-03") as none:
        await hanse("show", "1999-01-03")
    assert "hanse rates load FILE" in none.value.next_step

    history, day = tmp_path / "eurofxref-hist.zip", tmp_path / "eurofxref-daily.xml"
    history.write_bytes(zipped(("eurofxref-hist.csv", TABLE)))
    told = await hanse("load", str(history))
    assert told[0] == "ended 0"
    assert told[1].startswith("warning: 'CYP' is not a currency that we know, on 1999-01-04.")
    assert told[2] == "3 days read, 1999-01-04 to 2026-03-18; 3 of them new or other."
    again = await hanse("load", str(history))
    assert again[-1] == "3 days read, 1999-01-04 to 2026-03-18; 0 of them new or other."

    day.write_bytes(daily())
    assert (await hanse("load", str(day)))[-1].endswith("; 1 of them new or other.")
    shown = await hanse("show", "2026-03-22")  # the last that was published until then
    assert shown[1] == "One euro on 2026-03-18, as published:"
    told_rates = {line.split()[0]: Decimal(line.split()[1]) for line in shown[2:]}
    assert told_rates == {currency: Decimal(text) for currency, text in RATES.items()}
    assert (await hanse("show", "2005-06-01"))[1:] == [
        "One euro on 1999-01-04, as published:",
        *("JPY  133.73", "RUB  25.2875", "USD  1.1789"),
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<!DOCTYPE html><html></html>", "declares a document type"),
        (b"PK\x03\x04" + bytes(90), "The zip is damaged, or locked"),
        (zipped(("a.csv", TABLE), ("b.csv", TABLE)), "The zip holds 2 files, not one"),
        (zipped(("a.csv", bytes(64 * 1024**2 + 1))), "holds more than 64 MB"),
    ],
    ids=["a page", "a broken zip", "two in a zip", "a zip that grows"],
)
async def test_what_is_no_file_of_rates_is_refused(
    hanse: Hanse, tmp_path: Path, body: bytes, sentence: str
) -> None:
    file = tmp_path / "rates"
    file.write_bytes(body)
    with pytest.raises(Rejected, match=sentence) as refused:
        await hanse("load", str(file))
    assert refused.value.next_step


async def test_a_file_in_which_nothing_can_be_read_keeps_nothing(
    hanse: Hanse, tmp_path: Path
) -> None:
    file = tmp_path / "rates.xml"
    file.write_bytes(daily("2999-01-01"))
    told = await hanse("load", str(file))
    assert told[0] == "ended 1"
    assert "2999-01-01 has not come yet" in told[1]
    assert told[-1] == "No day in it can be read, so nothing was kept."


async def test_the_bank_is_asked_at_once_and_once_only_for_what_is_missing(hanse: Hanse) -> None:
    async with stranger(saying(http(304))) as bank:
        way = {
            "outbound_routes": f"www.ecb.europa.eu={bank.url('').rstrip('/')}",
            "outbound_allow": "127.0.0.0/8",
        }
        assert await hanse("fetch", **way) == ["ended 0", "Nothing newer is out yet."]
        assert len(bank.requests) == 1


async def test_a_day_that_is_none_is_refused_in_words(
    hanse: Hanse, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        await hanse("show", "18.3.2026")
    assert "'18.3.2026' is no day; write it as 2026-03-18" in capsys.readouterr().err
