"""TEMPORARY stand-in so that the application imports; the real grounding replaces this file."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    id: str
    code: str
    sentence: str
    reason: str
def check(note, evidence): return []
def check_markdown(markdown, evidence, kind): return []
