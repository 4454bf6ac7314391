"""What is around an answer: the name of the call, lists one level deep, and refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it goes out: `{"<kind>": [...]}`, and `{}` where it is empty."""

    kind: str
    rows: Sequence[Any]


class Refusal(Exception):  # noqa: N818 (an answer, not a mistake of ours)
    """The gateway's own refusal, which comes with HTTP 200."""

    def __init__(
        self, code: str, text: str, *, kind: str = "ISV", sub: tuple[str, str] | None = None
    ) -> None:
        super().__init__(text)
        self.code, self.text, self.kind, self.sub = code, text, kind, sub


def spelled(value: Any, *, simple: bool) -> Any:
    """Lists wrapped, or bare where the caller wants it simple."""
    if isinstance(value, Listed):
        rows = [spelled(row, simple=simple) for row in value.rows]
        if simple:
            return rows
        return {value.kind: rows} if rows else {}
    if isinstance(value, dict):
        return {name: spelled(each, simple=simple) for name, each in value.items()}
    return value


def answered(name: str, payload: Document, request_id: str, simple_as: str) -> Document:
    """Of a business call: dots become underscores, and a path stays a path."""
    body = spelled(payload, simple=simple_as != "full") | {"request_id": request_id}
    return body if simple_as == "bare" else {f"{name.replace('.', '_')}_response": body}


def flat(payload: Document, request_id: str) -> Document:
    """Of a system call."""
    return {"code": "0", **payload, "request_id": request_id}


def refused(refusal: Refusal, request_id: str, *, system: bool) -> Document:
    body: Document = {"type": refusal.kind, "code": refusal.code}
    if system:
        return body | {"message": refusal.text, "request_id": request_id}
    body["msg"] = refusal.text
    if refusal.sub:
        body |= {"sub_code": refusal.sub[0], "sub_msg": refusal.sub[1]}
    return {"error_response": body | {"request_id": request_id}}


def missing(name: str) -> Refusal:
    return Refusal("MissingParameter", f"The required parameter {name} is missing")  # guessed words


def unreadable(name: str) -> Refusal:
    """guessed: which of the documented codes says that a parameter cannot be read."""
    return Refusal("UnsupportedParamMapping", f"The parameter {name} cannot be read")
