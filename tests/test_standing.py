"""What is there at the start is left out of collections, and full ones are rare."""

import subprocess
import sys

from resolvent.standing import RARELY

SHOWN = """
import gc
from resolvent.standing import leave_out_of_collections
gc.set_threshold(700, 10, 10)
leave_out_of_collections()
print(gc.get_freeze_count() > 1_000, *gc.get_threshold())
leave_out_of_collections()
print(gc.isenabled(), *gc.get_threshold())
"""


def test_full_collections_are_rare_and_leave_out_what_stays() -> None:
    shown = subprocess.run([sys.executable, "-c", SHOWN], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["True", "700", "10", str(RARELY), "True", "700", "10", str(RARELY)]
