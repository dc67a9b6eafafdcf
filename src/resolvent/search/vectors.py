"""Vectors of closed sessions follow their search rows: made in batches, by one process at a time for each account.

No transaction is open while the endpoint is asked. A row that changes meanwhile gets no vector of its older texts. What an endpoint
refuses is tried again later, at ever longer intervals; search goes on by words.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import text

from resolvent.accounts.settings import read_preferences_of
from resolvent.ai.books import count_tokens
from resolvent.ai.embedding import identify
from resolvent.ai.errors import ModelFailed
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint
from resolvent.ai.pseudonyms import Policy
from resolvent.search.meaning import HAS_VECTORS, LONGEST, Asked, Meaning, read_policy, write_vector

LOOKED_FOR: Final = 640
"""Sessions that one look takes on."""
BATCH: Final = 32
"""Texts of one request."""
WITHIN: Final = 60.0
"""Seconds of one request."""
LEASE: Final = 120.0
"""Seconds after which another process goes on, when this one was killed. Longer than a request."""
LOOK_EVERY: Final = 20.0
LONGEST_WAIT: Final = 3_600.0
"""Seconds after failures."""
PART_OF_BUDGET: Final = 0.5
"""Of the day's: the rest is for those who wait for an answer."""
HALF: Final = "Half of today's budget for language models is used: the rest is kept for answers, and more sessions follow tomorrow."
TOLD: Final = "concat_ws(E'\\n', s.title, left(s.cause, 300), left(s.fixed, 200), s.problem)"
TAKE: Final = text("""
    INSERT INTO search_meaning (account_id, not_before) VALUES (:account, clock_timestamp() + make_interval(secs => :lease))
    ON CONFLICT (account_id) DO UPDATE SET not_before = excluded.not_before WHERE search_meaning.not_before <= clock_timestamp()
    RETURNING dimensions
""")
DUE: Final = text(f"""
    SELECT s.session_id, left({TOLD}, :longest) AS told, md5({TOLD}) AS state, s.company, s.contact
    FROM searched_sessions s LEFT JOIN resolvent_vectors.session_vectors v USING (account_id, session_id)
    WHERE s.account_id = :account AND (v.session_id IS NULL OR v.model <> :model OR v.dimensions <> CAST(:dimensions AS integer))
    ORDER BY s.closed_at DESC, s.session_id DESC LIMIT :most
""")  # noqa: S608 (constants)
# A row that somebody changes just now is waited for, and looked at as it is then; whoever changes it later removes the vector.
PUT: Final = text(f"""
    INSERT INTO resolvent_vectors.session_vectors (account_id, session_id, model, dimensions, embedding)
    SELECT s.account_id, s.session_id, :model, :dimensions, resolvent_vectors.read(:vector) FROM searched_sessions s
    WHERE s.account_id = :account AND s.session_id = :session AND md5({TOLD}) = :state FOR SHARE
    ON CONFLICT (account_id, session_id) DO UPDATE
    SET model = excluded.model, dimensions = excluded.dimensions, embedding = excluded.embedding
""")  # noqa: S608 (constants)
MADE: Final = text("""
    UPDATE search_meaning SET model = :model, dimensions = :dimensions, not_before = clock_timestamp() + make_interval(secs => :lease)
    WHERE account_id = :account
""")
DONE: Final = text("""
    UPDATE search_meaning SET not_before = clock_timestamp(), failures = 0, trouble = NULL WHERE account_id = :account
""")
FAILED: Final = text("""
    UPDATE search_meaning SET failures = failures + 1, trouble = :trouble,
        not_before = clock_timestamp() + make_interval(secs => least(30 * power(2, least(failures, 20)), :longest)::float8)
    WHERE account_id = :account
""")
log = structlog.get_logger()


async def catch_up(meaning: Meaning) -> int:
    """All that is due now and nobody is at: how many vectors were made."""
    async with meaning.database.transaction() as db:
        if not await db.scalar(HAS_VECTORS):
            return 0
        accounts = list(await db.scalars(text("SELECT account_id FROM resolvent_meaning_due()")))
    return sum([await serve(meaning, account_id) for account_id in accounts])


async def serve(meaning: Meaning, account_id: UUID) -> int:
    async with meaning.database.transaction(account_id) as db:
        taken = (await db.execute(TAKE, {"account": account_id, "lease": LEASE})).first()
    if taken is None:
        return 0
    made, dimensions, caller = 0, taken.dimensions, Caller(account_id, Use.SEARCH)
    end: tuple[Any, dict[str, Any]] = (DONE, {})
    try:
        endpoint = await meaning.embedder.choose(caller)
        while True:
            rows, policy = await read_due(meaning, account_id, identify(endpoint), dimensions)
            if not rows:
                break
            if await is_spent(meaning, account_id):
                end = (FAILED, {"trouble": HALF, "longest": LONGEST_WAIT})
                break
            for start in range(0, len(rows), BATCH):
                length, put = await make(meaning, caller, endpoint, rows[start : start + BATCH], policy)
                if made and length != dimensions:
                    # Once is another model behind the name. Over and over would make all vectors anew without an end.
                    raise ModelFailed("model_no_vectors", endpoint=endpoint.name, model=endpoint.model)
                dimensions, made = length, made + put
    except ModelFailed as error:
        log.warning("search.no_vectors", code=error.code)
        end = (FAILED, {"trouble": error.detail, "longest": LONGEST_WAIT})
    async with meaning.database.transaction(account_id) as db:
        await db.execute(end[0], {"account": account_id, **end[1]})
    return made


async def is_spent(meaning: Meaning, account_id: UUID) -> bool:
    async with meaning.database.transaction(account_id) as db:
        budget = (await read_preferences_of(db, account_id)).tokens_a_day
        return budget is not None and sum(await count_tokens(db, account_id)) >= budget * PART_OF_BUDGET


async def read_due(
    meaning: Meaning, account_id: UUID, model: str, dimensions: int | None
) -> tuple[Sequence[Any], Policy]:
    """The newest first: they are what is looked for."""
    given = {"account": account_id, "model": model, "dimensions": dimensions, "longest": LONGEST, "most": LOOKED_FOR}
    async with meaning.database.transaction(account_id) as db:
        return (await db.execute(DUE, given)).all(), await read_policy(db, account_id)


async def make(
    meaning: Meaning, caller: Caller, endpoint: Endpoint, rows: Sequence[Any], policy: Policy
) -> tuple[int, int]:
    """(their length, how many were put). Rows are masked already; names are hidden as the account wishes."""
    asked = [
        Asked(row.told, people=[row.contact] if row.contact else [], companies=[row.company] if row.company else [])
        for row in rows
    ]
    texts = [(one.text, one.guard(policy)) for one in asked]
    vectors = await meaning.embedder.embed(caller, endpoint, texts, within=WITHIN)
    about = {"account": caller.account_id, "model": identify(endpoint), "dimensions": len(vectors[0])}
    put = 0
    async with meaning.database.transaction(caller.account_id) as db:
        await db.execute(MADE, {**about, "lease": LEASE})
        for row, vector in zip(rows, vectors, strict=True):
            given = {**about, "session": row.session_id, "state": row.state, "vector": write_vector(vector)}
            put += (await db.execute(PUT, given)).rowcount  # type: ignore[attr-defined]
    return len(vectors[0]), put


async def keep_vectors_current(meaning: Meaning) -> None:
    """Until it is cancelled. A round that fails is told, and tried again."""
    while True:
        try:
            await catch_up(meaning)
        except Exception as error:
            log.warning("search.vectors_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
