"""A secret that a script was given is nowhere afterwards: not in a table, a log, an event, a prompt, an answer, a note."""

import asyncio
import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import psycopg
import pytest
import structlog
from psycopg import sql

from tests.conftest import Tenant
from tests.fixes.test_form import GIVEN, own_template
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix, suggest
from tests.talk import listening, say
from tests.test_masking import FORMS

SECRET = "Wint'er-2026&\"x$1"
OTHER = "Sommer/2027#zz"


def ways() -> Iterator[str]:
    """In which it is written below, and looked for in the end."""
    for secret in (SECRET, OTHER):
        for write in FORMS.values():
            yield write(secret)
        for encoding in ("utf-8", "utf-16-le"):
            yield base64.b64encode(secret.encode(encoding)).decode().rstrip("=")


WAYS = sorted(set(ways()))
WRITTEN = [SECRET, FORMS["PowerShell, single quotes"](SECRET), FORMS["URL, every character"](SECRET),
           base64.b64encode(SECRET.encode("utf-16-le")).decode(), FORMS["JSON"](SECRET), FORMS["HTML"](SECRET)]  # fmt: skip


def told(text: str, where: str) -> list[str]:
    return [f"{where}: {way}" for way in WAYS if way in text]


def dump(database_url: str) -> dict[str, str]:
    """Every row of every table, as its owner sees it."""
    with psycopg.connect(database_url) as db:
        names = db.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {
            str(name): "\n".join(
                str(row[0])
                for row in db.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))).fetchall()
            )
            for (name,) in names
        }


class Witness:
    """Keeps what the server answers, but for the scripts that it gives in the clear to who asked."""

    def __init__(self, client: httpx2.AsyncClient, session: str) -> None:
        self._client = client
        self.path = f"/ai-sessions/{session}"
        self.said: list[str] = []

    async def ask(self, method: str, path: str, body: Any = None, *, key: str | None = None, keep: bool = True) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        answer = await self._client.request(method, path, json=body, headers=headers)
        if keep:
            self.said.append(answer.text)
        return answer.json()

    async def tell(self, method: str, path: str, body: Any = None) -> Any:
        return await self.ask(method, f"{self.path}{path}", body)


