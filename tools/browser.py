"""The browser in which the journeys run: Debian's Chromium, installed here if it is missing."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
FIND_BY_HAND = "CHROMIUM"


def main() -> int:
    if there := found():
        print(there)
        return 0
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sudo = "sudo apt-get install -y chromium" if shutil.which("apt-get") else "install Chromium"
        print(
            f"browser: the journeys run in Chromium, and none is there. Run: {sudo}, or name it:"
            f" {FIND_BY_HAND}=/path/to/it",
            file=sys.stderr,
        )
        return 1
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *NEEDED]):
        subprocess.run(["apt-get", *words], env=quietly, check=True, stdout=subprocess.DEVNULL)
    print(found())
    return 0


# A browser without a font draws boxes.
NEEDED = ("chromium", "fonts-dejavu-core")


def found() -> str:
    """Where it is, or nothing."""
    named = os.environ.get(FIND_BY_HAND, "")
    return next(filter(None, [named, *map(shutil.which, NAMES)]), "")


if __name__ == "__main__":
    sys.exit(main())
