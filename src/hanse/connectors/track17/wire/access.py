"""Who we are to 17TRACK: one key, which also proves what it sends by itself."""

import re
from collections.abc import Mapping
from datetime import datetime

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.wire.wire import Call, Timeouts
from hanse.trade.access import Access
from hanse.trade.ports_read import Question

BASE = "https://api.17track.net/track/v2.4/"
KEY = r"[!-~]{16,100}"  # guessed: those that were seen have 32 characters
SHAPE = re.compile(KEY)
PATIENT = Timeouts(first_byte_s=35.0)  # it gives up by itself after 30 s


def entered(fields: Mapping[str, str]) -> Access:
    typed = fields.get("api_key", "").strip()
    if not SHAPE.fullmatch(typed):
        finding = Finding(
            Severity.error,
            "no_key",
            "That is no key of 17TRACK.",
            "Copy it again from its dashboard, under Settings, Security.",
            "api_key",
        )
        raise Rejected(finding.sentence, [finding], finding.next_step)
    return Access({"api_key": typed})


def api_key(access: Access) -> str:
    return access.fields.get("api_key", "")


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    key = api_key(access)
    if not SHAPE.fullmatch(key):
        raise Rejected("The account has no key of 17TRACK.", next_step="Connect it again.")
    headers = {"Accept": "application/json", "Content-Type": "application/json", "17token": key}
    return Call(
        question.method,
        f"{BASE}{question.path}",
        writes=question.writes,
        headers=headers,
        query=question.query,
        body=question.body,
        timeouts=PATIENT,
        secrets=(key,),
    )
