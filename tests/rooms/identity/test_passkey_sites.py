"""To which name passkeys are bound, and what is said where there is none."""

import pytest

from hanse.base.faults import Rejected
from hanse.rooms.identity.model.passkeys import site_of


@pytest.mark.parametrize(
    ("public_url", "host", "name", "origins"),
    [
        ("https://hanse.example.com", "x", "hanse.example.com", ["https://hanse.example.com"]),
        ("https://hanse.example.com:443/", "x", "hanse.example.com", ["https://hanse.example.com"]),
        ("https://Hanse.Example.com:8443", "", "hanse.example.com", ["https://hanse.example.com:8443"]),
        ("https://bücher.example", "", "xn--bcher-kva.example", ["https://xn--bcher-kva.example"]),
        ("http://localhost:8000", "localhost:5173", "localhost", ["http://localhost:5173", "https://localhost:5173"]),
        ("http://192.168.1.7", "localhost", "localhost", ["http://localhost", "https://localhost"]),
        ("", "localhost:8000", "localhost", ["http://localhost:8000", "https://localhost:8000"]),
        ("", "demo.localhost", "demo.localhost", ["http://demo.localhost", "https://demo.localhost"]),
    ],
)  # fmt: skip
def test_passkeys_are_bound_to_the_public_name_or_to_localhost(
    public_url: str, host: str, name: str, origins: list[str]
) -> None:
    site = site_of(public_url, host)

    assert site.name == name
    assert list(site.origins) == origins


@pytest.mark.parametrize(
    ("public_url", "host", "step"),
    [
        ("", "127.0.0.1:8000", "Open http://localhost:8000 on this machine"),
        ("", "[::1]:8000", "Open http://localhost:8000 on this machine"),
        ("http://localhost:8000", "192.168.1.7:8000", "Open http://localhost:8000 on this machine"),
        ("https://localhost:8443", "[fe80::1]", "Open https://localhost:8443 on this machine"),
        ("", "192.168.1.7", "set HANSE_PUBLIC_URL to an https address with a name"),
        ("", "evil.example", "Open http://localhost on this machine"),
        ("", "localhost.evil.example", "Open http://localhost on this machine"),
        ("", "localhost@evil.example", "Open http://localhost on this machine"),
        ("", "evil.example:no", "Open http://localhost on this machine"),
        ("", "[", "Open http://localhost on this machine"),
        ("", "", "Open http://localhost on this machine"),
        ("https://192.168.1.7", "192.168.1.7", "such as https://hanse.example.com"),
        ("http://hanse.example.com", "", "to https://hanse.example.com, with a certificate"),
        ("https://" + "x" * 70 + ".example", "", "correct HANSE_PUBLIC_URL"),
    ],
)
def test_where_passkeys_have_no_name_it_is_said_which_address_to_use(
    public_url: str, host: str, step: str
) -> None:
    with pytest.raises(Rejected) as refused:
        site_of(public_url, host)

    assert step in refused.value.next_step
