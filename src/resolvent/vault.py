"""Credentials at rest: sealed with a key derived from the secret key; several keys allow rotation."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from resolvent.errors import Unavailable


class Vault:
    """The first key seals; any of them opens."""

    def __init__(self, *secret_keys: str) -> None:
        self._fernet = MultiFernet([Fernet(derive(key)) for key in secret_keys])

    def seal(self, values: dict[str, Any]) -> bytes:
        return self._fernet.encrypt(json.dumps(values).encode())

    def open(self, sealed: bytes | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        try:
            values: dict[str, Any] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise Unavailable(
                "The stored credentials were sealed with another secret key. Enter them again in the settings.",
                code="secret_key_changed",
            ) from None
        return values


def derive(secret_key: str) -> bytes:
    digest = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"resolvent-vault").digest()
    return base64.urlsafe_b64encode(digest)
