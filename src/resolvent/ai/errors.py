"""What a language model may answer but an answer. Each is a sentence for the engineer; the session goes on."""

from resolvent.errors import Unavailable

SENTENCES = {
    "model_not_set": "No language model is set up for this. An administrator can add one under Settings, Models.",
    "model_key_refused": "{endpoint} refused the key. An administrator can replace it under Settings, Models.",
    "model_key_lost": "The stored key can't be opened any more: this installation's secret key was changed. An administrator can enter"
    " it again under Settings, Models.",
    "model_not_found": "{endpoint} knows no model {model} at this address. Check the model's name and the base URL.",
    "model_quota": "{endpoint} says that its quota or credit is used up.",
    "model_busy": "{endpoint} is taking no more requests for the moment. Try again{wait}.",
    "model_overloaded": "{endpoint} is overloaded or out of order. Try again in a minute.",
    "model_unreachable": "{endpoint} could not be reached: {cause}.",
    "model_timeout": "{endpoint} did not answer in time.",
    "model_cut_off": "The connection to {endpoint} broke in the middle of the answer.",
    "model_garbled": "The answer of {endpoint} could not be followed to its end. Ask again.",
    "model_too_long": "This session is longer than {model} can read. Remove a long attachment or message, or use a"
    " model with a longer context.",
    "model_rejected": "{endpoint} did not accept the request: {cause}.",
    "model_empty": "{endpoint} answered with nothing.",
    "model_refused": "{endpoint} refused to answer this.",
    "model_unreadable": "{endpoint} answered with something that is not an answer of a language model. Check the base URL.",
    "model_no_vectors": "{endpoint} did not answer with an embedding of each text. Check that {model} is an embedding model.",
    "budget_spent": "Today's budget for language models is spent ({spent:,} of {budget:,} tokens). It starts anew at"
    " midnight; an administrator can raise it under Settings, Models.",
    "budget_held": "Answers that are being written may take the rest of today's budget for language models ({spent:,} of"
    " {budget:,} tokens). Try again in a minute.",
    "redaction_failed": "The text could not be cleared of secrets, so nothing was sent to the model.",
}
PASSING = frozenset({"model_busy", "model_overloaded", "model_unreachable", "model_cut_off"})
"""Trying the same again may help. Not after a time-out: it was waited for long enough."""
FINAL = frozenset({"budget_spent", "budget_held", "redaction_failed", "model_not_set", "model_key_lost"})
"""No other endpoint would do better."""


class ModelFailed(Unavailable):
    """`code` is one of SENTENCES; `retry_after` seconds, when the endpoint asked for a wait."""

    def __init__(self, code: str, *, retry_after: float | None = None, **words: object) -> None:
        self.retry_after = retry_after
        wait = f" in {retry_after:.0f} s" if retry_after else " in a minute"
        super().__init__(SENTENCES[code].format(**{"wait": wait, **words}), code=code)
