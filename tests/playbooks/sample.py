"""A desk's own playbook, as it would be typed."""

from typing import Any

import yaml

LABELS = """\
# For the warehouse.
id: label-printer
title: The label printer prints blank labels
about: Labels come out empty in the warehouse.
symptoms:
  phrases: [label printer ... blank, blank labels]
  topics: [label*]
  signs: [blank, empty]
other: 0.3
causes:
  - {id: ribbon, title: The ribbon is used up, prior: 2}
  - {id: darkness, title: The darkness is set too low, prior: 1}
checks:
  - id: ribbon
    title: Is there ribbon left on the roll?
    minutes: 1
    answers:
      - {id: none, label: none left, fact: The ribbon is used up., means: no, output: ['^ribbon: *(?:out|0)'], given: {ribbon: 0.95}, otherwise: 0.05}
      - {id: some, label: some left, fact: There is ribbon left., means: yes}
fixes:
  - id: change-ribbon
    title: Put in a new ribbon
    cures: {ribbon: 0.95, darkness: 0.1}
    minutes: 5
    risk: low
    caution: Switch the printer off first.
    rationale: Without ribbon nothing is printed.
    by_hand: Open the lid and change the roll.
    verify: Print one test label.
"""
PROBLEM = "The label printer prints blank labels since this morning."


def changed(text: str = LABELS, /, **fields: Any) -> str:
    """With other values of fields of its top."""
    return yaml.safe_dump({**yaml.safe_load(text), **fields}, sort_keys=False)
