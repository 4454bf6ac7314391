"""How much memory and how many cores this process may use, containers included."""

import os
from pathlib import Path
from typing import Final

from hanse.engine.postgres.tuning import Machine

LIMIT_FILES: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def this_machine() -> Machine:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [limit for file in LIMIT_FILES if (limit := read_limit(file))]
    return Machine(min([memory, *limits]), cores())


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_limit(file: Path) -> int | None:
    """A number of bytes, or None for `max`, for no file and for a file of another kind."""
    try:
        text = file.read_text("ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
