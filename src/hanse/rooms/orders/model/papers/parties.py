"""Who sells and who buys, as it is printed on papers."""

import re
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.rooms.orders.model.papers.numbers import wrong_pattern
from hanse.trade.people import Address

LANGUAGES = ("en", "id", "de")
UNION = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}
PREFIXES = {"GR": "EL"}  # where the number of a country does not begin with its code
LETTER_PAPER = frozenset(["US", "CA", "MX", "CL", "CO", "CR", "GT", "PA", "PH", "SV", "VE"])
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """`country` has two letters, or is empty where nobody told it."""

    name: str
    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    email: str = ""
    tax_id: str = ""

    @property
    def town(self) -> str:
        """The line with the place, as that country writes it."""
        if self.country in {"US", "CA", "AU", "GB", "IN", "ID", "SG", "MY", "TH", "VN"}:
            return " ".join(filter(None, [self.city, self.region, self.postcode]))
        rest = f", {self.region}" if self.region and self.region != self.city else ""
        return " ".join(filter(None, [self.postcode, self.city])) + rest

    @property
    def printed(self) -> tuple[str, ...]:
        """As it stands on an envelope, the name first."""
        return tuple(filter(None, [self.name, *self.lines, self.town, self.country]))

    @property
    def has_vat_number(self) -> bool:
        """One of the union's: it begins with the letters of its country."""
        prefix = PREFIXES.get(self.country, self.country)
        return bool(prefix) and self.tax_id.upper().startswith(prefix)


@dataclass(frozen=True, slots=True, repr=False)
class Seller:
    """What papers say of a business; `logo` is its hash on the shelf."""

    business_id: UUID
    party: Party
    registration: str = ""
    phone: str = ""
    bank_name: str = ""
    bank_account: str = ""
    bank_code: str = ""
    footer: str = ""
    logo: str | None = None
    language: str = "en"
    invoice_pattern: str = "INV-{year}-{number:05}"
    credit_pattern: str = "CN-{year}-{number:05}"
    invoice_first: int = 1
    credit_first: int = 1
    due_days: int = 14
    version: int = 1

    @property
    def iban(self) -> str:
        """The account, if it is spelled as one of these."""
        bare = re.sub(r"\s", "", self.bank_account).upper()
        return bare if IBAN.fullmatch(bare) else ""


def party_of(address: Address | None, email: str | None = None) -> Party:
    """A company's name goes before the person's, who is then named below it."""
    if address is None:
        return Party("", email=email or "")
    person = " ".join(filter(None, [address.first_name, address.last_name])).strip()
    company = (address.company or "").strip()
    lines = [company and person, address.line_1, address.line_2]
    return Party(
        company or person,
        tuple(each.strip() for each in lines if each and each.strip()),
        (address.postcode or "").strip(),
        (address.city or "").strip(),
        (address.region or "").strip(),
        (address.country or "").strip().upper(),
        email or "",
    )


def wrong(seller: Seller) -> list[Finding]:
    """What has to be right before anything is issued in this name."""
    found = [
        problem(field, sentence, step)
        for field, value, sentence, step in (
            (
                *("name", seller.party.name),
                *("The business has no legal name.", "Enter the name that stands on its licence."),
            ),
            (
                *("lines", "".join(seller.party.lines)),
                *("The business has no street.", "Enter its address as it is registered."),
            ),
            (
                *("city", seller.party.city),
                *("The business has no town.", "Enter its address as it is registered."),
            ),
            (
                *("country", seller.party.country),
                *("The business has no country.", "Enter its two letters, for example DE or SG."),
            ),
        )
        if not value.strip()
    ]
    for field, pattern in (
        ("invoice_pattern", seller.invoice_pattern),
        ("credit_pattern", seller.credit_pattern),
    ):
        if finding := wrong_pattern(field, pattern):
            found.append(finding)
    if seller.invoice_pattern == seller.credit_pattern:
        found.append(
            problem(
                "credit_pattern",
                "Invoices and credit notes would have the same numbers.",
                "Write another beginning for credit notes, for example CN-.",
            )
        )
    if seller.language not in LANGUAGES:
        found.append(
            problem(
                "language",
                f"Papers are not written in '{seller.language[:12]}'.",
                f"Choose one of {', '.join(LANGUAGES)}.",
            )
        )
    return found


def problem(field: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, "seller", sentence, step, field)


def sheet_of(country: str) -> str:
    """The paper that printers hold there."""
    return "Letter" if country in LETTER_PAPER else "A4"
