"""`hanse people key`: API keys from the command line, for machines that no browser comes near."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.base.faults import Gone, Rejected
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Tx
from hanse.rooms.identity.model.keys import LIFETIME_MAX, ApiKey, KeyState
from hanse.rooms.identity.service import keys, people

if TYPE_CHECKING:
    from hanse.app.opened import Opened

OPERATOR = Actor(ActorKind.system, None, "hanse people")
ROWS_MAX = 1_000
DAYS = 365


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    key = verbs.add_parser("key", help="make an API key for somebody; its secret is shown once")
    key.add_argument("email")
    key.add_argument("--workspace", type=UUID, metavar="ID", required=True)
    key.add_argument("--name", required=True, help="what will use it, as 'Stock robot'")
    key.add_argument("--scope", action="append", required=True, metavar="PERMISSION")
    key.add_argument("--days", type=int, default=DAYS, help=f"how long it is good (usual: {DAYS})")
    listing = verbs.add_parser("keys", help="the API keys of a workspace")
    listing.add_argument("--workspace", type=UUID, metavar="ID", required=True)
    revoke = verbs.add_parser("revoke-key", help="end an API key at once")
    revoke.add_argument("key", help="how its secret begins, or its id")
    revoke.add_argument("--workspace", type=UUID, metavar="ID", required=True)


async def make_key(args: argparse.Namespace, opened: "Opened") -> None:
    # The doors declare what a role holds; no other command waits for them to be loaded.
    from hanse.app import wiring
    from hanse.app.api.app import OWN_DOORS

    assert OWN_DOORS
    assert wiring.DOORS
    if not 0 < args.days <= LIFETIME_MAX.days:
        raise Rejected(
            f"A key is good for 1 to {LIFETIME_MAX.days:,} days, not {args.days:,}.",
            next_step="Name another number with --days.",
        )
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        person = await people.by_email(tx, args.email)
    if person is None:
        raise Gone(f"Nobody has the address {args.email}.", "`hanse people list` shows all.")
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        made = await keys.make_key_for(
            tx,
            person.id,
            name=args.name,
            scopes=args.scope,
            expires_at=tx.now + timedelta(days=args.days),
        )
    opened.out(made.secret)
    opened.out(f"For {person.email}, good for {args.days:,} days. Nobody can show it again.")
    opened.out("Send it as: Authorization: Bearer SECRET")


async def show_keys(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        found = await keys.list_keys(tx, everybody=True, before=None, rows_max=ROWS_MAX + 1)
        for key in found[:ROWS_MAX]:
            opened.out(key_line(key, tx))
    if not found:
        opened.out("There is no key in this workspace.")
    if len(found) > ROWS_MAX:
        opened.out(f"These are the newest {ROWS_MAX:,}.")


def key_line(key: ApiKey, tx: Tx) -> str:
    state = key.state(tx.now)
    used = f"used {key.used_at:%Y-%m-%d %H:%M}" if key.used_at else "never used"
    ended = "" if state is KeyState.active else state.value
    return "  ".join(
        filter(None, [key.prefix, key.name, key.maker or "", used, " ".join(key.scopes), ended])
    )


async def revoke_key(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        found = await keys.list_keys(tx, everybody=True, before=None, rows_max=ROWS_MAX)
        meant = [key for key in found if args.key in (key.prefix, str(key.id))]
        if len(meant) != 1:
            raise Gone(
                f"{len(meant)} keys of this workspace are called {args.key}.",
                "`hanse people keys --workspace ID` lists them; the id is good too.",
            )
        await keys.revoke_key(tx, meant[0].id, everybody=True)
    opened.out(f"{meant[0].prefix} {meant[0].name} opens nothing any more.")


VERBS = {"key": make_key, "keys": show_keys, "revoke-key": revoke_key}
