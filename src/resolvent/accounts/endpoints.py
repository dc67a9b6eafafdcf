from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from resolvent.accounts import login, sign_ins, tokens
from resolvent.accounts.actor import COOKIE, BriefActor, BriefAdmin, CurrentActor, check_origin, note_origin
from resolvent.accounts.personal import OwnPreferencesChange, OwnPreferencesOut, change_own, read_own
from resolvent.accounts.schemas import (
    MeOut,
    OneTimeUse,
    PasswordChange,
    SettingsChange,
    SettingsOut,
    SignIn,
    SignInOut,
    SignInsEnded,
    SignInsOut,
    TokenCreate,
    TokenCreated,
    TokenOut,
    TokensOut,
)
from resolvent.accounts.settings import change_settings, read_settings
from resolvent.db import Database, DatabaseDep, Db
from resolvent.errors import Forbidden, Invalid, NotFound, TooMany, Unauthenticated, responses

router = APIRouter()
auth = APIRouter(prefix="/auth", tags=["auth"])
account_router = APIRouter(tags=["account"])


async def limit_attempts(request: Request, database: DatabaseDep) -> None:
    """Counted in a transaction of its own, so that a failed attempt counts too."""
    note_origin(request)
    await count(database, f"address:{request.client.host if request.client else ''}")


async def count(database: Database, key: str) -> None:
    async with database.transaction() as db:
        await login.count_attempt(db, key)


def set_cookie(request: Request, response: Response, secret: str) -> None:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(login.LOGIN_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


@auth.post(
    "/login",
    status_code=204,
    operation_id="signIn",
    responses=responses(Unauthenticated, Forbidden, Invalid, TooMany),
    dependencies=[Depends(limit_attempts)],
)
async def sign_in(body: SignIn, request: Request, response: Response, db: Db, database: DatabaseDep) -> None:
    check_origin(request)
    await count(database, f"email:{body.email.lower()}")
    browser = request.headers.get("user-agent")
    set_cookie(request, response, await login.sign_in(db, body.email, body.password, browser))


@auth.post(
    "/one-time",
    status_code=204,
    operation_id="useOneTimeLink",
    responses=responses(Unauthenticated, Forbidden, Invalid, TooMany),
    dependencies=[Depends(limit_attempts)],
)
async def use_one_time_link(body: OneTimeUse, request: Request, response: Response, db: Db) -> None:
    check_origin(request)
    set_cookie(request, response, await login.use_link(db, body.token, request.headers.get("user-agent")))


@auth.post("/logout", status_code=204, operation_id="signOut")
async def sign_out(response: Response, db: Db, actor: CurrentActor) -> None:
    await login.sign_out(db, actor)
    response.delete_cookie(COOKIE, path="/")


@auth.get("/me", operation_id="getMe")
async def get_me(db: Db, actor: CurrentActor) -> MeOut:
    user = await login.get_user(db, actor.account_id, actor.user_id)
    account = await login.get_account(db, actor.account_id)
    return MeOut(
        user_id=user.id,
        account_id=account.id,
        account_name=account.name,
        time_zone=account.time_zone,
        email=user.email,
        name=user.name,
        role=actor.role,
        password_set=user.password_hash is not None,
    )


@auth.get("/me/preferences", operation_id="getOwnPreferences")
async def get_own_preferences(db: Db, actor: CurrentActor) -> OwnPreferencesOut:
    return await read_own(db, actor)


@auth.patch("/me/preferences", operation_id="changeOwnPreferences", responses=responses(Invalid))
async def patch_own_preferences(body: OwnPreferencesChange, db: Db, actor: CurrentActor) -> OwnPreferencesOut:
    return await change_own(db, actor, body)


@auth.post(
    "/password", status_code=204, operation_id="changePassword", responses=responses(Forbidden, Invalid, TooMany)
)
async def change_password(body: PasswordChange, actor: BriefActor, database: DatabaseDep) -> None:
    """Whoever found a browser open may not guess the current password in it: ten tries in five minutes."""
    await count(database, f"password:{actor.user_id}")
    async with database.transaction(actor.account_id) as db:
        await login.change_password(db, actor, body.password, body.current_password)


@auth.get("/sign-ins", operation_id="listSignIns")
async def get_sign_ins(db: Db, actor: CurrentActor) -> SignInsOut:
    """Where you are signed in by browser."""
    return SignInsOut(
        items=[
            SignInOut(
                id=one.id,
                browser=one.browser,
                created_at=one.created_at,
                last_used_at=one.last_used_at,
                expires_at=one.expires_at,
                current=one.id == actor.login_id,
            )
            for one in await sign_ins.list_sign_ins(db, actor)
        ]
    )


@auth.delete("/sign-ins", operation_id="endOtherSignIns")
async def delete_sign_ins(actor: BriefActor, database: DatabaseDep) -> SignInsEnded:
    """All but the one that asks; with a token: all."""
    async with database.transaction(actor.account_id) as db:
        return SignInsEnded(ended=await sign_ins.end_others(db, actor))


@auth.delete("/sign-ins/{sign_in_id}", status_code=204, operation_id="endSignIn", responses=responses(NotFound))
async def delete_sign_in(sign_in_id: UUID, actor: BriefActor, database: DatabaseDep) -> None:
    async with database.transaction(actor.account_id) as db:
        await sign_ins.end_sign_in(db, actor, sign_in_id)


@auth.get("/tokens", operation_id="listTokens")
async def list_tokens(db: Db, actor: CurrentActor) -> TokensOut:
    return TokensOut(items=[TokenOut.model_validate(token) for token in await tokens.list_tokens(db, actor)])


@auth.post("/tokens", status_code=201, operation_id="createToken", responses=responses(Forbidden, Invalid))
async def create_token(body: TokenCreate, db: Db, actor: CurrentActor) -> TokenCreated:
    """By somebody who signed in: a token that makes others would live on in them after it was revoked."""
    if actor.login_id is None:
        raise Forbidden("Sign in with a browser to make a token; a token can't.", code="login_needed")
    secret, token = await tokens.create_token(db, actor, body.name, body.role, body.days, read_only=body.read_only)
    return TokenCreated(token=secret, info=TokenOut.model_validate(token))


@auth.delete("/tokens/{token_id}", status_code=204, operation_id="revokeToken", responses=responses(NotFound))
async def revoke_token(token_id: UUID, db: Db, actor: CurrentActor) -> None:
    await tokens.revoke_token(db, actor, token_id)


@account_router.get("/account/settings", operation_id="getSettings")
async def get_settings(db: Db, actor: CurrentActor) -> SettingsOut:
    return await read_settings(db, actor)


@account_router.patch("/account/settings", operation_id="changeSettings", responses=responses(Forbidden, Invalid))
async def patch_settings(body: SettingsChange, actor: BriefAdmin, database: DatabaseDep) -> SettingsOut:
    async with database.transaction(actor.account_id) as db:
        return await change_settings(db, actor, body)


router.include_router(auth)
router.include_router(account_router)
