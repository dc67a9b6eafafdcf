from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from resolvent.accounts.actor import BriefActor, CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, TooLarge, responses
from resolvent.notes.bundle import gather_evidence
from resolvent.notes.drafts import save_draft
from resolvent.notes.grounding import check_markdown
from resolvent.notes.grounding_nothing import warn_of_nothing
from resolvent.notes.known_secrets import hide_known_secrets
from resolvent.notes.preview import Previews
from resolvent.notes.schemas import DraftOut, DraftSave, DraftSaved, FindingOut, GroundingOut, PreviewAsk, PreviewOut
from resolvent.notes.structure import Kind
from resolvent.presence.leases import hold
from resolvent.sessions.access import lock_session

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["notes"])


async def get_previews(request: Request) -> Previews:
    previews: Previews = request.app.state.previews
    return previews


PreviewsDep = Annotated[Previews, Depends(get_previews)]
KINDS = {"resolution-note": Kind.RESOLUTION, "escalation-package": Kind.ESCALATION}


def add_routes(path: str, kind: Kind) -> None:
    name = kind.value.capitalize()

    @router.post(
        f"/{path}/preview",
        operation_id=f"preview{name}",
        response_model=PreviewOut,
        responses=responses(BadRequest, NotFound, Invalid),
    )
    async def post_preview(
        session_id: UUID, actor: BriefActor, previews: PreviewsDep, body: PreviewAsk | None = None
    ) -> Response:
        found = await previews.preview(actor, session_id, kind, refresh=body is not None and body.refresh)
        return Response(found.body, media_type="application/json")

    @router.put(
        f"/{path}/draft",
        operation_id=f"save{name}Draft",
        responses=responses(BadRequest, NotFound, Conflict, StaleState, TooLarge, Invalid),
    )
    async def put_draft(session_id: UUID, body: DraftSave, db: Db, actor: CurrentActor) -> DraftSaved:
        session = await lock_session(db, actor, session_id)
        markdown, leaks = await hide_known_secrets(db, actor, session, kind, body.markdown)
        await hold(db, actor, session.id, kind.value, saved=True)
        draft = await save_draft(
            db,
            actor,
            session,
            kind,
            markdown,
            based_on=body.based_on_state_version,
            seen=body.version,
        )
        evidence = await gather_evidence(db, actor, session)
        findings = [*leaks, *warn_of_nothing(markdown, kind), *check_markdown(markdown, evidence, kind)]
        out = [FindingOut(id=one.id, code=one.code, sentence=one.sentence, reason=one.reason) for one in findings]
        return DraftSaved(draft=DraftOut.model_validate(draft), grounding=GroundingOut(ok=not out, findings=out))


for route, note_kind in KINDS.items():
    add_routes(route, note_kind)
