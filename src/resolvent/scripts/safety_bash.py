"""Bash's commands: words without quotes, pipelines, redirections, loops and tests."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from resolvent.scripts.safety_model import Command, Scope, Word
from resolvent.scripts.safety_names import BASH_ALIASES, find_name
from resolvent.scripts.safety_tree import Reader, near, sort_program_words
from resolvent.scripts.syntax import Language

ESCAPE = re.compile(r"\\(.)", re.DOTALL)
STRING_ESCAPE = re.compile(r'\\(["$`\\])')
EXPANSIONS = frozenset(["simple_expansion", "expansion"])
NUMBERS = frozenset("?#$!-_0")
"""Variables of the shell that hold one word."""
ARGUMENTS = EXPANSIONS | frozenset(
    [
        "word",
        "string",
        "raw_string",
        "ansi_c_string",
        "number",
        "concatenation",
        "command_substitution",
        "process_substitution",
        "arithmetic_expansion",
        "brace_expression",
        "translated_string",
    ]
)
STOPS = frozenset(["exit", "return", "break", "continue"])
LOOPS = frozenset(["while_statement", "c_style_for_statement", "until_statement"])


class BashReader(Reader):
    language = Language.BASH

    def read_word(self, node: Node) -> Word:
        names: list[str] = []
        inside: set[str] = set()
        unquoted = refused = False
        for part in near(node):
            if part.type in EXPANSIONS:
                name = self.name_expansion(part)
                names.append(name)
                sign = self.text(part)
                refused = refused or ":?" in sign
                whole = not sign.startswith("${#") and name not in NUMBERS
                unquoted = unquoted or (whole and ":-" not in sign and self.stands_bare(node, part))
            elif part.type == "command_name":
                inside.add(find_name(self.text(part), BASH_ALIASES))
        literal = not (names or inside or node.type in {"command_substitution", "process_substitution"})
        return Word(self.join_text(node), self.line(node), literal, tuple(names), unquoted, refused, frozenset(inside))

    def stands_bare(self, word: Node, expansion: Node) -> bool:
        parts = word.children if word.type == "concatenation" else [word]
        return any(part.start_byte == expansion.start_byte for part in parts if part.type in EXPANSIONS)

    def name_expansion(self, node: Node) -> str:
        named = next((c for c in near(node) if c.type in {"variable_name", "special_variable_name"}), None)
        return self.text(named) if named is not None else self.text(node).strip("${}")

    def join_text(self, node: Node) -> str:
        text = self.text(node)
        match node.type:
            case "concatenation":
                return "".join(self.join_text(child) for child in node.children[:50])
            case "word":
                return ESCAPE.sub(r"\1", text)
            case "raw_string":
                return text[1:-1]
            case "ansi_c_string":
                return text[2:-1]
            case "string":
                return STRING_ESCAPE.sub(r"\1", text[1:-1])
        return text

    def visit(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        match node.type:
            case "command":
                self.add_command(node, scope)
            case "pipeline":
                yield from self.visit_pipeline(node, scope)
                return
            case "redirected_statement":
                yield from self.visit_redirected(node, scope)
                return
            case "if_statement" | "elif_clause" | "case_statement" | "list":
                yield from self.visit_condition(node, scope)
                return
            case "for_statement":
                scope = self.enter_for(node, scope)
            case "variable_assignment":
                self.note_assignment(node, scope)
            case "function_definition":
                self.check_function(node, scope)
            case _ if node.type in LOOPS:
                scope = Scope(scope, repeated=True)
        for child in node.children:
            yield child, scope

    def visit_pipeline(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        before: tuple[Command, ...] = ()
        for child in node.children:
            inner = descend_to_command(child)
            if inner is None:
                yield child, Scope(scope, sources=before, repeated=child.type in LOOPS) if before else scope
                continue
            before = (*before, self.add_command(inner, scope, before, child))[-8:]
            for part in child.children if child is not inner else ():
                if part is not inner and part.start_byte != inner.start_byte:
                    yield part, scope
            for part in inner.children:
                yield part, scope

    def visit_redirected(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        inner = descend_to_command(node)
        if inner is not None:
            made = self.add_command(inner, scope, (), node)
        elif node.children and node.children[0].type not in {"file_redirect", "heredoc_redirect"}:
            made = None
            yield node.children[0], scope
        else:
            made = self.add_bare_redirect(node, scope)
        for child in inner.children if inner is not None else ():
            yield child, scope
        for child in node.children[1:]:
            for part in child.children if child.type == "heredoc_redirect" else ():
                if part.type == "pipeline" and made is not None:
                    for stage in (descend_to_command(stage) for stage in part.children):
                        if stage is not None:
                            self.add_command(stage, scope, (made,))
                elif part.type == "heredoc_body":
                    yield part, scope
            if child.type == "file_redirect":
                yield child, scope

    def add_bare_redirect(self, node: Node, scope: Scope) -> Command:
        """`> file` alone."""
        command = Command(
            self.language, ":", (), {}, (), self.line(node), self.text(node), scope, redirects=self.read_redirects(node),
            values=self.values, start=node.start_byte,
        )  # fmt: skip
        self.commands.append(command)
        return command

    def visit_condition(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        """What stands before `then`, `&&` or `||` is a check of the variables in it."""
        body_at = next((at for at, c in enumerate(node.children) if c.type in {"then", "in", "&&", "||"}), 0)
        names = {
            self.name_expansion(part)
            for child in node.children[:body_at]
            for part in near(child)
            if part.type in EXPANSIONS and self.is_test(child)
        }
        inner = Scope(scope, frozenset(names)) if names else scope
        for at, child in enumerate(node.children):
            yield child, inner if at > body_at else scope

    def is_test(self, node: Node) -> bool:
        """A condition that looks at a variable, not a command that only uses it."""
        return any(
            part.type in {"test_command", "case_statement", "simple_expansion", "string"}
            or (part.type == "command_name" and self.text(part) in {"test", "["})
            for part in near(node)
        )

    def enter_for(self, node: Node, scope: Scope) -> Scope:
        name = next((self.text(child) for child in node.children if child.type == "variable_name"), "")
        words = [self.read_word(child) for child in node.children if child.type in ARGUMENTS]
        self.values.never_empty.add(name)
        self.values.add(name, tuple(w.text for w in words) if all(not w.inside for w in words) and words else None)
        return Scope(scope, repeated=True)

    def note_assignment(self, node: Node, scope: Scope) -> None:
        name = self.text(node.children[0])
        value = node.children[-1]
        operator = self.text(node.children[1]) if len(node.children) > 1 else "="
        if operator != "=" or len(node.children) < 3:
            self.values.add(name, None if operator != "=" else ("",))
            return
        word = self.read_word(value)
        self.add_assignment(node, name, word, scope)
        if word.literal or (word.variables and not word.inside):
            refused = any(part.text and b":?" in part.text for part in near(value) if part.type == "expansion")
            self.values.add(name, (word.text,))
            if refused:
                self.values.never_empty.add(name)
        else:
            self.values.add(name, ("$TMPDIR/made-by-mktemp",) if word.inside == {"mktemp"} else None)

    def check_function(self, node: Node, scope: Scope) -> None:
        """`:(){ :|:& };:`: a function that starts itself twice."""
        name = self.text(node.children[1 if node.children[0].type == "function" else 0])
        for part in near(node):
            if part.type == "pipeline":
                named = [self.text(inner) for inner in near(part) if inner.type == "command_name"]
                if named.count(name) > 1:
                    self.commands.append(
                        Command(self.language, "(fork-bomb)", (), {}, (), self.line(node), self.text(node), scope)
                    )
                    return

    def read_redirects(self, node: Node) -> tuple[Word, ...]:
        writes = [
            c for c in node.children if c.type == "file_redirect" and any(p.type.startswith(">") for p in c.children)
        ]
        return tuple(self.read_word(redirect.children[-1]) for redirect in writes)

    def read_fed(self, node: Node) -> tuple[Word, ...]:
        parts = [part for child in node.children if "here" in child.type for part in [child, *child.children]]
        bodies = [part for part in parts if part.type == "heredoc_body"]
        strings = [self.read_word(part.children[-1]) for part in parts if part.type == "herestring_redirect"]
        return (
            *(Word(self.source[b.start_byte : b.end_byte].decode(errors="replace"), self.line(b)) for b in bodies),
            *strings,
        )

    def add_command(
        self, node: Node, scope: Scope, before: tuple[Command, ...] = (), holder: Node | None = None
    ) -> Command:
        named = next((child for child in node.children if child.type == "command_name"), None)
        name_word = (
            self.read_word(named.children[0]) if named is not None and named.children else Word("", self.line(node))
        )
        words = tuple(self.read_word(child) for child in node.children[:400] if child.type in ARGUMENTS)
        options, arguments = sort_program_words(words, slashes=False)
        name = find_name(name_word.text, BASH_ALIASES)
        if not name_word.literal:
            known = self.values.known.get(name_word.variables[0]) if name_word.variables else None
            name = find_name(known[0], BASH_ALIASES) if known and len(known) == 1 and " " not in known[0] else ""
        redirects, fed = self.read_redirects(node), self.read_fed(node)
        if holder is not None:
            redirects, fed = redirects + self.read_redirects(holder), fed + self.read_fed(holder)
        command = Command(
            self.language, name, words, options, arguments, self.line(node), self.text(node), scope, before, fed, redirects,
            None if name_word.literal else name_word, self.values, node.start_byte,
        )  # fmt: skip
        if name in STOPS:
            self.note_stop(node, scope)
        self.commands.append(command)
        return command


def descend_to_command(node: Node) -> Node | None:
    """The command of a stage of a pipeline, through its redirections and a `!`."""
    while node.type in {"redirected_statement", "negated_command"} and node.children:
        node = node.children[0 if node.type == "redirected_statement" else -1]
    return node if node.type == "command" else None
