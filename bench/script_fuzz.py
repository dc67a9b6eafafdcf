"""Hostile values into every place of a script, read back by an independent reader of each language.

`python bench/script_fuzz.py 1000 [seed [language …]]` prints, for each language: places × values, how many
were rendered, how many refused by name, and how many changed what the script says (the goal is 0). bash is the real one.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.scripts.hostile import READERS, Count, check_values_of, generate_values
from tests.scripts.readers import bash

from resolvent.scripts.syntax import Language

BATCH = 100


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"{count} values for each place, seed {seed}")
    print(f"{'language':<12}{'places':>8}{'tries':>10}{'rendered':>10}{'refused':>10}{'changed':>9}{'seconds':>9}")
    changes = 0
    for language in map(Language, sys.argv[3:] or Language):
        places = len(bash.TEMPLATES) if language is Language.BASH else len(READERS[language][0])
        result, began = Count(), time.perf_counter()
        values = list(generate_values(count, seed))
        for start in range(0, count, BATCH):
            check_values_of(language, values[start : start + BATCH], result)
        took, tries = time.perf_counter() - began, result.rendered + result.refused
        row = f"{tries:>10}{result.rendered:>10}{result.refused:>10}{len(result.changed):>9}{took:>9.1f}"
        print(f"{language:<12}{places:>8}{row}")
        for template, value, script in result.changed[:10]:
            print(f"  changed: {template!r} with {value!r} became {script!r}")
        changes += len(result.changed)
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
