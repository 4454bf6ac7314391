"""`hanse plan`: the plans, which one a workspace is on, and another one for it."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Actor, ActorKind
from hanse.rooms.billing.model import plans as model
from hanse.rooms.billing.model.plans import Account, Kind, Usage
from hanse.rooms.billing.service import plans as service

if TYPE_CHECKING:
    from hanse.app.opened import Opened

OPERATOR = Actor(ActorKind.system, None, "hanse plan")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("plan", help="show the plans, and put a workspace on one")
    verbs = command.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="all plans side by side")
    show = verbs.add_parser("show", help="the plan of a workspace and what is used of it")
    put = verbs.add_parser("set", help="put a workspace on a plan; nothing is deleted by it")
    for verb in (show, put):
        verb.add_argument("workspace", type=UUID, help="its id: `hanse people workspaces`")
    put.add_argument("plan", help="as `hanse plan list` names it: free, pro, premium")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    await VERBS[args.verb](args, opened)
    return 0


async def show_list(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        catalogue = await service.catalogue(tx)
    plans = list(catalogue.plans.values())
    columns = [[plan.id, *map(held, model.usages(catalogue, plan, {}))] for plan in plans]
    names = ["", *(feature.title for feature in catalogue.features.values())]
    for row in zip(names, *columns, strict=True):
        opened.out("".join(f"{cell:<20}" for cell in row).rstrip())


def held(usage: Usage) -> str:
    if usage.feature.kind is Kind.switch:
        return "yes" if usage.included else "no"
    return "any number" if usage.allowed is None else f"{usage.allowed:,}"


async def show_one(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        tell(await service.account(tx), opened)


async def set_plan(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        account = await service.set_plan(tx, args.plan)
    tell(account, opened)


def tell(account: Account, opened: "Opened") -> None:
    since = account.standing.since
    when = f"since {since:%Y-%m-%d %H:%M:%S} UTC" if since else "from the beginning"
    opened.out(f"{'plan':<20}{account.plan.name} {when}")
    for usage in account.usages:
        number = usage.feature.kind is Kind.number
        words = f"{usage.used:,} of {held(usage)}" if number else held(usage)
        opened.out(f"{usage.feature.title:<20}{words}")
    for usage in account.usages:
        if text := model.note(account.plan, usage):
            opened.out(text)


VERBS = {"list": show_list, "show": show_one, "set": set_plan}
