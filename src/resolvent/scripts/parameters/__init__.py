"""The parameters of a template: a JSON Schema limited to what a form shows, and the values that fit it. Pure."""

from resolvent.scripts.parameters.kinds import Kind, Parameter
from resolvent.scripts.parameters.schema import read_parameters
from resolvent.scripts.parameters.values import check_values, sample_values, value_problems

__all__ = ["Kind", "Parameter", "check_values", "read_parameters", "sample_values", "value_problems"]
