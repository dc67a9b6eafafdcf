"""Puts the built page into the wheel. An editable install goes without: there `make` builds it when web/ changed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is hatchling's)
        if version == "editable":
            return
        tool = Path(self.root) / "tools" / "web.py"
        subprocess.run([sys.executable, str(tool), "build"], check=True)
