"""What others did at the ticket meanwhile, and files that cannot be read: told before anything else. Pure."""

from resolvent.chat.assistant import KnownNews, Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.chat.assistants.playbook_intents import read_outcome

LONGEST = 300


def write_news(draft: Draft, turn: Turn) -> None:
    """Each piece once: what an earlier answer quotes is known."""
    said = "\n".join(one.text for one in turn.messages if one.role == "assistant")
    for one in turn.news:
        if quote(one.text, LONGEST) not in said:
            write_piece(draft, one)


def write_piece(draft: Draft, news: KnownNews) -> None:
    told = quote(news.text, LONGEST)
    if news.kind == "change":
        draft.say(f"{one_line(news.author, 80)} changed the ticket: {told}.")
        return
    how = "wrote on the ticket" if news.kind == "customer note" else "noted internally on the ticket"
    draft.say(f"{one_line(news.author, 80)} {how}: {told}.")
    draft.state(f"{one_line(news.author, 80)} {how}: {one_line(news.text, LONGEST)}", "ticket")
    if read_outcome(news.text)[0] == "applied_success":
        draft.say("If that is so, record how the fix went, or tell me what cured it.")


def write_unseen(draft: Draft, turn: Turn) -> None:
    """Pictures that came with the newest message."""
    newest = turn.messages[-1].attached if turn.messages else ()
    names = [quote(one.name, 80) for one in newest if one.media_type.startswith("image/")]
    if names:
        draft.say(f"I cannot look at pictures. Tell me in words what {' and '.join(names)} shows.")
