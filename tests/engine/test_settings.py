"""Settings: one list, from file and environment; what is wrong stops the start and is named."""

from pathlib import Path

import pytest

from hanse.base.faults import Rejected
from hanse.engine import settings
from hanse.engine.settings import MASK, SETTINGS, Settings, load, shown_value

DOCS = Path(__file__).resolve().parents[2] / "docs"


def written(folder: Path, text: str) -> Path:
    file = folder / "hanse.toml"
    file.write_text(text)
    return file


def refusal(environ: dict[str, str], file: Path | None = None) -> str:
    with pytest.raises(Rejected) as refused:
        load(environ, file)
    return str(refused.value)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = written(tmp_path, 'port = 9000\nlog_level = "debug"\nbackup_hour = 4')
    loaded = load({"HANSE_PORT": "9100"}, file)
    chosen = loaded.settings
    assert (chosen.port, chosen.log_level, chosen.host) == (9100, "debug", "127.0.0.1")
    assert loaded.origin("port") == "environment"
    assert loaded.origin("log_level") == str(file)
    assert loaded.origin("host") == "default"


def test_all_defaults_are_right_and_of_their_type() -> None:
    chosen = load({}).settings
    assert set(SETTINGS) == set(Settings.__slots__)
    assert (chosen.port, chosen.outbound_allow, chosen.vault_rotate_monthly) == (8700, (), False)
    assert chosen.home.is_absolute()
    assert chosen.own_database


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert (
        "There is no setting HANSE_PUBLIC_ULR (environment). Did you mean HANSE_PUBLIC_URL?"
        in refusal({"HANSE_PUBLIC_ULR": "https://hub.example"})
    )
    file = written(tmp_path, "prot = 1")
    assert f"There is no setting prot ({file}). Did you mean port?" in refusal({}, file)
    assert "`hanse settings` lists all" in refusal({"HANSE_QQQQ": "1"})


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("PORT", "http", "must be a whole number from 0 to 65535"),
        ("PORT", "70000", "must be a whole number from 0 to 65535"),
        ("PORT", "²", "must be a whole number"),
        ("LOG_LEVEL", "inof", "did you mean info"),
        ("LOG_FORMAT", "xml", "auto or people or json"),
        ("VAULT_ROTATE_MONTHLY", "perhaps", "yes or no"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "networks such as 10.0.0.0/8, with commas between"),
        ("PUBLIC_URL", "hub.example.com", "an address such as https://hub.example.com"),
        ("PUBLIC_URL", "ftp://hub.example.com", "an address such as https://hub.example.com"),
        ("PUBLIC_URL", "https://ada:word@hub.example.com", "without a name or password"),
        ("PUBLIC_URL", "https://hub.example.com:port", "an address such as"),
        ("DATABASE_URL", "mysql://db/hanse", "an address such as postgresql://"),
        ("DATABASE_URL", "postgresql://ada@db:port/hanse", "an address such as postgresql://"),
        ("DATABASE_URL", "postgresql://ada:pass/word@db/hanse", "a password / is written %2F"),
        ("HOST", "", "an address of this machine, such as 127.0.0.1; 0.0.0.0 means all of them"),
    ],
)
def test_a_wrong_value_says_what_is_right(name: str, text: str, advice: str) -> None:
    sentence = refusal({f"HANSE_{name}": text})
    assert f"HANSE_{name} is " in sentence
    assert advice in sentence


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://ada:p%2Fw@db/hanse?sslmode=require",
        "postgres://ada@db:5432/hanse",
        "postgresql://ada:word@[::1]:5432,db.example:5433/hanse",
        "postgresql:///hanse?host=/run/postgresql&user=ada",
    ],
)
def test_an_address_of_a_database_may_be_spelled_in_many_ways(text: str) -> None:
    assert load({"HANSE_DATABASE_URL": text}).settings.database_url == text


def test_words_of_a_choice_may_be_shouted() -> None:
    chosen = load({"HANSE_LOG_LEVEL": "DEBUG", "HANSE_VAULT_ROTATE_MONTHLY": "Yes"}).settings
    assert (chosen.log_level, chosen.vault_rotate_monthly) == ("debug", True)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Rejected) as refused:
        load({"HANSE_PORT": "x", "HANSE_BACKUP_DAYS": "0", "HANSE_NOTHING_OF_THE_KIND": "1"})
    assert [finding.field for finding in refused.value.findings] == [
        "nothing_of_the_kind",
        "port",
        "backup_days",
    ]


def test_a_wrong_secret_is_refused_without_showing_it() -> None:
    sentence = refusal({"HANSE_VAULT_KEY": "canary-of-a-key"})
    assert "64 hexadecimal digits" in sentence
    assert MASK in sentence
    assert "canary" not in sentence


def test_https_needs_certificate_and_key() -> None:
    assert "Set both or neither" in refusal({"HANSE_TLS_KEY": "key.pem"})


def test_a_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    assert "There is no settings file" in refusal({}, tmp_path / "none.toml")
    assert "is not TOML" in refusal({}, written(tmp_path, "port = = 1"))


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    assert "cannot be read" in refusal({}, tmp_path)


def test_lists_and_truths_of_the_file_are_understood(tmp_path: Path) -> None:
    text = 'outbound_allow = ["10.0.0.0/8", "192.168.0.0/16"]\nvault_rotate_monthly = true'
    chosen = load({}, written(tmp_path, text)).settings
    assert [str(network) for network in chosen.outbound_allow] == ["10.0.0.0/8", "192.168.0.0/16"]
    assert chosen.vault_rotate_monthly


def test_secrets_are_masked_wherever_settings_are_shown() -> None:
    chosen = load(
        {
            "HANSE_DATABASE_URL": "postgresql://hanse:canary-1@db/hanse",
            "HANSE_METRICS_TOKEN": "canary-2",
            "HANSE_VAULT_KEY": "ca" * 32,
        }
    ).settings
    shown = repr(chosen) + "".join(shown_value(chosen, name) for name in SETTINGS)
    assert "canary" not in shown
    assert "caca" not in shown
    assert shown_value(chosen, "metrics_token") == MASK


def test_the_reference_page_is_the_list() -> None:
    page = DOCS / "reference" / "settings.md"
    assert page.read_text("utf-8") == settings.reference()
