"""What the assistant writes into the session of what it read: a fact, and the result of the check in the lane."""

from collections.abc import Sequence

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line
from resolvent.chat.assistants.playbook_state import State
from resolvent.knowledge.reading import Reading


def write_down(draft: Draft, turn: Turn, state: State, news: Sequence[Reading]) -> None:
    open_titles = {one.title.casefold() for one in turn.checks if one.status == "todo" or one.reported}
    for one in news:
        overruled = [fact for fact in turn.facts if fact.text in overruled_by(one, state)]
        own = [fact.text for fact in overruled if not fact.confirmed]
        for text in own:
            draft.state(one.answer.fact, "check", text)
        if not own:
            draft.state(one.answer.fact, "check")
        for fact in overruled:
            if fact.confirmed:
                draft.say(
                    f"That contradicts the confirmed fact “{fact.text}” I leave it as it is: correct or remove it in the"
                    " lane if it no longer holds."
                )
        if one.check.title.casefold() in open_titles:
            draft.report_check(one.check.title, result_of(one))
    for check in state.logged:
        logged = state.observed[check]
        for fact in turn.facts:
            if not fact.confirmed and fact.text in overruled_by(logged, state):
                draft.state(logged.answer.fact, "check", fact.text)


def overruled_by(one: Reading, state: State) -> set[str]:
    """What the check's other answers would have stated, and the ticket's report of one, if it tells nothing else."""
    reports = [reported(told) for told in state.told]
    return {answer.fact for answer in one.check.answers if answer.id != one.answer.id} | {
        reported(told)
        for told in state.told
        if told.check.id == one.check.id and told.answer.id != one.answer.id and reports.count(reported(told)) == 1
    }


def reported(told: Reading) -> str:
    return f"Reported: {one_line(told.quote, 300)}"


def result_of(one: Reading) -> str:
    """Short, for the lane and the note: `stopped (from the output)`, `less than 10 GB free (“FreeGB : 3.2”)`."""
    if one.check.measure is not None:
        return f"{one.answer.label} (“{one_line(one.quote, 80)}”)"
    if one.source == "output":
        return f"{one.answer.label} (from the output)"
    return one.answer.label if one.certainty >= 0.9 else f"{one.answer.label} (not quite certain)"
