"""Turns a session that was played for real into a case, without its secrets. Pure.

Names of people and customers stay: whoever keeps the case reads it first. What a case can't know is marked by its defaults:
the kind and the topic are the caller's, and `must_know` holds the identifiers of the confirmed facts.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import yaml

from resolvent.evals.case import Case, Kind, Topic
from resolvent.evals.engineer import asked_part
from resolvent.evals.identifiers import find_identifiers
from resolvent.masking import mask_deep
from resolvent.secret_shapes import mask_secrets

LONGEST_PHRASE = 200
MOST_FACTS = 8
TOLD = ("applied_success", "applied_failed", "applied_partial", "dismissed")
BOLD = re.compile(r"\*\*([^*\n]{2,})\*\*")


class NoCase(Exception):
    """Why no case can be made of a session, in a sentence."""


def make_case(whole: Mapping[str, Any], *, name: str, kind: Kind, topic: Topic, secrets: Collection[str] = ()) -> Case:
    """`whole`: the session as `GET /ai-sessions/{id}` gives it; `secrets`: the values that it keeps sealed."""
    session = mask_shapes(mask_deep(dict(whole), secrets))
    messages = session["messages"]
    if not any(message["role"] == "user" for message in messages):
        raise NoCase("Nobody wrote anything in this session, so there is nothing to play.")
    told = [fix for fix in session["fixes"] if fix["status"] in TOLD]
    cured = [fix for fix in told if fix["status"] == "applied_success"]
    content: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "topic": topic,
        "ticket": read_ticket(session["session"]),
        "opens": next(message["content"] for message in messages if message["role"] == "user"),
        "knows": read_knowledge(messages, [fix["created_at"] for fix in session["fixes"]]),
        "turns": max(10, sum(message["role"] == "user" for message in messages)),
        "fixes": [read_rule(fix) for fix in told],
        "note": "escalation" if session["session"]["status"] == "escalated" else "resolution",
    }
    if cured:
        content["fix"] = {"one_of": names_of(cured[-1]), "by_turn": min(30, turn_of(cured[-1], messages))}
    content["must_know"] = read_facts(session["facts"], content)
    return Case(**content)


def mask_shapes(value: Any) -> Any:
    """Secrets that nobody named, in every text of a structure."""
    if isinstance(value, str):
        return mask_secrets(value)
    if isinstance(value, Mapping):
        return {name: mask_shapes(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [mask_shapes(one) for one in value]
    return value


def read_ticket(session: Mapping[str, Any]) -> dict[str, Any]:
    ticket = session["ticket"] or {}
    told = {name: ticket.get(name) for name in ("company", "contact")}
    devices = ticket.get("devices") or ()
    return {
        "summary": (ticket.get("summary") or session["title"])[:300],
        "description": ticket.get("description") or session["problem"] or session["title"],
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
            found.append({"asked": phrases, "says": after["content"]})
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
    tokens = [one.text for text in confirmed for one in find_identifiers(text)]
    wanted = [token for token in dict.fromkeys(tokens) if len(token) >= 2 and token.casefold() in told]
    longest = max(re.findall(r"\w{2,}", content["ticket"]["summary"]) or [content["ticket"]["summary"]], key=len)
    return [[token] for token in wanted[:MOST_FACTS]] or [[longest]]


def write_case(case: Case) -> str:
    """As `case.yaml`; the name is that of its folder."""
    content = case.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    return text
