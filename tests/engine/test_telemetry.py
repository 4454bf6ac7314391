"""Log lines: one a thing, for people or machines, with their request and without secrets."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.engine import telemetry
from hanse.engine.settings import load
from hanse.engine.telemetry import in_request, request_id

log = logging.getLogger("hanse.room")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.root
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def started(log_format: str, **more: str) -> io.StringIO:
    stream = io.StringIO()
    names = {"HANSE_LOG_FORMAT": log_format} | more
    telemetry.start_logging(load(names).settings, stream)
    return stream


def test_machines_get_one_json_object_a_line() -> None:
    stream = started("json")
    with in_request("r-7"):
        log.info("stock.level.read", extra={"rows": 3, "shop": 'of "Ada"\nand Ben'})
    line = json.loads(stream.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "hanse.room",
        "text": "stock.level.read",
        "rows": 3,
        "shop": 'of "Ada"\nand Ben',
        "request_id": "r-7",
    }


def test_people_get_a_line_that_no_value_can_break() -> None:
    stream = started("people")
    log.warning("stock.level.read", extra={"shop": "of Ada\n23:59:59 info forged", "rows": 3})
    (line,) = stream.getvalue().splitlines()
    assert line[9:] == ('warning stock.level.read  shop="of Ada\\n23:59:59 info forged" rows=3')


@pytest.mark.parametrize("log_format", ["people", "json"])
def test_a_trace_stands_below_the_line_for_people_and_in_it_for_machines(log_format: str) -> None:
    stream = started(log_format)
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        log.exception("stock.level.failed")
    lines = stream.getvalue().splitlines()
    assert "ZeroDivisionError" in lines[-1]
    assert (len(lines) == 1) == (log_format == "json")


def test_the_level_of_the_settings_counts() -> None:
    stream = started("json", HANSE_LOG_LEVEL="warning")
    log.info("stock.level.read")
    assert stream.getvalue() == ""


def test_a_command_logs_what_is_wrong_and_no_more() -> None:
    stream = io.StringIO()
    telemetry.start_logging(
        load({"HANSE_LOG_LEVEL": "debug"}).settings, stream, least=logging.WARNING
    )
    log.info("stock.level.read")
    assert stream.getvalue() == ""
    log.warning("stock.level.lost")
    assert "stock.level.lost" in stream.getvalue()


async def test_tasks_carry_the_request_that_started_them() -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return request_id()

    with in_request("r-1"):
        first = asyncio.create_task(work())
        with in_request("r-2"):
            second = asyncio.create_task(work())
    assert (await first, await second, request_id()) == ("r-1", "r-2", "")


def test_the_operators_secrets_are_blanked_out_in_every_spelling(tmp_path: Path) -> None:
    stream = started(
        "json",
        HANSE_DATABASE_URL="postgresql://hanse:p%40ssword9@db/hanse",
        HANSE_METRICS_TOKEN="canary-token",
        HANSE_VAULT_KEY="1:" + "ab" * 32,
    )
    log.error("no way in by p%40ssword9 or p@ssword9", extra={"token": "canary-token"})
    try:
        int("ab" * 32)
    except ValueError:
        log.exception("failed")
    text = stream.getvalue()
    assert "********" in text
    for secret in ("ssword9", "canary-token", "abababab"):
        assert secret not in text


def test_what_is_named_like_a_secret_or_looks_like_one_is_blanked_out() -> None:
    stream = started("json")
    log.info(
        "GET https://shop.example/?access_token=canary1",
        extra={"password": "canary2", "shop": "Ada"},
    )
    log.info("answered", extra={"headers": "{'Authorization': 'Bearer canary3canary3'}"})
    assert "canary" not in stream.getvalue()
    assert '"shop": "Ada"' in stream.getvalue()
