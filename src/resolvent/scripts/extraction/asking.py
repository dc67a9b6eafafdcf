"""Asks a language model which literals of a script are parameters; the embedded extractor's answer where it does not help."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from secrets import token_hex
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import read_preferences_of
from resolvent.ai.answers import find_json
from resolvent.ai.errors import ModelFailed
from resolvent.ai.fences import fence
from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint, Part, Prompt
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.scripts.extraction import Extraction, apply_choice, describe_candidates, extract, number_candidates
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.syntax import Language
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import read_secrets

MAX_TOKENS = 3_000
LONGEST = 20.0
"""Seconds: somebody waits for the form."""
MOST_CANDIDATES = 80
LONGEST_SCRIPT = 40_000
"""Characters. Longer scripts are left to the embedded extractor."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What must not reach the model as it is."""

    policy: Policy
    secrets: Sequence[str] = ()
    people: Sequence[str] = ()
    companies: Sequence[str] = ()


async def read_protection(db: AsyncSession, account_id: UUID, session: AISession | None) -> Protection:
    policy = Policy((await read_preferences_of(db, account_id)).pseudonyms)
    if session is None:
        return Protection(policy)
    ticket = session.ticket or {}
    return Protection(
        policy,
        await read_secrets(db, account_id, session.id),
        [ticket["contact"]] if ticket.get("contact") else [],
        [ticket["company"]] if ticket.get("company") else [],
    )


async def ask_model(
    door: Door,
    caller: Caller,
    protection: Protection,
    language: Language,
    script: str,
    evidence: Sequence[str],
) -> Extraction:
    """The model chooses among numbered candidates and never writes script; see `choice`. Never raises for a model's answer."""
    try:
        candidates = await asyncio.to_thread(number_candidates, language, script, evidence)
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        candidates = ()
    embedded = await asyncio.to_thread(extract, language, script, evidence)
    if not candidates or len(candidates) > MOST_CANDIDATES or len(script) > LONGEST_SCRIPT:
        return embedded
    described = "\n".join(json.dumps(one, ensure_ascii=False) for one in describe_candidates(script, candidates))
    code = token_hex(8)
    asked = f"{fence('script', script, code, language=language)}\n{fence('candidates', described, code)}"
    secrets = [*protection.secrets, *(one.value for one in candidates if is_sensitive(one.literal))]
    pseudonyms = Pseudonyms(protection.policy, people=protection.people, companies=protection.companies)

    def write(_: Endpoint) -> Prompt:
        return Prompt(read_instructions(), (Part("user", asked),), MAX_TOKENS)

    try:
        async with asyncio.timeout(LONGEST):
            answer = await door.complete(caller, write, Gate(secrets, pseudonyms))
    except ModelFailed as failed:
        return with_note(embedded, f"{failed.detail} The parameters were found without a language model.")
    except TimeoutError:
        return with_note(embedded, "The model took too long. The parameters were found without it.")
    choices = find_json(answer, "[", is_choice)
    if choices is None:
        return with_note(embedded, "The model's choice could not be read. The parameters were found without it.")
    chosen = await asyncio.to_thread(apply_choice, language, script, candidates, choices)
    if choices and not chosen.parameters_schema.get("properties"):
        return with_note(embedded, *chosen.notes)
    return chosen


def caller_for(account_id: UUID, session_id: UUID | None) -> Caller:
    return Caller(account_id, Use.EXTRACTION, session_id)


def with_note(extraction: Extraction, *notes: str) -> Extraction:
    return replace(extraction, notes=(*extraction.notes, *notes))


def is_choice(value: Any) -> bool:
    """A list of objects, or an empty one."""
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


@lru_cache(maxsize=1)
def read_instructions() -> str:
    return (files("resolvent.scripts.extraction") / "prompt.md").read_text()
