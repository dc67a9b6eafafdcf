"""Fixes and their scripts from the ticket to the note, over HTTP: by a template's form, and by a script that becomes one."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook import PlaybookAssistant
from resolvent.config import Settings
from resolvent.knowledge.loader import load_shipped
from tests.conftest import QUICK, SECRET, Tenant
from tests.knowledge.engineer import truly
from tests.talk import say

MOST_TURNS = 14
PASSWORD = "Correct-Horse-4711"
OUTLOOK = {
    "summary": "Outlook keeps asking for a password",
    "description": "Outlook asks jane.doe@northwind.example for the password again and again.",
    "company": "Northwind",
    "contact": "Jane Doe",
}
LABELS = {
    "summary": "Label printer in goods receipt prints blank labels",
    "description": "Every label from the ZD421 comes out blank since the move of the goods receipt.",
    "company": "Northwind",
}
AGAIN = {
    "summary": "Goods receipt: the label printer prints blank labels again",
    "description": "The ZD421 feeds the labels, but they are blank.",
    "company": "Northwind",
}
OTHER = {"summary": "Badge reader refuses all cards", "description": "Since the power cut.", "company": "Northwind"}
SCRIPT = """$printer = Get-Printer -ComputerName PRN-07 -Name "ZD421"
Restart-Service -Name Spooler
Write-Output "$($printer.Name) uses $($printer.DriverName)"
"""


class DraftingAssistant(PlaybookAssistant):
    """The shipped one; a script that a test queues it drafts as a language model would."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[dict[str, Any]] = []

    async def answer(self, turn: Turn, stored: asyncio.Event) -> AsyncGenerator[str, None]:
        if not self.drafts:
            async for chunk in super().answer(turn, stored):
                yield chunk
            return
        yield f"Try this.\n[SUGGEST_FIX:{turn.nonce}]{json.dumps(self.drafts.pop(0))}[/SUGGEST_FIX]\n"


@pytest.fixture
def assistant() -> DraftingAssistant:
    return DraftingAssistant()


@pytest.fixture
def app(database_url: str, assistant: DraftingAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, patience=QUICK)


