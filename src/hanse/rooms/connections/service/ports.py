"""What a connector offers: functions without I/O. A connector's manifest is such a `Platform`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from hanse.base.faults import Fault
from hanse.engine.manifest import Connector
from hanse.engine.wire.wire import Answer, Call, Quota
from hanse.trade.access import Access, Consent, Probe, Tokens
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Question, ReadPort, Reply
from hanse.trade.signals import Delivery, Subscription


class Platform(Protocol):
    """Everything that Hanse asks of a connector. `at` is the time by the platform's own clock."""

    CARD: Connector
    READS: tuple[ReadPort[Any], ...]
    BULK: BulkPort | None

    # Who we are

    def entered(self, fields: Mapping[str, str]) -> Access:
        """What a person typed, tidied up; `Rejected` with a finding for each field that is none."""
        ...

    def call_for(self, question: Question, access: Access, at: datetime, nonce: str) -> Call:
        """The call, signed, ready to be sent once."""
        ...

    # What comes back

    def words(self, answer: Answer) -> Fault | None:
        """The fault behind an answer, or None if it is one."""
        ...

    def reply_of(self, answer: Answer) -> Reply: ...

    def quota_of(self, answer: Answer) -> Quota | None:
        """What the platform says is left, if it says so. Also asked of answers that are faults."""
        ...

    # A first look

    def probe_questions(self, access: Access) -> Sequence[Question]: ...

    def probed(self, replies: Sequence[Reply | Fault], access: Access) -> Probe:
        """Read the answers to the questions, in their order."""
        ...

    # Consent and tokens

    def consent_url(
        self, access: Access, state: str, return_url: str, callback_url: str, at: datetime
    ) -> str:
        """The page of the platform where a person agrees. `Rejected` where there is none."""
        ...

    def consented(
        self, access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
    ) -> Consent:
        """What came back, from the person's browser or from the platform itself; checked, except
        the state, which the caller knows. `Denied` if it is not from the platform."""
        ...

    def state_of(self, query: Sequence[tuple[str, str]], body: bytes) -> str:
        """The state that it was asked with; empty if it brings none."""
        ...

    def token_question(self, access: Access, at: datetime) -> Question | None:
        """How tokens are got without a person, for the first time or anew; None: not needed."""
        ...

    def tokens_of(self, reply: Reply, at: datetime) -> Tokens: ...

    def revoke_question(self, access: Access) -> Question | None:
        """How a platform is told that we go, and what hangs on the key with it: `Gone` where we
        are not there any more. None where only a person can remove us there."""
        ...

    # Webhooks

    def verify(self, headers: Mapping[str, str], body: bytes, access: Access) -> bool:
        """Whether the platform sent this; in constant time, over the bytes as they came."""
        ...

    def is_ping(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether it is what the platform sends unsigned to see whether we are there."""
        ...

    def signals(self, headers: Mapping[str, str], body: bytes) -> Delivery: ...

    def subscriptions_question(self, page: str | None = None) -> Question: ...

    def subscriptions_of(self, reply: Reply) -> Sequence[Subscription]:
        """Those of a page, or the one that was just made or switched on."""
        ...

    def subscriptions_next(self, reply: Reply, page: str | None) -> str | None:
        """What to ask `subscriptions_question` for next; None at the end."""
        ...

    def subscribe_question(self, topic: str, address: str, access: Access) -> Question: ...

    def switch_on_question(self, found: Subscription, access: Access) -> Question: ...

    def unsubscribe_question(self, remote_id: str) -> Question: ...
