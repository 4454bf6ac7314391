"""`make dev`: the program, and the web app that reloads itself. Ctrl-C ends both."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOOK_EVERY_S = 0.2
STOP_TIMEOUT_S = 25


def main() -> int:
    hanse = Path(sys.executable).with_name("hanse")
    children = [
        subprocess.Popen([hanse, "demo"], cwd=ROOT),
        subprocess.Popen(["npm", "run", "--silent", "dev"], cwd=ROOT / "web"),
    ]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        pass  # the terminal has told the children as well
    for child in children:
        child.terminate()
    for child in children:
        child.wait(STOP_TIMEOUT_S)
    return max(child.returncode for child in children if child.returncode is not None)


if __name__ == "__main__":
    sys.exit(main())
