"""The conditions language: comparisons, contains, like, in, not, AND, OR, parentheses, references by `/`."""

import re
from collections.abc import Callable, Collection
from typing import Any

from tests.emulators.connectwise.exchange import Refusal, Row, refusal, unknown_name

Test = Callable[[Row], bool]
TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\]|<=|>=|!=|[=<>(),]|[^\s=<>!(),"\[\]]+)')
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a is not None and a < b,
    "<=": lambda a, b: a is not None and a <= b,
    ">": lambda a, b: a is not None and a > b,
    ">=": lambda a, b: a is not None and a >= b,
    "contains": lambda a, b: str(b) in str(a or ""),
    "like": lambda a, b: (
        re.fullmatch(re.escape(str(b)).replace(r"\*", ".*").replace("%", ".*"), str(a or "")) is not None
    ),
}


def parse(text: str, names: Collection[str]) -> Test:
    """`names` are the first steps of the paths a row knows. Raises Refusal."""
    parser = _Parser(_tokens(text), names)
    test = parser.either()
    if parser.tokens:
        raise _malformed(parser.tokens[0])
    return test


def at_path(row: Row, path: str) -> Any:
    value: Any = row
    for step in path.split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _malformed(near: str) -> Refusal:
    return refusal(400, "ApiFindCondition", f"The condition is malformed near '{near}'.")


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise _malformed(text[at : at + 20])
        found.append(match[1])
        at = match.end()
    return found


def _value(token: str) -> Any:
    if token.startswith('"'):
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    if token.startswith("["):
        return token[1:-1]
    if token.lower() in {"true", "false", "null"}:
        return {"true": True, "false": False, "null": None}[token.lower()]
    try:
        return int(token)
    except ValueError:
        raise _malformed(token) from None


class _Parser:
    def __init__(self, tokens: list[str], names: Collection[str]) -> None:
        self.tokens, self._names = tokens, names

    def _next(self) -> str:
        if not self.tokens:
            raise _malformed("the end")
        return self.tokens.pop(0)

    def _takes(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def either(self) -> Test:
        tests = [self._all()]
        while self._takes("or"):
            tests.append(self._all())
        return lambda row: any(test(row) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._takes("and"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._takes("not"):
            inner = self._one()
            return lambda row: not inner(row)
        if self._takes("("):
            inner = self.either()
            if not self._takes(")"):
                raise _malformed("(")
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        path = self._next()
        if path.split("/")[0] not in self._names:
            raise unknown_name(path)
        negated = self._takes("not")
        word = self._next().lower()
        if word == "in":
            values = self._values()
            return lambda row: (at_path(row, path) in values) != negated
        if word not in COMPARISONS:
            raise _malformed(word)
        compare, value = COMPARISONS[word], _value(self._next())
        return lambda row: _safely(compare, at_path(row, path), value) != negated

    def _values(self) -> list[Any]:
        if not self._takes("("):
            raise _malformed("in")
        values = [_value(self._next())]
        while self._takes(","):
            values.append(_value(self._next()))
        if not self._takes(")"):
            raise _malformed("in")
        return values


def _safely(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    try:
        return compare(left, right)
    except TypeError:
        raise _malformed(str(right)) from None
