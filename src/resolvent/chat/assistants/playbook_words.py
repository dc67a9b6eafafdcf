"""The playbook assistant's sentences. Short, plain, and never surer than the numbers."""

import re

from resolvent.chat.assistant import KnownFix, Turn
from resolvent.chat.assistants.playbook_basics import ask_besides
from resolvent.chat.assistants.playbook_draft import Draft, ask_in_full, percent, quote
from resolvent.chat.assistants.playbook_facts import read_facts
from resolvent.chat.assistants.playbook_intents import BESIDES, Wish
from resolvent.chat.assistants.playbook_ledger import reported, write_down, write_rest
from resolvent.chat.assistants.playbook_offers import HOW_IT_WENT, pick_offer, write_offer
from resolvent.chat.assistants.playbook_state import LOOK_AGAIN, PATIENCE, State
from resolvent.knowledge.diagnosis import Ask, Belief, Findings, GiveUp, Step, Try, explain, lower_first, next_step
from resolvent.knowledge.parameters import read_parameters
from resolvent.knowledge.playbook import OTHER, Check, Fix, Playbook
from resolvent.knowledge.reading import Heard
from resolvent.knowledge.words import cap, output_names, split_written
from resolvent.scripts.shipped import load_shipped as load_templates

WHAT_I_AM = (
    "I am the playbook assistant: I follow written playbooks and weigh what you tell me. I am not a language model."
)
NOT_WRITTEN = "I cannot answer that: I know only what is written in my playbooks."
READ = "I read:"
WORTH_WAITING = 0.4


def introduce(draft: Draft, turn: Turn, playbook: Playbook, state: State, belief: Belief) -> None:
    """What was understood, how sure that is, and what the ticket says already."""
    match = state.match
    sure = percent(match.confidence)
    if match.picked:
        draft.say(f"Then I work by the playbook *{playbook.title}*, as you chose.")
    elif match.level == "certain":
        draft.say(f"This reads like the playbook *{playbook.title}* ({sure} % sure).")
    else:
        other = f" It could also be *{match.runner_up.title}*." if match.runner_up else ""
        draft.say(
            f"This may be a case for the playbook *{playbook.title}*; I am not certain ({sure} %).{other}"
            " If it is something else, say “wrong playbook” and I use a general checklist."
        )
    told = list(state.from_ticket.values())
    for one in told:
        draft.state(reported(one), "ticket")
    for fact in read_facts(turn.problem):
        draft.state(fact, "ticket")
    if told:
        read = "\n".join(f"- {one.check.title} {one.answer.label} ({quote(one.quote, 80)})" for one in told)
        draft.say(f"From the ticket I read:\n\n{read}")
    draft.say(f"Likeliest at this point: {rank(playbook, belief)}.")


def rank(playbook: Playbook, belief: Belief, most: int = 3) -> str:
    best = sorted((cause for cause in belief if cause != OTHER), key=lambda cause: -belief[cause])[:most]
    return ", ".join(f"{lower_first(playbook.cause(cause).title)} ({percent(belief[cause])} %)" for cause in best)


def say_heard(draft: Draft, turn: Turn, playbook: Playbook, state: State, belief: Belief, wish: Wish) -> None:
    heard = state.heard
    for conflict in state.contradictions:
        draft.say(
            f"Your words and the output differ: you wrote {quote(conflict.quote, 100)}, but the output shows"
            f" “{conflict.shown.label}”. I go by the output. If it has changed since, paste it again."
        )
    for one in state.disputed:
        draft.say(
            f"For “{one.check.title}” the lane says “{state.observed[one.check.id].answer.label}”, as you logged it;"
            f" your message says “{one.answer.label}”. I go by the lane: change the result there if it is wrong now."
        )
    news = [one for one in state.new if one.check.id not in state.from_ticket]
    if news:
        lines = []
        for one in news:
            how = "from the output" if one.source == "output" else "from your words"
            unsure = ", not quite certain" if one.certainty < 1 else ""
            lines.append(f"- {one.answer.fact} ({how}{unsure})")
        draft.say(f"{READ}\n\n" + "\n".join(lines))
    write_down(draft, turn, state, news)
    told = wish.intents <= BESIDES
    noted = write_rest(draft, turn, state, wish.quote if wish.outcome else "") if told else None
    if heard and heard.suspected and not state.switched:
        named = ", ".join(f"“{lower_first(playbook.cause(cause).title)}”" for cause in sorted(heard.suspected))
        draft.say(f"You suspect {named}; I count that in.")
    if (news or (heard and heard.suspected)) and not state.switched:
        draft.say(f"Now likeliest: {rank(playbook, belief, 2)}.")
    if state.pending and state.pending.id not in state.observed and heard and not news and not state.switched:
        draft.say("Noted." if noted else "")
        if noted != "answer" or state.unread >= PATIENCE:
            say_unanswered(draft, state, state.pending, wish)
    if noted and state.pending is None and not news and not state.switched:
        draft.say("Noted.")
    if heard and state.pending is None and not news and not state.switched:
        say_known_output(draft, turn, playbook, heard)


