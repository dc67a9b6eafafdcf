"""For a problem without a playbook: what to find out before anyone can help. It records literally and never guesses."""

from collections.abc import Sequence, Set

from resolvent.chat.assistant import DeskTemplate, Turn
from resolvent.chat.assistants.playbook_answers import Checklist, fill
from resolvent.chat.assistants.playbook_draft import Draft, one_line
from resolvent.chat.assistants.playbook_headed import as_result, state_headed
from resolvent.chat.assistants.playbook_intents import Intent
from resolvent.chat.assistants.playbook_near import name_near
from resolvent.chat.assistants.playbook_offers import write_offer
from resolvent.chat.assistants.playbook_questions import QUESTIONS, Question
from resolvent.knowledge.playbook import Playbook

NO_PLAYBOOK_BUT = "No playbook of mine fits this problem, but a template of your own desk may."
COMPLETE = "That is the checklist:"


def write_checklist(
    draft: Draft,
    turn: Turn,
    *,
    first: bool,
    offer: DeskTemplate | None = None,
    near: Sequence[Playbook] = (),
    intents: Set[Intent] = frozenset(),
) -> None:
    """`offer`: a template of the desk's own, which goes before the questions; `near`: playbooks that may be meant."""
    done = fill(turn)
    begun = any(check.title == question.title for check in turn.checks for question in QUESTIONS)
    first = first or not begun
    if offer is not None:
        write_offer(draft, offer, NO_PLAYBOOK_BUT)
    elif first:
        draft.say(
            "No playbook of mine fits this problem, so I will not guess at its cause. I work as a checklist instead:"
            " what is known at the end makes a good handoff, and may show the way."
        )
        name_near(draft, near)
        for one in done.open:
            draft.propose_check(one.title, None, one.why)  # told in words: no note may say that its command was run
    if first:
        done.new = [(one, done.answers[one.title]) for one in QUESTIONS[1:] if one.title in done.answers]
    write_answers(draft, turn, done)
    if done.extra and done.extra not in one_line(turn.problem, len(turn.problem) + 1) and draft.note(done.extra):
        draft.say("Noted as a fact." if not done.new else "The rest is noted as a fact.")
    if done.unread and not first:
        draft.say(done.unread)
    if done.left_open or done.passed_over:
        draft.say("Then that stays open." if done.left_open else "All right, we skip that.")
    if offer is not None:
        return
    if "fix" in intents:
        draft.say("I know no fix for it, and will not guess one.")
    if done.open:
        ask(draft, done.open[0], len(done.open), explained="meaning" in intents)
    else:
        close(draft, turn, done)


def write_answers(draft: Draft, turn: Turn, done: Checklist) -> None:
    """What was just answered, or passed over, into the session."""
    waiting = {check.title for check in turn.checks if check.status == "todo" or check.reported}
    for one, said in done.new:
        state_headed(draft, turn, done, one, said)
        if one.title in waiting:
            draft.report_check(one.title, as_result(one, said))
    if done.passed_over in waiting:
        draft.skip_check(done.passed_over)
    if done.new:
        begin = "Corrected: " if done.corrected.keys() >= {one.title for one, _ in done.new} else "Noted: "
        draft.say(begin + ", ".join(one.label.lower() for one, _ in done.new) + ".")


def hand_over(draft: Draft, turn: Turn, *, begun: bool) -> None:
    """The cards of the checklist beside a playbook: what is answered is done; what is open when the playbook begins is passed
    over, as it asks its own questions and these only along with them."""
    done = fill(turn)
    by_title, new = {one.title: one for one in QUESTIONS}, {one.title for one, _ in done.new}
    for check in turn.checks:
        if check.title not in by_title or not (check.status == "todo" or check.reported):
            continue
        said = done.answers.get(check.title)
        if said and (check.title in new or (check.status != "done" and not check.withdrawn)):
            draft.report_check(check.title, as_result(by_title[check.title], said))
        elif not said and begun and check.status == "todo":
            draft.skip_check(check.title)


def ask(draft: Draft, question: Question, left: int, *, explained: bool) -> None:
    draft.say(f"**{question.title}**")
    if question.command:
        draft.say(f"On Windows this tells: `{question.command}`")
    if explained:
        draft.say(f"An answer may read so: {question.example}.")
    more = f" {left - 1} more after this one; answer several at once if you like." if left > 1 else ""
    draft.say(f"{question.why}{more} If nobody knows, write *skip*.")


def close(draft: Draft, turn: Turn, done: Checklist) -> None:
    """The whole list once; to what is told after it, in a later round as well, only what can be done."""
    if any(said.role == "assistant" and COMPLETE in said.text for said in turn.messages):
        draft.say(
            "Nothing on the checklist is open, and I know no cause. **Escalate** hands over the facts that you confirmed;"
            " if you know the cause, add it as a fact and resolve the session."
        )
        return
    known = [f"- {one.label}: {'not known' if one.title in done.skipped else 'noted'}" for one in QUESTIONS]
    draft.say(f"{COMPLETE}\n\n" + "\n".join(known))
    draft.say(
        "I have not found the cause and will not invent one. Confirm the facts that are right; then **Escalate** hands"
        " them over in a note. If you find the cause yourself, add it as a fact and resolve the session."
    )
