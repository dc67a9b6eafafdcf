"""An answer in the making: paragraphs for the reader, blocks for the session, and how both are streamed."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from resolvent.chat.assistants.playbook_intents import Outcome
from resolvent.knowledge.corrections import without_opening
from resolvent.knowledge.playbook import Check
from resolvent.knowledge.telling import states_something

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_WORD = re.compile(r"\w+")
_TAKEN_BACK = re.compile(
    r"^\W*(?:(?:no|nope|hm+|oh|wait|sorry|well)\b\W*)*(?:(?:it|that)(?:['’]?s| is) )?not (?P<what>[a-z][\w-]{2,})\s*(?:$|[,;.:–-])",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[\s,;:]+(?:and|but|or)\b)?[\s,;:]*$", re.IGNORECASE)
_CHUNKS = re.compile(r"\s*\S{1,40}\s?|\s+")


@dataclass
class Draft:
    nonce: str
    cards: tuple[str, ...] = ()
    """Titles of the session's checks and fixes."""
    noted: tuple[str, ...] = ()
    """Facts in the engineer's words that nobody has confirmed."""
    paragraphs: list[str] = field(default_factory=list)
    blocks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def say(self, paragraph: str) -> None:
        if paragraph:
            self.paragraphs.append(paragraph)

    def state(self, text: str, source: str, replaces: str | None = None) -> None:
        body = {"text": text, "source": source}
        block = ("FACT", body if replaces is None else {**body, "replaces": replaces})
        if block not in self.blocks:
            self.blocks.append(block)

    def note(self, words: str) -> bool:
        """The engineer's own words as a fact, unless they only repeat what stands on a card."""
        words = _GOES_ON.sub("", without_opening(words))
        if any(repeats(words, title) for title in self.cards):
            return False
        self.state(f"Reported: {words}", "assistant", next((one for one in self.noted if takes_back(words, one)), None))
        return True

    def propose_check(self, title: str, command: str | None, why: str) -> None:
        self.blocks.append(("CHECK", {"title": title, "command": command, "why": why}))

    def report_check(self, title: str, result: str) -> None:
        self.blocks.append(("CHECK", {"title": title, "result": result}))

    def skip_check(self, title: str) -> None:
        self.blocks.append(("CHECK", {"title": title, "skipped": True}))

    def report(self, outcome: Outcome, quote: str) -> None:
        told = one_line(quote, 600)
        body: dict[str, Any] = {"outcome": outcome}
        if outcome == "applied_failed":
            body["failure_reason"] = told
        else:
            body["notes"] = told
        self.blocks.append(("FIX_OUTCOME", body))

    def suggest(
        self,
        title: str,
        rationale: str,
        confidence: int,
        template: str | None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        body = {
            "title": title,
            "rationale": rationale,
            "confidence": confidence,
            "template": template,
            "parameters": dict(parameters or {}),
        }
        self.blocks.append(("SUGGEST_FIX", body))

    def write(self) -> str:
        """Blocks stand behind the text, each on a line of its own."""
        text = "\n\n".join(self.paragraphs)
        blocks = [f"[{name}:{self.nonce}]{json.dumps(body)}[/{name}]" for name, body in self.blocks]
        return "\n".join([text, *blocks]) + "\n" if blocks else text

    def stream(self) -> Iterator[str]:
        for found in _CHUNKS.finditer(self.write()):
            yield found.group()


def one_line(text: str, limit: int = 240) -> str:
    """Someone else's words on one line: no control characters, no direction marks, cut to `limit`."""
    flat = " ".join(_UNSHOWABLE.sub(" ", text).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def takes_back(words: str, fact: str) -> bool:
    """ "Not dark, it shows a text", after "the display is dark"."""
    found = _TAKEN_BACK.match(words)
    return found is not None and re.search(rf"\b{found['what']}\W*$", fact, re.IGNORECASE) is not None


def repeats(words: str, title: str) -> bool:
    """Word by word, with nothing beside that states anything: "ran Start the Print Spooler service"."""
    said, told = (" ".join(_WORD.findall(text.casefold())) for text in (words, title))
    before, found, after = f" {said} ".partition(f" {told} ")
    return bool(found) and not states_something(f"{before} {after}")


def quote(text: str, limit: int = 160) -> str:
    """Someone else's words in the middle of a paragraph, as inline code: no markup of theirs takes effect."""
    return f"`{one_line(text, limit).replace('`', '′')}`"


def fence(code: str, language: str) -> str:
    return f"```{language}\n{code.strip()}\n```"


def percent(probability: float) -> int:
    return round(probability * 100)


def ask_in_full(check: Check, why: str) -> str:
    """The question in bold: by it the next turn knows what was asked."""
    where = f" ({check.where})" if check.where else ""
    lines = [f"**{check.title}**{where}"]
    if check.command:
        lines.append(fence(check.command, check.language))
    if check.hint:
        lines.append(check.hint)
    lines.append(f"{why} {'Paste the output or tell' if check.command else 'Tell'} me in your own words.")
    return "\n\n".join(lines)
