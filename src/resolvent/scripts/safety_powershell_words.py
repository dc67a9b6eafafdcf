"""PowerShell's words: quotes and backticks taken off, parameters told from arguments, splatted tables laid open."""

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from resolvent.scripts.safety_model import Word
from resolvent.scripts.safety_names import DASHES, PARAMETER_ALIASES, POWERSHELL_ALIASES, SWITCHES, VALUED, find_name
from resolvent.scripts.safety_tree import LIMIT, Reader, descend, near, sort_program_words
from resolvent.scripts.syntax import Language

MOST_WORDS = 1000
ESCAPE = re.compile(r"`(.)", re.DOTALL)
VARIABLE = re.compile(r"\$\{?((?:\w+:)?\w+|[_?^$])\}?")
AUTOMATIC = frozenset(["$true", "$false", "$null"])
TEXTS = {
    "verbatim_string_characters": (1, 1),
    "expandable_string_literal": (1, 1),
    "verbatim_here_string_characters": (2, 2),
    "expandable_here_string_literal": (2, 2),
}
"""Strings, and how many characters their quotes take at each end."""


class PowerShellWords(Reader):
    language = Language.POWERSHELL

    def name_variable(self, text: str) -> str:
        return text.lower().removeprefix("script:").removeprefix("global:").removeprefix("local:")

    def read_word(self, node: Node) -> Word:
        inner = descend(node)
        text = self.text(inner)
        line = self.line(inner)
        if inner.type.startswith("verbatim"):
            cut = TEXTS[inner.type]
            return Word(text[cut[0] : -cut[1]].strip("\r\n").replace("''", "'"), line)
        if inner.type in TEXTS:
            cut = TEXTS[inner.type]
            text = ESCAPE.sub(r"\1", text[cut[0] : -cut[1]].strip("\r\n"))
        elif inner.type == "generic_token":
            text = ESCAPE.sub(r"\1", text)
        names, inside, computed = self.look_into(inner)
        computed = computed or inner.type not in {*TEXTS, "generic_token", "variable", "integer_literal"}
        return Word(text, line, not (names or inside or computed), names, inside=inside)

    def look_into(self, node: Node) -> tuple[tuple[str, ...], frozenset[str], bool]:
        names: list[str] = []
        inside: set[str] = set()
        computed = False
        for part in near(node):
            if part.type == "variable" and (text := self.text(part)).lower() not in AUTOMATIC:
                names.append(self.name_variable(text.strip("$@{}")))
            elif part.type in {"command_name", "member_name"}:
                inside.add(find_name(self.text(part).replace("`", ""), POWERSHELL_ALIASES))
            elif part.type == "sub_expression":
                computed = True
        if node.type == "generic_token":
            names += [self.name_variable(name) for name in VARIABLE.findall(self.text(node))]
        return tuple(dict.fromkeys(names)), frozenset(inside), computed

    def read_words(self, elements: Node) -> Iterator[tuple[Word, bool, bool]]:
        """Each with: is it a parameter; does it belong to the one before (a colon or a comma)."""
        joined = False
        for node in elements.children:
            match node.type:
                case "command_argument_sep":
                    joined = ":" in self.text(node) or joined
                case "command_parameter":
                    yield Word(self.text(node), self.line(node)), True, False
                    joined = False
                case "generic_token":
                    yield from self.read_token(node, joined=joined)
                    joined = self.text(node).endswith(",")
                case "redirection":
                    joined = False
                case "stop_parsing":
                    for part in self.text(node).split()[1:]:
                        yield Word(part, self.line(node)), False, False
                case _:
                    items = [child for child in node.children if child.type == "unary_expression"]
                    if node.type != "array_literal_expression" or len(items) < 2:
                        items = [node]
                    for item in items[:LIMIT]:
                        yield self.read_word(item), False, joined
                        joined = True
                    joined = False

    def read_token(self, node: Node, *, joined: bool) -> Iterator[tuple[Word, bool, bool]]:
        """`–Force` with any dash is a parameter; `A,B` is two words; `A, B` is parsed as `A ,B`: `B` begins with the blank."""
        text = self.text(node)
        if text[:1] in DASHES and text[1:2].isalpha():
            yield Word("-" + text[1:], self.line(node)), True, False
        elif not text.startswith((">", "2>", "*>")):
            joined = joined or text.startswith((",", " ", "\t"))
            word = self.read_word(node)
            for part in [part for part in word.text.strip().split(",") if part] or [""]:
                yield Word(part, word.line, word.literal, word.variables), False, joined
                joined = True

    def sort_words(
        self, elements: Node | None, name: str
    ) -> tuple[list[Word], dict[str, tuple[Word, ...]], list[Word]]:
        """All words; parameters with their values; the rest."""
        read = list(islice(self.read_words(elements), MOST_WORDS)) if elements else []
        words = [word for word, _, _ in read]
        if "-" not in name and name:
            given, arguments = sort_program_words(words, slashes=True)
            return words, given, list(arguments)
        options: dict[str, tuple[Word, ...]] = {}
        rest: list[Word] = []
        current = ""
        takes_value = False
        for word, is_parameter, joined in read:
            if is_parameter:
                current = word.lower.lstrip("-").rstrip(":")
                current = PARAMETER_ALIASES.get(current, current)
                options.setdefault(current, ())
                takes_value = current in VALUED or not any(switch.startswith(current) for switch in SWITCHES)
            elif current and (joined or (takes_value and not options[current])):
                options[current] += (word,)
            else:
                current = ""
                rest.append(word)
        self.add_splats(options, words)
        return words, options, rest

    def add_splats(self, options: dict[str, tuple[Word, ...]], words: list[Word]) -> None:
        for word in words:
            if word.text.startswith("@") and word.variables:
                options.update(self.splats.get(word.variables[0], {}))
