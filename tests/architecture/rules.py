"""The rules as pure functions over one parsed file: each gives the lines that break it."""

import ast
from collections.abc import Iterator

SELECTORS = {"select", "update", "delete", "insert", "get", "get_one", "query"}
ASSERTING = ("assert_", "check_", "expect_", "verify_")
ASSERTING_CALLS = {"raises", "warns", "fail", "to_be_visible", "to_be_focused", "to_contain_text", "to_have_url"}
"""The latter are the browser's, behind `expect(…)`: a bare `expect` asserts nothing."""
LONGEST_SLEEP = 0.2


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names, else what can be told of its end."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def commits(tree: ast.AST) -> list[int]:
    return [call.lineno for call, name in calls(tree) if name.endswith(".commit")]


def environment_reads(tree: ast.AST) -> list[int]:
    read = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.environb", "os.getenv"}
    ]
    imported = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "os"
        and {"environ", "getenv"} & {a.name for a in node.names}
    ]
    return read + imported


def imports_of(tree: ast.AST, package: str) -> list[int]:
    found = []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        if any(name == package or name.startswith(f"{package}.") for name in names):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            found.append(node.lineno)
    return found


def selections_of(tree: ast.AST, model: str) -> list[int]:
    """Statements on this model's rows: select(Model), select(Model.column), db.get(Model, …), update(Model)…"""
    return [
        call.lineno
        for call, name in calls(tree)
        if name.rpartition(".")[2] in SELECTORS
        and any(dotted(argument).partition(".")[0] == model for argument in call.args)
    ]


def misnamed_handles(tree: ast.AST) -> list[int]:
    """`session` is always the troubleshooting session; a database handle is `db`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, annotation = node.target.id, node.annotation
        else:
            continue
        if dotted(annotation).rpartition(".")[2] in {"AsyncSession", "Db"} and name != "db":
            found.append(node.lineno)
    return found


def tests_of(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def asserts(node: ast.AST) -> bool:
    """An assert, a pytest.raises, or a call of a helper whose name says that it checks."""
    if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
        return True
    names = [name.rpartition(".")[2].lstrip("_") for _, name in calls(node)]
    return any(name in ASSERTING_CALLS or name.startswith(ASSERTING) for name in names)


def tests_without_assertion(tree: ast.Module) -> list[int]:
    """A test counts as asserting when a function of its own file that it calls does."""
    helpers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("test_")
        and asserts(node)
    }
    return [
        test.lineno
        for test in tests_of(tree)
        if not asserts(test) and not any(name.rpartition(".")[2] in helpers for _, name in calls(test))
    ]


def long_sleeps(tree: ast.AST) -> list[int]:
    """A sleep that stands for a condition. Short ones inside a polling loop are allowed."""
    return [
        call.lineno
        for call, name in calls(tree)
        if name.rpartition(".")[2] == "sleep"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, int | float)
        and call.args[0].value >= LONGEST_SLEEP
    ]


def patched_own_code(tree: ast.AST) -> list[int]:
    """`mock.patch("resolvent.…")`, monkeypatch.setattr("resolvent.…", …)."""
    return [
        call.lineno
        for call, name in calls(tree)
        if name.rpartition(".")[2] in {"patch", "setattr"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and str(call.args[0].value).startswith("resolvent.")
    ]
