"""All configuration, read once at start; nobody else reads the environment."""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "COMMENTBOX_"
DEFAULT_SECRET = "development-only-secret-do-not-use-on-a-real-site"  # noqa: S105 - refused in production
_ORIGIN = re.compile(r"(https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?)/?")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SettingsError(Exception):
    """Everything that is wrong with the configuration, one line each."""


class _FromFiles(PydanticBaseSettingsSource):
    """A value may stand in a file instead: `COMMENTBOX_SECRET_KEY_FILE=/run/secrets/key`."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if path is None:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(
                f"{PREFIX}{field_name.upper()}_FILE: cannot read {path} ({error.strerror})"
            ) from error

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
    secret_key: str = Field(default=DEFAULT_SECRET, min_length=32, repr=False)
    base_url: str = "http://localhost:8080"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    trusted_proxies: str = ""
    smtp_url: str = Field(default="", repr=False)
    mail_from: str = "comments@localhost"
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
        if value.startswith(("postgres://", "postgresql://")):
            value = "postgresql+psycopg://" + value.split("://", 1)[1]
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if value.startswith("sqlite:///"):
            # From this folder, once and for all: Flask-SQLAlchemy would look in a folder of its own.
            value = f"sqlite:///{Path(value.removeprefix('sqlite:///')).resolve()}"
        return value

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

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.environment == "production" and self.secret_key == DEFAULT_SECRET:
            raise ValueError(
                f"{PREFIX}SECRET_KEY: set a secret of your own, at least 32 characters"
                f" (or {PREFIX}ENVIRONMENT=development to try things out)"
            )
        if self.environment == "production" and not self.staff_second_factor:
            raise ValueError(f"{PREFIX}STAFF_SECOND_FACTOR: may be false only while developing")
        return self

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


def load(env_file: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings from `overrides`, the environment, `NAME_FILE`s and `env_file`, in that order.

    Raises `SettingsError` that names everything that is wrong at once.
    """
    try:
        return Settings(_env_file=env_file, **dict(overrides or {}))  # type: ignore[call-arg]  # pydantic-settings' own
    except ValidationError as error:
        raise SettingsError("\n".join(_line(problem) for problem in error.errors())) from error


def _line(problem: Any) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return message
    return f"{PREFIX}{str(problem['loc'][0]).upper()}: {message}"
