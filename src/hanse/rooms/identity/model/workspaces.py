"""A workspace: its name, its rules for those who come in, and from where they may come."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean

Value = TypeVar("Value")

GRACE = timedelta(days=30)  # within which a deletion can be taken back
NAME_CHARS_MAX = 100
NETWORKS_MAX = 100
WORKSPACES_MAX = 50  # that one person may be in

STATES = ("active", "closing", "closed")

IDLE_MINUTES_MIN, IDLE_MINUTES_MAX = 5, 129_600
ABSOLUTE_MINUTES_MIN, ABSOLUTE_MINUTES_MAX = 15, 525_600


@dataclass(frozen=True, slots=True)
class Workspace:
    id: UUID
    name: str
    state: str
    closes_at: datetime | None
    second_factor_required: bool
    idle_minutes: int
    absolute_minutes: int
    networks: tuple[str, ...]
    made_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be different; none leaves it as it is."""

    name: str | None = None
    second_factor_required: bool | None = None
    idle_minutes: int | None = None
    absolute_minutes: int | None = None
    networks: Sequence[str] | None = None


def clean_title(text: str, what: str, field: str = "name") -> str:
    """The name of a workspace or a business as it is kept; `Rejected` if nothing can be seen."""
    name = clean(text)
    if not name.strip("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER} "):
        raise wrong(field, "name_empty", f"The {what} has no name.", "Write one.")
    if len(name) > NAME_CHARS_MAX:
        raise wrong(
            field,
            "name_too_long",
            f"The name has {len(name)} characters; the most is {NAME_CHARS_MAX}.",
            "Shorten it.",
        )
    return name


def wrong(field: str, code: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)


def changed(now: Workspace, wanted: Wanted) -> Workspace:
    """The workspace as it is wanted, its version one higher; `Rejected` where that is not right."""
    made = Workspace(
        id=now.id,
        name=now.name if wanted.name is None else clean_title(wanted.name, "workspace"),
        state=now.state,
        closes_at=now.closes_at,
        second_factor_required=either(wanted.second_factor_required, now.second_factor_required),
        idle_minutes=either(wanted.idle_minutes, now.idle_minutes),
        absolute_minutes=either(wanted.absolute_minutes, now.absolute_minutes),
        networks=now.networks if wanted.networks is None else normal_networks(wanted.networks),
        made_at=now.made_at,
        version=now.version + 1,
    )
    if made.idle_minutes > made.absolute_minutes:
        raise wrong(
            "idle_minutes",
            "idle_too_long",
            f"Sessions end after {made.absolute_minutes} minutes in any case, so "
            f"{made.idle_minutes} minutes without use would never pass.",
            "Make the first at least as long as the second.",
        )
    return made


def either(wanted: Value | None, now: Value) -> Value:
    return now if wanted is None else wanted


# What a change of a workspace shows in the log.
FIELDS = ("name", "second_factor_required", "idle_minutes", "absolute_minutes", "networks")


def difference(before: Workspace, after: Workspace) -> tuple[dict[str, object], dict[str, object]]:
    """Of each side the fields that are not as on the other one."""
    names = [name for name in FIELDS if getattr(before, name) != getattr(after, name)]
    return (
        {name: getattr(before, name) for name in names},
        {name: getattr(after, name) for name in names},
    )


def normal_networks(texts: Sequence[str]) -> tuple[str, ...]:
    """Networks as they are kept: `198.51.100.0/24`, `2001:db8::/32`; an address is one of its own.

    Each once, in the order of addresses. `Rejected` names every text that is none.
    """
    if len(texts) > NETWORKS_MAX:
        raise wrong(
            "networks",
            "networks_too_many",
            f"{len(texts)} networks are more than {NETWORKS_MAX}.",
            "Join neighbours into larger networks, such as 198.51.100.0/24.",
        )
    found: set[Network] = set()
    findings: list[Finding] = []
    for place, text in enumerate(texts):
        network = parsed(text)
        if network is None:
            findings.append(
                Finding(
                    Severity.error,
                    "network_unknown",
                    f"{text[:60]!r} is no address and no network.",
                    "Write it as 203.0.113.7, 198.51.100.0/24 or 2001:db8::/32.",
                    f"networks.{place}",
                )
            )
        else:
            found.add(network)
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    ordered = sorted(found, key=lambda one: (one.version, int(one.network_address), one.prefixlen))
    return tuple(str(network) for network in ordered)


Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")  # IPv4 in the clothes of IPv6


def parsed(text: str) -> Network | None:
    """A network whose host bits are set means the network that the address lies in."""
    if "%" in text:
        return None  # a zone means something on one machine only
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(MAPPED):
        last = int(network.network_address) & 0xFFFF_FFFF
        return ipaddress.IPv4Network((last, network.prefixlen - 96))
    return network


def comes_from(address: str, networks: Sequence[str]) -> bool:
    """Whether the address lies in one of the networks. Where none is named, everybody does."""
    if not networks:
        return True
    try:
        at = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = at.ipv4_mapped if isinstance(at, ipaddress.IPv6Address) else None
    here = mapped or at
    return any(here in ipaddress.ip_network(network) for network in networks)
