"""The texts that tools/scaffold.py writes. NAME stands for the name that was given."""

# Each file of a room begins as its docstring alone.
ROOM = {
    "__init__.py": """NAME: say here what the room owns.

Tables: NAME_things, and so on. Events: NAME.thing.past_verb. It never does: what others do.
""",
    "model.py": "What NAME decides: frozen values and functions without I/O.",
    "store.py": "The SQL of NAME, about tables called NAME_..., answered as model values.",
    "service.py": "The use cases of NAME: load, decide, save, append, propose.",
    "routes.py": "HTTP of NAME: parse, name the permission, call the service once.",
    "jobs.py": "Schedules and followers of NAME: one service call each.",
}

ROOM_TEST = '''"""Decisions of NAME."""

import hanse.rooms.NAME


def test_the_room_says_what_it_owns() -> None:
    assert hanse.rooms.NAME.__doc__
'''

MIGRATION = """-- NAME: say what changes and why.
--
-- Forward only; a file that has landed is never edited.
--
-- A table of a workspace is made like this, and like nothing else:
--
--   create table room_things (
--       workspace_id uuid not null,
--       id uuid not null,
--       version integer not null default 1,
--       primary key (workspace_id, id)
--   );
--   alter table room_things enable row level security;
--   alter table room_things force row level security;
--   create policy room_things_workspace on room_things
--       using (workspace_id = (select hanse_workspace()))
--       with check (workspace_id = (select hanse_workspace()));
--   grant select, insert, update, delete on room_things to hanse_app;  -- only what it needs
"""

AFTERWARDS = {
    "room": """
Next: say in __init__.py what it owns. In .importlinter, move it down as low as its calls allow.
Its tables: make migration NAME=room_things. Routes and jobs: one line each in app/wiring.py.""",
    "connector": """
Next: the card (manifest.py), from the platform's own documents, then the first port in READS.
Let another hand write the sandbox side. After a change of the card: make fix.""",
    "migration": """
Next: replace the recipe by your statements. `make test` applies it to an empty database.""",
}
