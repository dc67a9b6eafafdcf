from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StrictBool

from resolvent.ai.models import WRITING, Use
from resolvent.schemas import Body, Line, Version, storable

Key = Annotated[str, Field(max_length=1_000), AfterValidator(storable), AfterValidator(str.strip)]
Url = Annotated[str, Field(max_length=1_000), AfterValidator(storable), AfterValidator(str.strip)]
Context = Annotated[int, Field(ge=8_000, le=10_000_000)]
Provider = Literal["anthropic", "openai"]


class EndpointCreate(Body):
    """`openai` is any server with the OpenAI chat API: vLLM, Ollama, llama.cpp…; those need a `base_url`.

    The use `search` is for a model that makes embeddings: texts of closed sessions are sent to it as they close, and what is searched for.
    """

    name: Line
    provider: Provider
    model: Line
    base_url: Url = ""
    key: Key = ""
    uses: Annotated[list[Use], Field(max_length=10)] = Field(default_factory=lambda: list(WRITING))
    allow_private: StrictBool = False
    """The address may be one of our own network, or of this machine."""
    sees_images: StrictBool = False
    context_tokens: Context = 32_000


class EndpointPatch(Body):
    """What is absent stays. `key`: empty removes it; entered again when the address changes."""

    version: Version
    name: Line | None = None
    provider: Provider | None = None
    model: Line | None = None
    base_url: Url | None = None
    key: Key | None = None
    uses: Annotated[list[Use], Field(max_length=10)] | None = None
    position: Annotated[int, Field(ge=0, le=1_000)] | None = None
    allow_private: StrictBool | None = None
    sees_images: StrictBool | None = None
    context_tokens: Context | None = None


class EndpointOut(BaseModel):
    id: UUID
    name: str
    provider: Provider
    model: str
    base_url: str | None
    key_set_at: datetime | None
    uses: list[Use]
    position: int
    allow_private: bool
    sees_images: bool
    context_tokens: int
    version: int


class InstallationModelOut(BaseModel):
    """What the installation's settings give an account without endpoints of its own."""

    use: Use
    model: str


class EndpointsOut(BaseModel):
    items: list[EndpointOut]
    installation: list[InstallationModelOut]
    reference_model: str
    """Proposed for the provider `anthropic`."""


class EndpointTestOut(BaseModel):
    ok: bool
    model: str
    answer: str | None
    first_ms: int | None
    total_ms: int | None
    code: str | None
    detail: str | None


class UsageDayOut(BaseModel):
    day: date
    use: Use
    model: str
    calls: int
    failed: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_usd: Decimal | None


class UsageOut(BaseModel):
    """`tokens_today` counts towards `tokens_a_day`, by the account's clock."""

    tokens_today: int
    tokens_a_day: int | None
    days: list[UsageDayOut]
