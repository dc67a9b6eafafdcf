"""PowerShell's commands: pipelines, loops, checks and assignments followed; methods read as commands."""

from collections.abc import Iterator

from tree_sitter import Node

from resolvent.scripts.safety_model import Command, Scope, Word
from resolvent.scripts.safety_names import POWERSHELL_ALIASES, find_name
from resolvent.scripts.safety_powershell_words import TEXTS, PowerShellWords
from resolvent.scripts.safety_tree import descend, near

LOOPS = frozenset(["while_statement", "do_statement", "for_statement"])
STOPPING = frozenset(["get-childitem", "get-item"])
"""Their output is what a path names."""


class PowerShellReader(PowerShellWords):
    def visit(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        match node.type:
            case "command":
                self.add_command(node, scope)
            case "pipeline_chain":
                yield from self.visit_pipeline(node, scope)
                return
            case "assignment_expression":
                self.note_assignment(node, scope)
            case "foreach_statement":
                yield from self.visit_foreach(node, scope)
                return
            case "if_statement" | "elseif_clause" | "switch_statement":
                yield from self.visit_if(node, scope)
                return
            case "flow_control_statement":
                self.note_stop(node, scope)
            case "script_parameter":
                self.note_parameter(node)
            case "invokation_expression":
                self.add_method(node, scope)
            case _ if node.type in LOOPS:
                scope = Scope(scope, repeated=True)
        for child in node.children:
            yield child, scope

    def visit_pipeline(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        before: tuple[Command, ...] = ()
        fed: tuple[Word, ...] = ()
        for child in node.children:
            if child.type == "|":
                continue
            if child.type != "command":
                fed = (self.read_word(child),)
                before += tuple(c for name in fed[0].variables for c in self.values.fed_by.get(name, ()))
                yield child, scope
                continue
            command = self.add_command(child, scope, before, fed)
            inner = self.enter_block(command, scope)
            before = (*before, command)[-8:]
            for part in child.children:
                yield part, inner

    def enter_block(self, command: Command, scope: Scope) -> Scope:
        """The scope of script blocks among its arguments."""
        if command.name == "foreach-object":
            several = len(command.fed) != 1 or not command.fed[0].literal
            return Scope(scope, sources=command.before, repeated=bool(command.before) or several)
        if command.name == "invoke-command":
            hosts = command.get("c|omputername", "se|ssion", "vm|name")
            many = len(hosts) > 1 or any(word.variables or word.inside for word in hosts)
            return Scope(scope, hosts=2 if many else len(hosts))
        return scope

    def visit_foreach(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        variable = next((child for child in node.children if child.type == "variable"), None)
        over = next((child for child in node.children if child.type == "pipeline"), None)
        inner = Scope(scope, repeated=True)
        if variable is not None and over is not None:
            name = self.name_variable(self.text(variable).strip("${}"))
            word = self.read_word(over)
            sources = (*self.read_sources(over, scope), *self.known_sources(word))
            self.values.never_empty.add(name)
            self.values.fed_by[name] = sources
            self.values.add(name, self.list_values(over) or self.values.known.get(word.text.lower().strip("$")))
            inner = Scope(scope, repeated=True, sources=sources)
        for child in node.children:
            yield child, inner if child.type == "statement_block" else scope

    def visit_if(self, node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
        condition = next((child for child in node.children if child.type in {"pipeline", "switch_condition"}), None)
        inner = scope
        if condition is not None:
            names, methods, _ = self.look_into(condition)
            inner = Scope(scope, frozenset(names), confirmed="shouldprocess" in methods)
        for child in node.children:
            yield child, inner if child.type in {"statement_block", "switch_body", "else_clause"} else scope

    def note_parameter(self, node: Node) -> None:
        variable = next((child for child in node.children if child.type == "variable"), None)
        if variable is None:
            return
        name = self.name_variable(self.text(variable).strip("${}"))
        attributes = self.text(node.children[0]).lower()
        if any(
            mark in attributes for mark in ("mandatory", "validatenotnullorempty", "validateset", "validatepattern")
        ):
            self.values.never_empty.add(name)
        self.values.add(name, None)

    def note_assignment(self, node: Node, scope: Scope) -> None:
        left, right = node.children[0], node.children[-1]
        names, _, _ = self.look_into(left)
        target = self.text(left).strip()
        name = self.name_variable(target.strip("${}"))
        self.check_property(node, target.lower(), scope)
        if not names or names[0] != name:
            return
        operator = self.text(node.children[1]) if len(node.children) > 2 else "="
        self.values.add(name, self.list_values(right) if operator == "=" else None)
        self.values.fed_by[name] = self.read_sources(right, scope)
        self.add_assignment(node, name, self.read_word(right), scope)
        hashed = descend(right)
        if hashed.type == "hash_literal_expression":
            self.splats[name] = dict(self.read_hash(hashed))

    def read_hash(self, node: Node) -> Iterator[tuple[str, tuple[Word, ...]]]:
        for entry in near(node):
            if entry.type == "hash_entry" and len(entry.children) >= 3:
                value = next((part for part in entry.children[2:] if part.is_named), entry.children[2])
                yield self.text(entry.children[0]).strip("'\" ").lower(), (self.read_word(value),)

    def read_sources(self, node: Node, scope: Scope) -> tuple[Command, ...]:
        """The commands of the pipeline that gives a value."""
        found = (part for part in near(node) if part.type == "command")
        return tuple(self.read_command(part, scope) for part, _ in zip(found, range(4), strict=False))

    def known_sources(self, word: Word) -> tuple[Command, ...]:
        return tuple(command for name in word.variables for command in self.values.fed_by.get(name, ()))

    def list_values(self, node: Node) -> tuple[str, ...] | None:
        """All literal values of an expression; None when it holds anything else."""
        inner = descend(node)
        if inner.type in TEXTS or inner.type in {"decimal_integer_literal", "variable"}:
            return (self.read_word(inner).text,)
        if inner.type == "command":
            return self.value_of_command(self.read_command(inner, Scope()))
        if inner.type in {"array_literal_expression", "statement_list", "array_expression"}:
            parts = [part for part in inner.children if part.is_named and part.type != "empty_statement"]
            found = [self.list_values(part) for part in parts[:12]]
            return None if None in found or len(parts) > 12 else tuple(v for values in found for v in values or ())
        if inner.type == "invokation_expression" and "gettemppath" in self.text(inner).lower():
            return ("$env:TEMP",)
        return None

    def value_of_command(self, command: Command) -> tuple[str, ...] | None:
        if command.name == "join-path":
            parts = [*command.get("p|ath"), *command.get("ch|ildpath"), *command.arguments]
            return ("\\".join(part.text for part in parts),)
        if command.name in STOPPING:
            paths = [*command.get("p|ath", "l|iteralpath"), *command.arguments]
            return tuple(f"{path.text}\\item" for path in paths) or None
        return None

    def read_command(
        self, node: Node, scope: Scope, before: tuple[Command, ...] = (), fed: tuple[Word, ...] = ()
    ) -> Command:
        named = node.child_by_field_name("command_name") or next(
            (child for child in node.children if child.type in {"command_name", "command_name_expr"}), None
        )
        name, dynamic = self.read_name(named) if named is not None else ("", None)
        elements = next((child for child in node.children if child.type == "command_elements"), None)
        words, options, rest = self.sort_words(elements, name)
        redirects = [part for part in near(node) if part.type == "redirected_file_name"] if elements else []
        return Command(
            self.language, name, tuple(words), options, tuple(rest), self.line(node), self.text(node), scope, before, fed,
            tuple(self.read_word(part) for part in redirects), dynamic, self.values, node.start_byte,
        )  # fmt: skip

    def read_name(self, node: Node) -> tuple[str, Word | None]:
        if node.type == "command_name":
            return find_name(self.text(node).replace("`", ""), POWERSHELL_ALIASES), None
        inner = node.children[0] if node.children else node
        if inner.type == "command_name":
            return self.read_name(inner)
        word = self.read_word(inner)
        known = self.values.known.get(word.text.lower().strip("${}"))
        text = word.text if word.literal else known[0] if known and len(known) == 1 else self.join_literals(inner)
        if text is None or inner.type == "script_block_expression":
            return "", word
        return find_name(text, POWERSHELL_ALIASES), None if word.literal else word

    def join_literals(self, node: Node) -> str | None:
        """`('i' + 'ex')`."""
        leaves = [part for part in near(node) if not part.children]
        if any(part.type not in {*TEXTS, "+", "(", ")"} for part in leaves):
            return None
        return "".join(self.read_word(part).text for part in leaves if part.type in TEXTS) or None

    def add_method(self, node: Node, scope: Scope) -> None:
        """`[IO.File]::Delete($x)` is the command `[io.file]::delete`, `$x.Delete()` is `.delete`."""
        member = next((child for child in node.children if child.type == "member_name"), None)
        first = node.children[0]
        if member is None:
            return
        listed = next((child for child in node.children if child.type == "argument_list"), None)
        nodes = [part for part in near(listed) if part.type == "argument_expression"] if listed is not None else []
        words = tuple(self.read_word(descend(part)) for part in nodes)
        if not nodes and listed is not None:
            words = tuple(self.read_word(part) for part in near(listed) if part.type == "unary_expression")
        member_text = self.text(member).lower()
        owner = self.text(first).lower().replace("[system.", "[") if first.type == "type_literal" else ""
        name = f"{owner}::{member_text}" if owner else f".{member_text}"
        before = (self.read_command(part, scope) for part in near(first) if part.type == "command")
        receiver = () if owner else (self.read_word(first),)
        self.commands.append(
            Command(
                self.language,
                name,
                words,
                {},
                words,
                self.line(node),
                self.text(node),
                scope,
                tuple(before)[:4],
                receiver,
                values=self.values,
                start=node.start_byte,
            )
        )

    def check_property(self, node: Node, target: str, scope: Scope) -> None:
        """`[Net.ServicePointManager]::ServerCertificateValidationCallback = { $true }` is a command `…=`."""
        if "::" in target or target == "$whatifpreference":
            word = self.read_word(node.children[-1])
            name = target.replace("[system.", "[") + "="
            self.commands.append(
                Command(
                    self.language,
                    name,
                    (word,),
                    {},
                    (word,),
                    self.line(node),
                    self.text(node),
                    scope,
                    values=self.values,
                    start=node.start_byte,
                )
            )

    def add_command(
        self, node: Node, scope: Scope, before: tuple[Command, ...] = (), fed: tuple[Word, ...] = ()
    ) -> Command:
        command = self.read_command(node, scope, before, fed)
        self.commands.append(command)
        return command
