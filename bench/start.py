"""How long a person waits: for `hanse up` on a warm machine, and for `hanse --help`.

Twice the data: the same; the server reads its data when asked, not when started.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.ground import print_figures, say

REPEATS = 5
READY_LIMIT_S = 60.0
HANSE = [sys.executable, "-m", "hanse"]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hanse-b") as folder:
        Path(folder).chmod(0o755)  # as root, the database's own account passes through
        environ = {**os.environ, "HANSE_HOME": f"{folder}/home", "HANSE_PORT": str(free_port())}
        cold_s = up(environ)
        warm_s = statistics.median(up(environ) for _ in range(REPEATS))
    help_s = statistics.median(seconds([*HANSE, "--help"]) for _ in range(REPEATS))
    bare_s = statistics.median(seconds([sys.executable, "-c", "pass"]) for _ in range(REPEATS))
    say(f"first start {cold_s:.2f} s; Python alone, doing nothing, {bare_s:.3f} s")
    print_figures(up_s=warm_s, help_s=help_s, first_up_s=cold_s, python_alone_s=bare_s)


def up(environ: dict[str, str]) -> float:
    """Seconds until everything says that it is ready; then it is stopped again."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*HANSE, "up"], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{environ['HANSE_PORT']}/health/ready"
        while not ready(address):
            if time.perf_counter() - started > READY_LIMIT_S or process.poll() is not None:
                raise SystemExit("`hanse up` did not become ready.")
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
