"""Four sessions as they happen: one resolved, one failed and then fixed, one escalated, one without a ticket."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resolvent.demo.api import Api, need
from resolvent.demo.desks import CUSTOMER, INTERNAL, Desk

MAX_TURNS = 10
UNKNOWN = "I can't tell, skip that one please."

Said = Iterator[str]
"""A story yields what was done and proven, a line each."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the engineer would find: a pattern of the question, and the answer in their words or as pasted output."""

    question: str
    answer: str


SPOOLER = (
    Knowledge(
        r"spooler service running",
        "Status   Name               DisplayName\n------   ----               -----------\nStopped  Spooler            Print Spooler",
    ),
)
OUTLOOK = (
    Knowledge(r"primary refresh token", "AzureAdJoined : YES\n    AzureAdPrt : YES"),
    Knowledge(r"password changed shortly", "yes, on Monday"),
    Knowledge(
        r"saved in Credential Manager",
        "    Target: LegacyGeneric:target=MicrosoftOffice16_Data:SSPI:tom@northwind.example\n    Type: Generic",
    ),
    Knowledge(r"outlook\.office\.com", "yes, webmail works with the new password"),
    Knowledge(r"new, empty Outlook profile", "no, with a new profile there are no prompts"),
    Knowledge(r"Which server does Outlook connect to", "it still goes to the old Exchange server"),
)


def play_resolved(api: Api, desk: Desk) -> Said:
    ticket = desk.open_ticket(
        "Nobody at the front desk can print",
        "Since this morning nothing prints at reception. Jobs go into the queue on PRN-01 and just sit there.",
    )
    session = yield from open_session(api, desk, ticket)
    fix = yield from diagnose(api, session, "Please look at this ticket.", SPOOLER)
    yield from refuse_shortcut(api, session, fix)
    script = yield from run_once(api, session, fix)
    yield from succeed(api, session, fix)
    markdown = yield from post(api, desk, session, ticket, "resolution-note")
    yield from prove_words_only(api, session, markdown, script)


def play_failed_then_fixed(api: Api, desk: Desk) -> Said:
    ticket = desk.open_ticket(
        "Outlook keeps asking for my password",
        "Outlook asks for the password again and again since I changed it on Monday.",
    )
    session = yield from open_session(api, desk, ticket)
    fix = yield from diagnose(api, session, "What should I check first?", OUTLOOK)
    first = yield from run_once(api, session, fix)
    reason = "The prompt came back after ten minutes"
    api.call(
        "PATCH",
        f"/ai-sessions/{session}/suggested-fixes/{fix['id']}/outcome",
        {"outcome": "applied_failed", "failure_reason": reason},
    )
    yield "recorded: failed"
    second = yield from diagnose(
        api, session, "That did not help, the prompt came back. What next?", OUTLOOK, after=fix
    )
    need(second["id"] != fix["id"], "The failed fix was suggested again.")
    script = yield from run_once(api, session, second)
    yield from succeed(api, session, second)
    markdown = yield from post(api, desk, session, ticket, "resolution-note")
    yield from prove_words_only(api, session, markdown, first, script)
    need(second["title"] in markdown or "resolved" in markdown.lower(), "The note does not say what fixed it.")


def play_escalated(api: Api, desk: Desk) -> Said:
    ticket = desk.open_ticket(
        "Door access terminal shows error 17",
        "The terminal at the back door shows error 17 and does not open with any card.",
    )
    session = yield from open_session(api, desk, ticket)
    whole, seconds = api.say(session, "All cards are refused, since the power cut this morning.")
    need(whole["active_fix"] is None, "A fix was suggested for a problem that no playbook knows.")
    yield f"asked as a checklist, first text after {seconds * 1000:.0f} ms"
    api.call(
        "POST", f"/ai-sessions/{session}/facts", {"text": "The terminal lost power this morning at 08:10."}, expect=201
    )
    api.call(
        "POST",
        f"/ai-sessions/{session}/checks",
        {"title": "Restarted the terminal", "status": "done", "result": "Error 17 again after two minutes"},
        expect=201,
    )
    yield "a fact and a check recorded"
    yield from post(api, desk, session, ticket, "escalation-package")


