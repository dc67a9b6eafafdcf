"""A secret of the session in an engineer's note: masked where the text is kept, refused where it would leave."""

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import FieldError, Invalid
from resolvent.masking import MASK, mask_values
from resolvent.notes.grounding import Finding, make_finding, read_sentences
from resolvent.notes.structure import Kind
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import lock_secrets

REASON = "This is a secret that a script of this session was given; a note never carries one."


async def hide_known_secrets(
    db: AsyncSession, actor: Actor, session: AISession, kind: Kind, markdown: str
) -> tuple[str, list[Finding]]:
    """The note without them, in whatever form they stood there, and a finding for each sentence that had one."""
    masked = mask_values(markdown, await lock_secrets(db, actor.account_id, session.id))
    if masked == markdown:
        return markdown, []
    sentences = [one for one in read_sentences(masked, kind) if MASK in one[1]]
    return masked, [make_finding("secret", sentence, REASON, section) for section, sentence in sentences]


async def refuse_known_secrets(db: AsyncSession, actor: Actor, session: AISession, kind: Kind, markdown: str) -> None:
    """No tick helps. The answer shows the sentences as they may be shown."""
    masked, findings = await hide_known_secrets(db, actor, session, kind, markdown)
    if masked != markdown:
        raise Invalid(
            REASON,
            code="secret_in_note",
            errors=[
                FieldError(field="markdown", message=f"{one.sentence} — {one.reason}", code=one.id) for one in findings
            ],
        )
