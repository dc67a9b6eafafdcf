"""Reads marker blocks out of an assistant's stream: visible text on one side, blocks on the other. Pure.

A block stands at the start of a line, outside code fences: `[FACT:<nonce>]{json}[/FACT]`. It ends where its JSON
ends; the closing tag is optional. The text may be cut anywhere: what could still become a tag is held back, everything
else is released at once, so the reader never sees a marker or its JSON, and never waits for text that can't become one.
Every character is looked at a bounded number of times.
"""

import re
from collections.abc import Callable

from resolvent.chat.blocks import READERS, Block, read_block

MAX_BLOCK = 64 * 1024
"""Characters of a block's JSON."""
MAX_DEPTH = 20
MAX_RECOVERIES = 16
"""How often text behind a broken block is read again; bounds the work on a stream made of broken blocks."""

BLANKS = " \t\r"
OPEN_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:(`{3,})[^`]*|(~{3,}).*)", re.DOTALL)
EMPTY_LINES = re.compile(r"(?:[ \t\r]*\n)+")
OUTSIDE_STRING = re.compile(r'["{}\[\]]')
IN_STRING = re.compile(r'["\\]')
TAG_WITHOUT_NONCE = re.compile(rf"[ \t\r]*\[(?:{'|'.join(READERS)})(?::[^\]\n]*)?\](?P<rest>.*)", re.DOTALL)


