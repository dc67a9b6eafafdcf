"""Whether a tool's output stands behind a check's result: only then may a note say that its command was run. Pure."""

import re
from typing import Final

from resolvent.knowledge.words import shows_output
from resolvent.sessions.evidence import CheckItem

FROM_OUTPUT: Final = re.compile(r"\bfrom the output\)(?=\W*$)")
"""As the assistant ends the result that it read in pasted output: `stopped (from the output)`."""


def was_run(check: CheckItem) -> bool:
    """Its result was read in pasted output, or is such. What the engineer told in words may be known in another way."""
    result = check.result or ""
    return check.status == "done" and (FROM_OUTPUT.search(result) is not None or shows_output(result))
