"""Three addresses out of one, the same ones on every machine, and none of them on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.engine.postgres.dsns import (
    Address,
    derive,
    on_database,
    parse,
    role_password,
    scram_verifier,
    without_password,
)
from hanse.engine.postgres.faults import AddressUnusable, BinariesMissing
from hanse.engine.postgres.shell import psql

ADMIN = "postgresql://boss:secret@db.example:5433/shop?sslmode=require"
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


def test_every_process_derives_the_same_three_addresses() -> None:
    first, second = derive(ADMIN), derive(ADMIN)
    assert first == second
    assert parse(first.app).user == "hanse_app"
    assert parse(first.system).user == "hanse_system"
    assert parse(first.owner).user == "hanse_owner"
    assert {parse(dsn).database for dsn in (first.owner, first.app, first.system)} == {"shop"}
    assert first.app.endswith("@db.example:5433/shop?sslmode=require")


def test_each_role_has_a_password_of_its_own_and_none_leads_back() -> None:
    passwords = {role_password("secret", role) for role in ("hanse_owner", "hanse_app")}
    assert len(passwords) == 2
    assert not any("secret" in password for password in passwords)
    assert role_password("secret", "hanse_app") != role_password("other", "hanse_app")


def test_without_a_password_both_roles_must_be_named() -> None:
    with pytest.raises(AddressUnusable) as caught:
        derive("postgresql://boss@db.example/shop")
    assert "holds no password" in str(caught.value)
    assert "HANSE_DATABASE_APP_URL and HANSE_DATABASE_SYSTEM_URL" in str(caught.value)


def test_named_roles_win_over_derived_ones() -> None:
    dsns = derive("postgresql://boss@db/shop", "postgresql://a@db/shop", "postgresql://s@db/shop")
    assert dsns.app == "postgresql://a@db/shop"
    assert dsns.system == "postgresql://s@db/shop"
    assert dsns.owner == "postgresql://boss@db/shop"


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(AddressUnusable, match="does not begin with postgresql://"):
        parse("mysql://boss:secret@db/shop")


def test_user_password_and_database_may_stand_among_the_options() -> None:
    at = parse("postgresql:///?host=/run/pg&user=boss&password=p%26q&dbname=shop")
    assert (at.user, at.password, at.database) == ("boss", "p&q", "shop")
    assert parse(at.text()) == at


def test_several_hosts_stay_as_they_are() -> None:
    dsn = "postgresql://boss:x@a:1,[::1]:2/shop"
    assert parse(dsn).hosts == "a:1,[::1]:2"
    assert parse(dsn).text() == dsn


@given(user=words, password=words, database=words, folder=words)
def test_whatever_stands_in_an_address_comes_back(
    user: str, password: str, database: str, folder: str
) -> None:
    at = Address("postgresql", user, password, "", database, (("host", folder),))
    assert parse(at.text()) == at


def test_another_database_keeps_server_and_role() -> None:
    assert on_database(ADMIN, "t 1").startswith("postgresql://boss:secret@db.example:5433/t%201?")


def test_no_address_shows_its_password_when_it_is_printed() -> None:
    dsns = derive(ADMIN)
    assert parse(dsns.app).password not in repr(dsns)
    assert "secret" not in repr(parse(ADMIN))


def test_what_the_server_keeps_is_not_the_password() -> None:
    verifier = scram_verifier("pencil", "hanse_app")
    assert verifier.startswith("SCRAM-SHA-256$4096:")
    assert "pencil" not in verifier
    assert verifier == scram_verifier("pencil", "hanse_app")


def test_a_command_line_carries_no_password() -> None:
    address, environ = without_password(ADMIN)
    assert address == "postgresql://boss@db.example:5433/shop?sslmode=require"
    assert environ == {"PGPASSWORD": "secret"}
    assert without_password("postgresql://boss@db/shop")[1] == {}


def test_the_shell_is_ours_or_the_one_on_path_or_a_clear_word() -> None:
    with pytest.raises(BinariesMissing, match="There is no psql on this machine"):
        psql(ADMIN, None, {"PATH": ""})
