"""`hanse keys`: which keys there are, and new ones while everything runs."""

import argparse
from typing import TYPE_CHECKING

from hanse.engine import keys, rotation
from hanse.engine.master_keys import KeyFile, key_file
from hanse.engine.rotation import Report, kept_for

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PROGRESS_STEPS = 20

NEW_KEY_BY_HAND = """\
The master keys come from HANSE_VAULT_KEY, so a new one is yours to set. With every process:
  1. make a key:                openssl rand -hex 32
  2. make it known:             HANSE_VAULT_KEY=1:<old>,2:<new>
  3. let it seal:               HANSE_VAULT_KEY=2:<new>,1:<old>
  4. wrap everything by it:     hanse keys rotate
  5. when no backup needs it:   HANSE_VAULT_KEY=2:<new>"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("keys", help="rotate the keys that seal secrets")
    verbs = command.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="the master keys, and how many keys each of them wraps")
    rotate = verbs.add_parser(
        "rotate",
        help="make a new master key and wrap everything by it",
        description="Make a new master key and wrap every data key by it, while Hanse runs. "
        "Run it again if it was cut off: it goes on where it stood.",
    )
    rotate.add_argument(
        "--data",
        action="store_true",
        help="also a new data key for each workspace, and every secret sealed by it",
    )


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    file = key_file(opened.settings)
    if args.verb == "list":
        await show(opened, file)
    else:
        await rotate_masters(opened, file)
        if args.data:
            await renew_data_keys(opened)
    return 0


async def show(opened: "Opened", file: KeyFile | None) -> None:
    async with opened.database.system_tx("hanse keys list") as tx:
        usage = dict(await keys.usage(tx))
    opened.out(f"Master keys from {file.path if file else 'HANSE_VAULT_KEY'}:")
    about = {key.version: key for key in file.read()} if file else {}
    for version in sorted(opened.database.ring.masters.keys() | usage.keys()):
        words = [f"wraps {usage.get(version, 0):,} data keys"]
        if version in about:
            words.append(f"made {about[version].made_at:%Y-%m-%d}")
            if retired := about[version].retired_at:
                leaves = retired + kept_for(opened.settings.backup_days)
                words.append(f"retired {retired:%Y-%m-%d}, leaves after {leaves:%Y-%m-%d}")
        if version not in opened.database.ring.masters:
            words.append("MISSING: what it wraps does not open")
        if version == opened.database.ring.current:
            words.append("seals")
        opened.out(f"  {version}: {'; '.join(words)}")


async def rotate_masters(opened: "Opened", file: KeyFile | None) -> None:
    rotated = await rotation.rotate_masters(
        opened.database,
        file,
        kept_for(opened.settings.backup_days),
        telling(opened, "keys wrapped anew"),
    )
    opened.out(f"Master key {rotated.master} seals; {rotated.wrapped:,} keys were wrapped by it.")
    for version in rotated.dropped:
        opened.out(f"Master key {version} was removed: no backup needs it any more.")
    if file is None:
        opened.out(NEW_KEY_BY_HAND)
    else:
        opened.out(f"Copy {file.path} to a safe place, apart from the backups.")


async def renew_data_keys(opened: "Opened") -> None:
    from hanse.app import wiring  # brings every room, which only this needs

    count = await rotation.renew_data_keys(
        opened.database, wiring.SEALED_COLUMNS, telling(opened, "workspaces renewed")
    )
    opened.out(f"The data keys of {count:,} workspaces are new.")


def telling(opened: "Opened", what: str) -> Report:
    """Say how far it is, about twenty times in all."""
    said = 0

    async def report(done: int, total: int) -> None:
        nonlocal said
        if (step := done * PROGRESS_STEPS // total) > said:
            said = step
            opened.out(f"{done:,} of {total:,} {what}")

    return report
