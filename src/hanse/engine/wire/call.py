"""A call, its answer and its trace: frozen values that tell no secret when they are printed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, urlencode

from multidict import CIMultiDictProxy
from yarl import URL

from hanse.base.faults import Fault, OutcomeUnknown, Unavailable
from hanse.engine.redaction import hide, is_secret, redacted_url
from hanse.engine.wire.body import NotJson, decode


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: until there is a connection, until the answer begins, until all of it is there."""

    connect_s: float = 5.0
    first_byte_s: float = 20.0
    whole_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """`received_bytes_max` counts what arrives and, once more, what it is when unpacked."""

    sent_bytes_max: int = 16 * 1024**2
    received_bytes_max: int = 16 * 1024**2
    json_depth_max: int = 64
    redirects_max: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """One request. `secrets` are texts to be blanked out that no header or parameter name gives
    away, such as a token in the path or in the body."""

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    url: str
    writes: bool
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    timeouts: Timeouts = Timeouts()
    limits: Limits = Limits()
    secrets: tuple[str, ...] = ()
    ca_pem: str = ""  # authorities that are believed for this call beside the usual ones

    @property
    def address(self) -> str:
        """The address with its query, as it goes out."""
        if not self.query:
            return self.url
        url = self.url.partition("#")[0]
        return f"{url}{'&' if '?' in url else '?'}{urlencode(self.query, quote_via=quote)}"

    def shown(self, text: str) -> str:
        """The text without anything that this call keeps secret."""
        pairs = [*self.headers.items(), *self.query]
        named = [value for name, value in pairs if is_secret(name, query=True)]
        # `Bearer abc` and `session=abc` are secret, and so is `abc` where it comes back alone.
        parts = [part for value in named for part in re.split(r"[\s;=]+", value)]
        return hide(text, [*self.secrets, *named, *(part for part in parts if len(part) > 7)])

    def lost(self, sentence: str, next_step: str = "") -> Fault:
        """The answer did not come, or cannot be read."""
        if self.writes:
            return OutcomeUnknown(f"{sentence} What was sent may have been done all the same.")
        return Unavailable(sentence, next_step)

    def __repr__(self) -> str:
        return f"Call({self.method} {self.shown(redacted_url(self.address))})"


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back, complete and unpacked, whatever its status."""

    call: Call
    url: URL  # after redirects
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    elapsed_s: float
    retry_after_s: float | None

    @property
    def host(self) -> str:
        return self.url.host or ""

    def json(self) -> Any:
        """The document, read strictly; fractions are Decimal."""
        try:
            return decode(self.body, self.call.limits.json_depth_max)
        except NotJson as other:
            sentence = f"{self.host} answered {self.status}, but not with JSON: {other}"
        # Outside of the except, so that the other side's words do not hang on the fault.
        raise self.call.lost(self.call.shown(sentence))

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.body)} bytes, to {self.call})"


@dataclass(frozen=True, slots=True)
class Quota:
    """What a platform says is left of a limit, of how much, and how fast it fills."""

    left: float
    size: float
    restored_per_s: float


@dataclass(frozen=True, slots=True)
class Trace:
    """One call as it may be shown, counted and kept."""

    method: str
    url: str
    host: str
    status: int  # 0: there was no answer
    outcome: str  # ok, the code of a fault, or `broken off`
    fault: str
    redirects: int
    sent_bytes: int
    received_bytes: int  # as they arrived
    connect_s: float | None
    first_byte_s: float | None
    elapsed_s: float
    request_id: str


Observe: TypeAlias = Callable[[Trace], None]
Words: TypeAlias = Callable[[Answer], Fault | None]
