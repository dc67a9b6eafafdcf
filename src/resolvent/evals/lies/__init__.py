"""Planted lies and true paraphrases, to measure grounding from outside. Written from the rules of the design alone."""
