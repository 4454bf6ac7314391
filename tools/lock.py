"""Writes all locks: `make lock`. Standard library only.

uv's lock names the registry that it was made with, in every line. Other machines have other ones,
so the names are taken out: uv then finds the files in `.wheels/`, which bootstrap.py fills by name.
npm leaves them out by itself (.npmrc).
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = re.compile(r'registry = "\w+://[^"]*"')
FILE = re.compile(r'url = "\w+://[^"]*/([^"/]+)"')
UPLOADED = re.compile(r', upload-time = "[^"]*"')


def main(words: list[str]) -> int:
    """Words are for `uv lock`, for example `--upgrade-package fastapi`."""
    uv = shutil.which("uv", path=str(ROOT / ".uv/bin")) or shutil.which("uv")
    if uv is None:
        print("lock: uv is not there. Run: make setup", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="hanse-lock-") as scratch:
        folder = Path(scratch)
        # A copy, so that a lock with names in it never stands in the clone, not even for a moment.
        for name in ("pyproject.toml", "uv.lock"):
            shutil.copy(ROOT / name, folder)
        done = subprocess.run([uv, "lock", *words], cwd=folder, check=False)
        if done.returncode:
            return done.returncode
        text = without_hosts((folder / "uv.lock").read_text("utf-8"))
    (ROOT / "uv.lock").write_text(text, "utf-8")
    npm = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--silent"]
    folders = ("web", "tests/sandbox/npm")
    return max(subprocess.run(npm, cwd=ROOT / at, check=False).returncode for at in folders)


def without_hosts(lock: str) -> str:
    """The same pins and sums, with the place of every file left out."""
    lock = SOURCE.sub('registry = ".wheels"', lock)
    lock = FILE.sub(r'path = "\1"', lock)
    lock = UPLOADED.sub("", lock)
    if found := re.search(r'"[^"]*://[^"]*"', lock):
        raise ValueError(f"{found[0]} is left in the lock; teach tools/lock.py to take it out")
    return lock


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
