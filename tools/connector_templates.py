"""What tools/scaffold.py writes for a connector: a platform that says what it is and reads nothing.

NAME stands for the name that was given, TITLE for it as people write it.
"""

MANIFEST = '''"""The card of TITLE, and all that Hanse asks of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hanse.base.faults import Denied, Fault, Rejected
from hanse.connectors.NAME.hooks import (
    is_ping,
    signals,
    subscribe_question,
    subscriptions_next,
    subscriptions_of,
    subscriptions_question,
    switch_on_question,
    unsubscribe_question,
    verify,
)
from hanse.connectors.NAME.wire import (
    call_for,
    entered,
    quota_of,
    reply_of,
    words,
)
from hanse.engine.manifest import ANYWHERE, Connector, Key, Rate, SignIn
from hanse.trade.access import Access, Consent, Probe, Tokens
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Question, ReadPort, Reply
from hanse.trade.ports_write import WritePort

__all__ = [
    "BULK",
    "CARD",
    "READS",
    "WRITES",
    "call_for",
    "consent_url",
    "consented",
    "entered",
    "is_ping",
    "probe_questions",
    "probed",
    "quota_of",
    "reply_of",
    "revoke_question",
    "signals",
    "state_of",
    "subscribe_question",
    "subscriptions_next",
    "subscriptions_of",
    "subscriptions_question",
    "switch_on_question",
    "token_question",
    "tokens_of",
    "unsubscribe_question",
    "verify",
    "words",
]

# With its first port, everything in tests/connectors/test_every_connector*.py is asked of it.
READS: tuple[ReadPort[Any], ...] = ()
# For each kind of change that the card lists, how it is said there.
WRITES: tuple[WritePort, ...] = ()
BULK: BulkPort | None = None

CARD = Connector(
    name="NAME",
    title="TITLE",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.typed_keys,),
    keys=(
        Key(
            name="shop",
            label="Address of the shop",
            hint="As in https://shop.example.",
            pattern=r"https://\\S{1,500}",
            secret=False,
        ),
        Key(
            name="api_key",
            label="API key",
            hint="Say here where a merchant finds it.",
            pattern=r"\\S{8,300}",
            secret=True,
        ),
    ),
    rates=(Rate("everything", 1, "guessed"),),
    reads=(),
    writes=(),
    plumbing=(),
    limits=(),
    meanings=(),
    quirks=(),
)


def probe_questions(access: Access) -> Sequence[Question]:
    return ()


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    raise Rejected("Hanse cannot read from it yet.", next_step="Connect another platform.")


# Consent and tokens. A typed key is good until somebody removes it.


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    raise Rejected("It has no page on which a person agrees.", next_step="Type the keys.")


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    raise Denied("Nobody was asked to agree there.", "Type the keys.")


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    return ""


def token_question(access: Access, at: datetime) -> Question | None:
    return None


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    raise Rejected("It gives no tokens.", next_step="Type the keys.")


def revoke_question(access: Access) -> Question | None:
    return None
'''

WIRE = '''"""How TITLE is spoken to: hosts, signature, error words."""

import re
from collections.abc import Mapping
from datetime import datetime

from hanse.base.faults import Fault, Finding, Rejected, Severity
from hanse.engine.wire.wire import Answer, Call, Quota, by_status
from hanse.trade.access import Access
from hanse.trade.ports_read import Question, Reply

PATTERNS = {"shop": r"https://[^\\s/@]{1,250}(?:/\\S{0,200})?", "api_key": r"[!-~]{8,300}"}
STEPS = {
    "shop": "Write it as in https://shop.example.",
    "api_key": "Copy it again, without blanks in it.",
}


def entered(fields: Mapping[str, str]) -> Access:
    typed = {name: fields.get(name, "").strip() for name in PATTERNS}
    findings = [
        Finding(Severity.error, "not_so", f"This is no {name}.", STEPS[name], name)
        for name, pattern in PATTERNS.items()
        if not re.fullmatch(pattern, typed[name])
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    return Access({**typed, "shop": typed["shop"].rstrip("/")})


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    """guessed: that the key goes along as a bearer, and that nothing is signed."""
    key = access.fields["api_key"]
    headers = {"Accept": "application/json", "Authorization": f"Bearer {key}"}
    if question.body is not None:
        headers["Content-Type"] = "application/json"
    return Call(
        question.method,
        f"{access.fields['shop']}/{question.path}",
        writes=question.writes,
        headers=headers,
        query=question.query,
        body=question.body,
        secrets=(key,),
    )


def words(answer: Answer) -> Fault | None:
    """The default table; the platform's own words come before it."""
    return by_status(answer)


def reply_of(answer: Answer) -> Reply:
    headers = {name.lower(): text for name, text in answer.headers.items()}
    return Reply(answer.json(), headers, answer.status)


def quota_of(answer: Answer) -> Quota | None:
    return None
'''

