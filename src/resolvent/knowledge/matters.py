"""What a desk hears of and no playbook leads through, `matters.yaml`: so that "none" can be the likeliest answer."""

from collections import Counter
from functools import cache
from importlib import resources
from typing import Final

import yaml

from resolvent.knowledge.stems import telling_words

WEIGHT: Final = 4
"""Of each of a matter's words: it is said in few words, where a playbook says many that count less."""


@cache
def load_matters() -> dict[str, Counter[str]]:
    """Each by what it is, with its words weighed as a playbook's `told`."""
    text = resources.files("resolvent.knowledge").joinpath("matters.yaml").read_text(encoding="utf-8")
    matters: dict[str, str] = yaml.safe_load(text)
    return {name: Counter(dict.fromkeys(telling_words(f"{name} {words}"), WEIGHT)) for name, words in matters.items()}
