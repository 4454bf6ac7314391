"""What the doors of papers need of the program: where logos are kept."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends

from hanse.engine.doors.doors import OfSettings
from hanse.engine.files.shelf import Shelf


async def shelf_of(settings: OfSettings) -> Shelf:
    return Shelf(Path(settings.media_folder or settings.home / "media"))


OfShelf = Annotated[Shelf, Depends(shelf_of)]
