"""Templates: what they hold, whether they are right, and rendering them. Pure."""

from resolvent.scripts.engine_body import find_placeholders
from resolvent.scripts.engine_check import check_template
from resolvent.scripts.engine_render import render

__all__ = ["check_template", "find_placeholders", "render"]
