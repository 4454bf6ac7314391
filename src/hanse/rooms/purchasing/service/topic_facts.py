"""What the log tells about topics that are watched at suppliers."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

TOPIC = ("purchasing.topic", "topic_id")


@declare("purchasing.topic.changed", "{actor} {what} the topic {name}", subject=TOPIC)
@dataclass(frozen=True, slots=True)
class TopicChanged:
    topic_id: UUID
    name: str
    what: str
    version: int


@declare("purchasing.topic.read", "What sells in {name} was read", subject=TOPIC, routine=True)
@dataclass(frozen=True, slots=True)
class TopicRead:
    topic_id: UUID
    name: str
    products: int
    rising: int
