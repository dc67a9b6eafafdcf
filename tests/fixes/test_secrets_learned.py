"""What a session learns to be a secret late: it is forgotten wherever it stands, and nothing else is lost by that."""

import tracemalloc
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest

from resolvent.db import Database
from resolvent.masking import MASK
from resolvent.scripts.schemas import DraftChange
from resolvent.sessions.access import lock_session_of
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import MOST, keep_secrets, mask_body
from tests.conftest import Tenant
from tests.fixes.test_drafts import make
from tests.fixes.test_form import GIVEN, OWN, own_template
from tests.fixes.test_secrets import dump
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest
from tests.talk import say

SECRET = "Herbst-2031!x"
TYPED = f"""$password = '{SECRET}'
$message = 'Use {SECRET} from now on'
net user jdoe $password /domain
Write-EventLog -ComputerName SRV-PRINT01 -Message $message
"""


def held(database_url: str, text: str) -> list[str]:
    """Tables that hold it."""
    return [name for name, rows in dump(database_url).items() if text in rows]


async def generate(client: httpx2.AsyncClient, session_id: str, secret: str, **more: Any) -> httpx2.Response:
    template = more.pop("template", None) or (await own_template(client))["id"]
    given = {**GIVEN, "password": secret, **more}
    body = {"template_id": template, "parameters": given, "ai_session_id": session_id}
    return await client.post("/scripts/generate", json=body)


async def open_once(client: httpx2.AsyncClient, problem: str, key: str) -> httpx2.Response:
    return await client.post("/ai-sessions", json={"problem": problem}, headers={"Idempotency-Key": key})