def say_known_output(draft: Draft, turn: Turn, playbook: Playbook, heard: Heard) -> None:
    """Of output that nobody asked for and that brings nothing new: what it shows, or that it shows nothing."""
    text = cap(turn.messages[-1].text)
    shown = [one.answer.fact for one in heard.readings if one.source == "output"]
    if shown:
        draft.say(f"The output shows what I know already: {' '.join(shown)}")
    elif text.strip() and not split_written(text).prose.strip():
        names = "|".join(map(re.escape, output_names(text)))
        print_it = [one for one in playbook.checks if names and re.search(rf"\b(?:{names})\b", one.command or "")]
        draft.say(
            f"That alone does not answer “{print_it[0].title}”: paste all that its command prints."
            if len(print_it) == 1
            else "That alone answers no check of this playbook: paste all that the command printed."
        )


def say_unanswered(draft: Draft, state: State, pending: Check, wish: Wish) -> None:
    heard = state.heard
    if heard and heard.reply == "cannot":
        draft.say("All right, we skip that check.")
    elif heard and heard.reply == "unknown":
        draft.say("Then that stays open; I go on without it.")
    elif "meaning" in wish.intents:
        draft.say(f"The answer to my question would be one of: {choices(pending)}. If nobody can tell, write *skip*.")
    elif state.contradictions or (heard and heard.suspected) or wish.intents or wish.outcome:
        return
    elif state.unread >= PATIENCE:
        draft.say("I leave that question open and go on.")
    else:
        draft.say(
            f"I could not read an answer to my question in that. It would be one of: {choices(pending)}. Or write *skip*."
        )


def choices(check: Check) -> str:
    return " / ".join(f"*{answer.label}*" for answer in check.answers)


def say_why(draft: Draft, playbook: Playbook, belief: Belief, findings: Findings) -> None:
    step = next_step(playbook, belief, findings)
    shares = "\n".join(
        f"- {playbook.cause(cause).title}: {percent(p)} %"
        for cause, p in sorted(belief.items(), key=lambda pair: -pair[1])
        if cause != OTHER
    )
    if isinstance(step, Ask):
        reason = f"Of the open checks this one tells most for its time: {step.bits:.1f} bits. {explain(playbook, step)}"
    elif isinstance(step, Try):
        reason = f"This fix has the best chance for its time: its cause stands at {percent(step.probability)} %."
    else:
        reason = "No step is left that would tell more or cure it."
    draft.say(f"{reason} As I see it now:\n\n{shares}\n- something else: {percent(belief[OTHER])} %")


def say_no_fix_yet(draft: Draft, playbook: Playbook, belief: Belief, findings: Findings) -> None:
    """To somebody who wants no more questions: what it would be by now, without a card."""
    tried = {*findings.failed, *findings.excluded}
    for cause in sorted((one for one in belief if one != OTHER), key=lambda one: -belief[one]):
        fix = next((one for one in playbook.fixes if one.main_cause == cause and one.id not in tried), None)
        if fix is not None:
            draft.say(
                f"No cause is sure enough for a fix yet. By now it would be *{fix.title}* (risk: {fix.risk}), as the likeliest is"
                f" “{lower_first(playbook.cause(cause).title)}” ({percent(belief[cause])} %). An answer to the next question makes it surer."
            )
            return


def say_step(
    draft: Draft, turn: Turn, playbook: Playbook, state: State, step: Step, belief: Belief, waiting: KnownFix | None
) -> None:
    """`waiting`: the active fix whose outcome nobody has told yet."""
    if waiting is not None and still_stands(playbook, step, belief, waiting):
        draft.say(f"**{waiting.title}** is still the step to take. {HOW_IT_WENT}")
    elif isinstance(step, Ask) and step.again:
        told = state.observed[step.check.id].answer.label
        draft.say(f"{LOOK_AGAIN}: “{told}” speaks against the rest of what I know, and everything else is tried.")
        draft.say(ask_in_full(step.check, "Another answer would leave a fix that is worth a try."))
    elif isinstance(step, Ask):
        why = explain(playbook, step)
        draft.say(ask_in_full(step.check, why))
        draft.say(ask_besides(turn, playbook, state.skipped))
        draft.propose_check(step.check.title, step.check.command, why)
    elif isinstance(step, Try):
        say_fix(draft, turn, playbook, state, step)
    elif isinstance(step, GiveUp) and (offer := pick_offer(turn)) is not None:
        write_offer(draft, offer, "My playbook has no step left, but a template of your own desk may help.")
    elif isinstance(step, GiveUp):
        say_stuck(draft, playbook, belief)
        draft.say(ask_besides(turn, playbook, state.skipped))


