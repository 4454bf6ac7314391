"""Every card that is wired answers these, also that of a connector that reads nothing yet."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hanse.app.wiring import CONNECTORS, RATES
from hanse.base.faults import Rejected
from hanse.rooms.connections.service.ports import Platform

ROOT = Path(__file__).resolve().parents[2]
every = pytest.mark.parametrize("platform", CONNECTORS, ids=lambda each: each.CARD.name)
FOLDERS = {*(each.CARD.name for each in CONNECTORS), RATES.CARD.name}
every_folder = pytest.mark.parametrize("name", sorted(FOLDERS))


@every
def test_the_card_and_the_ports_tell_the_same(platform: Platform) -> None:
    card = platform.CARD
    told = {each.kind: each.reaches for each in card.reads}
    assert told == {
        port.kind.value: frozenset(each.value for each in port.reaches) for port in platform.READS
    }
    assert len(told) == len(platform.READS)


@every
def test_every_key_says_what_it_is_and_what_it_looks_like(platform: Platform) -> None:
    keys = platform.CARD.keys
    assert any(key.secret for key in keys)
    assert any(key.needed for key in keys)
    for key in keys:
        assert key.label[0].isupper()
        assert key.hint.endswith(".")
        assert key.pattern
        assert not re.fullmatch(key.pattern, "")


@every_folder
def test_importing_a_connector_costs_nothing(name: str) -> None:
    """Not even the sending of HTTP is loaded before its card is asked for."""
    package = ROOT / "src/hanse/connectors" / name
    assert (package / "__init__.py").read_text("utf-8") == ""
    program = f"import sys, hanse.connectors.{name}; print(len(sys.modules))"
    bare = "import sys; print(len(sys.modules))"
    loaded, before = (
        int(subprocess.run([sys.executable, "-c", text], capture_output=True, check=True).stdout)
        for text in (program, bare)
    )
    assert loaded - before <= 3


@every
@pytest.mark.parametrize("typed", ["", "   ", "no such thing!", "https://", "x" * 9000, "\x00"])
def test_what_cannot_be_is_named_field_by_field(platform: Platform, typed: str) -> None:
    card = platform.CARD
    with pytest.raises(Rejected) as refused:
        platform.entered({key.name: typed for key in card.keys})
    assert refused.value.findings
    known = {key.name for key in card.keys}
    assert {each.field for each in refused.value.findings} <= known
    assert all(each.next_step for each in refused.value.findings)


def test_every_connector_of_the_folder_is_asked() -> None:
    folders = {p.parent.name for p in (ROOT / "src/hanse/connectors").glob("*/manifest.py")}
    assert folders == FOLDERS


def test_what_nobody_connects_is_in_no_list_of_platforms_and_has_nothing_to_write() -> None:
    card = RATES.CARD
    assert card.name not in {each.CARD.name for each in CONNECTORS}
    assert (card.sign_ins, card.keys, card.writes, card.plumbing, card.topics) == ((),) * 5
    assert card.reads
    assert card.rates
