"""`hanse token`: the operator's token, for curl and scripts on this machine."""

import argparse
from typing import TYPE_CHECKING

from hanse.app.api.operator import operator_token

if TYPE_CHECKING:
    from hanse.app.opened import Opened

WITHOUT_DATABASE = True


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser(
        "token",
        help="show the operator's token for the HTTP doors",
        description="Whoever has it may do everything. Send it as: Authorization: Bearer TOKEN",
    )


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    opened.out(operator_token(opened.settings.home))
    return 0
