from collections.abc import Callable, Mapping
from types import MappingProxyType

from tree_sitter import Node

from resolvent.scripts.extraction.candidates_bash import read_bash
from resolvent.scripts.extraction.candidates_cmd import read_cmd
from resolvent.scripts.extraction.candidates_powershell import read_powershell
from resolvent.scripts.extraction.candidates_python import read_python
from resolvent.scripts.extraction.literals import Reading
from resolvent.scripts.syntax import Language, parse

READERS: Mapping[Language, Callable[[bytes, Node], Reading]] = MappingProxyType(
    {
        Language.POWERSHELL: read_powershell,
        Language.BASH: read_bash,
        Language.CMD: read_cmd,
        Language.PYTHON: read_python,
    }
)


def read_script(language: Language, script: str) -> Reading:
    return READERS[language](script.encode(), parse(language, script).root_node)