def still_stands(playbook: Playbook, step: Step, belief: Belief, waiting: KnownFix) -> bool:
    fix = find_fix(playbook, waiting)
    if fix is None:
        return isinstance(step, GiveUp)
    if isinstance(step, Try):
        return step.fix.id == fix.id
    return belief[fix.main_cause] >= WORTH_WAITING


def say_fix(draft: Draft, turn: Turn, playbook: Playbook, state: State, step: Try) -> None:
    fix = step.fix
    cause = lower_first(playbook.cause(step.cause).title)
    if step.sure:
        sure = f"The evidence points to “{cause}” ({percent(step.probability)} %)."
    elif fix.main_cause == step.cause:
        sure = f"No open check would tell much more. The likeliest cause is “{cause}”, but only at {percent(step.probability)} %."
    else:
        sure = f"No open check would tell much more. “{cause}” is still the likeliest ({percent(step.probability)} %), and what is left may cure that too."
    draft.say(f"{sure} I suggest: **{fix.title}**")
    care, then = f"Risk: {fix.risk}. {fix.caution}", then_of(fix)
    draft.say(f"{fix.rationale} {care} {then}")
    draft.say(say_template(fix, turn))
    draft.say(HOW_IT_WENT)
    evidence = [one.answer.fact for one in state.observed.values() if speaks_for(one.check, one.answer.id, step.cause)]
    based = [f"Evidence: {' '.join(evidence)}"] if evidence else []
    named = f"Likeliest cause: {cause} ({percent(step.probability)} %)."
    draft.suggest(
        fix.title,
        "\n\n".join([fix.rationale, *based, named, care, then]),
        percent(step.probability),
        fix.template,
        read_parameters(fix, [turn.title, turn.problem, *(one.text for one in turn.messages if one.role == "user")]),
    )


def then_of(fix: Fix) -> str:
    return f"{fix.by_hand + ' ' if fix.by_hand else ''}Afterwards: {lower_first(fix.verify)}"


def say_again(draft: Draft, playbook: Playbook, waiting: KnownFix) -> None:
    """What a suggested fix does and why, to somebody who asks what it means."""
    fix = find_fix(playbook, waiting)
    if fix is not None:
        draft.say(f"It cures “{lower_first(playbook.cause(fix.main_cause).title)}”. {fix.rationale} {then_of(fix)}")


def say_grounds(draft: Draft, state: State) -> None:
    """To somebody who says that a suggestion is wrong: what can be wrong about it. The newest is asked for anew."""
    if not state.observed:
        return
    read = list(state.observed.values())
    grounds = "\n".join(f"- {one.answer.fact}" for one in read)
    draft.say(f"It rests on this:\n\n{grounds}\n\nTell me what is not so and what is instead, and I take it back.")
    draft.say(f"The last I read was “{read[-1].answer.label}”. **{read[-1].check.title}**")


def find_fix(playbook: Playbook, known: KnownFix) -> Fix | None:
    return next((one for one in playbook.fixes if one.title.casefold() == known.title.casefold()), None)


def say_template(fix: Fix, turn: Turn) -> str:
    """What its script does, in words: the script itself comes out of the form."""
    if fix.template is None:
        return "It has no script: it is done by hand."
    template = next((one for one in load_templates() if one.slug == fix.template), None)
    if template is None:
        return "The card in the lane opens the form of its script template."
    if fix.template in turn.archived_templates:
        return f"Your desk archived its script template *{template.title}*, so do by hand what the card says."
    does = template.description.split(". ", 1)[0].rstrip(".")
    admin = " It needs an administrator." if template.needs_admin else ""
    dry_run = template.parameters_schema["properties"].get("dry_run", {}).get("default") is True
    dry = " It changes nothing before *dry run* is turned off." if dry_run else ""
    return (
        f"Its script comes from the template *{template.title}*. {does}.{admin}{dry} The card in the lane opens the form; check"
        " the values, generate the script, and read it before you run it."
    )


def speaks_for(check: Check, answer: str, cause: str) -> bool:
    """Whether the answer is likelier under this cause than under an unnamed one."""
    return check.likelihood(answer, cause) >= check.likelihood(answer, OTHER)


def say_stuck(draft: Draft, playbook: Playbook, belief: Belief) -> None:
    draft.say(
        f"My playbook has no step left, and I have not found the cause. Of what I know, the likeliest that remains is"
        f" {rank(playbook, belief, 1)}; something else stands at {percent(belief[OTHER])} %."
    )
    draft.say(
        "I would **Escalate** now: the note hands over the confirmed facts, the checks and what was tried. Confirm the"
        " proposed facts that are right first. New output or a new observation reopens the search; just write it."
    )


def say_closing(draft: Draft, fix: KnownFix) -> None:
    draft.say(
        f"**{fix.title}** solved it. Confirm the facts that are right and press **Resolve**; the note rests on them."
        " If the problem comes back, tell me and I look further."
    )
