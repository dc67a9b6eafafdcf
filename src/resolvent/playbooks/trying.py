"""Which playbook a problem would find, with a text as if it were published. Pure."""

from collections.abc import Sequence

from resolvent.knowledge.diagnosis import Ask, Findings, Observed, Try, infer, next_step
from resolvent.knowledge.matching import match_playbook
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.reading import read_message
from resolvent.playbooks.schemas import TriedOut


def try_problem(shelf: Sequence[Playbook], tried: Playbook | None, title: str, problem: str) -> TriedOut:
    """`tried` stands before the others, and in the place of the one of its name."""
    books = [one for one in shelf if tried is None or one.id != tried.id]
    match = match_playbook([tried, *books] if tried else books, title, problem)
    found = match.playbook
    return TriedOut(
        level=match.level,
        confidence=round(100 * match.confidence),
        slug=found.id if found else None,
        title=found.title if found else None,
        this_text=found is not None and found is tried,
        runner_up=match.runner_up.title if match.runner_up else None,
        next_step=tell_next(found, title, problem) if found else None,
    )


def tell_next(playbook: Playbook, title: str, problem: str) -> str | None:
    heard = read_message(playbook, f"{title}.\n{problem}")
    observed = {one.check.id: Observed(one.answer.id, one.certainty) for one in heard.readings}
    findings = Findings(observed, suspected=heard.suspected)
    match next_step(playbook, infer(playbook, findings), findings):
        case Ask(check=check):
            return check.title
        case Try(fix=fix):
            return fix.title
    return None
