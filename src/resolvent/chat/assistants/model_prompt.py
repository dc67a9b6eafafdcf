"""A turn as a prompt: what never changes first, what is newest last, and nothing dropped without a word. Pure."""

from functools import lru_cache
from importlib.resources import files

from resolvent.ai.fences import SHORTEST, clear_and_cut, cut_middle, fence
from resolvent.ai.prompt import Image, Part, Prompt
from resolvent.chat.assistant import IMAGES, Attached, KnownCheck, KnownFix, Said, Turn
from resolvent.knowledge.playbook import Playbook

MAX_ANSWER_TOKENS = 8_000
MOST_CHARACTERS = 160_000
"""However much a model could read: more costs time and money, and helps less and less."""
CHARACTERS_OF_TOKEN = 3
LONG_MESSAGE, LONG_NEWEST, LONG_FILE, LONG_PROBLEM, LONG_ITEM = 8_000, 40_000, 16_000, 24_000, 1_500
FIXES = 20
JOINT = 20
"""Characters between two parts that become one message."""
SLACK = 2_500
"""Characters for fences, headings and words on what was left out."""
LONG_SIMILAR, LONG_NEWS = 600, 3_000
CUT_NOTICE = (
    "[{count} earlier messages of this conversation are left out here. What came of them stands among the facts, checks"
    " and fixes below.]"
)
STATUS = {
    "proposed": "suggested, not yet tried",
    "applied_success": "worked",
    "applied_failed": "failed",
    "applied_partial": "worked in part",
    "dismissed": "dismissed by the engineer",
}


@lru_cache(maxsize=1)
def read_instructions() -> str:
    return (files("resolvent.chat.assistants") / "prompt.md").read_text()


