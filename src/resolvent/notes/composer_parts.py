"""The parts that both kinds of note share: the problem, what is known, what was tried. Pure."""

from dataclasses import replace
from datetime import datetime

from resolvent.notes.composer_phrases import (
    as_clause,
    as_name,
    as_sentence,
    begins_sentence,
    capitalise,
    claims_too_much,
    first_sentences,
    in_the_past,
    quote,
    tell_time,
    telling_lines,
)
from resolvent.notes.grounding_leaks import REMOVED, has_script, hide_script, hide_secrets, shows_secret
from resolvent.notes.grounding_words import is_success, tried_fixes
from resolvent.notes.markdown import flatten, protect
from resolvent.notes.outputs import FROM_OUTPUT, was_run
from resolvent.notes.structure import Claim
from resolvent.sessions.evidence import CheckItem, Evidence, FactItem, FixItem, GenerationItem

NOT_DESCRIBED = "The problem was not described."
NOTHING_CONFIRMED = "Nothing was confirmed beyond the problem itself."
NO_FIX = "No fix has been applied so far."
NO_CAUSE = "No root cause was established."


def tell_problem(evidence: Evidence) -> Claim:
    """Who reported what, in their words; without a ticket, what the engineer told."""
    ticket = evidence.ticket
    summary = flatten(ticket.summary)
    detail = first_sentences(ticket.description)
    if flatten(detail).casefold().rstrip(". …") in summary.casefold() or not detail.strip():
        detail = ""
    elif summary.casefold().rstrip(". …") in detail.casefold():
        summary = ""
    if not summary and not detail:
        return Claim(NOT_DESCRIBED, ())
    if ticket.number is None:
        parts = [as_sentence(text, success=False) for text in (summary, detail) if text]
        if len(parts) > 1 and not begins_sentence(parts[1]):
            # It would run on from the summary, and be read as its answer.
            parts[1] = f"In detail: {quote(detail)}."
        return Claim(" ".join(parts), (ticket.label,))
    company, contact = (as_name(name) for name in (ticket.company, ticket.contact))
    who = f"{contact} ({company})" if contact and company else contact or company
    told = quote(summary or detail)
    lead = f"{who} reported: "
    # Behind some names what is reported would read as their secret.
    if not who or shows_secret(lead + told):
        lead = "The report: "
    more = f" In detail: {quote(detail)}." if summary and detail else ""
    return Claim(f"{lead}{told}.{more}", (ticket.label,))


def for_customer(evidence: Evidence) -> Evidence:
    """Without what a customer may not read: internal facts, and the text of scripts wherever someone pasted one."""
    ticket = evidence.ticket
    return replace(
        evidence,
        ticket=replace(
            ticket,
            summary=hide_script(ticket.summary),
            description=hide_script(ticket.description),
            company=ticket.company and hide_script(ticket.company),
            contact=ticket.contact and hide_script(ticket.contact),
        ),
        facts=tuple(fact for fact in evidence.facts if not fact.internal and not has_script(fact.text)),
        checks=tuple(
            check for check in evidence.checks if not has_script(check.title) and not has_script(check.result or "")
        ),
        fixes=tuple(without_scripts(fix) for fix in evidence.fixes),
        generations=tuple(one for one in evidence.generations if not has_script(one.template_title)),
    )


def without_scripts(fix: FixItem) -> FixItem:
    return replace(
        fix,
        title=hide_script(fix.title),
        rationale=hide_script(fix.rationale),
        partial_notes=fix.partial_notes and hide_script(fix.partial_notes),
        failure_reason=fix.failure_reason and hide_script(fix.failure_reason),
        outcome_notes=fix.outcome_notes and hide_script(fix.outcome_notes),
    )


def tell_facts(evidence: Evidence, facts: list[FactItem]) -> list[Claim]:
    success = is_success(evidence)
    ordered = sorted(facts, key=lambda fact: (not fact.important, fact.created_at))
    return [Claim(as_sentence(fact.text, success=success), (fact.label,)) for fact in ordered]


def as_cause(fact: FactItem) -> str:
    """As somebody told it: "most likely" goes before it, not "reported"."""
    return fact.text.removeprefix("Reported: ")


def command_of(check: CheckItem) -> str:
    """As a note shows it; empty when there is none."""
    return flatten(hide_secrets(check.command or ""))


