"""All tests: `make test`. Two lanes at a time, for browsers wait where the other tests work."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PYTEST = (sys.executable, "-m", "pytest", "-m", "not prove")
SHOWN = [(*PYTEST, "--ignore=tests/flows", "--cov", "--cov-report=")]
BESIDE = [(*PYTEST, "tests/flows"), ("npm", "--prefix", "web", "test")]


def main() -> int:
    """What the first lane says is seen at once; the other's when both are through."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as pool:
        beside = pool.submit(lane, BESIDE, said)
        codes = lane(SHOWN) + beside.result()
        said.seek(0)
        print(said.read(), end="")
    print(f"tests: {time.monotonic() - started:.0f} s", flush=True)
    return max(codes)


def lane(commands: Sequence[Sequence[str]], said: IO[str] | None = None) -> list[int]:
    """One command after the other, whether or not one fails."""
    return [
        subprocess.call(words, cwd=ROOT, stdout=said, stderr=said and subprocess.STDOUT)
        for words in commands
    ]


if __name__ == "__main__":
    sys.exit(main())
