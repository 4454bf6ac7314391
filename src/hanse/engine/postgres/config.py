"""The server's settings as text, written anew at every start; an operator's own file wins."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SETTINGS_FILE: Final = "hanse.conf"
OPERATOR_FILE: Final = "local.conf"
INCLUDES: Final = (
    f"\ninclude_if_exists = '../{SETTINGS_FILE}'  # written by Hanse at every start\n"
    f"include_if_exists = '../{OPERATOR_FILE}'  # yours: what stands there wins\n"
)
WAL_SEGMENT_WAIT_S: Final = 900

FIXED: Final = {
    "password_encryption": "scram-sha-256",
    # The text of its messages is read by us, and every instant is kept in UTC.
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Seven files, one a weekday. Terse: the detail of an error may quote a row.
    "logging_collector": "on",
    "log_filename": "server-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] %a ",
    "log_checkpoints": "off",
    "log_lock_waits": "on",
    "log_autovacuum_min_duration": "60s",
    "cluster_name": "hanse",
    "jit": "off",
    "random_page_cost": "1.1",
    "autovacuum_naptime": "20s",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "wal_compression": "pglz",
    "restart_after_crash": "on",
}


def server_settings(
    tuned: Mapping[str, str],
    *,
    major: int,
    sockets: Path,
    log: Path,
    port: int,
    tcp: bool,
    wal_archive: Path | None,
) -> str:
    """The whole file."""
    lines = {
        **FIXED,
        **tuned,
        "log_directory": str(log),
        "unix_socket_directories": quoted_folder(sockets),
        "unix_socket_permissions": "0700",
        "listen_addresses": "127.0.0.1" if tcp else "",
        "port": str(port),
    }
    if wal_archive:
        lines |= {
            "archive_mode": "on",
            "archive_command": archive_command(wal_archive),
            "archive_timeout": f"{WAL_SEGMENT_WAIT_S}s",
        }
        if major >= 17:
            lines["summarize_wal"] = "on"
    return "".join(f"{name} = {quoted(value)}\n" for name, value in lines.items())


def quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def quoted_folder(folder: Path) -> str:
    """A folder in a list of folders, where a comma would begin the next one."""
    return '"' + str(folder).replace('"', '""') + '"'


def archive_command(folder: Path) -> str:
    """Copy a finished piece of the log, whole or not at all.

    A copy that is there already is right if it is the same: the server asks again after a crash
    between the move and its own note.
    """
    kept = shlex.quote(str(folder)).replace("%", "%%") + "/%f"
    part = shlex.quote(str(folder)).replace("%", "%%") + "/.part-%f"
    return (
        f"if test -e {kept}; then cmp -s %p {kept}; else"
        f" cp %p {part} && {{ sync {part} 2>/dev/null || sync; }} && mv {part} {kept}; fi"
    )
