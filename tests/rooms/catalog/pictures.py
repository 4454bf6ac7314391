"""Pictures for tests."""

import io

from PIL import Image


def drawn(colour: str = "tomato", kind: str = "PNG", size: tuple[int, int] = (400, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()
