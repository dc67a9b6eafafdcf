"""What connects an Example; the titles and descriptions draw its form."""

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class ExampleSettings(BaseModel):
    """What an administrator enters to connect an Example."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: HttpUrl = Field(title="Address", description="As in the browser, without a path.")
    client_id: str = Field(title="Client ID", min_length=1, max_length=100, description="Of the API application.")
    client_secret: SecretStr = Field(title="Client secret")
    agent: str = Field(title="Agent", min_length=1, max_length=100, description="The application acts as this agent.")
    allow_private: bool = Field(default=False, title="Allow a private address")
