"""How the text of a setting becomes its value; a `ValueError` says what it must be."""

import difflib
import ipaddress
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hanse.engine.routing import Route

ROUTED = re.compile(r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9])?")
ROUTE_FORM = (
    "hosts and where they are called instead, such as "
    "*.myshopify.com=http://127.0.0.1:8799, with commas between"
)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def choice(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = text.lower()
        if word not in words:
            near = difflib.get_close_matches(word, words, 1)
            raise ValueError(" or ".join(words) + (f"; did you mean {near[0]}" if near else ""))
        return word

    return read


def yes_or_no(text: str) -> bool:
    return choice("yes", "no")(text) == "yes"


def own_address(text: str) -> str:
    """An empty one would open the door to every network without anybody having said so."""
    if not text:
        raise ValueError("an address of this machine, such as 127.0.0.1; 0.0.0.0 means all of them")
    return text


def networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as wrong:
        raise ValueError(f"networks such as 10.0.0.0/8, with commas between ({wrong})") from wrong


def routes(text: str) -> tuple[Route, ...]:
    return tuple(one_route(part.strip()) for part in text.split(",") if part.strip())


def one_route(text: str) -> Route:
    hosts, _, to = text.partition("=")
    plain = hosts.strip().lower()
    address = to.strip().rstrip("/")
    if not ROUTED.fullmatch(plain) or not address or not is_web_address(address):
        raise ValueError(ROUTE_FORM)
    if urlsplit(address).path:
        raise ValueError(ROUTE_FORM)
    return Route(plain, address)


def web_address(text: str) -> str:
    if text and not is_web_address(text):
        raise ValueError("an address such as https://hub.example.com, without a name or password")
    return text.rstrip("/")


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises when it is no number
    except ValueError:
        return False
    simple = not (parts.username or parts.query or parts.fragment)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and simple


def mail_server(text: str) -> str:
    if text and not is_mail_server(text):
        raise ValueError(
            "an address such as smtps://user:password@mail.example.com or "
            "smtp://user:password@mail.example.com:587; smtp+plain:// never encrypts and takes no "
            "password. In a password / is written %2F, ? %3F, # %23 and @ %40"
        )
    return text


def is_mail_server(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises when it is no number
        ascii_only = unquote(f"{parts.username}{parts.password}").isascii()
    except ValueError:
        return False
    signs_in = bool(parts.username and parts.password)
    whole = signs_in == bool(parts.username or parts.password) and ascii_only
    known = parts.scheme in ("smtp", "smtps") or (parts.scheme == "smtp+plain" and not signs_in)
    bare = parts.path in ("", "/") and not (parts.query or parts.fragment)
    return known and whole and bare and bool(parts.hostname)


def mail_sender(text: str) -> str:
    if text and not re.fullmatch(
        r"[^<>\x00-\x1f]* ?<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+", text
    ):
        raise ValueError("an address such as hub@example.com or Our hub <hub@example.com>")
    return text


def database_address(text: str) -> str:
    scheme, _, rest = text.partition("://")
    hosts = re.split("[/?]", rest, maxsplit=1)[0].rpartition("@")[2]
    # By hand, for there may be several hosts, and a colon stands inside [::1] as well.
    ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts.split(",")]
    numbers = all(port == "" or re.fullmatch("[0-9]{1,5}", port) for port in ports)
    if text and not (scheme in ("postgres", "postgresql") and numbers):
        raise ValueError(
            "an address such as postgresql://owner:password@host:5432/hanse; in a password / is"
            " written %2F, ? %3F and @ %40"
        )
    return text


def master_keys(text: str) -> str:
    key = r"(?:[1-9][0-9]{0,8}:)?[0-9a-fA-F]{64}"
    if text and not re.fullmatch(rf"{key}(?:,{key})*", text):
        raise ValueError(
            "64 hexadecimal digits (`openssl rand -hex 32` makes them), or several keys with their "
            "versions and the one that seals first: 2:64 digits,1:64 digits"
        )
    return text


def home_folder(text: str) -> Path:
    """The person's data folder by default; as root a place that a service account can enter."""
    if text:
        return Path(text).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/hanse")
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/hanse").expanduser()
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "hanse"
