"""Every event that the program declares stands in docs/reference/events.md."""

from pathlib import Path

from tools.openapi import EVENTS, event_rows

ROOT = Path(__file__).resolve().parents[2]


def test_every_event_is_in_the_reference() -> None:
    rows = event_rows()
    assert "engine.secret.opened" in rows
    assert rows in (ROOT / EVENTS).read_text("utf-8"), "run: make fix"