class MarkerParser:
    """Feed it the stream; `blocks`, `malformed` and `unnonced` are complete after `close`.

    `nonce=None` takes blocks that carry none, and only those: for an assistant in tests.
    """

    def __init__(self, nonce: str | None) -> None:
        mark = "" if nonce is None else f":{nonce}"
        self.blocks: list[Block] = []
        self.malformed = 0
        self.unnonced = 0
        self._opening = {f"[{name}{mark}]": name for name in READERS}
        self._closing = {name: {f"[/{name}]", f"[/{name}{mark}]"} for name in READERS}
        self._state: Callable[[str, int], int] = self._at_line_start
        self._out: list[str] = []
        # At the start of a line: what is held back.
        self._blanks: list[str] = []
        self._tag = ""
        # Behind a block: its white space is its own, its closing tag may follow, a blank line may be owed.
        self._behind: str | None = None
        self._is_behind = False
        self._owes_blank_line = False
        # Of the visible text.
        self._line: list[str] = []
        self._last_line_blank = True
        self._fence = ""
        self._tag_awaits_brace = False
        # In a block.
        self._name = ""
        self._raw: list[str] = []
        self._size = 0
        self._depth = 0
        self._deepest = 0
        self._in_string = False
        self._escaped = False
        self._recoveries = 0

    def feed(self, chunk: str) -> str:
        """The visible text that this chunk releases."""
        self._out = []
        self._run(chunk)
        return "".join(self._out)

    def close(self) -> str:
        """The stream ended: the visible text that was still held back. Unclosed blocks vanish."""
        self._out = []
        while self._state == self._in_block and (rest := self._break_block()):
            self._run(rest)
        if self._state == self._before_json:
            self.malformed += 1
        elif self._state == self._at_line_start and (self._tag or not self._is_behind):
            self._release_held()
        self._end_line()
        self._state = self._at_line_start
        return "".join(self._out)

    def _run(self, text: str) -> None:
        at = 0
        while at < len(text):
            at = self._state(text, at)

    # Visible text

    def _at_line_start(self, text: str, at: int) -> int:
        if self._tag:
            return self._in_tag(text, at)
        if not self._is_behind and not self._blanks and (empty := EMPTY_LINES.match(text, at)):
            self._out.append(empty[0])
            self._last_line_blank = True
            return empty.end()
        end = at
        skipped = BLANKS + "\n" if self._is_behind else BLANKS
        while end < len(text) and text[end] in skipped:
            end += 1
        self._blanks.append(text[at:end])
        if end == len(text):
            return end
        if text[end] == "[":
            self._tag = "["
            return end + 1
        self._release_held()
        return end

    def _in_tag(self, text: str, at: int) -> int:
        longer = self._tag + text[at]
        if longer in self._opening:
            self._begin_block(self._opening[longer])
        elif self._behind and longer in self._closing[self._behind]:
            self._go_behind(None)
        elif self._may_become_tag(longer):
            self._tag = longer
        else:
            self._release_held()
            return at
        return at + 1

    def _may_become_tag(self, begun: str) -> bool:
        closing = self._closing[self._behind] if self._behind else ()
        return any(tag.startswith(begun) for tags in (self._opening, closing) for tag in tags)

    def _release_held(self) -> None:
        """What was held back at the start of a line is text after all."""
        blanks = "".join(self._blanks)
        if self._is_behind:
            newlines = blanks.count("\n")
            owed = (self._owes_blank_line or newlines > 1) and not self._last_line_blank
            blanks = ("\n" if owed else "") + (blanks.rpartition("\n")[2] if newlines else "")
        held = blanks + self._tag
        self._blanks, self._tag = [], ""
        self._behind, self._is_behind, self._owes_blank_line = None, False, False
        self._state = self._in_line
        self._run(held)

    def _in_line(self, text: str, at: int) -> int:
        end = text.find("\n", at) + 1 or len(text)
        piece = text[at:end]
        self._out.append(piece)
        self._line.append(piece)
        if piece.endswith("\n"):
            self._end_line()
            self._state = self._in_line if self._fence else self._at_line_start
        return end

    def _end_line(self) -> None:
        """Follow code fences, and count the blocks that came without the nonce."""
        line = "".join(self._line)
        self._line = []
        bare = line.strip()
        self._last_line_blank = not bare
        if not bare:
            return
        if self._fence:
            if len(bare) >= len(self._fence) and not bare.strip(self._fence[0]):
                self._fence = ""
            return
        if ("```" in bare or "~~~" in bare) and (opened := OPEN_FENCE.fullmatch(line)):
            self._fence = opened[1] or opened[2]
        if bare[0] == "[" and (tag := TAG_WITHOUT_NONCE.match(line)):
            rest = tag["rest"].strip()
            self._tag_awaits_brace = not rest
            self.unnonced += rest.startswith("{")
        else:
            self.unnonced += self._tag_awaits_brace and bare[0] == "{"
            self._tag_awaits_brace = False

    # Blocks

    def _begin_block(self, name: str) -> None:
        self._owes_blank_line |= self._is_behind and "".join(self._blanks).count("\n") > 1
        self._blanks, self._tag, self._name = [], "", name
        self._state = self._before_json

    def _go_behind(self, name: str | None) -> None:
        """A block or its closing tag ended here. `name`: whose closing tag may still follow."""
        self._blanks, self._tag = [], ""
        self._behind, self._is_behind = name, True
        self._state = self._at_line_start

    def _before_json(self, text: str, at: int) -> int:
        """Between the tag and its brace; `_blanks` holds the newlines that were crossed."""
        char = text[at]
        if char == "\n":
            self._blanks.append(char)
        elif char == "{":
            self._raw, self._size, self._depth, self._deepest = [], 0, 0, 0
            self._in_string = self._escaped = False
            self._state = self._in_block
            return at
        elif char not in BLANKS:
            self.malformed += 1
            if self._blanks:
                self._go_behind(self._name)
                return at
            self._state = self._in_junk
        return at + 1

    def _in_junk(self, text: str, at: int) -> int:
        """The rest of a line whose tag has no JSON goes with the tag."""
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        self._go_behind(None)
        return end

    def _in_block(self, text: str, at: int) -> int:
        limit = min(len(text), at + MAX_BLOCK - self._size)
        end = self._find_json_end(text, at, limit)
        self._raw.append(text[at : end or limit])
        self._size += (end or limit) - at
        if end:
            self._end_block()
        elif self._size >= MAX_BLOCK:
            self._run(self._break_block())
        return end or limit

    def _find_json_end(self, text: str, at: int, limit: int) -> int:
        """The offset behind the closing brace, 0 when it lies further on."""
        while at < limit:
            if self._escaped:
                self._escaped = False
                at += 1
                continue
            found = (IN_STRING if self._in_string else OUTSIDE_STRING).search(text, at, limit)
            if found is None:
                return 0
            at, char = found.end(), found[0]
            if char == '"':
                self._in_string = not self._in_string
            elif char == "\\":
                self._escaped = True
            else:
                self._depth += 1 if char in "{[" else -1
                self._deepest = max(self._deepest, self._depth)
                if self._depth == 0:
                    return at
        return 0

    def _end_block(self) -> None:
        block = read_block(self._name, "".join(self._raw)) if self._deepest <= MAX_DEPTH else None
        if block is None:
            self.malformed += 1
        else:
            self.blocks.append(block)
        self._raw = []
        self._go_behind(self._name)

    def _break_block(self) -> str:
        """The JSON has no end: the block vanishes. Returns what stands behind its closing tag, to be read again."""
        raw = "".join(self._raw)
        self._raw = []
        self.malformed += 1
        self._recoveries += 1
        _, closed, rest = raw.partition(f"[/{self._name}]")
        self._go_behind(self._name)
        if not closed:
            self._state = self._in_junk
        return rest if self._recoveries <= MAX_RECOVERIES else ""
