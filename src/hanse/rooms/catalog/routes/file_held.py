"""What the doors of files need of the program: where bytes are kept, and our public address."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends

from hanse.engine.doors.doors import OfSettings
from hanse.engine.files.shelf import Shelf


async def shelf_of(settings: OfSettings) -> Shelf:
    return Shelf(Path(settings.media_folder or settings.home / "media"))


async def base_of(settings: OfSettings) -> str:
    return settings.public_url


OfShelf = Annotated[Shelf, Depends(shelf_of)]
PublicBase = Annotated[str, Depends(base_of)]
