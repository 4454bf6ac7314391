"""Certificates: a local one that works, and sentences about those that do not."""

import asyncio
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from hanse.base.clock import FixedClock, SystemClock
from hanse.engine.health import certificates
from hanse.engine.health.certificates import TlsFiles, tls_files
from hanse.engine.settings import Settings, load

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def settings(home: Path, **more: str) -> Settings:
    given = {"HANSE_HOME": str(home), "HANSE_TLS_CERTIFICATE": "local"}
    return load(given | {f"HANSE_{name.upper()}": text for name, text in more.items()}).settings


def local(home: Path, at: datetime = NOW, **more: str) -> TlsFiles:
    files = tls_files(settings(home, **more), FixedClock(at))
    assert files is not None
    return files


def own(folder: Path, host: str, days: int) -> TlsFiles:
    """As a public authority would make it."""
    files = TlsFiles(folder / "own.pem", folder / "own.key")
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = certificates.common_name("An authority of the world")
    builder = certificates.begun(
        certificates.common_name(host), issuer, key.public_key(), NOW, days
    )
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    certificates.write(files, certificate, key)
    return files


def test_without_a_certificate_the_door_speaks_http(tmp_path: Path) -> None:
    assert tls_files(load({"HANSE_HOME": str(tmp_path)}).settings, SystemClock()) is None


async def test_a_client_that_trusts_the_authority_speaks_https(tmp_path: Path) -> None:
    files = local(tmp_path, SystemClock().now(), public_url="https://hub.example")
    there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    there.load_cert_chain(files.certificate, files.key)
    here = ssl.create_default_context(cafile=tmp_path / "keys" / "https" / "authority.pem")
    here.verify_flags |= ssl.VERIFY_X509_STRICT

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=there)
    port = server.sockets[0].getsockname()[1]
    for host in ("localhost", "127.0.0.1", "hub.example"):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=here, server_hostname=host
        )
        assert await reader.read() == b"hello"
        writer.close()
    server.close()
    await server.wait_closed()


def test_the_keys_are_for_us_alone(tmp_path: Path) -> None:
    files = local(tmp_path)
    for key in (files.key, files.key.with_name("authority.key")):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_local_certificate_stays_until_it_is_old_or_short_of_a_name(tmp_path: Path) -> None:
    first = local(tmp_path).certificate.read_bytes()
    authority = tmp_path / "keys" / "https" / "authority.pem"
    trusted = authority.read_bytes()
    assert local(tmp_path, NOW + timedelta(days=50)).certificate.read_bytes() == first
    later = local(tmp_path, NOW + timedelta(days=70)).certificate.read_bytes()
    assert later != first
    named = local(tmp_path, NOW + timedelta(days=70), public_url="https://hub.example")
    assert named.certificate.read_bytes() != later
    assert authority.read_bytes() == trusted, "whoever trusts the authority need not do so again"


def test_a_test_authority_is_called_one(tmp_path: Path) -> None:
    found = certificates.check(local(tmp_path), "https://localhost", NOW)
    assert found.ok
    assert found.sentence == (
        "The certificate comes from a test authority: no platform will call back."
    )
    assert found.next_step == "Use one of a public authority."


@pytest.mark.parametrize(
    ("host", "days", "at", "ok", "sentence"),
    [
        ("hub.example", 90, 0, True, "is good until 2027-02-18"),
        ("*.example", 90, 0, True, "is good until 2027-02-18"),
        ("hub.example", 90, 80, True, "ends on 2027-02-18"),
        ("hub.example", 90, 91, False, "nobody accepts it today"),
        ("hub.example", 90, -1, False, "nobody accepts it today"),
        ("shop.example", 90, 0, False, "is not for hub.example but for shop.example"),
        ("*.hub.example", 90, 0, False, "is not for hub.example but for *.hub.example"),
    ],
)
def test_a_certificate_is_held_against_the_day_and_the_address(
    tmp_path: Path, host: str, days: int, at: int, ok: bool, sentence: str
) -> None:
    files = own(tmp_path, host, days)
    found = certificates.check(files, "https://hub.example", NOW + timedelta(days=at))
    assert found.ok == ok
    assert sentence in found.sentence
    assert bool(found.next_step) == ("good until" not in sentence)


def test_a_key_of_another_certificate_is_named(tmp_path: Path) -> None:
    files = own(tmp_path, "hub.example", 90)
    mixed = TlsFiles(files.certificate, local(tmp_path).key)
    found = certificates.check(mixed, "", NOW)
    assert not found.ok
    assert "the key is that of another certificate" in found.sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = certificates.check(TlsFiles(tmp_path / "no.pem", tmp_path / "no.key"), "", NOW)
    assert not found.ok
    assert "no.pem" in found.sentence
