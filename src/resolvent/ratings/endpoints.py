from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Invalid, NotFound, responses
from resolvent.ratings import rating
from resolvent.ratings.schemas import RatingCounts, RatingOut, RatingSet, RatingsOut
from resolvent.sessions.access import get_session

router = APIRouter(tags=["chat"])
RATING = "/ai-sessions/{session_id}/messages/{message_id}/rating"


@router.get("/ai-sessions/{session_id}/ratings", operation_id="listRatings", responses=responses(NotFound))
async def list_ratings(session_id: UUID, db: Db, actor: CurrentActor) -> RatingsOut:
    """The caller's own."""
    await get_session(db, actor, session_id)
    own = await rating.list_own(db, actor, session_id)
    return RatingsOut(items=[RatingOut.model_validate(one) for one in own])


@router.put(RATING, operation_id="rateAnswer", responses=responses(BadRequest, NotFound, Invalid))
async def put_rating(session_id: UUID, message_id: UUID, body: RatingSet, db: Db, actor: CurrentActor) -> RatingOut:
    await rating.rate(db, actor, session_id, message_id, helpful=body.helpful)
    return RatingOut(message_id=message_id, helpful=body.helpful)


@router.delete(RATING, status_code=204, operation_id="takeRatingBack", responses=responses(NotFound))
async def delete_rating(session_id: UUID, message_id: UUID, db: Db, actor: CurrentActor) -> None:
    await rating.take_back(db, actor, session_id, message_id)


@router.get("/answer-ratings", operation_id="countRatings")
async def get_counts(db: Db, actor: CurrentActor) -> RatingCounts:
    """Of the whole account, by who answered: numbers, no names of people."""
    return RatingCounts(items=await rating.count_ratings(db, actor))
