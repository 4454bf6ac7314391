"""What the doors of papers need of the program: where logos are kept, and what draws them."""

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from hanse.engine.doors.doors import OfSettings
from hanse.engine.files.shelf import Shelf
from hanse.rooms.orders.service.papers import issuing


async def shelf_of(settings: OfSettings) -> Shelf:
    return Shelf(Path(settings.media_folder or settings.home / "media"))


async def drawing_ready() -> None:
    """What draws takes a second to load, which is longer than a transaction should wait: whoever
    names it before its transaction has it loaded by then."""
    await asyncio.to_thread(issuing.drawing_loaded)


DrawingReady = Annotated[None, Depends(drawing_ready)]
OfShelf = Annotated[Shelf, Depends(shelf_of)]