async def call(client: httpx2.AsyncClient, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == expect, answer.text
    return answer.json() if answer.content else None


async def open_on(client: httpx2.AsyncClient, tenant: Tenant, ticket: dict[str, str]) -> str:
    made = await call(client, "POST", "/desk/tickets", ticket, 201)
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": made["id"]}
    session_id: str = (await call(client, "POST", "/ai-sessions", {"ticket": pick}, 201))["id"]
    return session_id


async def diagnose(client: httpx2.AsyncClient, session_id: str, playbook_id: str, cause: str) -> dict[str, Any]:
    """An engineer who answers every question truly for this cause, in the words that are offered: the fix at the end."""
    playbook = next(one for one in load_shipped() if one.id == playbook_id)
    labels = {check.title: check.answer(truly(check, cause)).label for check in playbook.checks}
    words = "Please look at this ticket."
    for _ in range(MOST_TURNS):
        whole = await say(client, session_id, words)
        if whole["active_fix"]:
            fix: dict[str, Any] = whole["active_fix"]
            return fix
        asked = whole["messages"][-1]["content"]
        words = next(label for title, label in labels.items() if f"**{title}**" in asked)
    pytest.fail(f"no fix in {MOST_TURNS} turns")


async def succeed(client: httpx2.AsyncClient, session_id: str, path: str) -> None:
    await call(client, "POST", f"{path}/apply")
    await call(client, "PATCH", f"{path}/outcome", {"outcome": "applied_success"})
    for fact in (await call(client, "GET", f"/ai-sessions/{session_id}/facts"))["items"]:
        await call(client, "PATCH", f"/ai-sessions/{session_id}/facts/{fact['id']}", {"status": "confirmed"})


async def post_note(client: httpx2.AsyncClient, session_id: str) -> str:
    path = f"/ai-sessions/{session_id}/resolution-note"
    preview = await call(client, "POST", f"{path}/preview")
    body = {
        "markdown": preview["markdown"],
        "state_version": preview["state_version"],
        "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
    }
    assert (await call(client, "POST", f"{path}/post", body))["outcome"] == "resolved"
    markdown: str = preview["markdown"]
    return markdown


def lines_of(*scripts: str) -> set[str]:
    return {line.strip() for script in scripts for line in script.splitlines() if len(line.strip()) > 20}


async def test_from_a_failing_outlook_ticket_to_the_note(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    session_id = await open_on(client, tenant, OUTLOOK)
    fix = await diagnose(client, session_id, "outlook-password-prompts", "account")
    path = f"/ai-sessions/{session_id}/suggested-fixes/{fix['id']}"
    assert (fix["template_slug"], fix["ai_drafted_script"]) == ("show-m365-account", None)
    assert fix["template_id"] is not None
    fact = {"text": "The account jane.doe@northwind.example is refused at outlook.office.com too."}
    await call(client, "POST", f"/ai-sessions/{session_id}/facts", fact, 201)

    form = await call(client, "GET", f"{path}/form")
    filled = {one["name"]: (one["value"], one["source"], one["label"]) for one in form["values"]}
    assert filled == {
        "user_principal_name": ("jane.doe@northwind.example", "fact", "F1"),
        "sign_in_count": (20, "default", None),
    }
    for decision in ("one_off", "draft_template", "build_template"):
        refused = await call(client, "POST", f"{path}/decision", {"decision": decision}, 400)
        assert refused["code"] == "use_generate"
    values = {name: value for name, (value, _, _) in filled.items()}
    body = {"template_id": form["template"]["id"], "parameters": values, "ai_session_id": session_id}
    shown = await call(client, "POST", "/scripts/generate", {**body, "fix_id": fix["id"]})
    assert "jane.doe@northwind.example" in shown["script"]
    # The password had expired: its reset comes from the library, with a secret.
    found = await call(client, "GET", "/scripts/templates?q=reset+password+Active+Directory")
    reset = next(one for one in found["items"] if one["slug"] == "reset-ad-password")
    secret = {"user_name": "j.doe", "temporary_password": PASSWORD}
    body = {"template_id": reset["id"], "parameters": secret, "ai_session_id": session_id}
    second = await call(client, "POST", "/scripts/generate", body)
    assert PASSWORD in second["script"]
    assert PASSWORD not in second["redacted_script"]

    await succeed(client, session_id, path)
    markdown = await post_note(client, session_id)
    assert fix["title"].partition(" ")[2].lower() in markdown.lower()
    assert form["template"]["title"] in markdown
    assert "[removed" not in markdown
    assert not [line for line in lines_of(shown["script"], second["script"]) if line in markdown]
    everything = (await client.get(f"/ai-sessions/{session_id}")).text + markdown
    assert PASSWORD not in everything


async def test_a_script_that_worked_becomes_a_template_and_is_offered_first_to_the_next_ticket(
    client: httpx2.AsyncClient, tenant: Tenant, assistant: DraftingAssistant
) -> None:
    first = await open_on(client, tenant, LABELS)
    assert "No playbook of mine fits" in (await say(client, first, "Hello"))["messages"][-1]["content"]
    assistant.drafts = [
        {"title": "Recalibrate the label printer", "rationale": "Its sensor lost the gap.", "confidence": 60}
        | {"script": SCRIPT, "language": "powershell"}
    ]
    fix = (await say(client, first, "I moved it myself."))["active_fix"]
    path = f"/ai-sessions/{first}/suggested-fixes/{fix['id']}"
    assert fix["template_id"] is None
    edited = SCRIPT.replace("Restart-Service -Name Spooler", "Restart-Service -Name Spooler -Force")
    taken = await call(client, "POST", f"{path}/decision", {"decision": "draft_template", "edited_script": edited})
    assert taken["rendered_script"] == edited
    await succeed(client, first, path)
    markdown = await post_note(client, first)
    assert not [line for line in lines_of(edited) if line in markdown]

    whole = await call(client, "GET", f"/ai-sessions/{first}")
    (asked,) = [one for one in whole["draft_templates"] if one["prompt"] == "open"]
    draft = await call(client, "GET", f"/scripts/drafts/{asked['id']}")
    assert draft["original_script"] == edited
    refined = {
        "version": draft["version"],
        "title": "Recalibrate a label printer",
        "description": "Restarts the spooler and shows which driver the label printer uses.",
        "body": SCRIPT.replace("PRN-07", "{{ server }}"),
        "parameters_schema": {
            "type": "object",
            "properties": {"server": {"type": "string", "format": "hostname", "title": "Print server"}},
            "required": ["server"],
        },
    }
    draft = await call(client, "PATCH", f"/scripts/drafts/{draft['id']}", refined)
    publish = {"change_note": "As it ran in goods receipt", "version": draft["version"]}
    template = await call(client, "POST", f"/scripts/drafts/{draft['id']}/publish", publish)
    assert (template["source"], template["version"]) == ("account", 1)
    assert template["provenance"]["session_id"] == first

    second = await open_on(client, tenant, AGAIN)
    offered = await say(client, second, "Please look at this ticket.")
    fix = offered["active_fix"]
    assert (fix["template_id"], fix["template_slug"]) == (template["id"], template["slug"])
    assert 30 <= fix["confidence"] < 75, "one success is no proof"
    assert "It worked the one time it was used on this desk, for this customer." in fix["rationale"]
    assert LABELS["summary"] in fix["rationale"]
    text = offered["messages"][-1]["content"]
    assert "a template of your own desk" in text
    assert "Restart-Service" not in text
    form = await call(client, "GET", f"/ai-sessions/{second}/suggested-fixes/{fix['id']}/form")
    assert form["template"]["success"]["account"]["success"] == 1
    body = {"template_id": template["id"], "parameters": {"server": "PRN-08"}, "ai_session_id": second}
    made = await call(client, "POST", "/scripts/generate", {**body, "fix_id": fix["id"]})
    assert "-ComputerName PRN-08" in made["script"]

    # It fails here: recorded from the engineer's words, not offered again, and the questions begin.
    later = await say(client, second, "That did not help, the labels are still blank.")
    assert later["active_fix"]["status"] == "applied_failed"
    assert "**" in later["messages"][-1]["content"]
    assert later["checks"]
    third = await open_on(client, tenant, OTHER)
    assert (await say(client, third, "Hello"))["active_fix"] is None


async def test_of_a_template_that_the_desk_archived_no_form_is_promised(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    found = await call(client, "GET", "/scripts/templates?q=microsoft+365+account")
    template = next(one for one in found["items"] if one["slug"] == "show-m365-account")
    await call(client, "DELETE", f"/scripts/templates/{template['id']}")
    session_id = await open_on(client, tenant, OUTLOOK)
    fix = await diagnose(client, session_id, "outlook-password-prompts", "account")
    assert (fix["template_id"], fix["template_slug"]) == (None, "show-m365-account")
    said = (await call(client, "GET", f"/ai-sessions/{session_id}"))["messages"][-1]["content"]
    assert f"Your desk archived its script template *{template['title']}*" in said


async def test_the_four_decisions_and_what_is_missing(
    client: httpx2.AsyncClient, tenant: Tenant, assistant: DraftingAssistant
) -> None:
    """Nothing here says that it is not available yet."""
    session_id = await open_on(client, tenant, OTHER)
    drafted = {"title": "Restart the controller", "rationale": "It hangs.", "confidence": 50}

    async def suggest(**more: Any) -> str:
        assistant.drafts = [drafted | more]
        fix = (await say(client, session_id, "What now?"))["active_fix"]
        return f"/ai-sessions/{session_id}/suggested-fixes/{fix['id']}/decision"

    path = await suggest(script=SCRIPT, language="powershell")
    once = await call(client, "POST", path, {"decision": "one_off"})
    assert (once["rendered_script"], once["draft_template_id"], once["redirect_path"]) == (SCRIPT, None, None)
    saved = await call(client, "POST", path, {"decision": "draft_template", "edited_script": f"{SCRIPT}Get-Date\n"})
    assert saved["rendered_script"] == f"{SCRIPT}Get-Date\n"
    draft = await call(client, "GET", f"/scripts/drafts/{saved['draft_template_id']}")
    assert "PRN-07" in json.dumps(draft["parameters_schema"]) + draft["body"]
    built = await call(client, "POST", path, {"decision": "build_template"})
    assert built["redirect_path"].startswith(f"/scripts/builder?from_session={session_id}&fix=")
    gone = await call(client, "POST", path, {"decision": "dismissed", "reason": "Not it."})
    assert gone["fix"]["status"] == "dismissed"
    late = await call(client, "POST", path, {"decision": "one_off"}, 409)
    assert late["code"] == "fix_dismissed"

    path = await suggest()
    for decision in ("one_off", "draft_template", "build_template"):
        assert (await call(client, "POST", path, {"decision": decision}, 400))["code"] == "no_drafted_script"
    unknown = await call(client, "POST", path, {"decision": "run_it"}, 422)
    assert unknown["errors"][0]["field"] == "decision"
    whole = await call(client, "GET", f"/ai-sessions/{session_id}")
    assert [one["prompt"] for one in whole["draft_templates"]] == ["open"]
