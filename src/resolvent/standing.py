"""What stays in memory to the end of the process."""

import gc
from typing import Final

RARELY: Final = 100
"""Collections of what lived a while, to one of all that lives; Python's own is 10. With a thousand streams open that one takes 0.1 s and
more, and finds next to nothing: what is not needed any more goes by its count of references."""


def leave_out_of_collections() -> None:
    """All that is there by now. A full collection that looks at it stops every answer for 0.05 s and more."""
    gc.collect()
    gc.freeze()
    young, older, _ = gc.get_threshold()
    gc.set_threshold(young, older, RARELY)
