"""Changes over HTTP: what nobody could have meant is refused in words, and nothing breaks."""

import pytest

from hanse.engine.doors.paging import write_cursor
from tests.api.conftest import Door

SETS, CHANGES = "/api/changes/sets", "/api/changes/changes"
DRIFTS, OWNERS = "/api/changes/drifts", "/api/changes/owners"
SOME = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c91"
WISH = {"account_id": SOME, "kind": "offers.price", "remote_id": "4711", "after": {"price": None}}


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01T00:00:00+00:00", "2026-11-20T14:00"])
@pytest.mark.parametrize("path", [SETS, CHANGES, DRIFTS])
async def test_a_cursor_that_no_list_gave_out_is_refused(
    door: Door, manager: str, path: str, at: str
) -> None:
    cursor = write_cursor([at, SOME])
    async with door.ask("GET", f"{path}?cursor={cursor}", manager) as response:
        assert response.status == 422
        assert (await response.json(content_type=None))["fields"][0]["field"] == "cursor"


@pytest.mark.parametrize("at", ["2026-11-20T14:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59Z"])
@pytest.mark.parametrize("name", ["not_before", "not_after"])
async def test_a_time_without_a_zone_or_beyond_all_sense_is_no_schedule(
    door: Door, manager: str, name: str, at: str
) -> None:
    body = {"title": "Sale", "why": "It is wanted.", "changes": [WISH], name: at}
    async with door.ask("POST", SETS, manager, json=body) as response:
        assert response.status == 422
        assert (await response.json(content_type=None))["fields"][0]["field"] == name


@pytest.mark.parametrize("at", ["2026-11-20T14:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59Z"])
async def test_nothing_is_undone_since_a_time_that_is_none(
    door: Door, manager: str, at: str
) -> None:
    async with door.ask("POST", "/api/changes/undo", manager, json={"since": at}) as response:
        assert response.status == 422
        assert (await response.json(content_type=None))["fields"][0]["field"] == "since"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (OWNERS, {"account_id": SOME, "owner": "hub"}, 404),
        (f"{OWNERS}/preview", {"account_id": SOME, "owner": "nobody"}, 422),
        (f"{OWNERS}/preview", {"account_id": SOME, "owner": "hub", "things": []}, 422),
        (f"{DRIFTS}/decide", {"ids": [SOME], "decision": "keep"}, 409),
        (f"{DRIFTS}/decide", {"ids": [], "decision": "keep"}, 422),
        ("/api/changes/drift/readings", {"account_id": SOME}, 404),
    ],
)
async def test_what_is_not_there_is_neither_handed_over_nor_decided_about(
    door: Door, manager: str, path: str, body: dict[str, object], status: int
) -> None:
    async with door.ask("POST", path, manager, json=body) as response:
        assert response.status == status
