"""What connects a ConnectWise PSA; the titles and descriptions draw its form."""

from base64 import b64encode

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr

REGIONS = ("na", "eu", "au", "aus", "za")
API_HOSTS = {
    **{f"{region}.myconnectwise.net": f"api-{region}.myconnectwise.net" for region in REGIONS},
    "staging.connectwisedev.com": "api-staging.connectwisedev.com",
}
"""Where the interface stands for each host of the hosted product; on one's own server both are the same."""


class ConnectWiseSettings(BaseModel):
    """What an administrator enters to connect a ConnectWise PSA."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: HttpUrl = Field(title="Address", description="As in the browser, without a path.")
    company_id: str = Field(title="Company ID", min_length=1, max_length=100, description="As at sign-in.")
    public_key: str = Field(title="Public key", min_length=1, max_length=200)
    private_key: SecretStr = Field(title="Private key")
    client_id: str = Field(title="Client ID", min_length=1, max_length=100, description="From the developer portal.")
    member: str = Field(title="API member", min_length=1, max_length=100, description="The keys belong to it.")
    boards: tuple[int, ...] = Field(default=(), title="Boards", description="Numbers; none means all.")
    allow_private: bool = Field(default=False, title="Allow a private address")


def origin_of(settings: ConnectWiseSettings) -> str:
    """Scheme, host and port of the interface."""
    site = settings.site
    host = API_HOSTS.get((site.host or "").lower(), site.host)
    usual = {"https": 443, "http": 80}[site.scheme]
    return f"{site.scheme}://{host}" + ("" if site.port in (None, usual) else f":{site.port}")


def credentials(settings: ConnectWiseSettings) -> tuple[str, list[str]]:
    """The Authorization header and every form of the secret that must not be shown."""
    private = settings.private_key.get_secret_value()
    encoded = b64encode(f"{settings.company_id}+{settings.public_key}:{private}".encode()).decode()
    return f"Basic {encoded}", [encoded, private]
