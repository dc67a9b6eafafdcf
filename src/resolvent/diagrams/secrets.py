"""A diagram is for everyone of the account: what reads like a secret is masked before it is stored. Pure."""

from typing import Any

from resolvent.masking import MASK
from resolvent.secret_shapes import is_secret_pair, mask_secrets

TEXTS = {"nodes": ("label", "address", "notes"), "edges": ("label",)}
NAMED = ("address", "notes")
"""A node's texts that are a secret as a whole where its label names one."""


def mask_drawing(drawing: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """`client`, `title`, `nodes` and `edges` without secrets, and the fields in which one stood."""
    masked: list[str] = []

    def clear(field: str, text: str, name: str = "") -> str:
        after = MASK if name and is_secret_pair(name, text) else mask_secrets(text)
        if after != text:
            masked.append(field)
        return after

    cleared: dict[str, Any] = {name: clear(name, drawing[name]) for name in ("client", "title")}
    for items, names in TEXTS.items():
        cleared[items] = [
            {
                **item,
                **{
                    name: clear(f"{items}.{number}.{name}", item[name], item["label"] if name in NAMED else "")
                    for name in names
                    if item[name]
                },
            }
            for number, item in enumerate(drawing[items])
        ]
    return cleared, masked
