"""What somebody brought in files."""

from pathlib import Path

from hanse.engine.files.shelf import Shelf
from hanse.engine.settings import Settings
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.bulk import BulkWay, Operation
from hanse.rooms.catalog.model.bulks import Selection
from hanse.rooms.catalog.service import bulk, importing, media
from tests.rooms.catalog.pictures import drawn


def shelf_of(settings: Settings) -> Shelf:
    return Shelf(Path(settings.home / "media"))


async def picture(tx: Tx, settings: Settings, mark: str) -> object:
    return (await media.add(tx, shelf_of(settings), drawn(), mark)).digest


async def table(tx: Tx, settings: Settings, mark: str) -> object:
    content = f"SKU,Title\n1,{mark}\n".encode()
    return (await importing.upload(tx, shelf_of(settings), f"{mark}.csv", content)).id


async def edit_of_many(tx: Tx, mark: str) -> object:
    operation = Operation("title", BulkWay.append, mark)
    return (await bulk.begin(tx, Selection(filters={"q": mark}), [operation])).id
