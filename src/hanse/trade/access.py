"""How an account is entered: what a person typed or a platform handed over. Never printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hanse.base.faults import Finding
from hanse.trade.ports_read import Question
from hanse.trade.shop import Shop


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What a platform gives for a while. Without `expires_at` it is good until it is revoked."""

    access_token: str
    expires_at: datetime | None = None
    refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """`fields` are the keys of the card by name, and what a consent added to them; `hook_secret` is
    ours, made for this account, for platforms that sign their webhooks with it."""

    fields: Mapping[str, str]
    tokens: Tokens | None = None
    hook_secret: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Consent:
    """What came back from the platform's page: keys, or a question to be asked for tokens."""

    fields: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """What a first look at a shop tells, before anything is saved.

    `key` is the platform's own name of the shop, by which the same shop is known again. The
    findings are sentences for the person who connects it; one that is an error prevents it.
    `instead` are fields to try in place of those that were tried, before a person is asked.
    """

    key: str
    name: str
    address: str  # where a person sees the shop
    shop: Shop | None
    scopes: tuple[str, ...] = ()  # as granted
    missing: tuple[str, ...] = ()  # of those that the card wants
    may_read: bool | None = None
    may_write: bool | None = None
    version: str | None = None  # of the platform, where a shop has one
    language: str | None = None  # in which it is written, as `language_tag` has it
    calls_a_second: int | None = None  # that its level bears, at platforms that have levels
    findings: tuple[Finding, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
