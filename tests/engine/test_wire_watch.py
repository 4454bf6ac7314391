"""Outbound calls are counted and logged, with the request that caused them and without secrets."""

import json

import pytest

from hanse.base.faults import Unavailable
from hanse.engine import metrics
from hanse.engine.metrics import Meter
from hanse.engine.settings import load
from hanse.engine.telemetry import in_request
from hanse.engine.wire.watch import watching
from hanse.engine.wire.wire import Call
from tests.engine.canaries import all_that_is_logged, canaries, caught
from tests.engine.wire_servers import http, in_turn, saying, stranger, wire

CANARIES = canaries("header", "query")


async def test_a_call_is_counted_and_logged_with_its_request() -> None:
    meter = Meter()
    json_lines = load({"HANSE_LOG_FORMAT": "json"}).settings
    with all_that_is_logged(json_lines) as stream, in_request("r-9"):
        async with (
            stranger(in_turn([saying(http(200)), saying(http(503))])) as there,
            wire(observe=watching(meter)) as opened,
        ):
            call = Call(
                "GET",
                there.url("/orders"),
                writes=False,
                query=[("access_token", CANARIES["query"])],
                headers={"Authorization": f"Bearer {CANARIES['header']}"},
            )
            await opened.send(call)
            with pytest.raises(Unavailable):
                await opened.send(call)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    ended = [line for line in lines if line["text"] == "wire.call.ended"]
    assert [(line["outcome"], line["status"]) for line in ended] == [
        ("ok", 200),
        ("unavailable", 503),
    ]
    assert {line["request_id"] for line in ended} == {"r-9"}
    assert [line["level"] for line in ended] == ["info", "warning"]
    assert caught(CANARIES, stream.getvalue()) == []
    text = metrics.render(meter).decode()
    assert 'hanse_outbound_calls_total{host="127.0.0.1",outcome="ok"} 1.0' in text
    assert 'hanse_outbound_calls_total{host="127.0.0.1",outcome="unavailable"} 1.0' in text
    assert 'hanse_outbound_call_seconds_count{host="127.0.0.1"} 2.0' in text
