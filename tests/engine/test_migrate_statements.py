"""Taking SQL apart: where statements end, and which of them take something away."""

from pathlib import Path

import pytest

from hanse.engine.postgres.migrations import FOLDER, NO_TRANSACTION, NOT_ADDITIVE, Migration, read
from hanse.engine.postgres.statements import bare, split, takes_away


def test_a_semicolon_inside_of_something_ends_nothing() -> None:
    sql = """
        -- a comment; with one
        select 'it''s; one', E'\\';', "odd;name", $$ body; $$, $f$ $$;$$ $f$ /* a /* b; */ c; */;
        create index concurrently x on y (z);
        -- and a last word;
    """
    first, second = split(sql)
    assert first.endswith("c; */")
    assert second == "create index concurrently x on y (z)"


def test_an_open_quote_hides_the_rest() -> None:
    assert len(split("select $$ a; b")) == 1
    assert len(split("select 1 /* a; b")) == 1
    assert split(" -- nothing\n ;; ") == []


def test_what_is_said_in_comments_and_texts_takes_nothing_away() -> None:
    assert bare("select 'drop table x' -- drop table y\n, \"drop table\"").count("drop") == 0
    assert takes_away("-- drop table x\ncomment on table y is 'drop table y'") == ""


@pytest.mark.parametrize(
    "sql",
    [
        "drop table orders",
        "DROP  TABLE IF EXISTS orders",
        "alter table a drop column b",
        "alter table a drop b",
        "alter table a drop constraint b",
        "alter table a alter column b type bigint",
        "alter table a alter b set data type bigint",
        "alter table a rename column b to c",
        "alter table a set schema other",
        "alter table a detach partition b",
        "delete from a where b",
        "truncate a",
        "update a set b = 1",
        "update only a as x set b = 1",
        "merge into a using b on c when matched then delete",
        "drop function f()",
    ],
)
def test_what_removes_or_rewrites_is_seen(sql: str) -> None:
    assert takes_away(f"create table first (a int); {sql};")


@pytest.mark.parametrize(
    "sql",
    [
        "create table a (b int)",
        "alter table a add column b int not null default 0",
        "alter table a alter column b drop not null",
        "alter table a alter column b drop default",
        "drop index if exists a_b",
        "drop policy a_workspace on a",
        "grant select, insert, update, delete on a to hanse_app",
        "create policy p on a for update using (true)",
        "insert into a values (1) on conflict (b) do update set c = 1",
        "create type mood as enum ('sad')",
        "create table a (b int references c on delete restrict)",
        "select 1 from a for update",
    ],
)
def test_what_only_adds_is_left_alone(sql: str) -> None:
    assert takes_away(sql) == ""


def test_the_first_lines_say_what_is_unusual() -> None:
    migration = Migration.of(
        "0042_orders_parcels.sql",
        "-- no transaction: an index is built beside the work\n-- not additive: old rows go\nx;",
    )
    assert (migration.version, migration.name) == (42, "0042_orders_parcels")
    assert migration.alone == "an index is built beside the work"
    assert migration.removes == "old rows go"
    plain = Migration.of("0042_orders_parcels.sql", "select 1;\n-- no transaction: too late\n")
    assert (plain.alone, plain.removes) == ("", "")


def test_line_ends_do_not_change_a_checksum() -> None:
    one = Migration.of("0001_a_b.sql", "select 1;\nselect 2;\n")
    other = Migration.of("0001_a_b.sql", "select 1;\r\nselect 2;\r\n")
    assert one.checksum == other.checksum


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda path: str(path.stem))
def test_our_own_migrations_say_what_they_take_away(path: Path) -> None:
    text = path.read_text("utf-8")
    head = "\n".join(text.splitlines()[:2])
    if words := takes_away(text):
        assert NOT_ADDITIVE.search(head), (
            f"{path.name}: begin with `-- not additive: why` ({words})"
        )
    if "concurrently" in bare(text).lower():
        assert NO_TRANSACTION.search(head), f"{path.name}: begin with `-- no transaction: why`"
    ends = {statement.split()[0].lower() for statement in split(text)}
    assert not ends & {"begin", "commit", "rollback"}, f"{path.name}: leave that to the runner"


def test_our_own_migrations_have_a_place_each() -> None:
    assert [migration.name for migration in read(FOLDER)][:1] == ["0001_engine_ground"]
