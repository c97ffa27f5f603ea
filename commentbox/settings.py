"""All configuration, read once at start; nobody else reads the environment."""

import ipaddress
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "COMMENTBOX_"
ENV_FILE = f"{PREFIX}ENV_FILE"  # where the file of settings is, if not .env in this folder
DEFAULT_SECRET = "development-only-secret-do-not-use-on-a-real-site"  # noqa: S105 - refused in production
_ORIGIN = re.compile(r"(https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?)/?")
LEAST_BITS = 128
_HEX = re.compile(r"[0-9a-f]*|[0-9A-F]*")
_RUN_OF_LETTERS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SHORTEST_REPEAT = 8  # shorter ones happen by chance
_ROWS = "abcdefghijklmnopqrstuvwxyz 01234567890 9876543210 qwertyuiop asdfghjkl zxcvbnm"
_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SettingsError(Exception):
    """Everything that is wrong with the configuration, one line each."""


class _FromFiles(PydanticBaseSettingsSource):
    """A value may stand in a file instead: `COMMENTBOX_SECRET_KEY_FILE=/run/secrets/key`."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE") or None
        try:
            return None if path is None else Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError):
            return None, field_name, False  # told by `load`, together with all that is wrong besides

    def __call__(self) -> dict[str, Any]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


class Settings(BaseSettings):
    """One attribute a setting; each is documented in `docs/operating.md` under its environment name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    environment: Literal["production", "development"] = "production"
    database_url: str = Field(default="sqlite:///commentbox.db", validate_default=True)
    database_pool: int = Field(default=12, ge=1, le=200)
    replica_url: str = Field(default="", repr=False)
    secret_key: str = Field(default=DEFAULT_SECRET, min_length=32, repr=False)
    secret_key_old: str = Field(default="", repr=False)
    base_url: str = "http://localhost:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    processes: int = Field(default=1, ge=1, le=64)
    trusted_proxies: str = ""
    breached_passwords: str = ""
    disposable_domains: str = ""
    redis_url: str = Field(default="", repr=False)
    smtp_url: str = Field(default="", repr=False)
    language: str = "en"
    translations: str = ""
    mail_from: str = "comments@localhost"
    digest_hour: int = Field(default=6, ge=0, le=23)
    erasure_log: str = ""
    stream_url: str = ""
    run_worker: bool = True
    staff_second_factor: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FromFiles(settings_cls), dotenv_settings

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", *_POSTGRESQL)):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if value.startswith(_POSTGRESQL):
            return _postgresql(value)
        if value.startswith("sqlite:///"):
            # From this folder, once and for all: Flask-SQLAlchemy would look in a folder of its own.
            value = f"sqlite:///{Path(value.removeprefix('sqlite:///')).resolve()}"
        return value

    @field_validator("replica_url")
    @classmethod
    def _follower(cls, value: str) -> str:
        if value and not value.startswith(_POSTGRESQL):
            raise ValueError("must begin with postgresql://")
        return _postgresql(value) if value else value

    @field_validator("base_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        written = _ORIGIN.fullmatch(value.lower())
        if written is None or not 0 < int(written[2] or 1) < 65536:
            raise ValueError(
                "must be the public address of this server, such as https://comments.example.org"
            )
        return written[1]

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in value.replace(",", " ").split():
            if ipaddress.ip_network(part, strict=False).prefixlen == 0:
                raise ValueError(f"{part} would trust everybody")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtps"):
            raise ValueError("must begin with smtp:// or smtps://")
        return value

    @field_validator("breached_passwords", "disposable_domains")
    @classmethod
    def _a_file(cls, value: str) -> str:
        if value and not Path(value).is_file():
            raise ValueError(f"{value} is no file")
        return value

    @field_validator("language")
    @classmethod
    def _a_language(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            raise ValueError("must be the code of a language, such as en or pt-BR")
        return value

    @field_validator("translations")
    @classmethod
    def _a_folder(cls, value: str) -> str:
        if value and not Path(value).is_dir():
            raise ValueError(f"{value} is no folder")
        return value

    @field_validator("redis_url")
    @classmethod
    def _counting_server(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("stream_url")
    @classmethod
    def _streaming_server(cls, value: str) -> str:
        if value and not (urlsplit(value).scheme == "http" and urlsplit(value).hostname):
            raise ValueError(
                "must be where to publish on this machine, such as http://127.0.0.1:8090/publish"
            )
        return value

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.environment == "production" and self.secret_key == DEFAULT_SECRET:
            raise ValueError(
                f"{PREFIX}SECRET_KEY: set a secret of your own, at least 32 characters"
                f" (or {PREFIX}ENVIRONMENT=development to try things out)"
            )
        if self.environment == "production" and bits_in(self.secret_key) < LEAST_BITS:
            raise ValueError(
                f"{PREFIX}SECRET_KEY: can be guessed, it is made of words or repeats itself;"
                " make one with: openssl rand -base64 36"
            )
        if self.environment == "production" and self.secret_key_old == DEFAULT_SECRET:
            raise ValueError(f"{PREFIX}SECRET_KEY_OLD: everybody knows this one; leave it out")
        if self.environment == "production" and not self.staff_second_factor:
            raise ValueError(f"{PREFIX}STAFF_SECOND_FACTOR: may be false only while developing")
        if self.replica_url and not self.database_url.startswith(_POSTGRESQL):
            raise ValueError(f"{PREFIX}REPLICA_URL: only a PostgreSQL database has a replica")
        return self

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is signed with any of these is believed; the first signs."""
        return (self.secret_key, self.secret_key_old) if self.secret_key_old else (self.secret_key,)

    @property
    def proxies(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        """Whose forwarding headers are believed."""
        return tuple(
            ipaddress.ip_network(part, strict=False)
            for part in self.trusted_proxies.replace(",", " ").split()
        )

    @property
    def is_secure(self) -> bool:
        """Whether browsers let this server set `Secure` cookies: over TLS, and on this machine itself."""
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        return parts.scheme == "https" or host in _LOOPBACK or host.endswith(".localhost")


def _postgresql(url: str) -> str:
    """The address with the driver's name in it."""
    named = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        make_url(named)
    except (ValueError, ArgumentError):
        raise ValueError("must be like postgresql://user:password@host:5432/name") from None
    return named


def bits_in(secret: str) -> float:
    """About how many bits somebody has to guess, at most: thirteen a word, and nothing for what repeats.

    A secret drawn by chance keeps its bits, 32 hexadecimal digits for one their 128; of those in small
    letters alone one in twenty is taken for words.
    """
    rest = _without_repeats(secret)
    runs = _RUN_OF_LETTERS.findall(rest)
    long = "".join(run for run in runs if len(run) >= 4).lower()
    vowels = sum(char in "aeiou" for char in long) / len(long) if long else 0
    if not _HEX.fullmatch(rest) and len(long) >= 0.55 * sum(map(str.isalnum, rest)) and 0.3 <= vowels <= 0.55:
        digits = sum(char.isdigit() for char in rest)
        return 13 * sum(max(1, len(run) / 5) if len(run) > 8 else 1 for run in runs) + digits * math.log2(10)
    kinds = ((str.isdigit, 10), (str.islower, 26), (str.isupper, 26), (lambda char: not char.isalnum(), 32))
    signs = 16 if _HEX.fullmatch(rest) else sum(size for is_kind, size in kinds if any(map(is_kind, rest)))
    return len(rest) * math.log2(max(signs, 1))


def _without_repeats(text: str) -> str:
    """What stands there a second time counts nothing, nor does a row of the alphabet or the keyboard."""
    kept, at = "", 0
    while at < len(text):
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in f"{text[: at + length]} {_ROWS}":
            length += 1
        if length < _SHORTEST_REPEAT:
            kept, length = kept + text[at], 1
        at += length
    return kept


def load(env_file: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings from `overrides`, the environment, `NAME_FILE`s and `env_file`, in that order.

    Raises `SettingsError` that names everything that is wrong at once.
    """
    unread, told = _unread(), list[str]()
    try:
        settings = Settings(_env_file=env_file, **dict(overrides or {}))  # type: ignore[call-arg]  # pydantic-settings' own
    except ValidationError as error:
        told = [_line(problem) for problem in error.errors()]
    if unread or told:
        others = [line for line in told if line.split(":")[0] not in unread]
        raise SettingsError("\n".join([*unread.values(), *others]))
    return settings


def read_settings() -> Settings:
    """From the environment and the file that `COMMENTBOX_ENV_FILE` names, or `.env` in this folder."""
    return load(env_file=Path(os.environ.get(ENV_FILE, ".env")))


def _unread() -> dict[str, str]:
    """The settings whose files cannot be read, each with what to say about it."""
    found = {}
    for name in (f"{PREFIX}{field.upper()}" for field in Settings.model_fields):
        if not (path := os.environ.get(f"{name}_FILE")):
            continue
        try:
            Path(path).read_text(encoding="utf-8")
        except OSError as error:
            found[name] = f"{name}_FILE: cannot read {path} ({error.strerror})"
        except UnicodeDecodeError:
            found[name] = f"{name}_FILE: {path} is not a text in UTF-8"
    return found


def _line(problem: Any) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return message
    return f"{PREFIX}{str(problem['loc'][0]).upper()}: {message}"