@pytest.fixture
async def linked(client: httpx2.AsyncClient, tenant: Tenant) -> tuple[str, str]:
    """A session and its ticket."""
    ticket = {"summary": "Sign-in fails", "description": "Since Monday.", "company": "Acme", "contact": "Jane Doe"}
    desk = (await client.post("/desk/tickets", json=ticket)).json()["id"]
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": desk}
    return (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"], desk


async def generate(witness: Witness, template: str, secret: str, **more: Any) -> Any:
    given = {**GIVEN, "password": secret, **more.pop("parameters", {})}
    body = {"template_id": template, "parameters": given, **more}
    return await witness.ask("POST", "/scripts/generate", body, key="generated", keep=False)


async def write_everywhere(witness: Witness, text: str, draft: str, desk: str) -> None:
    said = f"It said {text} to me."
    fact = await witness.tell("POST", "/facts", {"text": said})
    await witness.tell("PATCH", f"/facts/{fact['fact']['id']}", {"text": f"Or was it {text}?"})
    check = await witness.tell("POST", "/checks", {"title": said, "command": f"echo {text}"})
    await witness.tell("PATCH", f"/checks/{check['check']['id']}", {"result": f"{said}\nerror: failed {text}"})
    await witness.tell("PATCH", "", {"title": said[:200]})
    for kind in ("resolution-note", "escalation-package"):
        note = f"## Problem\n\nThe password is {text}.\n"
        saved = await witness.tell("PUT", f"/{kind}/draft", {"markdown": note, "based_on_state_version": 1})
        assert "secret" in {one["code"] for one in saved["grounding"]["findings"]}
        version = (await witness.tell("GET", ""))["state_version"]
        ticks = [one["id"] for one in saved["grounding"]["findings"]]
        post = {"markdown": note, "state_version": version, "acknowledge": ticks, "question": said}
        refused = await witness.tell("POST", f"/{kind}/post", post)
        assert refused["code"] == "secret_in_note", "no tick helps"
        assert len(refused["errors"]) == 1
    version = (await witness.ask("GET", f"/scripts/drafts/{draft}"))["version"]
    change = {"body": f"# {text}\nGet-Service\n", "title": said[:200], "description": said}
    await witness.ask("PATCH", f"/scripts/drafts/{draft}", {"version": version, **change})
    await witness.ask("POST", f"/desk/tickets/{desk}/notes", {"text": said, "visibility": "internal"})


async def test_a_known_secret_is_nowhere_afterwards(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    linked: tuple[str, str],
    database_url: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    session_id, desk = linked
    witness = Witness(client, session_id)
    template = await own_template(client)
    with structlog.testing.capture_logs() as logs:
        async with listening(client, session_id) as listener:
            drafted = await suggest(client, assistant, session_id, script="Get-Service\n", language="powershell")
            draft = (await witness.ask("POST", f"{drafted}/decision", {"decision": "draft_template"}))[
                "draft_template_id"
            ]
            path = await suggest(client, assistant, session_id, template=template["slug"])
            made = await generate(witness, template["id"], SECRET, ai_session_id=session_id, fix_id=path.split("/")[-1])
            assert FORMS["PowerShell, single quotes"](SECRET) in made["script"]
            assert (
                await generate(witness, template["id"], SECRET, ai_session_id=session_id, fix_id=path.split("/")[-1])
            )["code"] == "answer_not_kept"
            short = {
                "template_id": template["id"],
                "parameters": {**GIVEN, "password": SECRET, "days": 900, "note": SECRET},
            }
            await witness.ask("POST", "/scripts/generate", short)
            for text in WRITTEN:
                await write_everywhere(witness, text, draft, desk)
            # The assistant never saw it; should it say it all the same, nobody reads it.
            blocks = "".join(f"[FACT]{json.dumps({'text': way})}[/FACT]\n" for way in WRITTEN)
            blocks += f"[CHECK]{json.dumps({'title': f'Is it {SECRET}?'})}[/CHECK]\n"
            assistant.answers.append(
                f"I think it is {' or '.join(WRITTEN)}, is it?\n{blocks}"
                + fix("Use it", rationale=SECRET, script=f"# {SECRET}\n", parameters={"a": SECRET})
            )
            await say(client, session_id, f"The password is {' or '.join(WRITTEN)}.")
            active = (await witness.tell("GET", ""))["active_fix"]
            one = f"{witness.path}/suggested-fixes/{active['id']}"
            edit = f"net user jdoe {SECRET}\n"
            decided = await witness.ask(
                "POST", f"{one}/decision", {"decision": "one_off", "edited_script": edit}, key="d", keep=False
            )
            assert decided.get("rendered_script") == edit, decided
            again = await witness.ask(
                "POST", f"{one}/decision", {"decision": "one_off", "edited_script": edit}, key="d"
            )
            assert again == {**decided, "rendered_script": "net user jdoe ********\n"}
            await witness.ask(
                "POST", f"{one}/decision", {"decision": "draft_template", "edited_script": edit}, keep=False
            )
            await witness.ask("PATCH", f"{one}/outcome", {"outcome": "applied_partial", "notes": f"With {SECRET}"})
            await witness.ask(
                "PATCH", f"{one}/outcome", {"outcome": "applied_failed", "failure_reason": WRITTEN[3], "notes": SECRET}
            )
            other = f"{witness.path}/suggested-fixes/{path.split('/')[-1]}"
            await witness.ask("POST", f"{other}/decision", {"decision": "dismissed", "reason": SECRET})
            for kind in ("resolution-note", "escalation-package"):
                await witness.tell("POST", f"/{kind}/preview")
            await witness.tell("GET", "")
            await witness.ask("GET", "/scripts/drafts")
            await witness.ask("GET", f"/desk/tickets/{desk}")
    found = [one for name, rows in dump(database_url).items() for one in told(rows, name)]
    found += [one for text in witness.said for one in told(text, "answer")]
    found += told(repr(listener.events), "event") + told(repr(listener.texts), "stream")
    found += told(repr(assistant.turns), "prompt")
    found += told(repr(logs) + "".join(capfd.readouterr()), "log")
    assert found == []
    assert len(assistant.turns) >= 3
    assert "********" in dump(database_url)["messages"]


async def test_what_was_written_down_before_is_forgotten_too(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, linked: tuple[str, str], database_url: str
) -> None:
    session_id, _ = linked
    witness = Witness(client, session_id)
    template = await own_template(client)
    assistant.answers.append(f"I will remember {OTHER}.")
    await say(client, session_id, f"Her new password is {OTHER}")
    await witness.tell("POST", "/facts", {"text": f"It was set to {OTHER}."})
    await witness.tell("PATCH", "", {"title": f"Not {OTHER}"})
    await witness.tell("POST", "/escalation-package/preview")
    assert told("".join(dump(database_url).values()), "before")
    await generate(witness, template["id"], OTHER, ai_session_id=session_id)
    assert [one for name, rows in dump(database_url).items() for one in told(rows, name)] == []
    assistant.answers.append("Noted.")
    await say(client, session_id, "And now?")
    assert told(repr(assistant.turns[-1]), "prompt") == []


async def test_a_note_tells_what_was_done_and_neither_script_nor_secret(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, linked: tuple[str, str]
) -> None:
    session_id, _ = linked
    witness = Witness(client, session_id)
    template = await own_template(client)
    path = await suggest(client, assistant, session_id, template=template["slug"])
    fix_id = path.split("/")[-1]
    await generate(witness, template["id"], SECRET, ai_session_id=session_id, fix_id=fix_id)
    await witness.ask("PATCH", f"{path}/outcome", {"outcome": "applied_success"})
    resolution = await witness.tell("POST", "/resolution-note/preview")
    escalation = await witness.tell("POST", "/escalation-package/preview")
    assert resolution["grounding"]["ok"]
    assert escalation["grounding"]["ok"]
    assert "restarted the print spooler with the script “Set a thing”" in resolution["markdown"]
    assert "`password` = “`********`”" in escalation["markdown"]
    for preview in (resolution, escalation):
        assert "G1" in {one["label"] for one in preview["evidence"]}
        assert "Set-Thing" not in preview["markdown"]
        assert told(str(preview), "note") == []


async def test_two_generations_at_once_lose_no_secret(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = await own_template(client)
    secrets = [f"Winter-{number}-2026" for number in range(6)]
    bodies = [
        {"template_id": template["id"], "parameters": {**GIVEN, "password": one}, "ai_session_id": session_id}
        for one in secrets
    ]
    answers = await asyncio.gather(*(client.post("/scripts/generate", json=body) for body in bodies))
    assert [one.status_code for one in answers] == [200] * 6
    fact = await client.post(f"/ai-sessions/{session_id}/facts", json={"text": " and ".join(secrets)})
    assert fact.json()["fact"]["text"] == " and ".join(["********"] * 6)
