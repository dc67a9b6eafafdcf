"""What connects a Request Tracker; the titles and descriptions draw its form."""

from base64 import b64encode

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator


class RtSettings(BaseModel):
    """What an administrator enters to connect a Request Tracker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: HttpUrl = Field(title="Address", description="As in the browser, without /REST/2.0.")
    user: str = Field(title="User name", min_length=1, max_length=200, description="Of the account that writes.")
    password: SecretStr | None = Field(default=None, title="Password")
    token: SecretStr | None = Field(default=None, title="Authentication token", description="Instead of a password.")
    queue: str = Field(title="Queue", min_length=1, max_length=200)
    statuses: tuple[str, ...] = Field(
        default=("new", "open", "stalled", "resolved", "rejected"),
        title="Statuses",
        description="Of the queue's lifecycle; Request Tracker does not tell them.",
    )
    closed_statuses: tuple[str, ...] = Field(default=("resolved", "rejected", "closed"), title="Closed statuses")
    allow_private: bool = Field(default=False, title="Allow a private address")

    @model_validator(mode="after")
    def _one_credential(self) -> "RtSettings":
        if (self.password is None) == (self.token is None):
            raise ValueError("Enter either a password or a token.")
        return self


def credentials(settings: RtSettings) -> tuple[str, list[str]]:
    """The Authorization header and every form of the secret that must not be shown."""
    if settings.token is not None:
        token = settings.token.get_secret_value()
        return f"token {token}", [token]
    password = settings.password.get_secret_value() if settings.password else ""
    encoded = b64encode(f"{settings.user}:{password}".encode()).decode()
    return f"Basic {encoded}", [encoded, password]
