"""Text of others made safe to stand inside a line of Markdown, and read back from it. Pure.

What would be read as markup becomes a code span instead of being escaped: a note is read as Markdown by some systems and as
plain text by others, and `\\\\SRV01\\share` must be right in both.
"""

import re

from resolvent.remembered import by_text

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
CODE_SPAN = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
MARKUP = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]|\Z)   # a backslash that would escape what follows, or what is written behind it
      | <(?=[A-Za-z/!?])        # HTML, autolinks
      | \](?=[(\[:{])           # links, footnotes, marker-like text
      | !\[ | ~~ | \*
      | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])
      | &(?=\#?\w+;)
      | \|
    """,
    re.VERBOSE,
)
BLOCK_START = re.compile(r"(?:#{1,6}|[-+=]+|>|~{3,}|\d{1,9}[.)])(?=\s|$)|>")
EDGES = re.compile(r"^(?P<before>[(\"'“‘]*)(?P<word>.*?)(?P<after>[,.;:!?)\"'”’]*)$", re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)]*)\)")
EMPHASIS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*|~~|(?<!\w)_|_(?!\w)")
MAY_MARK = re.compile(r"[\\*~_]")


def flatten(text: str) -> str:
    """One line of visible characters."""
    return " ".join(HIDDEN.sub("", text).split())


def protect(text: str) -> str:
    """One line of Markdown that shows `text` (one line) as written. Code spans in it are kept."""
    return protect_start(protect_within(text))


def protect_within(text: str) -> str:
    """The same for text that does not begin its line. A quotation mark without its other half quotes nothing."""
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        text = re.sub('["“”]', "'", text)
    kept: list[str] = []
    at = 0
    for span in CODE_SPAN.finditer(text):
        kept += [protect_words(text[at : span.start()]), span[0]]
        at = span.end()
    return "".join([*kept, protect_words(text[at:])])


def protect_words(text: str) -> str:
    plain = text.replace("`", "'")
    return " ".join(protect_word(word) for word in plain.split(" "))


def protect_word(word: str) -> str:
    if not MARKUP.search(word):
        return word
    edges = EDGES.match(word)
    if edges is None or not edges["word"] or MARKUP.search(edges["before"] + edges["after"]):
        return f"`{word}`"
    return f"{edges['before']}`{edges['word']}`{edges['after']}"


def protect_start(text: str) -> str:
    """A line must not begin like a heading, a list or a quotation."""
    start = BLOCK_START.match(text)
    return f"`{start[0]}`{text[start.end() :]}" if start else text


@by_text(8_000)
def plain(markdown: str) -> str:
    """Inline Markdown as its reader sees it. Kept: each sentence is asked for by several rules, and again at the next preview."""
    shown: list[str] = []
    at = 0
    for span in CODE_SPAN.finditer(markdown):
        shown += [without_markup(markdown[at : span.start()]), f" {span[0].strip('`')} "]
        at = span.end()
    return "".join([*shown, without_markup(markdown[at:])])


def without_markup(markdown: str) -> str:
    without_links = LINK.sub(r"\1 \2", markdown) if "](" in markdown else markdown
    return (EMPHASIS.sub("", without_links) if MAY_MARK.search(without_links) else without_links).replace("`", " ")