def write_prompt(turn: Turn, playbook: Playbook | None, context_tokens: int, *, images: bool) -> Prompt:
    """At most `context_tokens` long by a careful estimate, the answer included."""
    answer = min(MAX_ANSWER_TOKENS, context_tokens // 4)
    budget = min((context_tokens - answer) * CHARACTERS_OF_TOKEN, MOST_CHARACTERS)
    code = turn.place.fence if turn.place else ""
    instructions = read_instructions()
    share = (budget - len(instructions) - SLACK) // 12
    opening = write_ticket(turn, code, min(LONG_PROBLEM, share))
    newest = turn.messages[-1] if turn.messages else Said("user", "")
    closing = "\n\n".join(
        part
        for part in (
            write_known(turn, code, share * 2),
            write_news(turn, code, share),
            write_help(turn, playbook, code, share * 3),
            "# The engineer's newest message",
            write_message(newest, code, min(LONG_NEWEST, share * 2), share * 2),
            f"(Blocks in this answer carry the code {turn.nonce}, as in [FACT:{turn.nonce}].)",
        )
        if part
    )
    room = budget - len(instructions) - len(opening) - len(closing) - len(CUT_NOTICE) - JOINT
    middle, dropped = fit(turn.messages[:-1], code, room, min(LONG_MESSAGE, share))
    if dropped:
        opening += "\n\n" + CUT_NOTICE.format(count=dropped)
    seen = list_images(newest) if images else ()
    parts = merge([Part("user", opening), *middle, Part("user", closing, seen)])
    return Prompt(instructions, parts, answer)


def write_ticket(turn: Turn, code: str, limit: int) -> str:
    return f"# The ticket\n{fence('ticket', clear_and_cut(turn.problem or turn.title, limit), code, title=turn.title)}"


def fit(messages: tuple[Said, ...], code: str, room: int, limit: int) -> tuple[list[Part], int]:
    """The newest that fit, oldest first, and how many did not."""
    kept: list[Part] = []
    for message in reversed(messages):
        text = write_message(message, code, limit, limit)
        room -= len(text) + JOINT
        if room < 0:
            break
        kept.append(Part(message.role, text))
    return kept[::-1], len(messages) - len(kept)


def write_message(message: Said, code: str, limit: int, files_limit: int) -> str:
    """`files_limit`: characters of all its files together."""
    texts = [clear_and_cut(message.text, limit)]
    shown = message.attached[: max(files_limit // SHORTEST, 1)]
    each = min(LONG_FILE, files_limit // max(len(shown), 1))
    for one in shown:
        if one.text is not None:
            texts.append(fence("file", clear_and_cut(one.text, each), code, name=one.name))
        else:
            texts.append(fence("image", "(an image)", code, name=one.name))
    if len(shown) < len(message.attached):
        texts.append(f"({len(message.attached) - len(shown)} more files came along; there is no room for them here.)")
    return "\n\n".join(texts)


def list_images(message: Said) -> tuple[Image, ...]:
    """Of the newest message alone: one that an endpoint refuses must not spoil every later turn."""
    found: list[Attached] = [one for one in message.attached if one.data is not None]
    return tuple(Image(one.media_type, one.data or b"") for one in found[-IMAGES:])


def merge(parts: list[Part]) -> tuple[Part, ...]:
    """Roles alternate, as endpoints demand; an answer that failed leaves two messages of the engineer in a row."""
    merged: list[Part] = []
    for part in parts:
        if merged and merged[-1].role == part.role:
            before = merged.pop()
            part = Part(part.role, f"{before.text}\n\n{part.text}", before.images + part.images)  # noqa: PLW2901
        merged.append(part)
    return tuple(merged)


def write_known(turn: Turn, code: str, limit: int) -> str:
    """The newest facts and checks that fit, and all fixes. Some of it was pasted from logs: it is fenced like them."""
    fixes = [f"- Fix: {describe_fix(fix)}" for fix in turn.fixes]
    others = [f"- Fact ({'confirmed' if fact.confirmed else 'proposed'}): {fact.text}" for fact in turn.facts]
    others += [f"- Check: {describe_check(check)}" for check in turn.checks]
    lines = [flatten(line) for line in fixes[-FIXES:]]
    room = limit - sum(map(len, lines))
    kept = 0
    for line in reversed(others):
        flat = flatten(line)
        room -= len(flat)
        if room < 0:
            break
        lines.insert(0, flat)
        kept += 1
    if kept < len(others):
        lines.insert(0, f"({len(others) - kept} older facts and checks are left out here.)")
    return "# What is known now\n" + (fence("known", "\n".join(lines), code) if lines else "Nothing yet.")


def write_news(turn: Turn, code: str, limit: int) -> str:
    """The newest that fit. Whoever can write to the ticket wrote it: each in a fence of its own."""
    parts: list[str] = []
    for one in reversed(turn.news):
        said = fence(
            "ticket-news",
            clear_and_cut(one.text, LONG_NEWS),
            code,
            what=one.kind,
            by=one.author,
            at=f"{one.when:%Y-%m-%d %H:%M} UTC",
        )
        limit -= len(said)
        if limit < 0:
            break
        parts.insert(0, said)
    if not parts:
        return ""
    left_out = f"({len(turn.news) - len(parts)} older ones are left out here.)\n" if len(parts) < len(turn.news) else ""
    return f"# What happened at the ticket since\n{left_out}" + "\n".join(parts)


def flatten(line: str) -> str:
    return clear_and_cut(" ".join(line.split()), LONG_ITEM)


def describe_check(check: KnownCheck) -> str:
    if check.status == "done":
        return f"{check.title} → {check.result or 'done'}"
    return f"{check.title} ({'skipped' if check.status == 'skipped' else 'open'})"


def describe_fix(fix: KnownFix) -> str:
    said = STATUS[fix.status]
    if fix.applied and fix.status == "proposed":
        said = "applied, outcome not told yet"
    details = [text for text in (fix.partial_notes, fix.failure_reason) if text]
    active = " [active]" if fix.active else ""
    return f"{fix.title}{active}: {said}" + (f" ({'; '.join(details)})" if details else "")


def write_help(turn: Turn, playbook: Playbook | None, code: str, limit: int) -> str:
    """Templates, the playbook, earlier sessions. All of it may have been written by others."""
    parts = []
    if turn.templates:
        lines = [
            f"{one.slug}: {one.title}. {one.description} Parameters: {', '.join(one.parameters) or 'none'}"
            for one in turn.templates
        ]
        parts.append(fence("templates", clear_and_cut("\n".join(lines), limit // 3), code))
    if playbook is not None:
        parts.append(fence("playbook", cut_middle(describe_playbook(playbook), limit // 3), code, title=playbook.title))
    for one in turn.similar:
        tried = "; ".join(f"{title}: {STATUS.get(status, status)}" for title, status in one.fixes) or "no fix tried"
        text = f"{one.title}\n{clear_and_cut(one.problem, LONG_SIMILAR)}\nIt ended {one.status}. {tried}"
        parts.append(fence("earlier-session", clear_and_cut(text, limit // 6), code))
    return "\n\n".join(["# What may help", *parts]) if parts else ""


def describe_playbook(playbook: Playbook) -> str:
    causes = "; ".join(cause.title for cause in playbook.causes)
    checks = "\n".join(f"- {one.title}" + (f" `{one.command}`" if one.command else "") for one in playbook.checks)
    fixes = "\n".join(
        f"- {one.title} ({f'template {one.template}' if one.template else 'by hand'}) cures:"
        f" {playbook.cause(one.main_cause).title}. {one.caution}"
        for one in playbook.fixes
    )
    return f"{playbook.about}\nCauses: {causes}\nChecks:\n{checks}\nFixes:\n{fixes}"
