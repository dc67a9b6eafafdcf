"""Resolvent takes a support ticket to a verified resolution."""

__version__ = "0.1.0"
