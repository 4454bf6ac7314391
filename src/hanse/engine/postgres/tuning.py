"""Server settings for a machine that the database shares with the program."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
CONNECTIONS_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Machine:
    memory_bytes: int
    cores: int


def tune(machine: Machine) -> dict[str, str]:
    """An eighth of the memory for pages, the rest left to the system's cache and the program."""
    memory_mib = machine.memory_bytes // MIB
    cores = max(1, machine.cores)
    return {
        "max_connections": str(CONNECTIONS_MAX),
        "shared_buffers": f"{clamp(memory_mib // 8, 32, 8192)}MB",
        "effective_cache_size": f"{clamp(memory_mib // 2, 64, 131072)}MB",
        "work_mem": f"{clamp(memory_mib // 512, 4, 64)}MB",
        "maintenance_work_mem": f"{clamp(memory_mib // 32, 16, 1024)}MB",
        "max_wal_size": f"{clamp(memory_mib // 8, 256, 4096)}MB",
        "max_worker_processes": str(clamp(cores, 4, 32)),
        "max_parallel_workers": str(clamp(cores, 1, 32)),
        "max_parallel_workers_per_gather": str(clamp(cores // 2, 0, 4)),
        "max_parallel_maintenance_workers": str(clamp(cores // 2, 0, 4)),
    }


def clamp(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
