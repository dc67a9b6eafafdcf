"""Accounts, their people, and the ways they prove who they are. Secrets are stored hashed, never in clear."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, TenantModel, of_account
from resolvent.ids import new_id


class Role(StrEnum):
    ENGINEER = "engineer"
    LEAD = "lead"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def covers(self, needed: "Role") -> bool:
        return self.rank >= needed.rank


class Account(Model):
    """A tenant. Its `id` is the `account_id` of every other row."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(server_default=text("'UTC'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class AccountSettings(Model):
    __tablename__ = "account_settings"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class User(TenantModel):
    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_email", text("lower(email)"), unique=True),
        CheckConstraint("role IN ('engineer', 'lead', 'admin')", name="role"),
    )

    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    """By browser or token, to the minute."""
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Login(TenantModel):
    """A browser that signed in; its cookie's SHA-256 is `token_hash`."""

    __tablename__ = "logins"
    __table_args__ = (of_account("users", "user_id"), Index("uq_logins_token_hash", "token_hash", unique=True))

    user_id: Mapped[UUID]
    token_hash: Mapped[str]
    expires_at: Mapped[datetime]
    browser: Mapped[str | None]
    """As in "Firefox on Windows"."""
    last_used_at: Mapped[datetime | None]
    """To the minute."""


class UserPreferences(Model):
    """What one person keeps for themselves: `accounts.personal.OwnPreferences` as JSON."""

    __tablename__ = "user_preferences"
    __table_args__ = (of_account("users", "user_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class ApiToken(TenantModel):
    __tablename__ = "api_tokens"
    __table_args__ = (of_account("users", "user_id"), Index("uq_api_tokens_token_hash", "token_hash", unique=True))

    user_id: Mapped[UUID]
    name: Mapped[str]
    role: Mapped[str]
    """The most this token may do; never more than its user."""
    read_only: Mapped[bool] = mapped_column(server_default=text("false"))
    """It reads what its role may see, and changes nothing."""
    token_hash: Mapped[str]
    prefix: Mapped[str]
    """Its first characters, to tell tokens apart in a list."""
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OneTimeLink(TenantModel):
    __tablename__ = "one_time_links"
    __table_args__ = (of_account("users", "user_id"), Index("uq_one_time_links_token_hash", "token_hash", unique=True))

    user_id: Mapped[UUID]
    token_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    resets: Mapped[bool] = mapped_column(server_default=text("false"))
    """For a forgotten password: using it voids the old one and ends all sign-ins."""


class RateBucket(Model):
    """Attempts of one key (a hashed address or mail address) in one window. Holds no account's data."""

    __tablename__ = "rate_buckets"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    hits: Mapped[int]
