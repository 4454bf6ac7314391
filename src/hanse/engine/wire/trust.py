"""Whose certificates are believed: of the system's, the operator's and an account's authorities."""

import re
import ssl
from pathlib import Path

from hanse.base.faults import Rejected

CONTEXTS_MAX = 64
PEM_CHARS_MAX = 100_000
CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----[ \t\r\nA-Za-z0-9+/=]+-----END CERTIFICATE-----"
)


def trusted(ca_file: Path | None, ca_pem: str = "") -> ssl.SSLContext:
    """The authorities of the system, and those of the operator and of an account beside them."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as wrong:
            raise Rejected(
                f"{ca_file} cannot be read as certificates of authorities: {wrong}.",
                next_step="HANSE_OUTBOUND_CA_FILE names a PEM file.",
            ) from wrong
    if ca_pem:
        try:
            context.load_verify_locations(cadata=ca_pem[:PEM_CHARS_MAX])
        except (ssl.SSLError, ValueError):
            raise Rejected(
                "The certificate authority of this account cannot be read.",
                next_step="Enter it as PEM: it begins with -----BEGIN CERTIFICATE-----.",
            ) from None
    return context


def certificates(text: str) -> str:
    """Only the certificates of a pasted text, each known to be one; `Rejected` if there is none.

    Whoever pastes a key beside them is told so: it must be with nobody but the shop.
    """
    if "PRIVATE KEY-----" in text:
        raise Rejected(
            "There is a private key in this text, which nobody but the shop's own server may have.",
            next_step="Paste the certificate of the authority alone.",
        )
    found = "".join(f"{each}\n" for each in CERTIFICATE.findall(text))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=found)
    except (ssl.SSLError, ValueError):
        raise Rejected(
            "This is no certificate.",
            next_step="Paste it as PEM: from -----BEGIN CERTIFICATE----- to the line that ends it.",
        ) from None
    return found


class Trust:
    """The contexts of one process; making one reads hundreds of certificates."""

    def __init__(self, ca_file: Path | None) -> None:
        self._ca_file = ca_file
        self.usual = trusted(ca_file)
        self._of_accounts: dict[str, ssl.SSLContext] = {}

    def of(self, ca_pem: str) -> ssl.SSLContext:
        """Believes these authorities beside the usual ones; a connection belongs to its context."""
        if not ca_pem:
            return self.usual
        if ca_pem not in self._of_accounts:
            if len(self._of_accounts) >= CONTEXTS_MAX:
                self._of_accounts.clear()
            self._of_accounts[ca_pem] = trusted(self._ca_file, ca_pem)
        return self._of_accounts[ca_pem]
