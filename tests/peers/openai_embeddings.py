"""The embeddings API: what it refuses, and what it answers. Source: `openai.types` 3.57 and the API's reported errors."""

import base64
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from openai.types import EmbeddingCreateParams, EmbeddingModel

from tests.peers.asked import Json
from tests.peers.openai_shapes import Objection
from tests.peers.replies import Page, Silence, Status, tokens

PATH = "/v1/embeddings"
MODELS: tuple[str, ...] = get_args(EmbeddingModel)
FIELDS = frozenset(EmbeddingCreateParams.__annotations__)
MOST_INPUTS = 2_048
MOST_TOKENS = 8_192
Vectors = list[list[float]]


def by_length(texts: Sequence[str]) -> Vectors:
    """Something that differs from text to text."""
    return [[1.0, len(text) / 100, text.count(" ") / 10] for text in texts]


@dataclass(frozen=True, slots=True)
class Embedding:
    """One answer. Wrong counts, lengths and numbers are what `vectors` makes of the texts."""

    vectors: Callable[[Sequence[str]], Vectors] = by_length
    fail: Status | Page | Silence | None = None


def inputs_of(body: Json) -> list[str]:
    given = body["input"]
    return [given] if isinstance(given, str) else given


def objection(body: Any) -> Objection | None:
    unknown = [name for name in body if name not in FIELDS]
    if unknown:
        return Objection(f"Unrecognized request argument supplied: {unknown[0]}")
    if body.get("model") not in MODELS:
        told = f"The model `{body.get('model')}` does not exist or you do not have access to it."
        return Objection(told, None, "model_not_found", 404)
    given = body.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts or not all(isinstance(one, str) and one for one in texts):
        return Objection(
            "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."
        )
    if len(texts) > MOST_INPUTS:
        return Objection(f"'$.input' is invalid: array is too long, at most {MOST_INPUTS}.")
    if (most := max(map(tokens, texts))) > MOST_TOKENS:
        told = f"This model's maximum context length is {MOST_TOKENS} tokens, however you requested {most} tokens."
        return Objection(told)
    if body.get("encoding_format", "float") not in {"float", "base64"}:
        return Objection("Invalid value for 'encoding_format'.", "encoding_format", "invalid_value")
    return None


def answer_of(body: Json, vectors: Vectors) -> Json:
    packed = body.get("encoding_format") == "base64"
    count = sum(map(tokens, inputs_of(body)))
    return {
        "object": "list",
        "model": body["model"],
        "data": [
            {"object": "embedding", "index": index, "embedding": pack(one) if packed else one}
            for index, one in enumerate(vectors)
        ],
        "usage": {"prompt_tokens": count, "total_tokens": count},
    }


def pack(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
