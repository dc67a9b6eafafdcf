"""`check.py lint` and `check.py test`: what must hold, as named steps. One failure doesn't hide the others."""

import sys
from collections.abc import Sequence
from pathlib import Path

from steps import ROOT, run_step

BIN = ROOT / ".venv/bin"
PYTHON_CODE = ("src", "tests", "tools", "hatch_build.py")

Step = tuple[str, Sequence[str | Path], bool]
"""Name, command, and whether its output is for the reader."""

LINT: list[Step] = [
    ("ruff check", [BIN / "ruff", "check", "--quiet", *PYTHON_CODE], False),
    ("ruff format", [BIN / "ruff", "format", "--check", "--quiet", *PYTHON_CODE], False),
    ("mypy", [BIN / "mypy"], False),
    ("import-linter", [BIN / "lint-imports"], False),
    ("tsc", [BIN / "python", ROOT / "tools/web.py", "run", "typecheck"], False),
    ("eslint", [BIN / "python", ROOT / "tools/web.py", "run", "lint"], False),
]
TEST: list[Step] = [
    ("vitest", [BIN / "python", ROOT / "tools/web.py", "run", "test"], False),
    ("pytest", [BIN / "pytest", "-q", "-n", "2", "--dist", "loadfile"], True),
]


def main() -> None:
    steps = {"lint": LINT, "test": LINT + TEST}.get(" ".join(sys.argv[1:]))
    if steps is None:
        sys.exit(__doc__)
    failed = [name for name, command, show in steps if not run_step(name, command, show=show)]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
