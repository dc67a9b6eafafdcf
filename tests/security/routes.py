"""The access matrix: every route, who may call it, and what it takes to call it with success."""

from typing import Final

from resolvent.accounts.secrets import hash_token, new_token
from resolvent.db import set_account
from resolvent.inbound.watches import get_inbound
from tests.security.account_routes import ACCOUNT_ROWS, OWNER_ALONE
from tests.security.conftest import World
from tests.security.handoff_routes import HANDOFF_ROWS, post_locally
from tests.security.insight_routes import INSIGHT_ROWS
from tests.security.matrix_row import ADMIN, ENGINEER, V1, Ids, Row, nothing
from tests.security.playbook_routes import PLAYBOOK_ROWS
from tests.security.presence_routes import presence_rows
from tests.security.search_routes import SEARCH_ROWS
from tests.ticketing.posting import STOOD_BY

SESSION: Final = V1 + "/ai-sessions/{session_id}"
FIX: Final = SESSION + "/suggested-fixes/{fix_id}"


async def session(world: World) -> Ids:
    return {"session_id": await world.new_session()}


async def fact(world: World) -> Ids:
    ids = await session(world)
    made = await world.make(f"/ai-sessions/{ids['session_id']}/facts", {"text": "Only Site B."})
    return {**ids, "fact_id": made["fact"]["id"]}


async def retracted_fact(world: World) -> Ids:
    ids = await fact(world)
    await world.ask("DELETE", f"/ai-sessions/{ids['session_id']}/facts/{ids['fact_id']}")
    return ids


async def check(world: World) -> Ids:
    ids = await session(world)
    made = await world.make(f"/ai-sessions/{ids['session_id']}/checks", {"title": "Is it on?"})
    return {**ids, "check_id": made["check"]["id"]}


async def retracted_check(world: World) -> Ids:
    ids = await check(world)
    await world.ask("DELETE", f"/ai-sessions/{ids['session_id']}/checks/{ids['check_id']}")
    return ids


async def attachment(world: World) -> Ids:
    ids = await session(world)
    made = await world.make(f"/ai-sessions/{ids['session_id']}/attachments", {"event": 7031})
    return {**ids, "attachment_id": made["attachment"]["id"]}


async def suggested(world: World) -> Ids:
    ids = await session(world)
    return {**ids, "fix_id": await world.new_fix(ids["session_id"])}


async def templated(world: World) -> Ids:
    ids = await session(world)
    return {**ids, "fix_id": await world.new_fix(ids["session_id"], "restart-print-spooler")}


DANGEROUS: Final = {"language": "bash", "body": "rm -rf /srv/old\n", "title": "Remove old data"}
SCHEMA: Final = {"type": "object", "properties": {}}


async def own_template(world: World) -> Ids:
    made = await world.make("/scripts/templates", {**DANGEROUS, "parameters_schema": SCHEMA})
    return {"template_id": made["id"]}


async def dangerous(world: World) -> Ids:
    """A generated script of which the safety review has a finding."""
    ids = await own_template(world)
    made = await world.make("/scripts/generate", {"template_id": ids["template_id"], "parameters": {}})
    return {**ids, "generation_id": made["generation_id"], "rule": made["warnings"][0]["rule"]}


async def dangerous_draft(world: World) -> Ids:
    return {**await suggested(world), "rule": (await dangerous(world))["rule"]}


async def draft(world: World) -> Ids:
    return {"draft_id": (await world.make("/scripts/drafts", DANGEROUS))["id"]}


async def dismissed(world: World) -> Ids:
    ids = await suggested(world)
    await world.make(
        f"/ai-sessions/{ids['session_id']}/suggested-fixes/{ids['fix_id']}/decision", {"decision": "dismissed"}
    )
    return ids


async def succeeded(world: World) -> Ids:
    ids = await suggested(world)
    path = f"/ai-sessions/{ids['session_id']}/suggested-fixes/{ids['fix_id']}/outcome"
    assert (await world.ask("PATCH", path, {"outcome": "applied_success"})).status_code == 200
    return ids


async def answered(world: World) -> Ids:
    """A turn that has ended: its answer is short, and Stop ends it if it is not."""
    ids = await session(world)
    path = f"/ai-sessions/{ids['session_id']}"
    async with world.client.stream(
        "GET", f"{V1}{path}/events", headers={**world.acme.headers(), "Last-Event-ID": "0"}
    ) as stream:
        turn = (await world.make(f"{path}/messages", {"content": "What now?"}))["turn_id"]
        async for line in stream.aiter_lines():
            if line == "event: turn.finished":
                break
    return {**ids, "turn_id": turn}


