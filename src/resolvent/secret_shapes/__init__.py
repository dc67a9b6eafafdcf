"""Secrets that nobody named: found by their shape, or by what people, commands and files write before them. Pure."""

from resolvent.secret_shapes.finding import (
    MASK,
    compile_patterns,
    find_secrets,
    is_secret_pair,
    mask_secrets,
    mask_together,
)
from resolvent.secret_shapes.rules import Span

__all__ = ["MASK", "Span", "compile_patterns", "find_secrets", "is_secret_pair", "mask_secrets", "mask_together"]
