"""What is remembered of texts: the right answer for each, for so many of them, and never the texts."""

from concurrent.futures import ThreadPoolExecutor

from resolvent.remembered import BRIEF, LONGER, by_digest, by_text
from resolvent.secret_shapes import MASK, find_secrets, mask_secrets
from resolvent.secret_shapes.finding import find_again


def test_each_text_is_looked_at_once_and_has_its_own_answer() -> None:
    looked: list[str] = []

    @by_digest(2)
    def measure(text: str) -> int:
        looked.append(text)
        return len(text)

    assert [measure(text) for text in ("a", "bb", "a", "a\udc00", "a")] == [1, 2, 1, 2, 1]
    assert looked == ["a", "bb", "a\udc00"]
    assert measure("bb") == 2
    assert looked[3:] == ["bb"]


def test_threads_get_the_answers_of_their_own_texts() -> None:
    measure = by_digest(5)(len)
    texts = ["x" * (number % 40) for number in range(4_000)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(measure, texts)) == list(map(len, texts))


def test_a_text_with_a_secret_is_masked_each_time_and_not_kept() -> None:
    text = "Then net user bob Autumn!Leaf42 /add, and it works."
    masked = f"Then net user bob {MASK} /add, and it works."
    assert [mask_secrets(text) for _ in range(3)] == [masked] * 3
    assert find_again(text) == tuple(find_secrets(text))
    kept = repr(list(find_again.cache.items()))  # type: ignore[attr-defined]  # cachetools'
    assert len(kept) > 2
    assert "Autumn" not in kept
    assert "bob" not in kept


def test_texts_are_remembered_with_what_else_was_asked_and_long_ones_by_their_weight() -> None:
    looked: list[tuple[str, bool]] = []

    @by_text(2)
    def shorten(text: str, *, much: bool = False) -> str:
        looked.append((text[:1], much))
        return text[: 1 if much else 3]

    long = "b" * (BRIEF + 1)
    for _ in range(2):
        assert [shorten("aaaa"), shorten("aaaa", much=True), shorten(long), shorten(long, much=True)] == [
            "aaa",
            "a",
            "bbb",
            "b",
        ]
    assert looked == [("a", False), ("a", True), ("b", False), ("b", True)]

    half = LONGER // 2
    for text in ("c" * half, "d" * half, "e" * half, "d" * half, "f" * (LONGER + 1), "f" * (LONGER + 1), "d" * half):
        shorten(text)
    assert looked[4:] == [(one, False) for one in "cdeff"], "the one not asked for longest went; too long is not kept"
    shorten("c" * half)
    assert looked[9:] == [("c", False)]
    shorten.cache_clear()
    shorten("aaaa", much=True)
    assert looked[10:] == [("a", True)]
