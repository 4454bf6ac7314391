"""A file on disk without a name: as big as it must be, and gone with its owner."""

import tempfile
from collections.abc import Iterator

PIECE_BYTES = 1 << 18


class Spool:
    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as its owner)
        self.size = 0

    def write(self, content: bytes) -> None:
        self._file.seek(self.size)
        self._file.write(content)
        self.size += len(content)

    def pieces(self) -> Iterator[bytes]:
        """All of it, part by part. Each reader has a place of its own."""
        place = 0
        while place < self.size and not self._file.closed:
            self._file.seek(place)
            piece = self._file.read(min(PIECE_BYTES, self.size - place))
            place += len(piece)
            yield piece

    def part(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()

    def __del__(self) -> None:
        self.close()
