"""A form with a file in it, as browsers send one: the fields in their order, the file last."""

import hashlib
from collections.abc import Sequence


def form(
    fields: Sequence[tuple[str, str]], file_name: str, media_type: str, content: bytes
) -> tuple[bytes, str]:
    """The body and its content type. What parts it holds the hash of the file, which stands in no
    file: nobody can write one that ends a part."""
    mark = f"hanse-{hashlib.sha256(content).hexdigest()[:40]}"
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{quoted(name)}"\r\n\r\n{value}\r\n'
        for name, value in fields
    )
    head += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{quoted(file_name)}"'
        f"\r\nContent-Type: {media_type}\r\n\r\n"
    )
    body = b"".join((head.encode(), content, f"\r\n--{mark}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={mark}"


def quoted(text: str) -> str:
    """As browsers write a name that would end itself."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