def tell_check(check: CheckItem, *, with_command: bool, success: bool) -> Claim:
    """`Checked the spooler's status: Stopped.` A question keeps its form: `Is the spooler running? No, it is stopped.`"""
    title = flatten(hide_secrets(check.title)).rstrip(" .:")
    command, run = command_of(check), was_run(check)
    if title.casefold() == command.casefold():
        title, command = f"`{command}`" if "`" not in command else title, ""
    shown = f" (`{command}`)" if with_command and run and 0 < len(command) <= 120 and "`" not in command else ""
    raw = check.result or ""
    told = telling_lines(raw)
    if told == flatten(raw):
        result = as_clause(told, success=success)
    else:
        result = f"{'the output says ' if run else ''}{quote(told)}."
    if REMOVED in title + shown:  # behind a colon the result would read as what was removed
        return Claim(f"{quote(title)}{shown}. The result was this: {result}", (check.label,))
    if claims_too_much(title, success=success):
        return Claim(f"{quote(title)}{shown}: {result}", (check.label,))
    if title.endswith("?"):
        return Claim(f"{protect(capitalise(title))} {tell_answer(capitalise(result), command, shown)}", (check.label,))
    did = in_the_past(title)
    lead = capitalise(did) if did else protect(capitalise(title))
    return Claim(f"{lead}{shown}: {result}", (check.label,))


def tell_answer(answer: str, command: str, shown: str) -> str:
    """`Stopped (from the output of `Get-Service`).` `shown`: the command in brackets, empty where it was not seen to be run."""
    if not shown:
        return answer
    if FROM_OUTPUT.search(answer):
        return FROM_OUTPUT.sub(lambda _: f"from the output of `{command}`)", answer, count=1)
    return f"{answer[:-1]}{shown}{answer[-1]}" if answer.endswith((".", "!", "?")) else f"{answer}{shown}"


def done_checks(evidence: Evidence) -> list[CheckItem]:
    done = [check for check in evidence.checks if check.status == "done" and flatten(check.result or "")]
    return sorted(done, key=lambda check: check.created_at)


def is_repeated(check: CheckItem, evidence: Evidence) -> bool:
    """Whether a confirmed fact says its result word for word, as `Since when: since Monday` does. One word is too little."""
    result = flatten(check.result or "").casefold().rstrip(" .")
    return " " in result and any(result in flatten(fact.text).casefold() for fact in evidence.facts)


def tell_fix(fix: FixItem) -> str:
    """What was done, without its outcome and without a full stop: `we restarted the print spooler`."""
    did = in_the_past(fix.title)
    return f"we {did}" if did else f"we applied the fix {quote(fix.title)}"


def script_of(evidence: Evidence, fix: FixItem) -> GenerationItem | None:
    """The script that was generated for it last before it was applied."""
    made = [
        one
        for one in evidence.generations
        if one.fix == fix.label and (fix.applied_at is None or one.created_at <= fix.applied_at)
    ]
    return made[-1] if made else None


def tell_script(fix: FixItem, script: GenerationItem | None) -> str:
    """Which script did it, unless the fix's title says so already. Never its text."""
    if (
        script is None
        or REMOVED in hide_secrets(fix.title)
        or flatten(script.template_title).casefold() in ("", flatten(fix.title).casefold())
    ):
        return ""
    return f" with the script {quote(script.template_title)}"


def tell_moment(evidence: Evidence, moment: datetime, before: datetime | None) -> str:
    """`on 24 November 2026 at 15:48`; on the day of `before` only the time."""
    told = tell_time(moment, evidence.time_zone)
    day, _, time = told.rpartition(" at ")
    same_day = before is not None and tell_time(before, evidence.time_zone).startswith(day + " at ")
    return f"at {time}" if same_day else f"on {told}"


def tell_attempt(evidence: Evidence, fix: FixItem, before: datetime | None) -> Claim:
    """One fix that was applied, and how it went. `before`: when the one told before it was applied."""
    success = is_success(evidence)
    when = f"{capitalise(tell_moment(evidence, fix.applied_at, before))} " if fix.applied_at else ""
    script = script_of(evidence, fix)
    did = when + (tell_fix(fix) if when else capitalise(tell_fix(fix))) + tell_script(fix, script)
    note = fix.outcome_notes if fix.outcome_notes != fix.failure_reason else None
    match fix.status:
        case "applied_success" if success:
            seen = tell_moment(evidence, fix.verified_at, fix.applied_at) if fix.verified_at else ""
            text = f"{did}, which solved the problem{f'; this was verified {seen}' if seen else ''}."
        case "applied_success":
            text = f"{did}. At first this seemed to help, but the problem did not stay resolved."
        case "applied_failed":
            reason = (
                f": {as_clause(fix.failure_reason or '', success=False)}" if flatten(fix.failure_reason or "") else "."
            )
            failed = ". This did not help" if REMOVED in did else ", but this did not help"
            text = f"{did}{failed}{reason}"
        case "applied_partial":
            text = f"{did}. This helped only in part: {as_clause(fix.partial_notes or '…', success=False)}"
        case _:
            text = f"{did}. Whether it helped has not been recorded yet."
    told = f" Noted: {as_clause(note or '', success=False)}" if flatten(note or "") else ""
    return Claim(text + told, (fix.label, script.label) if script else (fix.label,))


def tell_attempts(evidence: Evidence) -> list[Claim]:
    tried = tried_fixes(evidence)
    before = [None, *(fix.applied_at for fix in tried)]
    return [tell_attempt(evidence, fix, earlier) for fix, earlier in zip(tried, before, strict=False)]
