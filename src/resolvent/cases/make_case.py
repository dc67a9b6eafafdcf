"""Turns a session that was played for real into a case, without its secrets and without its names. Pure.

What a case can't know is guessed, and each guess is told to whoever keeps it: the kind by the outcomes, the topic by its name in
the ticket, `must_know` by the identifiers of the confirmed facts.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml
from pydantic import ValidationError

from resolvent.cases.asking import asked_part
from resolvent.cases.case import TOPICS, Case, Kind, Topic
from resolvent.cases.identifiers import find_identifiers
from resolvent.cases.stand_ins import StandIns, find_likely_names, texts_of

LONGEST_TEXT, LONGEST_PHRASE, LONGEST_NAME = 20_000, 200, 60
MOST_FACTS, MOST_TURNS = 8, 30
READ_FACTS, READ_OF_FACT = 100, 500
"""Facts, and characters of each, that identifiers are looked for in: that takes the square of the length."""
TOLD = ("applied_success", "applied_failed", "applied_partial", "dismissed")
BOLD = re.compile(r"\*\*([^*\n]{2,})\*\*")
READ: Mapping[str, tuple[str, ...]] = {
    "session": ("title", "problem", "status", "ticket"),
    "ticket": ("summary", "description", "company", "contact", "devices"),
    "messages": ("role", "content", "created_at"),
    "facts": ("status", "text"),
    "fixes": (
        "title", "template_slug", "status", "created_at", "failure_reason", "partial_notes", "outcome_notes",
    ),
}  # fmt: skip
NO_TEXT = frozenset({"role", "status", "created_at"})
"""Members of the above that hold one of a few words, or a moment."""


class NoCase(Exception):
    """Why no case can be made of a session, in a sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    case: Case
    look_at: tuple[str, ...]
    """What a person should look at before they keep the case, each a sentence."""


def make_case(
    whole: Mapping[str, Any],
    *,
    kind: Kind | None = None,
    topic: Topic | None = None,
    secrets: Collection[str] = (),
    people: Iterable[str] = (),
    companies: Iterable[str] = (),
) -> Made:
    """`whole`: the session as `GET /ai-sessions/{id}` gives it; `secrets`: the values that it keeps sealed.

    `people`, `companies`: names that are known beside those of the ticket.
    """
    told = read_told(whole)
    ticket = told["session"]["ticket"] or {}
    names = StandIns(
        secrets,
        [*people, *filter(None, [ticket.get("contact")])],
        [*companies, *filter(None, [ticket.get("company")])],
    )
    names.learn(texts_of(told, NO_TEXT))
    session = names.replace_deep(told, NO_TEXT)
    content = read_case_of(session)
    content["kind"] = kind or guess_kind(session["fixes"])
    content["topic"] = topic or guess_topic(content["ticket"])
    try:
        case = Case(**content)
    except ValidationError as error:
        wrong = ", ".join(sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]}))
        raise NoCase(f"This session does not have what a case needs: {wrong or 'facts that somebody tells'}.") from None
    return Made(case, tuple(list_look_at(case, session, whole, names.masked, kind, topic)))


def read_told(whole: Mapping[str, Any]) -> dict[str, Any]:
    """What a case is made of, and nothing else."""

    def read(part: str, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: row.get(name) for name in READ[part]}

    session = read("session", whole["session"])
    session["ticket"] = read("ticket", session["ticket"]) if session["ticket"] else None
    lists = {part: [read(part, row) for row in whole[part]] for part in ("messages", "facts", "fixes")}
    return {"session": session, **lists}


def read_case_of(session: Mapping[str, Any]) -> dict[str, Any]:
    messages = session["messages"]
    said = [message["content"] for message in messages if message["role"] == "user"]
    if not said:
        raise NoCase("Nobody wrote anything in this session, so there is nothing to play.")
    told = [fix for fix in session["fixes"] if fix["status"] in TOLD]
    cured = [fix for fix in told if fix["status"] == "applied_success"]
    content: dict[str, Any] = {
        "name": write_name(session["session"]["title"]),
        "ticket": read_ticket(session["session"]),
        "opens": said[0][:LONGEST_TEXT],
        "knows": read_knowledge(messages, [fix["created_at"] for fix in session["fixes"]]),
        "turns": min(MOST_TURNS, max(10, len(said))),
        "fixes": [read_rule(fix) for fix in told],
        "note": "escalation" if session["session"]["status"] == "escalated" else "resolution",
    }
    if cured:
        content["fix"] = {"one_of": names_of(cured[-1]), "by_turn": min(MOST_TURNS, turn_of(cured[-1], messages))}
    content["must_know"] = read_facts(session["facts"], content)
    return content


