"""What of a failed run may be looked at a second time: pages in a browser, and no more than two."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "tools/second_look.py"
SPEC = importlib.util.spec_from_file_location("second_look", FILE)
assert SPEC is not None
assert SPEC.loader is not None
second_look = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(second_look)
PAGE, OTHER_PAGE = "tests/e2e/test_lane.py::test_one", "tests/e2e/test_note.py::test_two[wide]"


@pytest.mark.parametrize(
    ("failed", "may"),
    [
        ([], False),
        ([PAGE], True),
        ([PAGE, OTHER_PAGE], True),
        ([PAGE, OTHER_PAGE, "tests/e2e/test_map.py::test_three"], False),
        ([PAGE, "tests/chat/test_stream.py::test_stop"], False),
        (["tests/e2e/test_lane.py"], False),
    ],
)
def test_what_may_be_looked_at_again(failed: list[str], may: bool) -> None:
    assert second_look.may_look_again(failed) is may


def test_pytest_notes_what_failed(tmp_path: Path) -> None:
    """Where and how it does so is its own affair, so that a newer one may change it."""
    (tmp_path / "test_page.py").write_text("def test_fails(): assert False\ndef test_passes(): pass\n")
    assert second_look.read_failed(tmp_path) == []
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert second_look.read_failed(tmp_path) == ["test_page.py::test_fails"]
    second_look.forget_failed(tmp_path)
    assert second_look.read_failed(tmp_path) == []
