"""One call as a handler sees it, and the envelope of its answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hanse.sandbox.cj.order import Order
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Supplier

Record = dict[str, Any]
ROWS_MAX = 200


@dataclass(slots=True)
class Call:
    supplier: Supplier
    account: Account
    query: dict[str, list[str]]
    body: Record = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.supplier.clock.now()

    def asked(self, name: str, usual: str = "") -> str:
        """The last value of a parameter of the address."""
        return (self.query.get(name) or [usual])[-1]

    def needed(self, name: str) -> str:
        if not (found := self.asked(name)):
            raise Refusal(1600300, f"{name} must not be empty")
        return found

    def counted(self, name: str, usual: int, most: int) -> int:
        """From 1 to `most`; more is refused, guessed."""
        text = self.asked(name) or str(usual)
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise Refusal(1600300, f"{name} must be from 1 to {most}")
        return int(text)

    def told(self, name: str) -> str:
        """A text of the body that must be there."""
        found = self.body.get(name)
        if found in (None, "") or not isinstance(found, str | int):
            raise Refusal(1600300, f"{name} must not be empty")
        return str(found)

    def rows(self, name: str) -> list[Any]:
        """A list of the body that must hold something."""
        found = self.body.get(name)
        if not isinstance(found, list) or not 1 <= len(found) <= ROWS_MAX:
            raise Refusal(1600300, f"{name} must be a list of 1 to {ROWS_MAX}")
        return found

    def order(self, reference: str) -> Order:
        if (found := self.account.order(reference)) is None:
            raise Refusal(1603100)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is 0 where the platform answers so, and `success` is beside `result` there."""

    data: Any
    code: int = 200

    def document(self, request_id: str) -> Record:
        found: Record = {
            "code": self.code,
            "result": True,
            "message": "Success",
            "data": self.data,
            "requestId": request_id,
        }
        return found | ({} if self.code else {"success": True})


def paged(call: Call, rows: list[Any], usual: int = 20, most: int = 200) -> Record:
    """pageNum and pageSize."""
    page, size = call.counted("pageNum", 1, 1_000_000), call.counted("pageSize", usual, most)
    shown = rows[(page - 1) * size : page * size]
    return {"pageNum": page, "pageSize": size, "total": len(rows), "list": shown}


def spooled(call: Call, rows: list[Any], wrap: Any = None) -> Record:
    """page and size; `wrap` puts the rows of the page into what the content holds."""
    page, size = call.counted("page", 1, 1000), call.counted("size", 10, 100)
    shown = rows[(page - 1) * size : page * size]
    return {
        "pageNumber": page,
        "pageSize": size,
        "totalRecords": len(rows),
        "totalPages": -(-len(rows) // size),
        "content": wrap(shown) if wrap else shown,
    }
