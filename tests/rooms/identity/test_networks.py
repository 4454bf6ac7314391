"""From where people may come: networks in one spelling, and who lies in them."""

import pytest

from hanse.base.faults import Rejected
from hanse.rooms.identity.model.workspaces import comes_from, normal_networks

ADDRESS = "203.0.113.9"


# Networks


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (["203.0.113.7"], ("203.0.113.7/32",)),
        (["198.51.100.17/24"], ("198.51.100.0/24",)),
        (["2001:DB8::1"], ("2001:db8::1/128",)),
        (["2001:0db8:0000::/32"], ("2001:db8::/32",)),
        (["::ffff:198.51.100.4"], ("198.51.100.4/32",)),
        (["::ffff:198.51.100.0/120"], ("198.51.100.0/24",)),
        ([" 10.0.0.0/8 ", "10.0.0.0/8", "9.0.0.0/8"], ("9.0.0.0/8", "10.0.0.0/8")),
        (["0.0.0.0/0", "::/0"], ("0.0.0.0/0", "::/0")),
        ([], ()),
    ],
)
def test_networks_are_kept_in_one_spelling(written: list[str], kept: tuple[str, ...]) -> None:
    assert normal_networks(written) == kept
    assert normal_networks(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["", "example.com", "10.0.0.0/33", "10.0.0", "::1/129", "1.2.3.4/x", "fe80::1%eth0/64\n"],
)
def test_what_is_no_network_is_named(text: str) -> None:
    with pytest.raises(Rejected) as refused:
        normal_networks(["10.0.0.1", text])
    [finding] = refused.value.findings
    assert (finding.code, finding.field) == ("network_unknown", "networks.1")


def test_a_hundred_networks_are_the_most() -> None:
    hundred = [f"10.0.{number}.0/24" for number in range(100)]
    assert len(normal_networks(hundred)) == 100
    with pytest.raises(Rejected, match="101 networks are more than 100"):
        normal_networks([*hundred, "10.1.0.0/24"])


@pytest.mark.parametrize(
    ("address", "networks", "lets_in"),
    [
        ("203.0.113.9", [], True),
        ("unknown", [], True),
        ("203.0.113.9", ["203.0.113.0/24"], True),
        ("203.0.113.9", ["203.0.112.0/24"], False),
        ("203.0.113.9", ["2001:db8::/32", "203.0.113.9/32"], True),
        ("::ffff:203.0.113.9", ["203.0.113.0/24"], True),
        ("2001:db8::7", ["2001:db8::/32"], True),
        ("2001:db8::7%eth0", ["2001:db8::/32"], True),
        ("2001:db9::7", ["2001:db8::/32"], False),
        ("2001:db8::7", ["0.0.0.0/0"], False),
        ("203.0.113.9", ["::/0"], False),
        ("unknown", ["0.0.0.0/0", "::/0"], False),
        ("", ["0.0.0.0/0"], False),
    ],
)
def test_whoever_comes_from_elsewhere_is_not_let_in(
    address: str, networks: list[str], lets_in: bool
) -> None:
    assert comes_from(address, networks) is lets_in
