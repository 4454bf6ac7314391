"""The address under which platforms reach this hub: whether it can work, and what will not."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from hanse.base.faults import Fault
from hanse.engine.health.checks import Check
from hanse.engine.wire.guard import Guard, refusal, system_lookup

NAME = "public address"
RESOLVE_LIMIT_S = 5.0
HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Caller:
    """A platform that calls back, and what it asks of the address."""

    name: str
    what: str  # that it calls for
    ports: tuple[int, ...] = ()  # the only ones that it calls; none: any


# Asks for a page of the hub as a stranger would; a fault if there is no good answer.
Ask = Callable[[str], Awaitable[None]]


async def check(url: str, callers: Sequence[Caller], guard: Guard, ask: Ask) -> Check:
    """From the inside to the outside: spelling, https, port, name, and then a real call."""
    if not url:
        return Check(
            NAME,
            True,
            f"There is no public address, so this will not work: {spoken(callers)}. "
            "Everything else does; the hub then asks the platforms instead of being told.",
            "Put an https address in front of the hub and set HANSE_PUBLIC_URL to it.",
        )
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return Check(
            NAME,
            False,
            f"{url} is not https, and platforms call back by https only: {spoken(callers)}.",
            "Set a certificate (HANSE_TLS_CERTIFICATE) or a proxy that has one, and an https URL.",
        )
    try:
        async with asyncio.timeout(RESOLVE_LIMIT_S):
            found = await system_lookup(host, parts.port or HTTPS_PORT)
    except (OSError, TimeoutError):
        return Check(NAME, False, f"Nobody knows the name {host}.", "Enter it in your DNS.")
    for address in found:
        if what := refusal(ip_address(address), guard):
            return Check(
                NAME,
                False,
                f"{host} is {address} ({what}), which platforms refuse: {spoken(callers)}.",
                "Let the name point to the address that the world sees, and forward it here.",
            )
    return await called(url, callers, ask)


async def called(url: str, callers: Sequence[Caller], ask: Ask) -> Check:
    try:
        await ask(f"{url}/health/live")
    except Fault as fault:
        return Check(
            NAME,
            False,
            f"{url} does not lead to this hub: {fault.sentence}",
            "See that the name, the certificate, the proxy and the firewall lead here. Some "
            "networks do not let a machine call itself from outside: then try it from elsewhere.",
        )
    port = urlsplit(url).port or HTTPS_PORT
    refusing = [caller for caller in callers if caller.ports and port not in caller.ports]
    if refusing:
        sentence = f"{url} leads here, but on port {port} these do not call: {spoken(refusing)}."
        return Check(NAME, True, sentence, f"Use port {HTTPS_PORT}.")
    return Check(NAME, True, f"{url} leads to this hub by https.")


def spoken(callers: Sequence[Caller]) -> str:
    return ", ".join(f"{caller.name} ({caller.what})" for caller in callers) or "webhooks"
