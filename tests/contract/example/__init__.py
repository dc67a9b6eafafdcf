"""A whole small ticketing system and its provider: what docs/providers.md teaches, held by the contract suite."""
