"""Written rules that the linters don't know. An exception is named here, with its reason."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).resolve().parents[2]
SOURCE, TESTS = ROOT / "src/resolvent", ROOT / "tests"
TOO_LONG, LONG = 500, 300

Rule = Callable[[ast.Module], list[int]]

IN_SOURCE: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "one transaction per request: commit() belongs to db.py, jobs, migrations and the write-back's recovery points": (
        rules.commits,
        ("db.py", "jobs", "migrations", "ticketing/writeback"),
    ),
    "only config.py reads the environment": (rules.environment_reads, ("config.py",)),
    "only the door knows the model library": (
        lambda tree: rules.imports_of(tree, "pydantic_ai"),
        ("ai/llm.py", "ai/sdks.py"),
    ),
    "only sessions/access.py loads and changes a session; lists.py lists an account's": (
        lambda tree: rules.selections_of(tree, "AISession"),
        ("sessions/access.py", "sessions/lists.py"),
    ),
    "a database handle is called db": (rules.misnamed_handles, ()),
    "tests are not shipped": (lambda tree: rules.imports_of(tree, "pytest") + rules.imports_of(tree, "tests"), ()),
}
VIRTUAL_TIME = ("emulators/test_virtual_time.py", "emulators/test_connectwise_virtual_time.py", "matrix/play.py")
"""Where an hour passes at once, a sleep says only when something happens."""
IN_TESTS: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "a test asserts something": (rules.tests_without_assertion, ()),
    "no sleep in place of a condition": (rules.long_sleeps, VIRTUAL_TIME),
    "our own code is not mocked: fakes ship beside protocols": (rules.patched_own_code, ()),
}
EXAMPLES: list[tuple[Rule, str, str]] = [
    (rules.commits, "await db.commit()", "after_commit(db, act)"),
    (rules.environment_reads, "import os\nx = os.environ.get('A')", "import os\nx = os.path"),
    (rules.environment_reads, "from os import getenv", "from os import path"),
    (IN_SOURCE["only the door knows the model library"][0], "from pydantic_ai.models import Model", "import pydantic"),
    (rules.misnamed_handles, "def f(session: AsyncSession): ...", "def f(db: AsyncSession, session: AISession): ..."),
    (
        rules.tests_without_assertion,
        "def test_a():\n    run()",
        "def test_a():\n    with pytest.raises(E):\n        run()",
    ),
    (rules.tests_without_assertion, "async def test_a(): check", "def holds():\n    assert 1\ndef test_a(): holds()"),
    (rules.long_sleeps, "time.sleep(1)", "while not done(): await asyncio.sleep(0.01)"),
    (rules.patched_own_code, "patch('resolvent.db.x')", "monkeypatch.setattr(os, 'x', 1)"),
]


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def violations(folder: Path, rule: Rule, exceptions: tuple[str, ...]) -> list[str]:
    found = []
    for path in python_files(folder):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(exceptions) if exceptions else True:
            found += [f"{path.relative_to(ROOT)}:{line}" for line in rule(ast.parse(path.read_text()))]
    return found


@pytest.mark.parametrize("rule", IN_SOURCE)
def test_source(rule: str) -> None:
    assert violations(SOURCE, *IN_SOURCE[rule]) == []


@pytest.mark.parametrize("rule", IN_TESTS)
def test_tests(rule: str) -> None:
    assert violations(TESTS, *IN_TESTS[rule]) == []


@pytest.mark.parametrize(("rule", "bad", "good"), EXAMPLES)
def test_each_rule_tells_bad_from_good(rule: Rule, bad: str, good: str) -> None:
    assert rule(ast.parse(bad))
    assert not rule(ast.parse(good))


@pytest.mark.parametrize(
    ("statement", "selects"),
    [
        ("select(AISession)", True),
        ("sa.select(AISession.id).where(x)", True),
        ("await db.get(AISession, key)", True),
        ("update(AISession).values(a=1)", True),
        ("AISession(title='x')", False),
        ("select(Fact).where(Fact.session_id == session.id)", False),
    ],
)
def test_what_counts_as_loading_a_session(statement: str, selects: bool) -> None:
    source = f"async def f(): {statement}"
    assert bool(rules.selections_of(ast.parse(source), "AISession")) is selects


def test_files_stay_readable(record_property: Callable[[str, object], None]) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in python_files(SOURCE) + python_files(TESTS) + python_files(ROOT / "tools")
    }
    record_property("files_over_300_lines", sorted(name for name, length in lengths.items() if length > LONG))
    assert lengths, "there are files to measure"
    assert {name: length for name, length in lengths.items() if length > TOO_LONG} == {}


def test_every_package_of_tests_is_one() -> None:
    folders = {path.parent for path in python_files(TESTS)}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []
