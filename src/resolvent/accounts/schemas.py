from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolvent.accounts.models import Role
from resolvent.accounts.secrets import MAX_PASSWORD, MIN_PASSWORD
from resolvent.schemas import Body, Line, Version, storable

Password = Annotated[str, Field(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD), AfterValidator(storable)]


def check_email(value: str) -> str:
    local, at, host = value.strip().partition("@")
    if not (local and at and host) or any(c.isspace() for c in value.strip()):
        raise ValueError("This is not a mail address.")
    return value.strip()


Email = Annotated[Line, AfterValidator(check_email)]


class SignIn(Body):
    email: Line
    password: Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD), AfterValidator(storable)]


class OneTimeUse(Body):
    token: Annotated[str, Field(min_length=1, max_length=200)]


class PasswordChange(Body):
    password: Password
    current_password: Annotated[str, Field(max_length=MAX_PASSWORD), AfterValidator(storable)] | None = None


class MeOut(BaseModel):
    user_id: UUID
    account_id: UUID
    account_name: str
    time_zone: str
    email: str
    name: str
    role: Role
    password_set: bool


class TokenCreate(Body):
    name: Line
    role: Role = Role.ENGINEER
    days: Annotated[int, Field(ge=1, le=366)] | None = 90
    read_only: bool = False
    """It reads what its role may see, and changes nothing."""


class TokenOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    role: Role
    read_only: bool
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenCreated(BaseModel):
    token: str
    """Shown once; only its hash is kept."""
    info: TokenOut


class TokensOut(BaseModel):
    items: list[TokenOut]


class AccountTokenOut(TokenOut):
    user_id: UUID
    owner: str


class AccountTokensOut(BaseModel):
    items: list[AccountTokenOut]
    next_cursor: str | None


class SignInOut(BaseModel):
    id: UUID
    browser: str | None
    """As in "Firefox on Windows"; None: not known."""
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    current: bool
    """The one that asks."""


class SignInsOut(BaseModel):
    items: list[SignInOut]


class SignInsEnded(BaseModel):
    ended: int


class UserCreate(Body):
    email: Email
    name: Line
    role: Role = Role.ENGINEER


class UserChange(Body):
    name: Line | None = None
    role: Role | None = None
    disabled: bool | None = None
    version: Version | None = None
    """The one that was seen; 412 when it is older than the stored one."""


class ActivityOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    last_seen_at: datetime | None
    open_sessions: int
    """Active troubleshooting sessions that are assigned to the user."""
    sign_ins: int
    """Browsers that are signed in."""
    password_set: bool
    link_expires_at: datetime | None
    """Of a sign-in link that was not used yet."""


class UserOut(BaseModel):
    id: UUID
    email: str
    name: str
    role: Role
    disabled_at: datetime | None
    created_at: datetime
    version: int
    activity: ActivityOut | None
    """For administrators only."""


class UserCreated(BaseModel):
    user: UserOut
    sign_in_path: str
    """Path with a one-time token in its fragment; shown once."""
    expires_at: datetime


class LinkOut(BaseModel):
    sign_in_path: str
    """Path with a one-time token in its fragment; shown once."""
    expires_at: datetime


class UsersOut(BaseModel):
    items: list[UserOut]
    next_cursor: str | None


class AuditActorOut(BaseModel):
    id: UUID | None
    name: str


class AuditEntryOut(BaseModel):
    id: UUID
    at: datetime
    actor: AuditActorOut
    action: str
    """As in `user.change`."""
    subject_id: UUID
    session_id: UUID | None
    origin: str | None
    """The network address that the request came from."""
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditOut(BaseModel):
    items: list[AuditEntryOut]
    next_cursor: str | None


class SettingsOut(BaseModel):
    name: str
    """Of the account."""
    time_zone: str
    preferences: dict[str, Any]


class SettingsChange(Body):
    name: Line | None = None
    time_zone: Line | None = None
    preferences: dict[str, Any] | None = None
