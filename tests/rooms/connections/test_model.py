"""What connections decides: warnings, renewals, the name that is typed, and webhooks to ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.rooms.connections.model import accounts, subscriptions
from hanse.rooms.connections.model.accounts import Account, AccountState, WriteMode
from hanse.rooms.connections.model.consents import hashed
from hanse.trade.access import Probe
from hanse.trade.shop import Shop
from hanse.trade.signals import Subscription, Switch

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOP = Shop("USD", 2)
ACCOUNT = Account(
    id=UUID(int=1),
    platform="woocommerce",
    name="Lamps",
    address="https://lamps.example",
    shop_key="lamps.example",
    state=AccountState.active,
    write_mode=WriteMode.dry,
    workspace_mode=WriteMode.dry,
    shop=SHOP,
    language=None,
    platform_version=None,
    scopes=(),
    missing=(),
    may_write=True,
    ca_pem="",
    calls_a_second=None,
    secrets_version=1,
    token_expires_at=None,
    consent_expires_at=None,
    warned_days=None,
    fault=None,
    read_at=None,
    written_at=None,
    checked_at=None,
    silent_since=None,
    made_at=NOW,
    connected_at=NOW,
    disconnected_at=None,
    version=1,
)
PROBE = Probe("lamps.example", "Lamps", "https://lamps.example", SHOP)
HERE = "https://hub.example/api/hooks/1"


@pytest.mark.parametrize(
    ("days_left", "warned", "due"),
    [
        (20, None, None),
        (14, None, 14),
        (13, 14, None),
        (7, 14, 7),
        (6.5, 7, None),
        (1, 7, 1),
        (0.5, 1, None),
        (-1, 7, 1),
        (0.5, None, 1),
    ],
)
def test_each_warning_is_given_once(days_left: float, warned: int | None, due: int | None) -> None:
    assert accounts.warning_due(NOW + timedelta(days=days_left), NOW, warned) == due


def test_what_does_not_end_is_not_warned_of() -> None:
    assert accounts.warning_due(None, NOW, None) is None


def test_a_token_is_renewed_ahead_but_not_before_half_of_its_life() -> None:
    assert accounts.renewal_at(NOW + timedelta(hours=1), NOW) == NOW + timedelta(minutes=50)
    assert accounts.renewal_at(NOW + timedelta(minutes=4), NOW) == NOW + timedelta(minutes=2)


def test_live_is_confirmed_by_the_name_alone() -> None:
    accounts.confirmed(" Lamps ", ACCOUNT)
    for typed in ("", "lamps", "yes"):
        with pytest.raises(Rejected):
            accounts.confirmed(typed, ACCOUNT)


def test_an_error_of_the_first_look_keeps_it_from_being_saved() -> None:
    wrong = Finding(Severity.error, "read_only", "The key may write but not read.", "Make another.")
    with pytest.raises(Rejected, match="may write but not read") as caught:
        accounts.check_probe(replace(PROBE, findings=(wrong,)))
    assert caught.value.findings == (wrong,)
    with pytest.raises(Rejected):
        accounts.check_probe(replace(PROBE, shop=None))
    assert accounts.check_probe(PROBE) == SHOP


def test_an_account_stays_the_shop_that_it_was() -> None:
    accounts.check_same_shop(ACCOUNT, PROBE)
    with pytest.raises(Conflict, match="another shop"):
        accounts.check_same_shop(ACCOUNT, replace(PROBE, key="mugs.example"))


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_has_a_length(name: str) -> None:
    with pytest.raises(Rejected):
        accounts.check_name(name)


def test_a_state_is_known_by_its_hash_only() -> None:
    assert hashed("abc") == hashed("abc") != hashed("abd")
    assert b"abc" not in hashed("abc")


def told(remote_id: str, topic: str, switch: Switch, address: str = HERE) -> Subscription:
    return Subscription(remote_id, topic, address, switch)


def test_what_is_missing_is_made_and_what_was_thrown_off_is_switched_on() -> None:
    off = told("2", "order.created", Switch.thrown_off)
    on = told("1", "product.updated", Switch.on)
    found = subscriptions.plan(("product.updated", "order.created", "x.y"), HERE, [on, off])
    assert found.make == ("x.y",)
    assert found.switch_on == (off,)
    assert found.found == (("product.updated", on),)


def test_what_a_person_switched_off_stays_off() -> None:
    off = told("1", "product.updated", Switch.off)
    found = subscriptions.plan(("product.updated",), HERE, [off])
    assert (found.make, found.switch_on) == ((), ())
    assert subscriptions.told(off) is subscriptions.Told.off


def test_a_second_one_of_ours_is_removed_and_those_of_others_are_left_alone() -> None:
    ours = [told("1", "a.b", Switch.on), told("2", "a.b", Switch.on), told("3", "c.d", Switch.on)]
    theirs = told("9", "a.b", Switch.on, "https://other.example/hook")
    found = subscriptions.plan(("a.b",), HERE, [*ours, theirs])
    assert {each.remote_id for each in found.remove} == {"2", "3"}


def test_of_two_the_one_that_is_on_is_kept() -> None:
    rows = [told("1", "a.b", Switch.thrown_off), told("2", "a.b", Switch.on)]
    found = subscriptions.plan(("a.b",), HERE, rows)
    assert [each.remote_id for _, each in found.found] == ["2"]
    assert [each.remote_id for each in found.remove] == ["1"]
