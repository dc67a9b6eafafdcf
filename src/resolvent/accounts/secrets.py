"""Making and hashing what proves an identity: passwords (argon2) and random tokens (256 bits, stored as SHA-256)."""

import hashlib
import secrets
from functools import cache

from pwdlib import PasswordHash

MIN_PASSWORD = 12
MAX_PASSWORD = 256

_hasher = PasswordHash.recommended()


@cache
def decoy() -> str:
    """A hash that no password has, for users that do not exist."""
    return _hasher.hash(secrets.token_urlsafe(16))


def new_token(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Fast on purpose: a token has 256 random bits, so there is nothing to slow down."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(password: str, stored: str | None) -> bool:
    """Takes as long for an unknown user as for a known one."""
    matches = _hasher.verify(password, stored or decoy())
    return matches and stored is not None
