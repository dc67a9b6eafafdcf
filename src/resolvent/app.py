"""create_app(): all wiring on one page."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy import text

from resolvent import __version__
from resolvent.accounts.actor import COOKIE
from resolvent.accounts.audit_endpoints import router as audit
from resolvent.accounts.endpoints import router as accounts
from resolvent.accounts.people_endpoints import router as people
from resolvent.ai.endpoints import router as models
from resolvent.ai.llm import Door
from resolvent.ai.llm import Patience as ModelPatience
from resolvent.ai.routing import AccountRouter
from resolvent.attachments.endpoints import UPLOADS
from resolvent.attachments.endpoints import router as attachments
from resolvent.cases.endpoints import router as cases
from resolvent.chat.assistant import Always, Assistant
from resolvent.chat.assistants.model import AccountAssistants
from resolvent.chat.endpoints import router as chat
from resolvent.chat.runner import TurnRunner
from resolvent.checks.endpoints import router as checks
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.diagrams.endpoints import router as diagrams
from resolvent.diagrams.session_endpoints import router as session_diagrams
from resolvent.errors import BadRequest, Problem, TooLarge, Unauthenticated, Unavailable, WrongMediaType, responses
from resolvent.events import EventHub
from resolvent.exports.endpoints import router as exports
from resolvent.facts.endpoints import router as facts
from resolvent.fixes.endpoints import router as fixes
from resolvent.fixes.script_endpoints import router as fix_scripts
from resolvent.handoffs.endpoints import router as handoffs
from resolvent.inbound.endpoints import router as inbound_settings
from resolvent.inbound.hooks import router as hooks
from resolvent.inbound.removal import router as removal
from resolvent.inbound.service import Inbound
from resolvent.insights.endpoints import router as insights
from resolvent.jobs import KEEPERS, keep_jobs_running
from resolvent.journey.endpoints import router as journey
from resolvent.mcp_server.http import mount_mcp
from resolvent.message_drafts.endpoints import router as message_drafts
from resolvent.middleware import RequestGate
from resolvent.migrations import newest_revision
from resolvent.notes.endpoints import router as notes
from resolvent.notes.preview import Previews
from resolvent.notes.writer import AccountWriters
from resolvent.playbooks.endpoints import router as playbooks
from resolvent.playbooks.shelf import AccountShelf
from resolvent.posting.endpoints import router as posting
from resolvent.presence.endpoints import router as presence
from resolvent.problems import add_problem_handlers, render_problem
from resolvent.ratings.endpoints import router as ratings
from resolvent.retention.endpoints import router as retention
from resolvent.scripts.draft_endpoints import router as drafts
from resolvent.scripts.endpoints import router as scripts
from resolvent.scripts.lease_endpoints import router as draft_leases
from resolvent.search.endpoints import router as search
from resolvent.search.meaning import Meaning
from resolvent.search.vectors import keep_vectors_current
from resolvent.ticketing.check_endpoints import router as check_steps
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.desk_endpoints import router as desk
from resolvent.ticketing.endpoints import router as connections
from resolvent.ticketing.mapping_endpoints import router as status_mapping
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.reading import TicketReader
from resolvent.ticketing.writeback import Writebacks
from resolvent.ui import mount_ui
from resolvent.vault import Vault

BASE = "/api/v1"


def create_app(
    settings: Settings,
    database_url: str,
    secret_key: str,
    *,
    jobs: bool = False,
    assistant: Assistant | None = None,
    need_nonce: bool = True,
    patience: Patience | None = None,
    model_patience: ModelPatience | None = None,
) -> FastAPI:
    """`database_url`: libpq's. `jobs`: work on the queue as well. The last four are for tests: given text through real turns, and shorter waits."""
    vault = Vault(secret_key)
    database = Database(database_url, vault=vault)
    hub = EventHub(database_url)
    model_router = AccountRouter(database, vault, settings)
    door = Door(model_router, model_patience)
    meaning = Meaning(database, model_router, door)
    assistants = (
        Always(assistant) if assistant else AccountAssistants(model_router, door, database, AccountShelf(database))
    )
    runner = TurnRunner(database, hub, assistants, secret_key, meaning, need_nonce=need_nonce)
    connector = Connector(database, vault)
    inbound = Inbound(database, connector, hub)
    writebacks = Writebacks(database, connector, patience, inbound.bell.await_change)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await hub.start()
        await runner.start()
        await writebacks.start()
        chores = start(
            [
                keep_jobs_running(database_url, writebacks),
                *(keep(database) for keep in KEEPERS),
                keep_vectors_current(meaning),
            ]
            if jobs
            else []
        )
        await inbound.start(poll=jobs)
        yield
        await app.state.mcp.close()
        await inbound.stop()
        await end(chores)
        await writebacks.stop()
        await runner.stop()
        await door.close()
        await hub.stop()
        await database.close()

    app = FastAPI(
        title="Resolvent",
        version=__version__,
        lifespan=lifespan,
        routes=list(make_api().routes),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    keep_state(
        app,
        settings=settings,
        database=database,
        hub=hub,
        runner=runner,
        secret_key=secret_key,
        previews=Previews(database, AccountWriters(model_router, door, database), secret_key),
        vault=vault,
        model_router=model_router,
        door=door,
        meaning=meaning,
        connector=connector,
        tickets=TicketReader(connector),
        writebacks=writebacks,
        inbound=inbound,
    )

    app.include_router(hooks)
    app.state.mcp = mount_mcp(app, settings)
    add_health(app)
    add_problem_handlers(app)
    app.add_middleware(
        RequestGate,
        max_body=settings.max_body_bytes,
        uploads=BASE + UPLOADS,
        max_file=settings.max_attachment_bytes,
    )
    describe_problems(app)
    mount_ui(app, COOKIE)
    return app


@cache
def make_api() -> APIRouter:
    """Every route under BASE, once a process: what each asks for and answers is worked out here, and not while the first
    engineer waits."""
    api = APIRouter(prefix=BASE, responses=responses(Unauthenticated, Unavailable))
    for router in (
        # Before all others: who sends a message waits while its route is looked for.
        chat,
        accounts,
        people,
        audit,
        models,
        journey,
        facts,
        checks,
        attachments,
        fixes,
        message_drafts,
        ratings,
        presence,
        notes,
        posting,
        handoffs,
        cases,
        exports,
        retention,
        scripts,
        playbooks,
        drafts,
        draft_leases,
        fix_scripts,
        desk,
        connections,
        removal,
        check_steps,
        inbound_settings,
        status_mapping,
        diagrams,
        session_diagrams,
        insights,
        search,
    ):
        api.include_router(router)
    for _ in iter_route_contexts(api.routes):
        pass
    return api


def keep_state(app: FastAPI, **kept: object) -> None:
    """What requests find under `app.state`."""
    for name, one in kept.items():
        setattr(app.state, name, one)


def start(chores: Sequence[Coroutine[Any, Any, None]]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(one) for one in chores]


async def end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def add_health(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz(request: Request) -> JSONResponse:
        """Ready only when the database answers and its schema is the one this release knows."""
        database: Database = request.app.state.database
        async with database.transaction() as db:
            found = await db.scalar(text("SELECT version_num FROM alembic_version"))
        if found != newest_revision():
            detail = f"The schema is at {found}; this release needs {newest_revision()}. Run `resolvent migrate`."
            return render_problem(request, Unavailable(detail, code="schema_not_current"))
        return JSONResponse({"status": "ready"})


def describe_problems(app: FastAPI) -> None:
    """The OpenAPI document names the one shape of every error, instead of the framework's own."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        document = make()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schemas["Problem"].pop("$defs", {}))
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
        of_bodies = {str(status): said for status, said in responses(BadRequest, TooLarge, WrongMediaType).items()}
        for operations in document["paths"].values():
            for operation in operations.values():
                if "requestBody" in operation:
                    operation["responses"] = {**of_bodies, **operation["responses"]}
                if "422" in operation["responses"]:
                    operation["responses"]["422"]["content"] = {"application/problem+json": reference}
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document
