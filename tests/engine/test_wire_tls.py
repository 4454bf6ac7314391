"""TLS is always verified; an authority of one's own can be added, nothing can be switched off."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hanse.base.faults import Rejected, Unavailable
from hanse.engine.wire.trust import trusted
from hanse.engine.wire.wire import Call, Limits
from tests.engine.wire_servers import everybody_at, http, saying, stranger, wire

FINE = saying(http(200, b"{}"))
TODAY = datetime.now(UTC)


class Authority:
    """Signs certificates for tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
        self.file = folder / "authority.pem"
        certificate = (
            self._begun(self.name, self.key.public_key(), TODAY + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, host: str, until: datetime = TODAY + timedelta(days=1)) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = (
            self._begun(name, key.public_key(), until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{host}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _begun(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, until: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(TODAY - timedelta(days=30))
            .not_valid_after(until)
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def put(url: str) -> Call:
    return Call("PUT", url, writes=True, body=b"{}")


async def test_an_authority_of_ones_own_is_trusted_when_it_is_named(authority: Authority) -> None:
    tls = authority.server("shop.example")
    async with (
        stranger(FINE, tls) as shop,
        wire(ca_file=authority.file, lookup=everybody_at("127.0.0.1")) as out,
    ):
        answer = await out.send(put(shop.url(host="shop.example")))
        read = await out.send(Call("GET", shop.url(host="shop.example"), writes=False))
    assert (answer.status, read.status) == (200, 200)


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_an_unknown_authority_is_not_trusted(authority: Authority, method: str) -> None:
    """Nothing was sent yet, so that a write is not in doubt either."""
    tls = authority.server("shop.example")
    async with stranger(FINE, tls) as shop, wire(lookup=everybody_at("127.0.0.1")) as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(
                Call(method, shop.url(host="shop.example"), writes=method == "PUT")  # type: ignore[arg-type]
            )
    assert str(raised.value) == (
        "shop.example shows a certificate that cannot be trusted "
        "(unable to get local issuer certificate). Ask whoever runs it to renew it; if an "
        "authority of your own signed it, name its file in HANSE_OUTBOUND_CA_FILE."
    )
    assert shop.requests == []


async def test_a_certificate_of_another_host_is_not_trusted(authority: Authority) -> None:
    tls = authority.server("other.example")
    async with (
        stranger(FINE, tls) as shop,
        wire(ca_file=authority.file, lookup=everybody_at("127.0.0.1")) as out,
    ):
        with pytest.raises(Unavailable, match=r"Hostname mismatch.*shop\.example"):
            await out.send(put(shop.url(host="shop.example")))
        with pytest.raises(Unavailable, match="IP address mismatch"):
            await out.send(put(shop.url()))
    assert shop.requests == []


async def test_an_expired_certificate_is_not_trusted(authority: Authority) -> None:
    tls = authority.server("shop.example", TODAY - timedelta(days=1))
    async with (
        stranger(FINE, tls) as shop,
        wire(ca_file=authority.file, lookup=everybody_at("127.0.0.1")) as out,
    ):
        with pytest.raises(Unavailable, match="certificate has expired"):
            await out.send(put(shop.url(host="shop.example")))
    assert shop.requests == []


async def test_a_server_that_does_not_speak_tls_gets_nothing() -> None:
    async def greets(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ready\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greets, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, wire() as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(put(f"https://127.0.0.1:{port}/"))
    assert raised.value.sentence == "127.0.0.1 does not speak TLS as it should."


async def test_a_call_never_loses_its_encryption(authority: Authority) -> None:
    async with stranger(FINE) as plain:
        answers = saying(http(301, Location=plain.url(host="shop.example")))
        async with (
            stranger(answers, authority.server("shop.example")) as shop,
            wire(ca_file=authority.file, lookup=everybody_at("127.0.0.1")) as out,
        ):
            with pytest.raises(Rejected) as raised:
                await out.send(
                    Call(
                        "GET",
                        shop.url(host="shop.example"),
                        writes=False,
                        limits=Limits(redirects_max=3),
                    )
                )
    assert str(raised.value) == (
        "shop.example sends the call on to shop.example, without encryption. "
        "If it has moved there, connect it under its new address."
    )
    assert plain.requests == []


def test_a_file_that_holds_no_authorities_is_named(tmp_path: Path) -> None:
    for file in (Path(__file__), tmp_path / "missing.pem"):
        with pytest.raises(Rejected, match="cannot be read as certificates of authorities"):
            trusted(file)


async def test_an_account_may_bring_an_authority_of_its_own(authority: Authority) -> None:
    """It is believed for this account's calls alone, beside the usual ones."""
    ca_pem = authority.file.read_text("ascii")
    host, tls = "shop.example", authority.server("shop.example")
    async with stranger(FINE, tls) as shop, wire(lookup=everybody_at("127.0.0.1")) as out:
        url = shop.url(host=host)
        for _ in range(2):
            call = Call("GET", url, writes=False, ca_pem=ca_pem)
            assert (await out.send(call)).status == 200
        with pytest.raises(Unavailable, match="shows a certificate that cannot be trusted"):
            await out.send(Call("GET", url, writes=False))
        for wrong in ("not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"):
            with pytest.raises(Rejected, match="authority of this account cannot be read"):
                await out.send(Call("GET", url, writes=False, ca_pem=wrong))
    assert len(shop.requests) == 2
