"""The tools, as a table: a name, what it is for, what it takes, and what is asked of the API. There are no others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from resolvent.mcp_server.api import Api, Call
from resolvent.mcp_server.telling import tell_facts, tell_preview, tell_session, tell_sessions

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Short = Annotated[str, Field(min_length=1, max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class SessionsWanted(Input):
    status: Literal["active", "resolved", "escalated"] | None = None
    text: Short | None = None
    """Words to look for, in full text."""
    client: Short | None = None
    """Only of this client, by its exact name."""
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    cursor: Short | None = None
    """`next_cursor` of the page before."""


class OneSession(Input):
    session_id: UUID
    """As `list_sessions` tells it."""


class FactProposed(OneSession):
    text: Text
    """One sentence that was seen to be so, with where it was seen."""


class CheckProposed(OneSession):
    title: Short
    """What to look at, in a line."""
    command: Text | None = None
    """What an engineer can run to see it."""
    why: Text | None = None
    """What its result would tell."""


class FixProposed(OneSession):
    title: Short
    rationale: Text
    """Why it should help, from what is known."""
    confidence: Annotated[int, Field(ge=0, le=100)]
    template: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """The short name of a template in the script library; not together with a script."""
    script: Annotated[str, Field(min_length=1, max_length=40_000)] | None = None
    language: Literal["powershell", "bash", "cmd", "python"] | None = None
    """Of the script."""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    title: str
    description: str
    takes: type[Input]
    run: Callable[[Api, Any], Awaitable[str]]
    """With an instance of `takes`. Raises `RefusedError`."""
    reads: bool
    """It changes nothing."""


async def list_sessions(api: Api, wanted: SessionsWanted) -> str:
    query = {
        "status": wanted.status, "q": wanted.text, "client": wanted.client, "limit": wanted.limit, "cursor": wanted.cursor
    }  # fmt: skip
    return tell_sessions(
        await api.ask(Call.LIST_SESSIONS, query={name: one for name, one in query.items() if one is not None})
    )


async def read_session(api: Api, wanted: OneSession) -> str:
    return tell_session(await api.ask(Call.READ_SESSION, wanted.session_id, query={"format": "json"}))


async def list_facts(api: Api, wanted: OneSession) -> str:
    return tell_facts(await api.ask(Call.READ_SESSION, wanted.session_id, query={"format": "json"}))


async def propose_fact(api: Api, fact: FactProposed) -> str:
    body = {"text": fact.text, "status": "proposed", "through": "mcp"}
    await api.ask(Call.PROPOSE_FACT, fact.session_id, body=body)
    return "The fact is proposed, in your name. An engineer confirms it in the session, or removes it."


async def propose_check(api: Api, check: CheckProposed) -> str:
    body = {**check.model_dump(exclude={"session_id"}, exclude_none=True), "through": "mcp"}
    await api.ask(Call.PROPOSE_CHECK, check.session_id, body=body)
    return "The check is proposed, in your name. An engineer does it in the session and logs what came of it."


async def propose_fix(api: Api, fix: FixProposed) -> str:
    body = fix.model_dump(exclude={"session_id"}, exclude_none=True)
    await api.ask(Call.PROPOSE_FIX, fix.session_id, body=body)
    return (
        "The fix is suggested, in your name, in place of the one before. An engineer decides on it in the session. Resolvent"
        " runs no script."
    )


async def preview_resolution_note(api: Api, wanted: OneSession) -> str:
    return tell_preview(await api.ask(Call.PREVIEW_RESOLUTION, wanted.session_id, body={}))


async def preview_escalation_package(api: Api, wanted: OneSession) -> str:
    return tell_preview(await api.ask(Call.PREVIEW_ESCALATION, wanted.session_id, body={}))


TOOLS: Final = (
    Tool(
        "list_sessions",
        "List or search sessions",
        "Troubleshooting sessions, the newest first, by status, client or words.",
        SessionsWanted,
        list_sessions,
        reads=True,
    ),
    Tool(
        "read_session",
        "Read a session",
        "One session: its problem and ticket, what is known, checks, fixes and their outcomes, notes, and the newest"
        " messages. Secrets are masked. That it was read stands in the audit trail, as an export.",
        OneSession,
        read_session,
        reads=True,
    ),
    Tool(
        "list_facts",
        "List facts",
        "What is known in a session. Only confirmed facts reach a note.",
        OneSession,
        list_facts,
        reads=True,
    ),
    Tool(
        "propose_fact",
        "Propose a fact",
        "Adds a fact to a session as a proposal, marked as yours through MCP, for an engineer to confirm.",
        FactProposed,
        propose_fact,
        reads=False,
    ),
    Tool(
        "propose_check",
        "Propose a check",
        "Adds a diagnostic step to a session, marked as yours through MCP, for an engineer to do.",
        CheckProposed,
        propose_check,
        reads=False,
    ),
    Tool(
        "propose_fix",
        "Propose a fix",
        "Suggests a fix in a session, marked as yours through MCP, with a template of the library, with a script, or in words."
        " It supersedes the suggestion before. An engineer decides; nothing is run.",
        FixProposed,
        propose_fix,
        reads=False,
    ),
    Tool(
        "preview_resolution_note",
        "Preview the resolution note",
        "The note that a resolution would post where the customer sees it, from the session's evidence. It is not posted.",
        OneSession,
        preview_resolution_note,
        reads=True,
    ),
    Tool(
        "preview_escalation_package",
        "Preview the escalation package",
        "The internal handoff that an escalation would post, from the session's evidence. It is not posted.",
        OneSession,
        preview_escalation_package,
        reads=True,
    ),
)
