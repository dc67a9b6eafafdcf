"""What connects a ConnectWise PSA; the titles and descriptions draw its form."""

import html
import json
from base64 import b64encode
from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr

REGIONS = ("na", "eu", "au", "aus", "za")
API_HOSTS = {
    **{f"{region}.myconnectwise.net": f"api-{region}.myconnectwise.net" for region in REGIONS},
    "staging.connectwisedev.com": "api-staging.connectwisedev.com",
}
"""Where the interface stands for each host of the hosted product; on one's own server both are the same."""
PRINTABLE = r"^[\x21-\x7e]+$"


class ConnectWiseSettings(BaseModel):
    """What an administrator enters to connect a ConnectWise PSA."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: HttpUrl = Field(title="Address", description="As in the browser, without a path.")
    company_id: str = Field(title="Company ID", min_length=1, max_length=100, description="As at sign-in.")
    public_key: str = Field(title="Public key", min_length=1, max_length=200)
    private_key: SecretStr = Field(title="Private key", min_length=1, max_length=200)
    client_id: str = Field(
        title="Client ID", max_length=100, pattern=PRINTABLE, description="From the developer portal."
    )
    member: str = Field(
        title="API member",
        min_length=1,
        max_length=100,
        description="Its identifier: the keys belong to it, and its notes are known as ours.",
    )
    boards: tuple[int, ...] = Field(default=(), title="Boards", description="Numbers; none means all.")
    notes_as: Literal["note", "time_entry"] = Field(
        default="note",
        title="Post resolutions as",
        description="A time entry costs time, and may be billed. Escalations are always notes.",
    )
    hours: float = Field(default=0.25, gt=0, le=24, title="Hours of a time entry")
    work_type: str | None = Field(default=None, max_length=100, title="Work type of a time entry")
    work_role: str | None = Field(default=None, max_length=100, title="Work role of a time entry")
    billable: Literal["Billable", "DoNotBill", "NoCharge", "NoDefault"] = Field(
        default="DoNotBill", title="Billing of a time entry"
    )
    allow_private: bool = Field(default=False, title="Allow a private address")


def site_of(settings: ConnectWiseSettings) -> str:
    """Scheme, host and port of the page that engineers use."""
    return _origin(settings, _page_host(settings))


def origin_of(settings: ConnectWiseSettings) -> str:
    """Scheme, host and port of the interface."""
    host = _page_host(settings)
    return _origin(settings, API_HOSTS.get(host, host))


def _page_host(settings: ConnectWiseSettings) -> str:
    """Also when the interface's own host was entered."""
    host = (settings.site.host or "").lower()
    return next((page for page, api in API_HOSTS.items() if api == host), host)


def _origin(settings: ConnectWiseSettings, host: str) -> str:
    usual = {"https": 443, "http": 80}[settings.site.scheme]
    port = settings.site.port
    return f"{settings.site.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def credentials(settings: ConnectWiseSettings) -> tuple[str, list[str]]:
    """The Authorization header and every form of the secret that must not be shown."""
    private = settings.private_key.get_secret_value()
    plain = f"{settings.company_id}+{settings.public_key}:{private}"
    encoded = b64encode(plain.encode()).decode()
    escaped = (quote(private, safe=""), json.dumps(private)[1:-1], html.escape(private))
    return f"Basic {encoded}", [encoded, encoded.rstrip("="), quote(encoded, safe=""), private, *escaped]
