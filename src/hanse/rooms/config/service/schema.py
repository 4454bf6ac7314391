"""The schema of the file, made of the same shapes that it is read by."""

import msgspec

from hanse.rooms.config.model.files import FORMAT, VERSION, Document
from hanse.rooms.config.service.parts import Parts

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(parts: Parts) -> Document:
    """JSON Schema of a whole file, with each part as its room describes it."""
    shapes, known = msgspec.json.schema_components(
        [part.shape for part in parts], ref_template="#/$defs/{name}"
    )
    held = {
        part.name: {"title": part.title}
        | (dict(shape) if part.one else {"type": "array", "items": shape})
        for part, shape in zip(parts, shapes, strict=True)
    }
    return {
        "$schema": DIALECT,
        "title": "Settings of a workspace of Hanse",
        "type": "object",
        "required": ["format", "version", "parts"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"type": "integer", "minimum": 1, "maximum": VERSION},
            "workspace": {"type": "string"},
            "exported_at": {"type": "string"},
            "parts": {"type": "object", "additionalProperties": False, "properties": held},
        },
        "$defs": known,
    }