def play_without_ticket(api: Api, desk: Desk) -> Said:
    opened = api.call("POST", "/ai-sessions", {"problem": "A user asked how to add a second monitor."}, expect=201)
    session = opened["id"]
    api.call("POST", f"/ai-sessions/{session}/facts", {"text": "The dock has a free DisplayPort."}, expect=201)
    yield f"opened without a ticket ({desk.name} is not touched)"
    preview = api.call("POST", f"/ai-sessions/{session}/resolution-note/preview")
    posted = api.call("POST", f"/ai-sessions/{session}/resolution-note/post", confirm(preview), expect=200)
    need(posted["outcome"] == "resolved_local", f"Outcome {posted['outcome']} instead of resolved_local.")
    need(api.call("GET", f"/ai-sessions/{session}")["session"]["status"] == "resolved", "The session is not resolved.")
    yield "resolved here only; nothing was sent"


STORIES: Sequence[tuple[str, Callable[[Api, Desk], Said]]] = (
    ("Resolved", play_resolved),
    ("Failed, then fixed", play_failed_then_fixed),
    ("Escalated", play_escalated),
    ("Without a ticket", play_without_ticket),
)


def open_session(api: Api, desk: Desk, ticket: str) -> Any:
    body = {"ticket": {"connection_id": desk.connection_id, "ticket_id": ticket}}
    opened = api.call("POST", "/ai-sessions", body, expect=201)
    yield f"opened on ticket #{opened['ticket']['number']}: {opened['title']}"
    return opened["id"]


def diagnose(
    api: Api, session: str, opening: str, knowledge: Sequence[Knowledge], *, after: dict[str, Any] | None = None
) -> Any:
    """Talk until a fix is suggested; what the engineer does not know they say so."""
    say = opening
    for turn in range(1, MAX_TURNS + 1):
        whole, seconds = api.say(session, say)
        fix = whole["active_fix"]
        if fix is not None and (after is None or fix["id"] != after["id"]):
            yield f"fix suggested in turn {turn} ({fix['confidence']} %, first text after {seconds * 1000:.0f} ms): {fix['title']}"
            return fix
        asked = whole["messages"][-1]["content"]
        say = next((one.answer for one in knowledge if re.search(one.question, asked, re.IGNORECASE)), UNKNOWN)
    need(False, f"No fix after {MAX_TURNS} turns.")
    return None


def refuse_shortcut(api: Api, session: str, fix: dict[str, Any]) -> Said:
    """A fix with a template goes through its form: there is no script to run as it is."""
    path = f"/ai-sessions/{session}/suggested-fixes/{fix['id']}/decision"
    refused = api.call("POST", path, {"decision": "one_off"}, expect=400)
    need(refused["code"] == "use_generate", f"Refused with {refused['code']} instead of use_generate.")
    yield "to run it once without the form: refused (400, use_generate)"


def run_once(api: Api, session: str, fix: dict[str, Any]) -> Any:
    """Fill the form of its template, copy the script, run it."""
    path = f"/ai-sessions/{session}/suggested-fixes/{fix['id']}"
    need(fix["template_id"], f"The fix “{fix['title']}” has no template.")
    script = yield from generate(api, session, fix, api.call("GET", f"{path}/form"))
    applied = api.call("POST", f"{path}/apply")["fix"]["applied_at"]
    need(applied, "The fix does not say that it was applied.")
    yield f"script copied ({len(script.splitlines())} lines) and applied by the engineer"
    return script


