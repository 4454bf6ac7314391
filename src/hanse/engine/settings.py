"""All settings: one typed list, read from a TOML file and the environment."""

import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.routing import Route
from hanse.engine.setting_values import (
    Network,
    choice,
    database_address,
    home_folder,
    mail_sender,
    mail_server,
    master_keys,
    networks,
    own_address,
    routes,
    web_address,
    whole,
    yes_or_no,
)

PREFIX = "HANSE_"
MASK = "********"
LOCAL = "local"  # a certificate made here, by an authority that only this machine knows

# Names with our prefix that belong to tools around the program.
NOT_OURS = frozenset({"HANSE_CONFIG"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. Nothing here changes while the program runs."""

    home: Path
    database_url: str
    database_app_url: str
    database_system_url: str
    host: str
    port: int
    public_url: str
    trusted_proxies: tuple[Network, ...]
    tls_certificate: str
    tls_key: str
    log_format: str
    log_level: str
    metrics_port: int
    metrics_token: str
    otel_url: str
    vault_key: str
    vault_key_file: str
    vault_kms_command: str
    vault_rotate_monthly: bool
    media_folder: str
    import_days: int
    backup_folder: str
    backup_key_file: str
    backup_hour: int
    backup_days: int
    outbound_allow: tuple[Network, ...]
    outbound_ca_file: str
    outbound_routes: tuple[Route, ...]
    rates_fetch: bool
    smtp_url: str
    mail_from: str
    registration: str
    access_minutes: int
    worker_jobs_max: int
    requests_per_minute: int
    wrong_credentials_per_minute: int

    def __repr__(self) -> str:
        shown = (f"{name}={shown_value(self, name)}" for name in SETTINGS)
        return f"Settings({', '.join(shown)})"

    @property
    def own_database(self) -> bool:
        return not self.database_url


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the list: its default, its sentence in the docs, how text becomes its value."""

    default: str
    why: str
    read: Callable[[str], object] = str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and where each came from."""

    settings: Settings
    origins: Mapping[str, str]

    def origin(self, name: str) -> str:
        return self.origins.get(name, "default")


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "home": Setting(
            "",
            "Folder of the database, keys and backups. "
            "Empty: the data folder of the person, or /var/lib/hanse as root.",
            home_folder,
        ),
        "database_url": Setting(
            "",
            "A PostgreSQL of yours, 16 or newer, as its owner. Empty: Hanse runs its own.",
            database_address,
            secret=True,
        ),
        "database_app_url": Setting(
            "",
            "The same database as role hanse_app, if HANSE_DATABASE_URL has no password.",
            database_address,
            secret=True,
        ),
        "database_system_url": Setting(
            "",
            "The same database as role hanse_system, if HANSE_DATABASE_URL has no password.",
            database_address,
            secret=True,
        ),
        "host": Setting("127.0.0.1", "Address that the web door listens on.", own_address),
        "port": Setting("8700", "Port that the web door listens on.", whole(0, 65_535)),
        "public_url": Setting(
            "",
            "The https address under which platforms reach this hub, for webhooks and sign-in.",
            web_address,
        ),
        "trusted_proxies": Setting(
            "", "Networks of the proxies whose X-Forwarded-For is believed.", networks
        ),
        "tls_certificate": Setting(
            "",
            "PEM file: serve https with this certificate. `local`: with one of a test authority "
            "that is made in HANSE_HOME/keys/https, for trying things out.",
        ),
        "tls_key": Setting("", "PEM file: the certificate's key."),
        "log_format": Setting("auto", "people, json, or auto.", choice("auto", "people", "json")),
        "log_level": Setting(
            "info",
            "The least that is logged: debug, info, warning or error.",
            choice("debug", "info", "warning", "error"),
        ),
        "metrics_port": Setting(
            "0", "Port of its own for /metrics, on loopback. 0: none.", whole(0, 65_535)
        ),
        "metrics_token": Setting(
            "", "Token that /metrics asks for on the web door. Empty: closed.", secret=True
        ),
        "otel_url": Setting(
            "",
            "Address of an OpenTelemetry collector (OTLP over HTTP) for traces. Empty: none. "
            "Needs the extra: pip install 'hanse[otel]'.",
            web_address,
        ),
        "vault_key": Setting(
            "",
            "Master key as 64 hexadecimal digits, instead of a file.",
            master_keys,
            secret=True,
        ),
        "vault_key_file": Setting("", "File of the master keys. Empty: HANSE_HOME/keys/vault."),
        "vault_kms_command": Setting(
            "", "Program that wraps and unwraps the master keys, for a key service. Empty: none."
        ),
        "vault_rotate_monthly": Setting(
            "no", "Make a new master key on the first of each month.", yes_or_no
        ),
        "media_folder": Setting(
            "",
            "Folder of pictures and uploaded files, which all processes share. "
            "Empty: HANSE_HOME/media.",
        ),
        "import_days": Setting(
            "90", "Days after which an uploaded table is deleted.", whole(1, 3_650)
        ),
        "backup_folder": Setting("", "Folder of the backups. Empty: HANSE_HOME/backup."),
        "backup_key_file": Setting(
            "", "File with a key that seals the backups. Empty: not sealed."
        ),
        "backup_hour": Setting("3", "Hour of the daily backup, in UTC.", whole(0, 23)),
        "backup_days": Setting("7", "Days to which any second can be restored.", whole(1, 365)),
        "outbound_allow": Setting(
            "", "Private networks that shops may live in. Empty: none.", networks
        ),
        "outbound_ca_file": Setting("", "PEM file of certificate authorities of your own."),
        "outbound_routes": Setting(
            "",
            "Hosts that are called at another address, such as "
            "`*.myshopify.com=http://127.0.0.1:8799`, with commas between. For trying things out.",
            routes,
        ),
        "rates_fetch": Setting(
            "yes",
            "Fetch exchange rates from the European Central Bank on working days. "
            "no: they come by `hanse rates load`.",
            yes_or_no,
        ),
        "smtp_url": Setting(
            "",
            "The mail server: `smtps://user:password@mail.example.com`, or `smtp://` where it "
            "begins to encrypt later. Empty: mails are kept for `hanse mail`.",
            mail_server,
            secret=True,
        ),
        "mail_from": Setting(
            "",
            "Who mails say they are from, such as `Our hub <hub@example.com>`. "
            "Empty: hanse@ and the host of the public address.",
            mail_sender,
        ),
        "registration": Setting(
            "invited",
            "Who may register: those who are invited, or everybody (open).",
            choice("invited", "open"),
        ),
        "access_minutes": Setting(
            "15", "Minutes for which an access token of a machine is good.", whole(1, 1_440)
        ),
        "worker_jobs_max": Setting(
            "50", "Jobs that one worker runs side by side.", whole(1, 1_000)
        ),
        "requests_per_minute": Setting(
            "600", "Requests that one caller may make in a minute.", whole(1, 1_000_000)
        ),
        "wrong_credentials_per_minute": Setting(
            "20",
            "Wrong tokens that may come from one address in a minute, before it has to wait. More "
            "where many people share one address.",
            whole(1, 1_000_000),
        ),
    }
)


def load(environ: Mapping[str, str], file: Path | None = None) -> Loaded:
    """The environment wins over the file, the file over the default; tells all faults at once."""
    texts = {name: (setting.default, "default") for name, setting in SETTINGS.items()}
    findings: list[Finding] = []
    for source, values in sources(environ, file):
        for name, text in values.items():
            if name in SETTINGS:
                texts[name] = (text, source)
            else:
                findings.append(unknown(name, source))
    read: dict[str, object] = {}
    for name, (text, source) in texts.items():
        try:
            read[name] = SETTINGS[name].read(text.strip())
        except ValueError as wrong:
            findings.append(wrong_value(name, text, source, wrong))
    certificate, key = texts["tls_certificate"][0], texts["tls_key"][0]
    if (certificate not in ("", LOCAL)) != bool(key):
        sentence = "https needs tls_certificate and tls_key; only one is set."
        findings.append(Finding(Severity.error, "setting_wrong", sentence, "Set both or neither."))
    if findings:
        sentences = " ".join(f"{finding.sentence} {finding.next_step}" for finding in findings)
        raise Rejected(f"The settings are not right. {sentences}", findings, "Then start again.")
    settings = Settings(**read)  # type: ignore[arg-type]
    return Loaded(settings, {name: source for name, (_, source) in texts.items()})


def sources(
    environ: Mapping[str, str], file: Path | None
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The weakest first."""
    if file is not None:
        yield str(file), toml_texts(file)
    ours = {
        name.removeprefix(PREFIX).lower(): text
        for name, text in environ.items()
        if name.startswith(PREFIX) and name not in NOT_OURS
    }
    yield "environment", ours


def toml_texts(file: Path) -> Mapping[str, str]:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise Rejected(
            f"There is no settings file {file}.", (), "Make it, or unset HANSE_CONFIG."
        ) from None
    except (OSError, UnicodeDecodeError) as wrong:
        raise Rejected(
            f"The settings file {file} cannot be read: {wrong}.",
            (),
            "See that it is a text of ours.",
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise Rejected(f"{file} is not TOML: {wrong}.", (), "Mend that line.") from wrong
    return {name: as_text(value) for name, value in document.items()}


def as_text(value: object) -> str:
    """As one would write it in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(map(str, value))
    return str(value)


def unknown(name: str, source: str) -> Finding:
    near = difflib.get_close_matches(name, SETTINGS, 1)
    advice = f"Did you mean {spelled(near[0], source)}?" if near else "`hanse settings` lists all."
    sentence = f"There is no setting {spelled(name, source)} ({source})."
    return Finding(Severity.error, "setting_unknown", sentence, advice, name)


def wrong_value(name: str, text: str, source: str, wrong: ValueError) -> Finding:
    shown = MASK if SETTINGS[name].secret else text
    sentence = f"{spelled(name, source)} is {shown!r} ({source})."
    return Finding(Severity.error, "setting_wrong", sentence, f"It must be {wrong}.", name)


def spelled(name: str, source: str) -> str:
    return PREFIX + name.upper() if source == "environment" else name


def shown_value(settings: Settings, name: str) -> str:
    """A value as people may see it."""
    value: object = getattr(settings, name)
    if SETTINGS[name].secret:
        return MASK if value else ""
    return as_text(value)


def reference() -> str:
    """The page `docs/reference/settings.md`."""
    rows = "".join(
        f"| `{PREFIX}{name.upper()}` | {f'`{setting.default}`' if setting.default else '-'} "
        f"| {setting.why}{' Never shown.' if setting.secret else ''} |\n"
        for name, setting in SETTINGS.items()
    )
    return REFERENCE_HEAD + rows


REFERENCE_HEAD = """# Settings

A setting comes from the environment, as `HANSE_PORT=8700`, or from a TOML file that `HANSE_CONFIG`
names, as `port = 8700`. The environment wins over the file, the file over the default. A name or a
value that is not right stops the start and says which and what is near to it. `hanse settings`
shows every value and where it came from; secrets are masked. Nothing changes while the program
runs: start it again after a change.

A file that holds secrets belongs to the person who runs Hanse, with mode 0600.

| name | default | meaning |
|---|---|---|
"""
