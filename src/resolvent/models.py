"""All tables, for Alembic and the tests that walk them."""

from resolvent import idempotency
from resolvent.accounts import models as accounts
from resolvent.ai import models as ai
from resolvent.attachments import models as attachments
from resolvent.audit import models as audit
from resolvent.chat import models as chat
from resolvent.checks import models as checks
from resolvent.db import Model
from resolvent.diagrams import models as diagrams
from resolvent.facts import models as facts
from resolvent.fixes import models as fixes
from resolvent.handoffs import models as handoffs
from resolvent.inbound import models as inbound
from resolvent.message_drafts import models as message_drafts
from resolvent.notes import models as notes
from resolvent.playbooks import models as playbooks
from resolvent.presence import models as presence
from resolvent.ratings import models as ratings
from resolvent.retention import models as retention
from resolvent.scripts import models as scripts
from resolvent.search import models as search
from resolvent.sessions import models as sessions
from resolvent.ticketing import models as ticketing

MODULES = (
    accounts,
    ai,
    attachments,
    audit,
    chat,
    checks,
    diagrams,
    facts,
    fixes,
    handoffs,
    idempotency,
    inbound,
    message_drafts,
    notes,
    playbooks,
    presence,
    ratings,
    retention,
    scripts,
    search,
    sessions,
    ticketing,
)
METADATA = Model.metadata
GLOBAL_TABLES = frozenset({"rate_buckets"})
"""Tables that hold no account's data."""
