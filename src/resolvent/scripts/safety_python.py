"""Python's calls as commands: names through imports, arguments, keywords; programs started with a list of words."""

import ast
from collections.abc import Iterator

from tree_sitter import Node

from resolvent.scripts.safety_model import Command, Scope, Word
from resolvent.scripts.safety_tree import Reader, make_program, near
from resolvent.scripts.syntax import Language

SHELLS = frozenset(["os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"])
STARTERS = frozenset(f"subprocess.{verb}" for verb in ("run", "call", "check_call", "check_output", "Popen"))
LOOPS = frozenset(
    ["for_statement", "while_statement", "list_comprehension", "set_comprehension", "generator_expression"]
)


class PythonReader(Reader):
    language = Language.PYTHON

    def visit(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        match node.type:
            case "import_statement" | "import_from_statement":
                self.note_import(node)
            case "call":
                self.add_call(node, scope)
            case "assignment":
                self.note_assignment(node, scope)
            case "if_statement" | "elif_clause":
                condition = node.child_by_field_name("condition")
                names = {self.text(p) for p in near(condition) if p.type == "identifier"} if condition else set()
                scope = Scope(scope, frozenset(names))
            case "raise_statement" | "return_statement":
                self.note_stop(node, scope)
            case _ if node.type in LOOPS:
                scope = Scope(scope, repeated=True)
        for child in node.children:
            yield child, scope

    def note_import(self, node: Node) -> None:
        module = node.child_by_field_name("module_name")
        prefix = f"{self.text(module)}." if module is not None else ""
        for child in node.children:
            if child == module:
                continue
            if child.type == "aliased_import":
                self.imported[self.text(child.children[-1])] = prefix + self.text(child.children[0])
            elif child.type == "dotted_name" and prefix:
                self.imported[self.text(child)] = prefix + self.text(child)

    def name_call(self, node: Node) -> str:
        first, dot, rest = self.text(node).partition(".")
        return self.imported.get(first, first) + dot + rest

    def read_word(self, node: Node) -> Word:
        text = self.text(node)
        names = tuple(self.text(part) for part in near(node) if part.type == "identifier")
        calls = (part.child_by_field_name("function") for part in near(node) if part.type == "call")
        inside = frozenset(self.name_call(called) for called in calls if called is not None)
        if node.type == "string" and not names:
            text = self.source[node.start_byte : node.end_byte].decode(errors="replace")
            return Word(read_literal(text), self.line(node))
        known = self.values.known.get(text) if node.type == "identifier" else None
        if known and len(known) == 1:
            return Word(known[0], self.line(node))
        literal = node.type in {"true", "false", "none", "integer", "float"}
        return Word(text, self.line(node), literal, names, inside=inside)

    def note_assignment(self, node: Node, scope: Scope) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and left.type == "identifier" and right is not None:
            self.values.add(self.text(left), (self.read_word(right).text,) if right.type == "string" else None)
            self.add_assignment(node, self.text(left), self.read_word(right), scope)

    def add_call(self, node: Node, scope: Scope) -> None:
        called, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if called is None or listed is None:
            return
        name = self.name_call(called)
        words: list[Word] = []
        options: dict[str, tuple[Word, ...]] = {}
        for child in listed.children[:100]:
            value = child.child_by_field_name("value") if child.type == "keyword_argument" else None
            if value is not None:
                options[self.text(child.children[0])] = (self.read_word(value),)
            elif child.is_named and child.type not in {"comment", "keyword_argument"}:
                words.append(self.read_word(child))
        receiver = called.child_by_field_name("object")
        fed = (self.read_word(receiver),) if receiver is not None else ()
        command = Command(
            self.language, name, tuple(words), options, tuple(words), self.line(node), self.text(node), scope, (), fed,
            values=self.values, start=node.start_byte,
        )  # fmt: skip
        self.commands.append(command)
        first = next((child for child in listed.children if child.is_named), None)
        if name in STARTERS and first is not None and first.type in {"list", "tuple"}:
            program = tuple(self.read_word(child) for child in first.children[:100] if child.is_named)
            if (made := make_program(command, Language.BASH, program)) is not None:
                self.commands.append(made)


def read_literal(text: str) -> str:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    return value if isinstance(value, str) else text
