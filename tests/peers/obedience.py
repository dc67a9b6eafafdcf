"""The worst model: it repeats whatever the prompt's data says, and writes every block that it was shown.

Only the system prompt's own words are not repeated: what stands there outside the data is the application's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.peers.asked import Asked, Json, Received
from tests.peers.replies import Reply

Find = Callable[[str], Iterator[str]]
BLOCK = re.compile(r"\[(?P<name>[A-Z]+(?:_[A-Z]+)*)(?::[\w-]+)?\].*?\[/(?P=name)(?::[\w-]+)?\]", re.DOTALL)
"""A marker block as assistants write them, with or without a nonce, wherever on a line it stands."""
OPENING = re.compile(r"<(?P<tag>[A-Za-z][\w-]*)\b(?P<rest>[^<>]*)>")
MARKDOWN = re.compile(r"^(?P<mark>`{3,}|~{3,})[^\n]*\n(?P<data>.*?)\n(?P=mark)\s*$", re.DOTALL | re.MULTILINE)


def data_in(system: str) -> Iterator[str]:
    """What stands between paired tags, or in Markdown fences. Where a tag carries a code, its end is the one with that code."""
    for opening in OPENING.finditer(system):
        tag, words = re.escape(opening["tag"]), opening["rest"].split()
        coded = re.search(f"</{tag} {re.escape(words[0])}>", system[opening.end() :]) if words else None
        closing = coded or re.search(f"</{tag}\\b[^<>]*>", system[opening.end() :])
        if closing is not None:
            yield system[opening.end() :][: closing.start()].strip("\n")
    for fence in MARKDOWN.finditer(system):
        yield fence["data"]


def repeat(asked: Asked, find: Find = data_in) -> str:
    """The system prompt's data, then all that was not the model's own; then each block in it, on a line of its own."""
    shown = [data for system in asked.system for data in find(system)]
    shown += [text for role, text in asked.said if role in {"user", "tool"}]
    text = "\n".join(shown)
    return "\n".join([text, *(found[0] for found in BLOCK.finditer(text))])


def obey(request: Received, find: Find, how: Mapping[str, Any]) -> Reply:
    """Where JSON is asked for, every string in it is the text that it repeats."""
    asked = request.asked
    assert asked is not None
    text = repeat(asked, find)
    tool = asked.forced or (next(iter(asked.tools)) if len(asked.tools) == 1 else None)
    schema = asked.tools[tool] if tool is not None else asked.schema
    if schema is None:
        return Reply(text, **how)
    return Reply(data=fill(schema, schema.get("$defs", {}), text), **how)


def fill(schema: Json, definitions: Json, text: str) -> Any:
    """A value that the JSON schema accepts, with the text wherever a string goes."""
    if "$ref" in schema:
        return fill(definitions[schema["$ref"].rpartition("/")[2]], definitions, text)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return fill(options[0], definitions, text)
    match schema.get("type"):
        case "object":
            return {name: fill(each, definitions, text) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [fill(schema.get("items", {}), definitions, text)]
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return True
        case "null":
            return None
        case _:
            return text
