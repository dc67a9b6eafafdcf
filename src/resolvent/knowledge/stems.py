"""Words without their endings (Porter's English stemmer, by Snowball), and those that tell nothing. Pure."""

import re
from functools import lru_cache
from typing import Final

import snowballstemmer

_STEMMER: Final = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_FILLER: Final = """
    a an the and or but so if then than that this these those there here it its he she they them him her his their we you i
    me my your our who whom what when where why how is are was were be been being am do does did doing done don doesn didn
    have has had having can could may might will would shall should must let get gets got getting go goes going went
    not no none nope nah nor only just still already again also too very quite really actually indeed right sure true yes
    yeah yep yup yet ok okay oh ah hey hi hello please thank thanks well like such same some any all one ones now next
    of off on in into at by to up down out for from with as
    say says said see saw seen look looks looked looking tell tells told thing things think believe guess suppose
    check checked skip
"""
"""Their endings fall before they are compared."""


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    flat = word.casefold().replace("’", "'").removesuffix("'s")
    stemmed: str = _STEMMER.stemWord(flat)
    return stemmed


_GENERIC: Final = "fine good well healthy normal normally happily work works working worked bad wrong broken clean error errors problem issue trouble"
FILLER: Final = frozenset(stem(word) for word in _FILLER.split())
"""Words that tell nothing by themselves, without their endings."""

GENERIC: Final = frozenset(stem(word) for word in _GENERIC.split())
"""How things are, whatever they are."""


def telling_words(text: str) -> list[str]:
    """Stems of its words, without numbers and what tells nothing."""
    found = (stem(word) for word in _WORD.findall(text))
    return [word for word in found if len(word) > 2 and word not in FILLER]
