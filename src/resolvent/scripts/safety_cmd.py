"""cmd's commands. The grammar gives the structure; words are split as cmd splits them."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from resolvent.scripts.safety_model import Command, Scope, Word
from resolvent.scripts.safety_names import CMD_ALIASES, find_name
from resolvent.scripts.safety_tree import Reader, near, sort_program_words
from resolvent.scripts.syntax import Language

VARIABLE = re.compile(r"%%~?\w*|%~?\w*\d|%([^%\s]+)%|!([^!\s]+)!")
TOKEN = re.compile(r'(?:"[^"]*"?|\^.|[^\s,;"^])+', re.DOTALL)
CARET = re.compile(r"\^(.)", re.DOTALL)
STOPS = frozenset(["exit", "goto"])
GLUED = frozenset(["del", "rd", "format", "shutdown"])
"""Commands behind which an option may follow without a blank: `del/s`."""
STATEMENTS = frozenset(
    [
        "cmd",
        "parenthesized",
        "pipe_stmt",
        "command_sep",
        "cond_exec",
        "redirect_stmt",
        "else_clause",
        "if_stmt",
        "for_stmt",
    ]
)


class CmdReader(Reader):
    language = Language.CMD

    def split_words(self, text: str, line: int) -> list[Word]:
        return [self.make_word(match.group(), line) for match in TOKEN.finditer(text)]

    def make_word(self, token: str, line: int) -> Word:
        found = list(VARIABLE.finditer(token))
        names = tuple((m[1] or m[2] or m[0]).split(":")[0].lower() for m in found)
        bare = '"' not in token
        text = CARET.sub(r"\1", token).replace('"', "")
        return Word(text, line, not names, names, bool(names) and bare)

    def visit(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        match node.type:
            case "cmd":
                self.add_command(node, scope)
                return
            case "pipe_stmt" | "redirect_stmt":
                yield from self.visit_pipeline(node, scope)
                return
            case "if_stmt" | "cond_exec":
                yield from self.visit_condition(node, scope)
                return
            case "for_stmt":
                scope = self.enter_for(node, scope)
            case "variable_assignment":
                self.note_assignment(node, scope)
            case "call_stmt":
                self.add_call(node, scope)
            case "goto_stmt" | "exit_stmt":
                self.note_stop(node, scope)
        for child in node.children:
            if child.type in {"goto_stmt", "exit_stmt"}:
                self.note_stop(child, scope)
            elif child.type == "call_stmt" and not child.children:
                self.add_call(child, scope)
            yield child, scope

    def visit_pipeline(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        before: tuple[Command, ...] = ()
        targets = [self.make_word(self.text(p), self.line(p)) for p in near(node) if p.type == "redirect_target"]
        for child in node.children:
            if child.type == "cmd":
                before = (*before, self.add_command(child, scope, before, tuple(targets)))[-8:]
            else:
                if child.type == "parenthesized":
                    inner = next((part for part in near(child) if part.type == "cmd"), None)
                    before += (self.read_command(self.text(inner), inner, scope),) if inner is not None else ()
                yield child, scope

    def visit_condition(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        head = [child for child in node.children if child.type not in STATEMENTS]
        if node.type == "cond_exec":
            head = []
        names = {name for child in head for name in self.make_word(self.text(child), 1).variables}
        names |= {self.text(child).lower() for child in head if child.type == "argument_value"}
        inner = Scope(scope, frozenset(names)) if names else scope
        for child in node.children:
            if child.type in {"goto_stmt", "exit_stmt"}:
                self.note_stop(child, inner)
            yield child, inner if child.type not in {"string", "argument_value"} else scope

    def enter_for(self, node: Node, scope: Scope) -> Scope:
        name = next((self.text(child) for child in node.children if child.type == "for_variable"), "")
        listed = next((child for child in node.children if child.type == "for_set"), None)
        text = self.text(listed) if listed is not None else ""
        options = next((self.text(child).lower() for child in node.children if child.type == "for_options"), "")
        self.values.never_empty.add(name.lower())
        numbers = options.startswith("/l")
        self.values.add(name.lower(), None if options else tuple(word.text for word in self.split_words(text, 1)))
        if options.startswith("/f") and text.strip("`' ") != text.strip():
            self.inner.append((text.strip("`' "), self.line(node)))
        return Scope(scope, repeated=not numbers)

    def note_assignment(self, node: Node, scope: Scope) -> None:
        name = next((self.text(c).lower() for c in node.children if c.type == "variable_name"), "")
        literal = next((c for c in near(node) if c.type in {"assignment_value", "quoted_assignment_value"}), None)
        asked = any(
            b"/p" in (c.text or b"")[:4].lower() or b"/a" in (c.text or b"")[:4].lower() for c in node.children[:3]
        )
        self.values.add(name, (self.text(literal),) if literal is not None and not asked else None)
        if literal is not None and not asked:
            self.add_assignment(node, name, self.make_word(self.text(literal), self.line(node)), scope)

    def add_call(self, node: Node, scope: Scope) -> None:
        """`call program …`; a label is part of this script."""
        rest = self.text(node).strip()[4:].strip()
        if rest and not rest.startswith(":"):
            self.commands.append(self.read_command(rest, node, scope))

    def add_command(
        self, node: Node, scope: Scope, before: tuple[Command, ...] = (), redirects: tuple[Word, ...] = ()
    ) -> Command:
        command = self.read_command(self.text(node), node, scope, before, redirects)
        if command.name in STOPS:
            self.note_stop(node, scope)
        self.commands.append(command)
        return command

    def read_command(
        self, text: str, node: Node, scope: Scope, before: tuple[Command, ...] = (), redirects: tuple[Word, ...] = ()
    ) -> Command:
        first, *rest = self.split_words(text.lstrip("@( "), self.line(node)) or [Word("", self.line(node))]
        named, _, glued = first.text.partition("/")
        if glued and find_name(named, CMD_ALIASES) in GLUED:
            rest = [Word("/" + glued, first.line), *rest]
            first = Word(named, first.line)
        options, arguments = sort_program_words(rest, slashes=True)
        return Command(
            self.language, find_name(first.text, CMD_ALIASES), tuple(rest), options, arguments, self.line(node),
            self.text(node), scope, before, (), redirects, None if first.literal else first, self.values, node.start_byte,
        )  # fmt: skip