async def answer(world: World) -> Ids:
    ids = await answered(world)
    whole = (await world.ask("GET", f"/ai-sessions/{ids['session_id']}")).json()
    return {"session_id": ids["session_id"], "message_id": whole["messages"][-1]["id"]}


async def typed(world: World) -> Ids:
    ids = await session(world)
    saved = await world.ask("PUT", f"/ai-sessions/{ids['session_id']}/message-draft", {"text": "Half a thought"})
    return {**ids, "revision": saved.json()["revision"]}


async def resolved(world: World) -> Ids:
    ids = await session(world)
    return {**ids, **await post_locally(world, ids["session_id"], "resolution-note")}


async def stopped_writeback(world: World) -> Ids:
    """Posted to a ticket on hold, which the desk does not let be resolved; then moved, so that a retry succeeds."""
    ticket = (await desk_ticket(world))["ticket_id"]
    await move(world, ticket, "on_hold")
    opened = await world.make(
        "/ai-sessions", {"ticket": {"connection_id": str(world.acme.connection_id), "ticket_id": ticket}}
    )
    path = f"/ai-sessions/{opened['id']}/resolution-note"
    preview = await world.make(f"{path}/preview")
    ticks = [one["id"] for one in preview["grounding"]["findings"]]
    posted = await world.ask("POST", f"{path}/post", {"state_version": preview["state_version"], "acknowledge": ticks})
    assert posted.status_code == 502, posted.text
    await move(world, ticket, "in_progress")
    return {"session_id": opened["id"], "writeback_id": posted.json()["writeback_id"]}


async def move(world: World, ticket: str, status: str) -> None:
    whole = await world.ask("GET", f"/desk/tickets/{ticket}")
    if status not in [one["id"] for one in whole.json()["allowed_statuses"]]:
        assert (await world.ask("PATCH", f"/desk/tickets/{ticket}", {"status": "in_progress"})).is_success
    moved = await world.ask("PATCH", f"/desk/tickets/{ticket}", {"status": status})
    assert moved.is_success, moved.text


async def desk_ticket(world: World) -> Ids:
    made = await world.make("/desk/tickets", {"summary": "Nobody can print", "description": "Jobs sit in the queue."})
    return {"ticket_id": made["id"]}


async def desk(world: World) -> Ids:
    return {"connection_id": str(world.acme.connection_id)}


async def hooked(world: World) -> Ids:
    """The local desk never calls; its address is taken all the same until a signature is asked for."""
    async with world.owner.transaction() as db:
        await set_account(db, world.acme.account_id)
        inbound = await get_inbound(db, world.acme.account_id, world.acme.connection_id)
        inbound.token_hash = hash_token(token := new_token())
    return {"token": token}


async def desk_with_ticket(world: World) -> Ids:
    return {**await desk(world), **await desk_ticket(world)}


RT: Final = {
    "provider": "rt",
    "name": "Request Tracker",
    "settings": {"url": "https://rt.example/", "user": "resolvent", "queue": "General"},
    "secret": {"token": "1-23-abc"},
}


MODEL: Final = {
    "name": "Nobody there",
    "provider": "openai",
    "model": "none",
    "base_url": "http://127.0.0.1:9/v1",
    "allow_private": True,
}


async def request_tracker(world: World) -> Ids:
    return {"connection_id": (await world.make("/connections", RT))["id"]}


async def model_endpoint(world: World) -> Ids:
    return {"endpoint_id": (await world.make("/models", MODEL))["id"]}


DRAWING: Final = {
    "client": "ACME",
    "title": "Head office",
    "nodes": [{"id": "a", "label": "FW-1", "kind": "firewall"}],
    "edges": [],
}


async def diagram(world: World) -> Ids:
    return {"diagram_id": (await world.make("/diagrams", DRAWING))["id"]}


async def archived_diagram(world: World) -> Ids:
    ids = await diagram(world)
    assert (await world.ask("DELETE", f"/diagrams/{ids['diagram_id']}")).is_success
    return ids


async def diagram_and_session(world: World) -> Ids:
    return {**await diagram(world), **await session(world)}


async def diagram_in_session(world: World) -> Ids:
    ids = await diagram_and_session(world)
    pick = {"diagram_id": ids["diagram_id"], "version": 1}
    added = await world.make(f"/ai-sessions/{ids['session_id']}/diagrams", pick)
    return {**ids, "snapshot_id": added["diagram"]["id"]}


