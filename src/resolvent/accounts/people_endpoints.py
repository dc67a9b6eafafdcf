"""Users of the account, and all its tokens: for administrators, who change them in transactions of their own."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts import people, tokens
from resolvent.accounts.actor import Admin, BriefAdmin, CurrentActor
from resolvent.accounts.login import LINK_LIFETIME
from resolvent.accounts.models import Role, User
from resolvent.accounts.people import Activity
from resolvent.accounts.schemas import (
    AccountTokenOut,
    AccountTokensOut,
    ActivityOut,
    LinkOut,
    TokenOut,
    UserChange,
    UserCreate,
    UserCreated,
    UserOut,
    UsersOut,
)
from resolvent.db import DatabaseDep, Db
from resolvent.errors import Conflict, Forbidden, Invalid, NotFound, StaleState, responses
from resolvent.paging import MAX_LIMIT, Cursor, Limit, page

router = APIRouter(tags=["people"])


def user_out(user: User, activity: Activity | None) -> UserOut:
    return UserOut(
        id=user.id,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        disabled_at=user.disabled_at,
        created_at=user.created_at,
        version=user.version,
        activity=ActivityOut.model_validate(activity) if activity is not None else None,
    )


def sign_in_path(token: str) -> str:
    return f"/login#token={token}"


@router.get("/users", operation_id="listUsers", responses=responses(Invalid))
async def list_users(db: Db, actor: CurrentActor, cursor: Cursor, limit: Limit = MAX_LIMIT) -> UsersOut:
    """In the order in which they were invited. How active they are is for administrators."""
    found = await people.list_users(db, actor, after=cursor, limit=limit + 1)
    items, next_cursor = page(found, limit)
    activity = await people.read_activity(db, actor, items) if actor.role is Role.ADMIN else {}
    return UsersOut(items=[user_out(user, activity.get(user.id)) for user in items], next_cursor=next_cursor)


@router.post("/users", status_code=201, operation_id="createUser", responses=responses(Forbidden, Conflict, Invalid))
async def create_user(body: UserCreate, actor: BriefAdmin, database: DatabaseDep) -> UserCreated:
    async with database.transaction(actor.account_id) as db:
        user, token = await people.create_user(db, actor, body.email, body.name, body.role)
        activity = await people.read_activity(db, actor, [user])
    return UserCreated(
        user=user_out(user, activity[user.id]),
        sign_in_path=sign_in_path(token),
        expires_at=datetime.now(UTC) + LINK_LIFETIME,
    )


@router.patch(
    "/users/{user_id}",
    operation_id="changeUser",
    responses=responses(Forbidden, NotFound, StaleState, Invalid),
)
async def change_user(user_id: UUID, body: UserChange, actor: BriefAdmin, database: DatabaseDep) -> UserOut:
    """Deactivating ends the user's sign-ins and tokens at once; what they did stays."""
    async with database.transaction(actor.account_id) as db:
        user = await people.change_user(
            db, actor, user_id, name=body.name, role=body.role, disabled=body.disabled, version=body.version
        )
        activity = await people.read_activity(db, actor, [user])
    return user_out(user, activity[user.id])


@router.post(
    "/users/{user_id}/sign-in-link",
    status_code=201,
    operation_id="makeSignInLink",
    responses=responses(Forbidden, NotFound, Conflict),
)
async def make_sign_in_link(user_id: UUID, actor: BriefAdmin, database: DatabaseDep) -> LinkOut:
    """The only link of the user that works from now on. Using it voids a forgotten password, and ends all sign-ins."""
    async with database.transaction(actor.account_id) as db:
        token = await people.make_user_link(db, actor, user_id)
    return LinkOut(sign_in_path=sign_in_path(token), expires_at=datetime.now(UTC) + LINK_LIFETIME)


@router.get("/account/tokens", operation_id="listAccountTokens", responses=responses(Forbidden, Invalid))
async def list_account_tokens(db: Db, actor: Admin, cursor: Cursor, limit: Limit = 50) -> AccountTokensOut:
    """Of everybody in the account, the newest first."""
    found = await tokens.list_all_tokens(db, actor, before=cursor, limit=limit + 1)
    _, next_cursor = page([token for token, _ in found], limit)
    return AccountTokensOut(
        items=[
            AccountTokenOut(**TokenOut.model_validate(token).model_dump(), user_id=token.user_id, owner=owner)
            for token, owner in found[:limit]
        ],
        next_cursor=next_cursor,
    )


@router.delete(
    "/account/tokens/{token_id}",
    status_code=204,
    operation_id="revokeAccountToken",
    responses=responses(Forbidden, NotFound),
)
async def revoke_account_token(token_id: UUID, actor: BriefAdmin, database: DatabaseDep) -> None:
    async with database.transaction(actor.account_id) as db:
        await tokens.revoke_any_token(db, actor, token_id)
