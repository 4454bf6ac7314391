"""What webhooks decide: signatures, waits, the end of trying."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hanse.base.faults import Rejected
from hanse.rooms.notices.model.kinds import NOTICES
from hanse.rooms.notices.model.webhooks import (
    TRIED_FOR,
    Attempt,
    DeliveryState,
    after,
    check_kinds,
    check_name,
    check_url,
    is_over,
    signature,
)

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
REFUSED = Attempt(503, 40, "closed", "It answered 503.")


def test_a_receiver_checks_a_signature_as_the_page_says() -> None:
    header = signature([b"hwh_new", b"hwh_old"], NOW, b'{"id":1}')
    stamp, new, old = (part.partition("=")[2] for part in header.split(","))
    assert stamp == str(int(NOW.timestamp()))
    for secret, mark in ((b"hwh_new", new), (b"hwh_old", old)):
        signed = f"{stamp}.".encode() + b'{"id":1}'
        assert hmac.compare_digest(hmac.new(secret, signed, hashlib.sha256).hexdigest(), mark)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_what_is_answered_by_200_to_299_has_arrived(status: int) -> None:
    following = after(Attempt(status, 4, "", ""), 1, NOW, NOW)
    assert (following.state, following.next_at) == (DeliveryState.delivered, None)


@pytest.mark.parametrize("status", [199, 302, 400, 404, 410, 500])
def test_anything_else_is_tried_again(status: int) -> None:
    following = after(Attempt(status, 4, "", ""), 1, NOW, NOW)
    assert following.state is DeliveryState.waiting


def test_waits_grow_for_a_day_and_then_it_has_failed() -> None:
    now, waits = NOW, []
    for tries in range(1, 100):
        following = after(REFUSED, tries, NOW, now)
        if following.next_at is None:
            break
        waits.append(following.next_at - now)
        now = following.next_at
    assert following.state is DeliveryState.failed
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=10)
    assert timedelta(hours=20) < now - NOW < TRIED_FOR
    assert 8 < len(waits) < 20


def test_what_was_lost_at_last_is_unknown_and_what_may_never_go_there_fails_at_once() -> None:
    lost = Attempt(None, 9, "", "The answer was lost.", lost=True)
    assert after(lost, 1, NOW, NOW).state is DeliveryState.waiting
    assert after(lost, 9, NOW - TRIED_FOR, NOW).state is DeliveryState.unknown
    never = Attempt(None, 1, "", "It leads into a private network.", hopeless=True)
    assert after(never, 1, NOW, NOW).state is DeliveryState.failed


def test_after_three_days_of_failures_an_endpoint_is_over() -> None:
    assert not is_over(None, NOW)
    assert not is_over(NOW - timedelta(days=2, hours=23), NOW)
    assert is_over(NOW - timedelta(days=3), NOW)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hooks",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https://user:password@example.com",
        "https://example.com/#part",
        "https://example.com:port/",
        "https://exa mple.com/",
        "https://example.com/\nHost: x",
        "https://example.com/" + "x" * 2_000,
    ],
)
def test_what_is_no_web_address_is_refused_at_its_field(url: str) -> None:
    with pytest.raises(Rejected, match="no address that can be called") as refused:
        check_url(url)
    assert refused.value.findings[0].field == "url"


def test_names_and_kinds_are_checked() -> None:
    assert check_name("  Our\n warehouse ") == "Our warehouse"
    with pytest.raises(Rejected, match="empty or too long"):
        check_name(" ")
    assert check_kinds(["jobs.job.failed", "jobs.job.failed"]) == ["jobs.job.failed"]
    with pytest.raises(Rejected, match="There is no notice 'shop'"):
        check_kinds(["shop"])


PAGE = Path(__file__).resolve().parents[3] / "docs/howto/webhooks-out.md"


def test_the_receiver_of_the_page_tells_right_from_wrong() -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)
    check = names["is_from_hanse"]
    body, now = b'{"id":1}', datetime.now(UTC)
    both = signature([b"hwh_new", b"hwh_old"], now, body)
    assert check("hwh_new", both, body)
    assert check("hwh_old", both, body)
    assert not check("hwh_other", both, body)
    assert not check("hwh_new", both, body + b" ")
    late = signature([b"hwh_new"], now - timedelta(minutes=6), body)
    assert not check("hwh_new", late, body)


def test_the_page_names_every_kind_and_who_is_told() -> None:
    page = PAGE.with_name("notices.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `([a-z._]+)` \|", page, re.MULTILINE)) == sorted(NOTICES)
