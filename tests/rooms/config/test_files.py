"""The file in itself: versions, rows, differences and what of them is taken back; no database."""

import json
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.app.portability import PARTS
from hanse.base.faults import Rejected
from hanse.rooms.config.model.differences import Change, changes, taken_back
from hanse.rooms.config.model.files import UPGRADES, VERSION, opened
from hanse.rooms.config.service import files

BY_NAME = {part.name: part for part in PARTS}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4)
    ),
    max_leaves=20,
)
DOCUMENT = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), max_size=4)
STATE = st.dictionaries(st.sampled_from("klmn"), DOCUMENT, max_size=4)
LIMITS = {
    "step_percent_max": "30.0",
    "step_money_max": [{"currency": "USD", "minor": 5}, {"currency": "EUR", "minor": 7}],
    "below_cost": False,
    "zeroed_percent_max": "10",
    "ended_percent_max": 5,
    "few": 3,
    "spend_day_max": [],
}
HOOK = {"name": "Ours", "url": "https://example.com/hooks"}


def file(version: object = 1, **parts: object) -> dict[str, object]:
    return {"format": "hanse-config", "version": version, "parts": parts}


def test_an_older_file_is_brought_to_this_version_step_by_step() -> None:
    upgrades = {
        1: lambda parts: {**parts, "webhooks": parts["hooks"]},
        2: lambda parts: {name: rows for name, rows in parts.items() if name != "hooks"},
    }
    assert opened(file(1, hooks=[1]), 3, upgrades) == {"webhooks": [1]}
    assert opened(file(3, webhooks=[2]), 3, upgrades) == {"webhooks": [2]}


def test_every_older_version_has_its_step() -> None:
    assert sorted(UPGRADES) == list(range(1, VERSION))


HEADS = [
    (file(VERSION + 1), f"The file is of version {VERSION + 1}, and this Hanse reads up to"),
    (file(0), "The file does not say of which version it is."),
    (file("1"), "The file does not say of which version it is."),
    (file(True), "The file does not say of which version it is."),
    ({**file(), "format": "other"}, "This is no file of settings of Hanse."),
    ({**file(), "secrets": []}, "There is no 'secrets' in such a file."),
    ({**file(), "parts": []}, "The file has no parts."),
]


@pytest.mark.parametrize(("document", "said"), HEADS)
def test_a_file_that_is_not_ours_is_refused_in_a_sentence(
    document: dict[str, object], said: str
) -> None:
    with pytest.raises(Rejected) as refused:
        files.read(PARTS, document)
    assert refused.value.sentence.startswith(said)
    assert refused.value.next_step


WRONG = [
    (
        {"webhooks": [HOOK, {**HOOK, "name": "Two", "url": "ftp://x"}]},
        ("parts.webhooks.1.url", "Webhooks, row 2, url: This is no address that can be called."),
    ),
    (
        {"webhooks": [HOOK, HOOK]},
        ("parts.webhooks.1", "Webhooks, row 2: 'Ours' stands in row 1 already."),
    ),
    (
        {"webhooks": [{**HOOK, "secret": "hwh_x"}]},
        ("parts.webhooks.0.secret", "Webhooks, row 1, secret: There is no field 'secret'."),
    ),
    (
        {"webhooks": [{"name": "Ours"}]},
        ("parts.webhooks.0.url", "Webhooks, row 1, url: The field 'url' is missing."),
    ),
    (
        {"webhooks": [{**HOOK, "active": "yes"}]},
        (
            "parts.webhooks.0.active",
            "Webhooks, row 1, active: True or false is expected, not a text.",
        ),
    ),
    ({"webhooks": {}}, ("parts.webhooks", "webhooks is no list.")),
    ({"shoes": []}, ("parts.shoes", "There is no part 'shoes'.")),
    (
        {"limits": {**LIMITS, "few": 1000}},
        ("parts.limits.few", "Limits of the guard, few: 1000 are not a few: 0 to 100 are."),
    ),
    (
        {"limits": {**LIMITS, "spend_day_max": [{"currency": "XQX", "minor": 1}]}},
        (
            "parts.limits.spend_day_max",
            "Limits of the guard, spend_day_max: 'XQX' is not a currency that we know.",
        ),
    ),
    (
        {"role_limits": [{"role": "boss", "items_max": 3}]},
        ("parts.role_limits.0.role", "There is no role 'boss'."),
    ),
]


@pytest.mark.parametrize(("parts", "told"), WRONG)
def test_what_is_wrong_says_row_field_reason_and_next_step(
    parts: dict[str, object], told: tuple[str, str]
) -> None:
    [finding] = files.read(PARTS, file(**parts)).findings
    assert finding.field == told[0]
    assert finding.sentence.endswith(told[1])
    assert finding.next_step


@given(st.sampled_from(sorted(BY_NAME)), st.lists(JSON, max_size=6))
def test_of_a_nasty_part_every_row_is_read_or_told(name: str, rows: list[object]) -> None:
    part = BY_NAME[name]
    if part.one:
        rows = rows[:1]
    wanted = files.read(PARTS, file(**{name: (rows or [None])[0] if part.one else rows}))
    told = {
        found.field.split(".")[2]
        for found in wanted.findings
        if not part.one and found.field.count(".") > 1
    }
    if not part.one:
        assert len(wanted.parts[name]) + len(told) == len(rows)
    assert all(found.sentence and found.next_step for found in wanted.findings)


def test_one_value_has_one_spelling() -> None:
    wanted = files.read(PARTS, file(limits=LIMITS))
    assert not wanted.findings
    [found] = wanted.parts["limits"].values()
    assert found["step_percent_max"] == "30"
    assert found["ended_percent_max"] == "5"
    assert [each["currency"] for each in found["step_money_max"]] == ["EUR", "USD"]  # type: ignore[attr-defined]
    again = files.read(PARTS, json.loads(msgspec.json.encode(file(limits=found))))
    assert again.parts == wanted.parts
    assert Decimal(str(found["zeroed_percent_max"])) == 10


@given(STATE, STATE)
def test_a_difference_leads_from_one_to_the_other_and_there_is_none_afterwards(
    now: dict[str, dict[str, int]], wanted: dict[str, dict[str, int]]
) -> None:
    found = changes(now, wanted)
    assert carried(now, found) == wanted
    assert changes(wanted, wanted) == ()


@given(STATE, STATE, STATE)
def test_taking_back_restores_what_nobody_touched_and_leaves_the_rest(
    before: dict[str, dict[str, int]],
    wanted: dict[str, dict[str, int]],
    later: dict[str, dict[str, int]],
) -> None:
    done = changes(before, wanted)
    back, left = taken_back(done, wanted)
    assert (carried(wanted, back), left) == (before, ())
    back, left = taken_back(done, later)
    touched = {each.name for each in done}
    after = carried(later, back)
    assert all(after.get(name) == later.get(name) for name in {*later, *after} - touched)
    for one in left:
        assert one.now != one.ours
        there = after.get(one.name)
        assert (after[one.name].get(one.field) if one.field else there) == one.now


def carried(
    now: dict[str, dict[str, int]], moves: tuple[Change, ...]
) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {name: dict(each) for name, each in now.items()}
    for one in moves:
        if one.after is None:
            del found[one.name]
        else:
            found[one.name] = dict(one.after)
    return found
