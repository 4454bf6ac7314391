"""The file that a running server keeps in its data folder, and whether to believe it."""

import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PID_FILE: Final = "postmaster.pid"
PROC: Final = Path("/proc/self").parent
PS_TIMEOUT_S: Final = 5.0
KNOCK_TIMEOUT_S: Final = 2.0
# Above every number that a system gives to a process.
NOBODYS_PID: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What the server wrote about itself; the status is empty until it has come far enough."""

    pid: int
    port: int
    sockets: Path | None
    status: str

    @property
    def ready(self) -> bool:
        return self.status == "ready"


def read(data: Path) -> Postmaster | None:
    """The server that the file speaks of, running or not; None without a file or a number in it."""
    try:
        lines = (data / PID_FILE).read_text("utf-8", "replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    lines += [""] * (8 - len(lines))
    if not lines[0].strip().isdigit():
        return None
    return Postmaster(
        pid=int(lines[0]),
        port=int(lines[3]) if lines[3].strip().isdigit() else 0,
        sockets=Path(lines[4]) if lines[4].strip() else None,
        status=lines[7].strip(),
    )


def running(data: Path) -> Postmaster | None:
    """The server of this folder, if it truly runs: a number alone may be another program's now.

    One that runs in another container is not among our processes, but its socket answers.
    """
    found = read(data)
    if found is None or not (serves(found.pid, data) or answers(found)):
        return None
    return found


def answers(found: Postmaster) -> bool:
    if found.sockets is None:
        return False
    try:
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(KNOCK_TIMEOUT_S)
            knock.connect(str(found.sockets / f".s.PGSQL.{found.port}"))
    except OSError:
        return False
    return True


def serves(pid: int, data: Path) -> bool:
    """Whether this process is a PostgreSQL that was started on this folder."""
    words = command_line(pid)
    return bool(words) and Path(words[0]).name == "postgres" and str(data) in words


def command_line(pid: int) -> list[str]:
    """The words that started a process; none when it is gone or only waits to be buried."""
    if PROC.is_dir():
        try:
            raw = (PROC / str(pid) / "cmdline").read_bytes()
        except OSError:
            return []
        return [os.fsdecode(word) for word in raw.split(b"\0") if word]
    said = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        timeout=PS_TIMEOUT_S,
        check=False,
    )
    return said.stdout.split()


def void_stale(data: Path) -> None:
    """Make the file of a dead server harmless.

    Its number may belong to another program now, or to a dead process that nobody has buried, and
    PostgreSQL would take that one for a server. Only the number is changed: the rest leads it to
    the shared memory of the old server.
    """
    if read(data) is None:
        return
    path = data / PID_FILE
    rest = path.read_text("utf-8", "replace").partition("\n")[2]
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{NOBODYS_PID}\n{rest}")


def clear_sockets(folder: Path) -> None:
    """Remove the socket of a dead server and the file with its number beside it."""
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink()