def prove_words_only(api: Api, session: str, markdown: str, *scripts: str) -> Said:
    """The note tells what was done, in words: no line of a script stands in it."""
    lines = {line.strip() for script in scripts for line in script.splitlines() if len(line.strip()) > 20}
    need(not [line for line in lines if line in markdown], "A line of a script stands in the note.")
    whole = api.call("GET", f"/ai-sessions/{session}")
    recorded, fix = len(whole["generations"]), whole["active_fix"]
    need(recorded == len(scripts), f"{recorded} scripts are recorded; {len(scripts)} were generated.")
    # Its first word is a verb, which the note puts into the past.
    done = fix["title"].partition(" ")[2]
    need(done.lower() in markdown.lower(), "The note does not name what was done.")
    yield f"the note names “{fix['title']}”; not one of {len(lines)} lines of script stands in it"


def generate(api: Api, session: str, fix: dict[str, Any], form: dict[str, Any]) -> Any:
    """What the form does not know, the engineer types: here the example that the parameter gives. A dry run cures nothing."""
    schema = form["template"]["parameters_schema"]
    values = {one["name"]: one["value"] for one in form["values"]}
    typed = {
        name: schema["properties"][name]["examples"][0] for name in schema.get("required", ()) if name not in values
    }
    if values.get("dry_run"):
        typed["dry_run"] = False
    body = {"template_id": form["template"]["id"], "parameters": {**values, **typed}}
    made = api.call("POST", "/scripts/generate", {**body, "ai_session_id": session, "fix_id": fix["id"]})
    need("{{" not in made["script"], "A placeholder is left in the script.")
    sources = {one["name"]: one["label"] or one["source"] for one in form["values"]} | dict.fromkeys(typed, "engineer")
    told = ", ".join(f"{name} from {source}" for name, source in sources.items())
    yield f"generated from the template “{form['template']['title']}” ({told or 'no parameters'})"
    return made["script"]


def succeed(api: Api, session: str, fix: dict[str, Any]) -> Said:
    path = f"/ai-sessions/{session}/suggested-fixes/{fix['id']}/outcome"
    api.call("PATCH", path, {"outcome": "applied_success"})
    for fact in api.call("GET", f"/ai-sessions/{session}/facts")["items"]:
        api.call("PATCH", f"/ai-sessions/{session}/facts/{fact['id']}", {"status": "confirmed"})
    yield "recorded: success; facts confirmed"


def confirm(preview: dict[str, Any]) -> dict[str, Any]:
    return {
        "markdown": preview["markdown"],
        "state_version": preview["state_version"],
        "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
    }


def post(api: Api, desk: Desk, session: str, ticket: str, kind: str) -> Any:
    """Post, then look at the desk itself: one note with the marker, of the right visibility, and the status."""
    path = f"/ai-sessions/{session}/{kind}"
    preview = api.call("POST", f"{path}/preview")
    need(preview["grounding"]["ok"], f"The note is not grounded: {preview['grounding']['findings']}")
    need(api.call("POST", f"{path}/preview")["from_cache"], "The second preview was written anew.")
    posted = api.call("POST", f"{path}/post", confirm(preview), expect=200)
    internal = kind == "escalation-package"
    visibility, wanted = (INTERNAL, desk.escalated) if internal else (CUSTOMER, desk.resolved)
    need(posted["outcome"] == ("escalated" if internal else "resolved"), f"Outcome {posted['outcome']}.")
    need(posted["status"]["verified"], "The status is not verified.")
    notes = desk.notes_with(ticket, preview["marker"])
    need(notes == [visibility], f"Notes with {preview['marker']}: {notes}; one {visibility} note is wanted.")
    status = desk.status(ticket)
    need(status == wanted, f"The ticket's status is {status}; {wanted} is wanted.")
    yield f"posted; the ticket holds one {visibility} note with {preview['marker']} and the status {status}"
    api.call("POST", f"{path}/post", confirm(preview), expect=409)
    need(desk.notes_with(ticket, preview["marker"]) == [visibility], "The repeated post made a second note.")
    yield "posted again on purpose: refused (409), still one note"
    return preview["markdown"]
