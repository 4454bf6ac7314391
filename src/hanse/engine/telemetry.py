"""What the program says while it runs: log lines for people or machines, with their request.

A line is written with `log.info("room.noun.happened", extra={...})`: a name, and fields beside it.
"""

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from hanse.engine.postgres.dsns import parse
from hanse.engine.redaction import hide, redacted, redacted_field
from hanse.engine.settings import SETTINGS, Settings

# The request or job that the current task works for; tasks that it starts inherit it.
REQUEST: ContextVar[str] = ContextVar("request_id", default="")

FIELD_CHARS_MAX = 4_000
TRACE_CHARS_MAX = 20_000
QUIET = ("aiohttp.access", "uvicorn.access")  # we write a line of our own for each request
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def request_id() -> str:
    return REQUEST.get()


@contextmanager
def in_request(identity: str) -> Iterator[None]:
    """Everything logged inside, here and in tasks started here, carries this id."""
    token = REQUEST.set(identity)
    try:
        yield
    finally:
        REQUEST.reset(token)


def start_logging(
    settings: Settings, stream: TextIO | None = None, *, least: int = logging.NOTSET
) -> None:
    """From now on everything that any library logs goes through one door, without secrets."""
    stream = stream or sys.stderr
    chosen = settings.log_format
    as_json = chosen == "json" or (chosen == "auto" and not stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(as_json, own_secrets(settings)))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(max(least, logging.getLevelNamesMapping()[settings.log_level.upper()]))
    logging.captureWarnings(True)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in QUIET:
        logging.getLogger(name).disabled = True


def own_secrets(settings: Settings) -> frozenset[str]:
    """The secrets that the operator gave us, each by itself."""
    found: set[str] = set()
    for name in (name for name, setting in SETTINGS.items() if setting.secret):
        value = str(getattr(settings, name))
        if "://" in value:
            found.add(parse(value).password)
        else:
            found |= {part.rpartition(":")[2] for part in value.split(",")}
    return frozenset(found - {""})


class Lines(logging.Formatter):
    """One line for each thing that happened; people also get a trace below it."""

    def __init__(self, as_json: bool, secrets: frozenset[str]) -> None:
        super().__init__()
        self._spell = spell_json if as_json else spell_people
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            name: self._field(name, value)
            for name, value in vars(record).items()
            if name not in STANDARD
        }
        if identity := request_id():
            fields.setdefault("request_id", identity)
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        return self._spell(
            datetime.fromtimestamp(record.created, UTC),
            record,
            self._text(record.getMessage())[:FIELD_CHARS_MAX],
            fields,
            self._text(trace[-TRACE_CHARS_MAX:]),
        )

    def _field(self, name: str, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        return redacted_field(name, hide(str(value), self._secrets))[:FIELD_CHARS_MAX]

    def _text(self, text: str) -> str:
        return redacted(hide(text, self._secrets))


def spell_json(
    at: datetime, record: logging.LogRecord, text: str, fields: Mapping[str, object], trace: str
) -> str:
    line = {"at": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
    line |= {"logger": record.name, "text": text}
    return escaped(
        json.dumps(line | dict(fields) | ({"trace": trace} if trace else {}), ensure_ascii=False)
    )


def escaped(line: str) -> str:
    """Without what begins a second line, moves a terminal or turns the direction of the text."""
    if line.isprintable():
        return line
    plain = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)
    return plain.replace("\x7f", "\\u007f")


def spell_people(
    at: datetime, record: logging.LogRecord, text: str, fields: Mapping[str, object], trace: str
) -> str:
    pairs = " ".join(f"{name}={spell_field(value)}" for name, value in fields.items())
    line = f"{at:%H:%M:%S} {record.levelname.lower():<7} {spell_field(text, inside=' ')}"
    return "\n".join(filter(None, [f"{line}  {pairs}".rstrip(), trace]))


def spell_field(value: object, inside: str = "") -> str:
    """As it is, or quoted when it could be taken for something else, such as a second line."""
    text = str(value)
    plain = text and all(
        (char.isprintable() and char not in ' "=') or char in inside for char in text
    )
    return text if plain else escaped(json.dumps(text, ensure_ascii=False))
