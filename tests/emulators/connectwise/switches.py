"""What no stored source confirms about the vendor: each a switch with its default."""

from dataclasses import dataclass
from enum import StrEnum


class Hosting(StrEnum):
    CLOUD = "cloud"
    ON_PREMISES = "on_premises"


class Merged(StrEnum):
    """What a ticket that was merged into another does."""

    STAYS = "stays"
    """It is read and written as before, closed, with its parent named."""
    TO_PARENT = "to_parent"
    """Its number reads and writes the parent."""
    REFUSES = "refuses"
    """It is read, but not written."""


@dataclass
class Switches:
    hosting: Hosting = Hosting.CLOUD
    """Cloud answers bad credentials with a plain 404, a server of one's own with 401."""
    codebase: str = "v4_6_release/"
    """The hosted one can change while a client runs."""
    all_notes_status: int = 200
    """404 or 405: an older server."""
    slash_before_path: bool = True
    """PATCH takes `/status` as well as `status`."""
    project_tickets_hidden: bool = True
    """A project ticket is 404 under /service."""
    info_needs_auth: bool = True
    """Sources contradict each other about /system/info."""
    missing_client_status: int = 401
    """403 on one self-hosted server."""
    merged: Merged = Merged.STAYS
    """Sources say only that merged tickets "redirect"."""
    project_notes_short: bool = False
    """The vendor's OpenAPI has a note without `createdBy` and `dateCreated`; it may be that of project tickets."""
    json_type_checked: bool = True
    """A body that isn't called application/json is a 415."""
    contract_refuses: bool = True
    """A request that the vendor's OpenAPI forbids is a 400. Without the file nothing is refused so."""
    self_suppressed: bool = True
    """A callback with isSelfSuppressedFlag keeps silent about the client's own changes."""
    keys_need_auth: bool = False
    """No source tells whether a signing key is given to strangers."""
    foreign_keys: str = "https://keys.invalid"
    """The site that a callback with a foreign key_url names."""