def list_look_at(
    case: Case,
    session: Mapping[str, Any],
    whole: Mapping[str, Any],
    masked: int,
    kind: Kind | None,
    topic: Topic | None,
) -> Iterable[str]:
    yield (
        "Read every line. Names are replaced when the ticket, an account of this desk or their form tells them; "
        "a first name or a place in a sentence is not found."
    )
    if names := find_likely_names("\n".join(texts_of(case.model_dump(mode="json"), NO_TEXT))):
        yield f"These words may be names: {', '.join(names)}."
    if masked:
        yield f"{masked} texts held secrets, which are masked. To test for leaks, set kind: secrets and name an invented secret under never."
    if not any(fact["status"] == "confirmed" for fact in session["facts"]):
        yield "No fact was confirmed, so must_know is a guess. Say what a good note must tell."
    else:
        yield "must_know holds identifiers of the confirmed facts. Add what else a good note must tell."
    if kind is None:
        yield f"The kind is guessed from the outcomes: {case.kind}."
    if topic is None:
        yield f"The topic is {'not known' if case.topic == 'other' else 'guessed'}: {case.topic}."
    if whole.get("older_cursor"):
        yield "Only the newest 100 messages were read: opens is not how the session began."
    if sum(message["role"] == "user" for message in session["messages"]) > MOST_TURNS:
        yield f"A case has {MOST_TURNS} turns at most; this session had more."
    if any(len(text) > LONGEST_TEXT for text in texts_of(session, NO_TEXT)):
        yield f"Texts of more than {LONGEST_TEXT} characters were cut."
    if any(message.get("attachments") for message in whole["messages"]):
        yield "A case has no files: paste what matters of them into what the engineer says."


def guess_kind(fixes: Sequence[Mapping[str, Any]]) -> Kind:
    """`fixes`: in the order of their suggestion."""
    outcomes = [fix["status"] for fix in fixes if fix["status"] in TOLD]
    if outcomes[-1:] == ["applied_partial"]:
        return "partial"
    tried = {"applied_failed", "applied_partial"} & set(outcomes)
    return "failed_then_fixed" if tried and outcomes[-1] == "applied_success" else "clean"


def guess_topic(ticket: Mapping[str, str]) -> Topic:
    """The first whose own words stand in the ticket."""
    text = f"{ticket['summary']}\n{ticket['description']}".casefold().replace("-", " ")
    return next((one for one in TOPICS if re.search(rf"\b{one.replace('-', ' ')}\b", text)), "other")


def write_name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold())[:LONGEST_NAME].strip("-") or "session"


def read_ticket(session: Mapping[str, Any]) -> dict[str, Any]:
    ticket = session["ticket"] or {}
    told = {name: ticket.get(name) for name in ("company", "contact")}
    devices = ticket.get("devices") or ()
    return {
        "summary": f"{ticket.get('summary') or session['title']}"[:300].ljust(3, "."),
        "description": (ticket.get("description") or session["problem"] or session["title"])[:LONGEST_TEXT],
        **{name: value for name, value in told.items() if value},
        **({"device": str(devices[0])} if devices else {}),
    }


def read_knowledge(messages: Sequence[Mapping[str, Any]], suggested: Sequence[str]) -> list[dict[str, Any]]:
    """What was asked and what was answered. An answer to a suggested fix is the fix's outcome, no knowledge."""
    found = []
    for before, after in pairwise(messages):
        if (before["role"], after["role"]) != ("assistant", "user"):
            continue
        if any(before["created_at"] <= moment <= after["created_at"] for moment in suggested):
            continue
        if phrases := phrases_of(before["content"]):
            found.append({"asked": phrases, "says": after["content"][:LONGEST_TEXT]})
    return found


def phrases_of(answer: str) -> list[str]:
    """By what the question is known again: its words in bold, else its last sentence with a question mark; its command."""
    lines = asked_part(answer).splitlines()
    bold = [one for one in BOLD.findall(answer) if "?" in one]
    questions = bold[-1:] or [line.strip("*_ -") for line in lines if "?" in line][-1:]
    commands = [line for line in lines if "?" not in line and re.match(r"[\w$.-]+(?:\s+[-/$\w]|-\w)", line)][:1]
    return [phrase[:LONGEST_PHRASE] for phrase in [*questions, *commands] if len(phrase) >= 2]


def names_of(fix: Mapping[str, Any]) -> list[str]:
    names = [fix["template_slug"], fix["title"]]
    return [name[:LONGEST_PHRASE] for name in names if name]


def read_rule(fix: Mapping[str, Any]) -> dict[str, Any]:
    notes = fix["failure_reason"] or fix["partial_notes"] or fix["outcome_notes"]
    return {"about": names_of(fix), "outcome": fix["status"], **({"notes": notes} if notes else {})}


def turn_of(fix: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> int:
    """The answer in which it was suggested, counted from 1."""
    before = [one for one in messages if one["role"] == "assistant" and one["created_at"] <= fix["created_at"]]
    return max(1, len(before))


def read_facts(facts: Sequence[Mapping[str, Any]], content: Mapping[str, Any]) -> list[list[str]]:
    """Identifiers of the confirmed facts, as far as ticket or engineer tell them; without one, a word of the summary."""
    told = str(content).casefold()
    confirmed = [fact["text"] for fact in facts if fact["status"] == "confirmed"]
    tokens = [one.text for text in confirmed[:READ_FACTS] for one in find_identifiers(text[:READ_OF_FACT])]
    wanted = [
        token for token in dict.fromkeys(tokens) if 2 <= len(token) <= LONGEST_PHRASE and token.casefold() in told
    ]
    longest = max(re.findall(r"\w{2,}", content["ticket"]["summary"]) or [content["ticket"]["summary"]], key=len)
    return [[token] for token in wanted[:MOST_FACTS]] or [[longest[:LONGEST_PHRASE]]]


def write_case(case: Case) -> str:
    """As `case.yaml`; the name is that of its folder."""
    content = case.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    return text
