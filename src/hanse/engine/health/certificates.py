"""The certificate that the web door shows: the operator's own, or one of a local test authority.

The authority is for trying things out: a browser that is told to trust it sees https; no platform
ever does.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hanse.base.clock import Clock
from hanse.base.faults import Rejected
from hanse.engine.health.checks import Check
from hanse.engine.settings import LOCAL, Settings

AUTHORITY = "Hanse test authority"
AUTHORITY_DAYS = 3_650
CERTIFICATE_DAYS = 90
RENEWED_BEFORE = timedelta(days=30)
WARNED_BEFORE = timedelta(days=14)
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TlsFiles:
    certificate: Path
    key: Path


def tls_files(settings: Settings, clock: Clock) -> TlsFiles | None:
    """What the web door serves https with; None: it speaks http. A local one is made as needed."""
    if settings.tls_certificate == LOCAL:
        return local_files(settings.home / "keys" / "https", local_names(settings), clock.now())
    if settings.tls_certificate:
        return TlsFiles(Path(settings.tls_certificate), Path(settings.tls_key))
    return None


def with_files(settings: Settings, clock: Clock) -> Settings:
    """The settings with the paths of the certificate that is really served."""
    if (files := tls_files(settings, clock)) is None:
        return settings
    return replace(settings, tls_certificate=str(files.certificate), tls_key=str(files.key))


def check(files: TlsFiles, public_url: str, now: datetime) -> Check:
    """Whether the certificate is good for the public address, and for how long."""
    try:
        certificate = first_certificate(files)
    except (OSError, ValueError, TypeError) as wrong:
        return Check(
            "certificate",
            False,
            f"The certificate or its key does not load: {wrong}.",
            "Set HANSE_TLS_CERTIFICATE and HANSE_TLS_KEY to PEM files that belong together.",
        )
    ends = certificate.not_valid_after_utc
    days = (ends - now) / timedelta(days=1)
    host = urlsplit(public_url).hostname or ""
    if now >= ends or now < certificate.not_valid_before_utc:
        sentence = f"The certificate is good from {certificate.not_valid_before_utc:%Y-%m-%d}"
        sentence += f" to {ends:%Y-%m-%d} only: nobody accepts it today."
        return Check("certificate", False, sentence, "Renew it and start Hanse again.", days)
    if host and not names_match(host, names_of(certificate)):
        sentence = f"The certificate is not for {host} but for {', '.join(names_of(certificate))}."
        return Check("certificate", False, sentence, "Get one for the public address.", days)
    if certificate.issuer in (certificate.subject, common_name(AUTHORITY)):
        sentence = "The certificate comes from a test authority: no platform will call back."
        return Check("certificate", True, sentence, "Use one of a public authority.", days)
    if ends - now < WARNED_BEFORE:
        sentence = f"The certificate ends on {ends:%Y-%m-%d}."
        return Check("certificate", True, sentence, "Renew it and start Hanse again.", days)
    return Check("certificate", True, f"The certificate is good until {ends:%Y-%m-%d}.", "", days)


def first_certificate(files: TlsFiles) -> x509.Certificate:
    """The one that the server shows, which must belong to the key."""
    certificate = x509.load_pem_x509_certificates(files.certificate.read_bytes())[0]
    key = serialization.load_pem_private_key(files.key.read_bytes(), None)
    if certificate.public_key() != key.public_key():
        raise ValueError("the key is that of another certificate")
    return certificate


def names_of(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = names.get_values_for_type(x509.IPAddress)
    return [*names.get_values_for_type(x509.DNSName), *map(str, addresses)]


def names_match(host: str, names: Sequence[str]) -> bool:
    """A star stands for the first label and for nothing else."""
    star = f"*.{host.partition('.')[2]}"
    return any(name.lower() in (host, star) for name in names)


# The local test authority


def local_names(settings: Settings) -> list[str]:
    hosts = {"localhost", "127.0.0.1", "::1", settings.host}
    hosts.add(urlsplit(settings.public_url).hostname or "")
    return sorted(hosts - {"", "0.0.0.0", "::"})  # noqa: S104 - the names of no machine are left out


def local_files(folder: Path, names: Sequence[str], now: datetime) -> TlsFiles:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = TlsFiles(folder / "certificate.pem", folder / "certificate.key")
    if not still_good(files, names, now):
        authority = TlsFiles(folder / "authority.pem", folder / "authority.key")
        if not authority.certificate.exists():
            make_authority(authority, now)
        make_certificate(files, authority, names, now)
    return files


def still_good(files: TlsFiles, names: Sequence[str], now: datetime) -> bool:
    try:
        certificate = first_certificate(files)
    except (OSError, ValueError):
        return False
    lasts = certificate.not_valid_after_utc - now > RENEWED_BEFORE
    return lasts and set(names) <= set(names_of(certificate))


def make_authority(files: TlsFiles, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = common_name(AUTHORITY)
    builder = begun(name, name, key.public_key(), now, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(True, 0), critical=True)
    builder = builder.add_extension(key_usage(signs_certificates=True), critical=True)
    write(files, builder.sign(key, hashes.SHA256()), key)


def make_certificate(
    files: TlsFiles, authority: TlsFiles, names: Sequence[str], now: datetime
) -> None:
    issuer = first_certificate(authority)
    issuer_key = serialization.load_pem_private_key(authority.key.read_bytes(), None)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise Rejected(
            f"{authority.key} is not the key of a test authority.",
            next_step=f"Remove the folder {authority.key.parent}; it is made anew.",
        )
    key = ec.generate_private_key(ec.SECP256R1())
    subject = common_name(names[0])
    builder = begun(subject, issuer.subject, key.public_key(), now, CERTIFICATE_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
    builder = builder.add_extension(key_usage(signs_certificates=False), critical=True)
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = builder.add_extension(server, critical=False)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = builder.add_extension(signer, critical=False)
    alternatives = x509.SubjectAlternativeName([general_name(name) for name in names])
    builder = builder.add_extension(alternatives, critical=False)
    write(files, builder.sign(issuer_key, hashes.SHA256()), key)


def begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.public_key(key).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - CLOCKS_DIFFER)
    builder = builder.not_valid_after(now + timedelta(days=days))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def common_name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def write(files: TlsFiles, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files.key.unlink(missing_ok=True)
    files.key.touch(mode=0o600)
    files.key.write_bytes(pem)
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