async def test_a_save_of_the_title_leaves_the_rest_of_the_draft(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n", language="powershell")
    draft = (await make(client, f"{path}/decision", {"decision": "draft_template"}))["draft_template_id"]
    saved = await client.patch(f"/scripts/drafts/{draft}", json={"version": 1, "timeout_hint": 60, "tags": ["print"]})
    assert saved.json()["timeout_hint"] == 60
    assert (await generate(client, session_id, SECRET)).status_code == 200
    titled = (await client.patch(f"/scripts/drafts/{draft}", json={"version": 2, "title": f"Not {SECRET}"})).json()
    assert (titled["title"], titled["timeout_hint"], titled["tags"]) == (f"Not {MASK}", 60, ["print"])


async def test_a_stored_answer_forgets_what_its_session_learns(client: httpx2.AsyncClient) -> None:
    problem = f"She can't sign in with {SECRET}."
    session = (await open_once(client, problem, "mine")).json()
    other = await open_once(client, problem, "theirs")
    assert (await generate(client, session["id"], SECRET)).status_code == 200
    again = await open_once(client, problem, "mine")
    assert again.status_code == 201
    told = f"She can't sign in with {MASK}."
    assert again.json() == {**session, "problem": told, "title": told}
    theirs = await open_once(client, problem, "theirs")
    assert theirs.json() == other.json(), "another session does not know it"


async def test_a_stored_answer_that_masking_made_unreadable_is_refused_in_words(client: httpx2.AsyncClient) -> None:
    session_id = (await open_once(client, "It prints nothing.", "mine")).json()["id"]
    assert (await generate(client, session_id, session_id[:8])).status_code == 200
    again = await open_once(client, "It prints nothing.", "mine")
    assert (again.status_code, again.json()["code"]) == (409, "answer_not_kept")


async def test_a_secret_in_a_typed_script_is_told_once_and_kept_nowhere(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, database_url: str
) -> None:
    assistant.answers.append(f"Then {SECRET} it is.")
    await say(client, session_id, f"Set it to {SECRET}.")
    await client.post(f"/ai-sessions/{session_id}/facts", json={"text": f"She got {SECRET}."})
    path = await suggest(client, assistant, session_id, script=TYPED.replace("now", "today"), language="powershell")
    asked = {"decision": "draft_template", "edited_script": TYPED}
    decided = await client.post(f"{path}/decision", json=asked, headers={"Idempotency-Key": "d"})
    answer = decided.json()
    assert answer["rendered_script"] == TYPED
    assert SECRET not in str({**answer, "rendered_script": ""})
    again = (await client.post(f"{path}/decision", json=asked, headers={"Idempotency-Key": "d"})).json()
    assert again == {**answer, "rendered_script": TYPED.replace(SECRET, MASK)}
    draft = (await client.get(f"/scripts/drafts/{answer['draft_template_id']}")).json()
    assert draft["original_script"] == TYPED.replace(SECRET, MASK)
    properties = draft["parameters_schema"]["properties"]
    assert [name for name, one in properties.items() if one.get("x-sensitive")] == ["password"]
    assert MASK not in str(properties), "a default that held the secret is gone, not masked"
    assert held(database_url, SECRET) == []
    assert SECRET not in (await client.get(f"/ai-sessions/{session_id}")).text


async def test_a_secret_that_no_parameter_can_replace_is_known_all_the_same(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, database_url: str
) -> None:
    script = f"# {{{{ left }}}}\nnet user jdoe {SECRET} /domain\n"
    path = await suggest(client, assistant, session_id, script="net user jdoe /domain\n", language="powershell")
    answer = await make(client, f"{path}/decision", {"decision": "draft_template", "edited_script": script})
    draft = (await client.get(f"/scripts/drafts/{answer['draft_template_id']}")).json()
    assert draft["body"] == script.replace(SECRET, MASK)
    assert held(database_url, SECRET) == []


@pytest.mark.parametrize("where", ["password", "note"])
async def test_an_excerpt_is_masked_before_it_is_cut(client: httpx2.AsyncClient, session_id: str, where: str) -> None:
    schema = {"type": "object", "properties": {"password": {"type": "string", "x-sensitive": True}, "note": {"type": "string"}}}  # fmt: skip
    body = f"rm -rf /srv/{'x' * 138} '{{{{ {where} }}}}'\necho {{{{ password }}}} '{{{{ note }}}}'\n"
    template = await client.post(
        "/scripts/templates", json={**OWN, "language": "bash", "body": body, "parameters_schema": schema}
    )
    assert template.status_code == 201, template.text
    for parameters in ({"password": SECRET, "note": "n"}, {"password": "Other-2031!x", "note": SECRET}):
        asked = {"template_id": template.json()["id"], "parameters": parameters, "ai_session_id": session_id}
        made = (await client.post("/scripts/generate", json=asked)).json()
        assert made["warnings"]
        assert "Herbst" not in str(made["warnings"])
    assert "Herbst" not in (await client.get(f"/ai-sessions/{session_id}")).text


async def test_a_title_that_was_cut_within_the_secret_keeps_no_half_of_it(client: httpx2.AsyncClient) -> None:
    problem = f"{'She can not sign in any more. ' * 4}"[:110] + f" {SECRET} does not work."
    session = (await client.post("/ai-sessions", json={"problem": problem})).json()
    assert "Herbst" in session["title"]
    assert SECRET not in session["title"]
    assert (await generate(client, session["id"], SECRET)).status_code == 200
    assert "Herbst" not in (await client.get(f"/ai-sessions/{session['id']}")).text


async def test_what_was_typed_with_blanks_is_found_without(client: httpx2.AsyncClient, session_id: str) -> None:
    assert (await generate(client, session_id, f" {SECRET} ")).status_code == 200
    fact = await client.post(f"/ai-sessions/{session_id}/facts", json={"text": f"It is {SECRET}."})
    assert fact.json()["fact"]["text"] == f"It is {MASK}."


async def test_only_what_was_sent_counts_as_sent_once_it_is_masked(
    session_id: str, tenant: Tenant, sealing: Database
) -> None:
    async with sealing.transaction(tenant.account_id) as db:
        await keep_secrets(db, tenant.account_id, UUID(session_id), [SECRET], field="parameters")
        body = await mask_body(db, tenant.account_id, UUID(session_id), DraftChange(version=1, title=f"Not {SECRET}"))
    assert body.model_dump(exclude_unset=True) == {"version": 1, "title": f"Not {MASK}"}


async def test_a_session_keeps_no_more_secrets_than_it_can_look_for(
    client: httpx2.AsyncClient, session_id: str, tenant: Tenant, sealing: Database
) -> None:
    many = [f"{SECRET}{number}" for number in range(MOST)]
    async with sealing.transaction(tenant.account_id) as db:
        await keep_secrets(db, tenant.account_id, UUID(session_id), many, field="parameters")
    full = await generate(client, session_id, f"{SECRET}-one-more")
    assert (full.status_code, full.json()["code"]) == (422, "too_many_secrets")
    assert full.json()["errors"][0]["field"] == "parameters"
    assert (await generate(client, session_id, many[7])).status_code == 200, "it is one of them"


async def test_a_secret_that_is_a_word_of_the_program_breaks_nothing(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n", language="powershell")
    draft = (await make(client, f"{path}/decision", {"decision": "draft_template"}))["draft_template_id"]
    assert (await generate(client, session_id, "powershell")).status_code == 200
    change = {"version": 1, "language": "powershell", "title": "In powershell"}
    saved = (await client.patch(f"/scripts/drafts/{draft}", json=change)).json()
    assert (saved["language"], saved["title"], saved["status"]) == ("powershell", f"In {MASK}", "open")


async def test_long_texts_are_forgotten_without_all_being_in_memory_at_once(
    session_id: str, tenant: Tenant, sealing: Database, database_url: str
) -> None:
    size, rows = 200_000, 40
    with psycopg.connect(database_url) as db:
        db.execute(
            "INSERT INTO facts (account_id, id, session_id, text, source, status) SELECT %s, gen_random_uuid(), %s,"
            " repeat('It is quiet. ', %s) || CASE WHEN n %% 2 = 0 THEN %s ELSE 'x' END, 'engineer', 'confirmed'"
            " FROM generate_series(1, %s) n",
            (tenant.account_id, session_id, size // 13, SECRET, rows),
        )
    async with sealing.transaction(tenant.account_id) as db:
        session = await lock_session_of(db, tenant.account_id, UUID(session_id))
        tracemalloc.start()
        await scrub_session(db, session, [SECRET])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert held(database_url, SECRET) == []
    with psycopg.connect(database_url) as db:
        masked = db.execute("SELECT count(*) FROM facts WHERE text LIKE %s", (f"%{MASK}",)).fetchone()
    assert masked == (rows // 2,)
    assert peak < size * rows / 2
