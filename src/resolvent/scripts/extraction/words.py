def words(text: str) -> frozenset[str]:
    """The words of a table that is nothing but words."""
    return frozenset(text.split())
