"""Masking what must not be kept: the sensitive values of a template's parameters."""

from collections.abc import Mapping
from typing import Any

from resolvent.masking import MASK, mask_values

__all__ = ["MASK", "redact_sensitive", "sensitive_values"]


def redact_sensitive(text: str, schema: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """The text with `MASK` for each sensitive value, in whatever form it stands there."""
    return mask_values(text, sensitive_values(schema, values))


def sensitive_values(schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Longest first, each once."""
    properties = schema.get("properties")
    definitions = properties if isinstance(properties, Mapping) else {}
    names = [
        name for name, entry in definitions.items() if isinstance(entry, Mapping) and entry.get("x-sensitive") is True
    ]
    found = {
        str(item)
        for name in names
        for item in (values[name] if isinstance(values.get(name), list | tuple) else [values.get(name)])
        if item is not None and str(item).strip()
    }
    return sorted(found, key=lambda secret: (-len(secret), secret))
