"""Who buys. Personal data: these values say nothing of themselves when they are printed."""

from dataclasses import dataclass
from datetime import datetime

from hanse.base.faults import Finding


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    first_name: str | None
    last_name: str | None
    company: str | None
    line_1: str | None
    line_2: str | None
    city: str | None
    region: str | None
    postcode: str | None
    country: str | None  # two letters
    phone: str | None
    # By which customs or a tax office know the person, or the place: a CPF in Brazil.
    tax_number: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """`mark` tells one address from another, and nothing of it."""

    address: Address
    mark: str


@dataclass(frozen=True, slots=True, repr=False)
class Buyer:
    """`remote_id` is None for a guest, of whom the platform keeps no row."""

    remote_id: str | None
    email: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None
    billing: Address | None = None
    shipping: Address | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
