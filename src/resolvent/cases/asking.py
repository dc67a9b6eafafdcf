"""What an answer asks for: questions, commands and sentences that begin with a request. Pure."""

import re

FENCE = re.compile(
    r"(?<![`~])(?P<fence>`{3,}+|~{3,}+)[^\n`~]*+\n(?P<code>.*?)(?:\n[ \t]*+(?P=fence)|\Z)",
    re.DOTALL,
)
"""Nothing is given back once taken: a row of thousands of backticks would be tried in every way that it can be cut."""
CODE = re.compile(r"`[^`\n]+`")
REQUEST = re.compile(
    r"(?:[-*>\d.)\s]*)(?:please|run|check|try|open|paste|tell me|look|send|ask|verify|see|compare|test|find out|show|let me know)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.?!])[*_)\"”]*\s+")


def asked_part(text: str) -> str:
    """Questions, commands and requests of an answer, one a line; empty when it asks nothing."""
    parts = [found["code"] for found in FENCE.finditer(text)]
    for line in FENCE.sub("\n", text).splitlines():
        parts += CODE.findall(line) if asks(line) else []
        parts += [sentence for sentence in SENTENCE_END.split(line) if asks(sentence)]
    return "\n".join(part.strip() for part in parts if part.strip())


def asks(sentence: str) -> bool:
    return "?" in sentence or bool(REQUEST.match(sentence.strip(" *_#")))
