"""What the log tells about files of goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare


@declare(
    "catalog.product.pictured",
    "{actor} put the pictures of a product in order; it has {count}",
    subject=("catalog.product", "product_id"),
)
@dataclass(frozen=True, slots=True)
class MediaArranged:
    """The hashes, in the order in which they are shown."""

    product_id: UUID
    count: int
    before: Sequence[str]
    after: Sequence[str]


@declare("catalog.picture.deleted", "{actor} deleted a picture that was used nowhere")
@dataclass(frozen=True, slots=True)
class PictureDeleted:
    digest: str


@declare(
    "catalog.import.deleted",
    "{actor} deleted the uploaded table {name}, and what came of its rows",
    subject=("catalog.import", "import_id"),
)
@dataclass(frozen=True, slots=True)
class ImportDeleted:
    import_id: UUID
    name: str
    state: str


@declare(
    "catalog.product.imported",
    "{actor} brought products in by the file {name}, which is {state}",
    subject=("catalog.import", "import_id"),
)
@dataclass(frozen=True, slots=True)
class ImportChanged:
    import_id: UUID
    name: str
    state: str
    counts: Mapping[str, object]
    version: int


@declare(
    "catalog.product.bulk_edited",
    "{actor} edited many products at once, which is {state}",
    subject=("catalog.bulk", "bulk_id"),
)
@dataclass(frozen=True, slots=True)
class BulkChanged:
    bulk_id: UUID
    state: str
    counts: Mapping[str, object]
    version: int


@declare("catalog.product.exported", "{actor} exported products as {format}")
@dataclass(frozen=True, slots=True)
class ProductsExported:
    format: str
    filters: Mapping[str, object]
