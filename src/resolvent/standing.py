"""What stays in memory to the end of the process."""

import gc


def leave_out_of_collections() -> None:
    """All that is there by now. A full collection that looks at it stops every answer for 0.05 s and more."""
    gc.collect()
    gc.freeze()
