"""The door of every byte to a language model: known secrets, then secret shapes, then pseudonyms. It fails closed."""

from collections.abc import Collection

from resolvent.ai.pseudonyms import Pseudonyms, Restorer
from resolvent.masking import mask_values
from resolvent.secret_shapes import mask_secrets


class RedactionError(Exception):
    """A text could not be cleared. Says nothing of the text."""


def redact(text: str, known: Collection[str]) -> str:
    """`text` without the known secrets, in whatever form they stand there, and without what looks like a secret."""
    return mask_secrets(mask_values(text, known))


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
