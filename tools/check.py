"""`check.py lint` and `check.py test`: what must hold, as named steps. One failure doesn't hide the others."""

import os
import sys

from second_look import forget_failed, may_look_again, read_failed
from steps import ROOT, TESTS_AT_ONCE, Command, run_steps, say, show_step

BIN = ROOT / ".venv/bin"
WEB = (BIN / "python", ROOT / "tools/web.py", "run")
PYTHON_CODE = ("src", "tests", "tools", "bench", "hatch_build.py")

# The slowest first: they run two at a time.
LINT: list[tuple[str, Command]] = [
    ("eslint", [*WEB, "lint"]),
    ("mypy", [BIN / "mypy"]),
    ("tsc", [*WEB, "typecheck"]),
    ("api types", [*WEB, "schema:check"]),
    ("ruff check", [BIN / "ruff", "check", "--quiet", *PYTHON_CODE]),
    ("ruff format", [BIN / "ruff", "format", "--check", "--quiet", *PYTHON_CODE]),
    ("import-linter", [BIN / "lint-imports", "--no-cache"]),
]
VITEST: list[tuple[str, Command]] = [("vitest", [*WEB, "test"])]
PYTEST: Command = [BIN / "pytest", "-q", *TESTS_AT_ONCE]


def main() -> None:
    if sys.argv[1:] not in (["lint"], ["test"]):
        sys.exit(__doc__)
    failed = run_steps(LINT)
    if sys.argv[1] == "test":
        failed += run_steps(VITEST)
        if not run_tests():
            failed.append("pytest")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


def run_tests() -> bool:
    forget_failed(ROOT)
    if show_step("pytest", PYTEST):
        return True
    late = read_failed(ROOT)
    if os.environ.get("RESOLVENT_CI") != "1" or not may_look_again(late):
        return False
    passed = show_step("pytest, once more and alone", [BIN / "pytest", "-q", *late])
    if passed:
        say(f"NOT STEADY, passed the second time: {', '.join(late)}\n")
    return passed


if __name__ == "__main__":
    main()
