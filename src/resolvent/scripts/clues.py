"""What a session knows, as texts in which a script's values may stand: confirmed facts, the ticket, its devices."""

from collections.abc import Iterator

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.checks.ledger import list_checks
from resolvent.facts.ledger import list_facts
from resolvent.scripts.prefill import Clue
from resolvent.sessions.models import AISession


async def gather_clues(db: AsyncSession, actor: Actor, session: AISession) -> list[Clue]:
    """Facts first, labelled as in a note's evidence. The contact stands before the rest of the ticket."""
    facts = [fact for fact in await list_facts(db, actor, session.id) if fact.status == "confirmed"]
    clues = [Clue("fact", fact.text, f"F{number}") for number, fact in enumerate(facts, 1)]
    return [*clues, *ticket_clues(session)]


def ticket_clues(session: AISession) -> Iterator[Clue]:
    ticket = session.ticket or {}
    for device in ticket.get("devices") or ():
        yield Clue("device", str(device))
    for name in ("contact", "company", "summary", "description"):
        if ticket.get(name):
            yield Clue("ticket", str(ticket[name]), "T")
    if session.problem:
        yield Clue("ticket", session.problem, "T")


async def gather_texts(db: AsyncSession, actor: Actor, session: AISession) -> list[str]:
    """All that was said of the problem, for the extraction of parameters: results of checks too."""
    results = [check.result for check in await list_checks(db, actor, session.id) if check.result]
    return [*(clue.text for clue in await gather_clues(db, actor, session)), *results]
