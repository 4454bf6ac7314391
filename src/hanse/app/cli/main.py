"""The command line: finds the one command that was asked for and loads nothing else."""

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

# Each command with the module that has it, and its sentence.
COMMANDS = {
    "up": ("run", "run everything: database, web door and worker"),
    "demo": ("run", "the same in a folder of its own, to try things out"),
    "serve": ("run", "run the web door alone"),
    "work": ("run", "run a worker alone"),
    "sandbox": ("sandbox", "serve shops to try things out with, none of them real"),
    "migrate": ("database", "bring the database to this version"),
    "psql": ("database", "open a shell on the database"),
    "people": ("people", "list people, invite them, make links for them"),
    "plan": ("plan", "show the plans, and put a workspace on one"),
    "mail": ("mail", "read what was mailed, and try the mail server"),
    "token": ("token", "show the operator's token for the HTTP doors"),
    "settings": ("settings", "show every setting and where it came from"),
    "doctor": ("doctor", "look for what is wrong and say what to do"),
    "connections": ("connections", "list connected shops, test them, read them"),
    "changes": ("changes", "look at changes, agree, send, take back"),
    "price": ("price", "say why an offer costs what it costs"),
    "stock": ("stock", "see whether levels are what the ledger adds up to"),
    "rates": ("rates", "load, show and fetch exchange rates"),
    "config": ("config", "carry settings from one workspace to another"),
    "jobs": ("jobs", "list, retry, cancel and pause jobs"),
    "audit": ("audit", "read, export and verify the log"),
    "keys": ("keys", "rotate the keys that seal secrets"),
    "backup": ("backup", "back up now, list backups, verify the newest"),
    "restore": ("restore", "bring a backup back, to any second of the last days"),
}

EPILOG = "Every command explains itself: hanse COMMAND --help. Settings are HANSE_... names."

# What is loaded stays, so to look it through for what is not took a third of every start.
COLLECT_WHILE_LOADING = (100_000, 50, 100)


class Command(Protocol):
    """A module of this folder. WITHOUT_DATABASE is there and true where none is to be opened."""

    def add(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None: ...


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    if words[:1] and words[0] in COMMANDS:
        return carry_out(words)
    arguments = parser()
    if words[:1] == ["--version"]:
        return say_version()
    if not words or words[0] in ("-h", "--help", "help"):
        print(listing(arguments), end="")
        return 0 if words else 2
    print(f"hanse: there is no command {words[0]!r}. {near(words[0])}", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog="hanse",
        description="One hub for many shops, marketplaces and suppliers.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def listing(arguments: argparse.ArgumentParser) -> str:
    width = max(map(len, COMMANDS)) + 2
    rows = "".join(f"  {name:<{width}}{why}\n" for name, (_, why) in COMMANDS.items())
    return f"usage: hanse COMMAND ...\n\n{arguments.description}\n\n{rows}\n{EPILOG}\n"


def near(word: str) -> str:
    # Loaded here: only a misspelt command needs it, and the help must be there at once.
    import difflib

    words = difflib.get_close_matches(word, COMMANDS, 1)
    return f"Did you mean {words[0]}?" if words else "`hanse --help` lists them."


def say_version() -> int:
    from importlib.metadata import version

    print(f"hanse {version('hanse')}")
    return 0


def carry_out(words: Sequence[str]) -> int:
    """Load the command's module, read its arguments, run it; a fault is a sentence, not a trace."""
    gc.set_threshold(*COLLECT_WHILE_LOADING)
    module = importlib.import_module(f"hanse.app.cli.{COMMANDS[words[0]][0]}")
    arguments = parser()
    cast("Command", module).add(arguments.add_subparsers(dest="command", required=True))
    args = arguments.parse_args(words)

    import asyncio
    import signal

    import uvloop

    from hanse.app import opening
    from hanse.base.faults import Fault

    async def run_command() -> int:
        # Asked to end by a service manager, a command lets the database go as it does on ctrl-C.
        task = cast("asyncio.Task[int]", asyncio.current_task())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await opening.run_command(module, args)

    try:
        return uvloop.run(run_command())
    except Fault as fault:
        print(f"hanse: {fault.sentence} {fault.next_step}".rstrip(), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    except BrokenPipeError:
        # The reader of our output (`| head`) went away; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as wrong:
        # Only a file that the words named is the person's to mend; any other is a mistake of ours.
        if wrong.filename is None or str(wrong.filename) not in map(str, vars(args).values()):
            raise
        print(f"hanse: {wrong.filename}: {wrong.strerror}. Name another file.", file=sys.stderr)
        return 1
