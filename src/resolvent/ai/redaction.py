"""The door of every byte to a language model: known secrets, then secret shapes, then pseudonyms. It fails closed."""

import re
from collections.abc import Collection
from typing import Final

from resolvent.ai.pseudonyms import Pseudonyms, Restorer
from resolvent.masking import mask_values
from resolvent.secret_shapes import mask_secrets

LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class RedactionError(Exception):
    """A text could not be cleared. Says nothing of the text."""


def redact(text: str, known: Collection[str]) -> str:
    """`text` without the known secrets, in whatever form they stand there, and without what looks like a secret."""
    return mask_secrets(mask_values(text, known))


def clear_text(text: str, known: Collection[str]) -> str:
    """The same for a text that is kept. What no reader sees (controls, signs that turn the direction or take no room) goes first: it may part a secret."""
    return redact(UNSEEN.sub("", LINE_ENDS.sub("\n", text)), known)


class Gate:
    """Clears what leaves for a model, restores what comes back."""

    def __init__(self, secrets: Collection[str], pseudonyms: Pseudonyms) -> None:
        self._secrets = secrets
        self._pseudonyms = pseudonyms

    def outgoing(self, text: str) -> str:
        try:
            return self._pseudonyms.hide(redact(text, self._secrets))
        except Exception:
            # No cause is kept: it may show the text.
            raise RedactionError("The text could not be cleared.") from None

    def incoming(self) -> Restorer:
        return Restorer(self._pseudonyms)
