from hanse.sandbox.woocommerce.php import build_query, listed, parse_query


def test_the_last_of_a_repeated_name_wins() -> None:
    assert parse_query("a=1&a=2&b") == {"a": "2", "b": ""}


def test_brackets_make_lists_numbered_or_not() -> None:
    assert parse_query("a[]=x&a[]=y&b%5B3%5D=z&b[]=w") == {
        "a": {0: "x", 1: "y"},
        "b": {3: "z", 4: "w"},
    }


def test_brackets_may_lie_in_brackets() -> None:
    assert parse_query("a[b][c]=1&a[b][d]=2") == {"a": {"b": {"c": "1", "d": "2"}}}


def test_a_plus_is_a_blank_and_dots_become_underscores() -> None:
    assert parse_query("a.b=x+y%2Bz") == {"a_b": "x y+z"}


def test_an_unclosed_bracket_becomes_an_underscore() -> None:
    assert parse_query("a[b=1") == {"a_b": "1"}


def test_a_list_may_be_written_with_commas_or_with_brackets() -> None:
    assert listed("1,2 3") == listed({0: "1", 1: "2", 2: "3"}) == ["1", "2", "3"]


def test_a_link_spells_lists_with_escaped_brackets() -> None:
    assert build_query({"a": ["x", "y z"], "b": True}) == "a%5B0%5D=x&a%5B1%5D=y+z&b=1"
