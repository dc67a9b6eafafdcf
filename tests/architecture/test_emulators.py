"""An emulator is written from the vendor's contract: it knows nothing of our own code."""

import ast
from pathlib import Path

from tests.architecture import rules

EMULATORS = Path(__file__).resolve().parents[1] / "emulators"


def test_an_emulator_imports_nothing_of_ours() -> None:
    files = sorted(EMULATORS.rglob("*.py"))
    assert files
    assert [path.name for path in files if rules.imports_of(ast.parse(path.read_text()), "resolvent")] == []