async def archived_template(world: World) -> Ids:
    ids = await own_template(world)
    assert (await world.ask("DELETE", f"/scripts/templates/{ids['template_id']}")).is_success
    return ids


ANOTHERS_TEMPLATE: Final = {"stranger": 404}
"""The template's id is in the body."""

ROWS: Final = (
    Row("GET", "/api/openapi.json", None, 200, nothing),
    Row("GET", "/healthz", None, 200, nothing),
    Row("GET", "/readyz", None, 200, nothing),
    *ACCOUNT_ROWS,
    *presence_rows(draft),
    *HANDOFF_ROWS,
    *INSIGHT_ROWS,
    *PLAYBOOK_ROWS,
    *SEARCH_ROWS,
    Row("POST", V1 + "/ai-sessions", ENGINEER, 201, nothing, {"problem": "Printing fails."}),
    Row("GET", V1 + "/ai-sessions", ENGINEER, 200, nothing),
    Row("GET", V1 + "/ai-sessions/counts", ENGINEER, 200, nothing),
    Row("GET", V1 + "/ai-sessions/clients", ENGINEER, 200, nothing),
    Row("GET", V1 + "/ai-sessions/first-steps", ENGINEER, 200, nothing),
    Row("GET", SESSION, ENGINEER, 200, session),
    Row("PUT", SESSION + "/seen", ENGINEER, 204, session, {"event_number": 1}),
    Row("PATCH", SESSION, ENGINEER, 200, session, {"title": "Printing at Site B"}),
    Row("GET", SESSION + "/messages", ENGINEER, 200, session),
    Row("POST", SESSION + "/messages", ENGINEER, 202, session, {"content": "What now?"}),
    Row("GET", SESSION + "/events", ENGINEER, 200, session),
    Row("POST", SESSION + "/reopen", ENGINEER, 200, resolved),
    Row("POST", SESSION + "/turns/{turn_id}/retry", ENGINEER, 202, answered),
    Row("POST", SESSION + "/turns/{turn_id}/stop", ENGINEER, 202, answered),
    Row("GET", SESSION + "/message-draft", ENGINEER, 200, session),
    Row("PUT", SESSION + "/message-draft", ENGINEER, 200, session, {"text": "Half a thought"}),
    Row("DELETE", SESSION + "/message-draft/{revision}", ENGINEER, 204, typed, special=OWNER_ALONE),
    Row("GET", SESSION + "/ratings", ENGINEER, 200, session),
    Row("PUT", SESSION + "/messages/{message_id}/rating", ENGINEER, 200, answer, {"helpful": True}),
    Row("DELETE", SESSION + "/messages/{message_id}/rating", ENGINEER, 204, answer),
    Row("GET", V1 + "/answer-ratings", ENGINEER, 200, nothing),
    Row("GET", SESSION + "/facts", ENGINEER, 200, session),
    Row("POST", SESSION + "/facts", ENGINEER, 201, session, {"text": "Only Site B."}),
    Row("PATCH", SESSION + "/facts/{fact_id}", ENGINEER, 200, fact, {"text": "Site B and C."}),
    Row("DELETE", SESSION + "/facts/{fact_id}", ENGINEER, 200, fact),
    Row("POST", SESSION + "/facts/{fact_id}/undo", ENGINEER, 200, retracted_fact),
    Row("GET", SESSION + "/checks", ENGINEER, 200, session),
    Row("POST", SESSION + "/checks", ENGINEER, 201, session, {"title": "Is it on?"}),
    Row("PATCH", SESSION + "/checks/{check_id}", ENGINEER, 200, check, {"result": "Yes."}),
    Row("DELETE", SESSION + "/checks/{check_id}", ENGINEER, 200, check),
    Row("POST", SESSION + "/checks/{check_id}/undo", ENGINEER, 200, retracted_check),
    Row("GET", SESSION + "/attachments", ENGINEER, 200, session),
    Row("POST", SESSION + "/attachments", ENGINEER, 201, session, {"problem": "Event 7031."}, takes_file=True),
    Row("GET", SESSION + "/attachments/{attachment_id}", ENGINEER, 200, attachment),
    Row("DELETE", SESSION + "/attachments/{attachment_id}", ENGINEER, 200, attachment),
    Row("GET", SESSION + "/suggested-fixes", ENGINEER, 200, session),
    Row("GET", SESSION + "/suggested-fixes/active", ENGINEER, 200, suggested),
    Row(
        "POST",
        SESSION + "/suggested-fixes",
        ENGINEER,
        201,
        session,
        {"title": "Restart", "rationale": "It hangs.", "confidence": 50},
    ),
    Row("POST", FIX + "/apply", ENGINEER, 200, suggested),
    Row("POST", FIX + "/decision", ENGINEER, 200, suggested, {"decision": "one_off"}),
    Row("POST", FIX + "/decision/undo", ENGINEER, 200, dismissed),
    Row("PATCH", FIX + "/outcome", ENGINEER, 200, suggested, {"outcome": "applied_success"}),
    Row("POST", FIX + "/outcome/undo", ENGINEER, 200, succeeded),
    Row("POST", SESSION + "/resolution-note/preview", ENGINEER, 200, session),
    Row("POST", SESSION + "/escalation-package/preview", ENGINEER, 200, session),
    Row(
        "PUT",
        SESSION + "/resolution-note/draft",
        ENGINEER,
        200,
        session,
        {"markdown": "## Problem\nIt prints.", "based_on_state_version": 1},
    ),
    Row(
        "PUT",
        SESSION + "/escalation-package/draft",
        ENGINEER,
        200,
        session,
        {"markdown": "## Problem\nIt prints.", "based_on_state_version": 1},
    ),
    # A session without a note that was seen: the version is taken, the text is written on the spot and may want ticks.
    Row("GET", SESSION + "/resolution-note/target", ENGINEER, 200, session),
    Row("GET", SESSION + "/escalation-package/target", ENGINEER, 200, session),
    Row(
        "POST",
        SESSION + "/resolution-note/post",
        ENGINEER,
        200,
        session,
        {"state_version": 1, "acknowledge": STOOD_BY},
    ),
    Row("POST", SESSION + "/escalation-package/post", ENGINEER, 200, session, {"state_version": 1}),
    Row("GET", SESSION + "/export", ENGINEER, 200, answered),
    Row("POST", SESSION + "/case", ENGINEER, 200, answered, {"topic": "printing"}),
    Row("GET", SESSION + "/writebacks/{writeback_id}", ENGINEER, 200, resolved),
    Row("POST", SESSION + "/writebacks/{writeback_id}/retry", ENGINEER, 200, stopped_writeback),
    Row("GET", FIX + "/form", ENGINEER, 200, templated),
    Row("POST", FIX + "/acknowledge", ENGINEER, 200, dangerous_draft, {"rules": ["{rule}"]}),
    Row(
        "POST",
        V1 + "/scripts/generate",
        ENGINEER,
        200,
        own_template,
        {"template_id": "{template_id}", "parameters": {}},
        ANOTHERS_TEMPLATE,
    ),
    Row(
        "POST",
        V1 + "/scripts/generations/{generation_id}/acknowledge",
        ENGINEER,
        200,
        dangerous,
        {"rules": ["{rule}"]},
    ),
    Row("GET", V1 + "/scripts/drafts", ENGINEER, 200, nothing),
    Row("POST", V1 + "/scripts/drafts", ENGINEER, 201, nothing, DANGEROUS),
    Row("GET", V1 + "/scripts/drafts/{draft_id}", ENGINEER, 200, draft),
    Row("PATCH", V1 + "/scripts/drafts/{draft_id}", ENGINEER, 200, draft, {"version": 1, "title": "Clean up"}),
    Row(
        "POST",
        V1 + "/scripts/drafts/{draft_id}/publish",
        ENGINEER,
        200,
        draft,
        {"version": 1, "change_note": "First version"},
    ),
    Row("POST", V1 + "/scripts/drafts/{draft_id}/discard", ENGINEER, 200, draft),
    Row("POST", V1 + "/scripts/drafts/{draft_id}/prompt", ENGINEER, 200, draft, {"answer": "later"}),
    Row("GET", V1 + "/desk/tickets", ENGINEER, 200, nothing),
    Row("POST", V1 + "/desk/tickets", ENGINEER, 201, nothing, {"summary": "No mail", "description": "Since Monday."}),
    Row("GET", V1 + "/desk/tickets/{ticket_id}", ENGINEER, 200, desk_ticket),
    Row("PATCH", V1 + "/desk/tickets/{ticket_id}", ENGINEER, 200, desk_ticket, {"status": "in_progress"}),
    Row(
        "POST",
        V1 + "/desk/tickets/{ticket_id}/notes",
        ENGINEER,
        201,
        desk_ticket,
        {"text": "Called back.", "visibility": "internal"},
    ),
    Row("GET", V1 + "/connections", ENGINEER, 200, nothing),
    Row("GET", V1 + "/connections/providers", ENGINEER, 200, nothing),
    Row("POST", V1 + "/connections", ADMIN, 201, nothing, RT),
    Row("PATCH", V1 + "/connections/{connection_id}", ADMIN, 200, request_tracker, {"name": "RT"}),
    Row("DELETE", V1 + "/connections/{connection_id}", ADMIN, 204, request_tracker),
    Row("POST", V1 + "/connections/{connection_id}/check", ADMIN, 200, desk),
    Row("POST", V1 + "/connections/{connection_id}/check/steps", ADMIN, 200, desk),
    Row("GET", V1 + "/connections/{connection_id}/status-mapping", ENGINEER, 200, desk),
    Row(
        "PUT",
        V1 + "/connections/{connection_id}/status-mapping",
        ADMIN,
        200,
        desk,
        {"board_id": "desk", "kind": "resolution", "status_id": "resolved"},
    ),
    Row("GET", V1 + "/connections/{connection_id}/tickets", ENGINEER, 200, desk),
    Row("GET", V1 + "/connections/{connection_id}/tickets/{ticket_id}/statuses", ENGINEER, 200, desk_with_ticket),
    Row("GET", V1 + "/connections/{connection_id}/inbound", ENGINEER, 200, desk),
    Row(
        "PUT",
        V1 + "/connections/{connection_id}/inbound",
        ADMIN,
        200,
        desk,
        {"poll_seconds": 120, "webhook": False},
    ),
    # Ticketing systems have no account: the address is what proves them, and their signature besides.
    Row("POST", "/hooks/{token}", None, 202, hooked, {"ID": 1}),
    Row("GET", V1 + "/models", ADMIN, 200, nothing),
    Row("GET", V1 + "/models/usage", ADMIN, 200, nothing),
    Row("POST", V1 + "/models", ADMIN, 201, nothing, MODEL),
    Row("PATCH", V1 + "/models/{endpoint_id}", ADMIN, 200, model_endpoint, {"version": 1, "name": "Renamed"}),
    Row("DELETE", V1 + "/models/{endpoint_id}", ADMIN, 204, model_endpoint),
    Row("POST", V1 + "/models/{endpoint_id}/test", ADMIN, 200, model_endpoint),
    Row("GET", V1 + "/scripts/templates", ENGINEER, 200, nothing),
    Row("POST", V1 + "/scripts/templates", ENGINEER, 201, nothing, {**DANGEROUS, "parameters_schema": SCHEMA}),
    Row("GET", V1 + "/scripts/templates/{template_id}", ENGINEER, 200, own_template),
    Row(
        "PUT",
        V1 + "/scripts/templates/{template_id}",
        ENGINEER,
        200,
        own_template,
        {**DANGEROUS, "parameters_schema": SCHEMA, "change_note": "Better", "version": 1},
    ),
    Row("DELETE", V1 + "/scripts/templates/{template_id}", ENGINEER, 200, own_template),
    Row("POST", V1 + "/scripts/templates/{template_id}/restore", ENGINEER, 200, archived_template),
    Row("GET", V1 + "/scripts/templates/{template_id}/versions", ENGINEER, 200, own_template),
    Row("POST", V1 + "/scripts/review", ENGINEER, 200, nothing, {"script": "Get-Date", "language": "powershell"}),
    Row("POST", V1 + "/scripts/extract", ENGINEER, 200, nothing, {"script": "Get-Date", "language": "powershell"}),
    Row("GET", V1 + "/diagrams", ENGINEER, 200, nothing),
    Row("GET", V1 + "/diagrams/clients", ENGINEER, 200, nothing),
    Row("POST", V1 + "/diagrams", ENGINEER, 201, nothing, DRAWING),
    Row("GET", V1 + "/diagrams/{diagram_id}", ENGINEER, 200, diagram),
    Row("PUT", V1 + "/diagrams/{diagram_id}", ENGINEER, 200, diagram, {**DRAWING, "version": 1}),
    Row("DELETE", V1 + "/diagrams/{diagram_id}", ENGINEER, 200, diagram),
    Row("POST", V1 + "/diagrams/{diagram_id}/restore", ENGINEER, 200, archived_diagram),
    Row("GET", V1 + "/diagrams/{diagram_id}/evidence", ENGINEER, 200, diagram),
    Row(
        "POST",
        SESSION + "/diagrams",
        ENGINEER,
        201,
        diagram_and_session,
        {"diagram_id": "{diagram_id}", "version": 1},
    ),
    Row("GET", SESSION + "/diagrams/{snapshot_id}", ENGINEER, 200, diagram_in_session),
)
