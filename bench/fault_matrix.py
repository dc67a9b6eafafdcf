"""The fault matrix: `python -m bench.fault_matrix [--told]`. Every fault at every call, for both kinds of note.

For each: where the write-back ended, how many notes stand at the vendor, after how many (virtual) seconds; with `--told` also
what the engineer reads. Ends with 1 if anything that must hold was broken.
"""

import argparse
import logging
import sys

from tests.matrix.fault_cases import KINDS, end_of, fault_cases

from resolvent.logs import configure_logs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--told", action="store_true")
    asked = parser.parse_args()
    configure_logs("CRITICAL", "json")
    logging.disable(logging.CRITICAL)
    broken = count = 0
    print(f"{'fault':26} {'call':14} {'note':11} {'notes':5} {'s':>6}  outcome")
    for fault, call in fault_cases():
        for kind in KINDS:
            end = end_of(fault, call, kind)
            count, broken = count + 1, broken + bool(end.violations)
            print(f"{fault:26} {call:14} {kind:11} {end.notes:5} {end.seconds:6.1f}  {end.outcome}")
            if asked.told and end.told:
                print(f"{'':26} {end.told}")
            for violation in end.violations:
                print(f"{'':26} ! {violation}")
    print(f"{count} cases, {broken} with a violation")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
