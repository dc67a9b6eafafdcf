"""Parameters of a concrete script: found, chosen, named, and proven by rendering the script back.

`extract` does it alone. `number_candidates` and `apply_choice` are the contract for a model: it chooses among numbered
candidates, names and describes them, and never writes script text. Both end in the same proof.
"""

from collections.abc import Sequence

from resolvent.scripts.extraction.choice import apply_choice, describe_candidates, number_candidates
from resolvent.scripts.extraction.parts import make_parts
from resolvent.scripts.extraction.proof import Extraction, build, keep_script
from resolvent.scripts.extraction.readers import read_script
from resolvent.scripts.extraction.scoring import choose, find_candidates
from resolvent.scripts.syntax import Language

__all__ = ["Extraction", "apply_choice", "describe_candidates", "extract", "number_candidates"]

EMBEDDED = "embedded"
MAX_SCRIPT = 100_000
"""Bytes."""
MAX_PARAMETERS = 25
"""More make a form that nobody fills in."""


def extract(language: Language, script: str, evidence: Sequence[str] = ()) -> Extraction:
    """The template of a script; the script itself, with a note why, where there is none. Never raises for any text.

    `evidence` are texts of the session (ticket, facts): a value that they name is more likely a parameter.
    """
    try:
        return extract_parts(language, script, evidence)
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError) as error:
        return keep_script(
            script, EMBEDDED, f"The script could not be read ({type(error).__name__}); it was left as it is."
        )


def extract_parts(language: Language, script: str, evidence: Sequence[str]) -> Extraction:
    source = script.encode()
    if len(source) > MAX_SCRIPT:
        return keep_script(script, EMBEDDED, "The script is larger than 100 kB; it was left as it is.")
    chosen = choose(find_candidates(source, read_script(language, script), evidence))
    notes = []
    if len(chosen) > MAX_PARAMETERS:
        best = sorted(chosen, key=lambda candidate: -candidate.score)[:MAX_PARAMETERS]
        chosen = [candidate for candidate in chosen if candidate in best]
        notes.append(f"Only the {MAX_PARAMETERS} likeliest parameters were taken.")
    if not chosen:
        return keep_script(script, EMBEDDED, "Nothing in the script looks like a parameter.")
    return build(language, script, make_parts(chosen), EMBEDDED, notes)
