"""What long work says of itself."""

import io
import re
import threading

import pytest

from resolvent.progress import tell_step


class Heard(io.StringIO):
    """Knows when something was said."""

    def __init__(self) -> None:
        super().__init__()
        self.said = threading.Event()

    def flush(self) -> None:
        self.said.set()


def test_short_work_says_nothing() -> None:
    out = io.StringIO()
    with tell_step("Starting", after=60, out=out):
        pass
    assert out.getvalue() == ""


def test_long_work_says_its_name_while_it_runs_and_then_its_time() -> None:
    out = Heard()
    with tell_step("Starting", after=0, out=out):
        assert out.said.wait(10)
        assert out.getvalue() == "Starting …\n"
    assert re.fullmatch(r"Starting …\nStarting: \d+\.\d s\n", out.getvalue())


def fail_late(out: Heard) -> None:
    with tell_step("Starting", after=0, out=out):
        assert out.said.wait(10)
        raise ValueError("no")


def test_work_that_fails_is_not_called_done() -> None:
    out = Heard()
    with pytest.raises(ValueError, match="no"):
        fail_late(out)
    assert out.getvalue() == "Starting …\n"
