"""Settings. The only module that reads the environment."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

CONFIG_FILE_VARIABLE = "RESOLVENT_CONFIG"


ModelName = Annotated[str, Field(pattern=r"^(embedded|(anthropic|openai):\S.*)$")]


def default_data_dir() -> Path:
    """Root's home is often mode 0700, which initdb's unprivileged user cannot enter; hence /var/lib for root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/resolvent")
    return Path(platformdirs.user_data_dir("resolvent", appauthor=False))


class Settings(BaseSettings):
    """Read from `RESOLVENT_*`, then from the TOML file that `RESOLVENT_CONFIG` names."""

    model_config = SettingsConfigDict(env_prefix="RESOLVENT_", extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = Field(default=8700, ge=0, le=65535)
    database_url: SecretStr | None = None
    """Any PostgreSQL 15+, as `postgresql://…`; empty: the embedded one in `data_dir`."""
    postgres_bin: Path | None = None
    """Folder of PostgreSQL binaries for the embedded server; empty: the wheel's, then the system's."""
    secret_key: SecretStr | None = None
    """At least 32 characters. Made on first start in `data_dir`; required with `database_url`."""
    public_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    model: ModelName = "embedded"
    """`embedded`: no language model; else `anthropic:<name>` or `openai:<name>`. Accounts may set their own."""
    model_base_url: str | None = None
    model_api_key: SecretStr | None = None
    fast_model: ModelName | None = None
    """For notes and extraction; empty: the same as for the chat."""
    max_body_bytes: int = Field(default=2_000_000, ge=1_000)
    max_attachment_bytes: int = Field(default=10_000_000, ge=1_000)
    max_attachments: int = Field(default=50, ge=1)
    """Of one session."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the signature is pydantic's)
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        sources = [init_settings, env_settings, file_secret_settings]
        if named := os.environ.get(CONFIG_FILE_VARIABLE):
            sources.append(TomlConfigSettingsSource(settings_cls, Path(named)))
        return tuple(sources)

    @property
    def embedded(self) -> bool:
        return self.database_url is None


@lru_cache
def settings() -> Settings:
    return Settings()


def environment_for(data_dir: Path) -> dict[str, str]:
    """For a child process that is to use its own data folder and nothing of our settings but the log's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RESOLVENT_")}
    return {**kept, "RESOLVENT_DATA_DIR": str(data_dir), "RESOLVENT_LOG_LEVEL": "WARNING"}