HOOKS = '''"""What TITLE sends by itself. Nothing is asked for yet."""

from collections.abc import Mapping, Sequence

from hanse.base.faults import Rejected
from hanse.trade.access import Access
from hanse.trade.ports_read import Question, Reply
from hanse.trade.signals import Delivery, Subscription


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Nobody is believed before it is known how they sign."""
    return False


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    return False


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    return Delivery(None, None, None, (), "unknown topic")


def subscriptions_question(page: str | None = None) -> Question:
    raise nothing()


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    return ()


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    return None


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    raise nothing()


def switch_on_question(found: Subscription, access: Access) -> Question:
    raise nothing()


def unsubscribe_question(remote_id: str) -> Question:
    raise nothing()


def nothing() -> Rejected:
    return Rejected("It tells nothing by itself.", next_step="It is asked instead.")
'''

FILES = {
    "__init__.py": "",
    "manifest.py": MANIFEST,
    "wire.py": WIRE,
    "mapping.py": '"""Documents of TITLE and our values; an unknown word is a finding."""\n',
    "writes.py": '"""Changes as requests of TITLE, grouped as it takes them; pure."""\n',
    "hooks.py": HOOKS,
}

SANDBOX = '''"""The other side of TITLE, from its own documents.

It shares nothing with the connector. A shop of it is a `Shop` of sandbox/shops.py; when there is
one, it gets a line in HOSTS there and in OPENERS of sandbox/held.py.
"""
'''

TEST = '''"""The card of TITLE. Recorded documents stand beside it.

With the first port in READS it needs a suite.py, as those of the other platforms: then every
connector's questions are asked of it too.
"""

import re
from datetime import UTC, datetime

import pytest

from hanse.base.faults import Rejected
from hanse.connectors.NAME import manifest
from hanse.rooms.connections.service.ports import Platform
from hanse.trade.ports_read import Question

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
TYPED = {"shop": " https://shop.example/ ", "api_key": "made-up-key"}


def test_the_manifest_is_a_whole_platform() -> None:
    platform: Platform = manifest
    assert platform.CARD.name == "NAME"


def test_what_is_typed_is_tidied_and_fits_the_form() -> None:
    access = manifest.entered(TYPED)
    assert access.fields == {"shop": "https://shop.example", "api_key": "made-up-key"}
    for key in manifest.CARD.keys:
        assert re.fullmatch(key.pattern, access.fields[key.name])


@pytest.mark.parametrize("name", ["shop", "api_key"])
def test_a_field_that_is_none_is_named(name: str) -> None:
    with pytest.raises(Rejected) as refused:
        manifest.entered({**TYPED, name: "?"})
    assert [each.field for each in refused.value.findings] == [name]


def test_the_key_goes_along_and_is_not_shown() -> None:
    access = manifest.entered(TYPED)
    call = manifest.call_for(Question("things", (), "everything"), access, AT, "n")
    assert call.url == "https://shop.example/things"
    assert call.headers["Authorization"] == "Bearer made-up-key"
    assert "made-up-key" not in repr(call)


def test_nobody_is_believed_yet() -> None:
    assert not manifest.verify({}, b"{}", manifest.entered(TYPED))
    assert manifest.signals({}, b"{}").signals == ()
'''

PAGE = """# TITLE

Hanse cannot read from TITLE yet.

## Get keys
Say here, step by step, where a merchant finds them, and what each of them may do.

### Keys
<!-- card: keys -->
<!-- end of card -->

### Rights
<!-- card: rights -->
<!-- end of card -->

## What Hanse can read
<!-- card: reads -->
<!-- end of card -->

## What Hanse can change
<!-- card: writes -->
<!-- end of card -->

These calls maintain the connection. They never touch goods, orders or customers.

<!-- card: plumbing -->
<!-- end of card -->

## What it tells by itself
<!-- card: topics -->
<!-- end of card -->

## Limits
<!-- card: rates -->
<!-- end of card -->

### Fields
<!-- card: limits -->
<!-- end of card -->

## Words
<!-- card: words -->
<!-- end of card -->

## Known faults
What it does that its documents do not say.

<!-- card: quirks -->
<!-- end of card -->

## Disconnect
Say here what only a person can take away, and where.
"""
