"""libyaml's messages in plain words."""

from __future__ import annotations

UNCLOSED = "this quotation mark is never closed"
_COLON = "': ' is not allowed here: put the text in quotes, or mend the indentation"
_KEY = "a key should stand here: is the indentation right, or is a quotation mark missing?"
_NO_COLON = "a ':' is missing after a key, or the lines of a text are not indented alike"
_CHARACTER = "a text may not begin with this character: put it in quotes"
_DASH = "a list entry should begin here with '- ': is the indentation right?"
_LIST = "a list may not begin here: put '- ' on a line of its own"
_ESCAPE = "this escape is unknown: write two backslashes for one, or use single quotes"
_FLOW = "a ',' or a closing bracket is missing, or a text with ',' or ': ' in it needs quotes"

# How libyaml's message begins, what it says it was reading, and what a clinician should read; the first that
# fits.
_WORDS = (
    ("mapping values are not allowed", "", _COLON),
    ("found unexpected end of stream", "quoted scalar", UNCLOSED),
    ("found unexpected document indicator", "quoted scalar", UNCLOSED),
    ("could not find expected ':'", "", _NO_COLON),
    ("found a tab character", "", "a tab is not allowed as indentation: use spaces"),
    ("found character that cannot start any token", "", _CHARACTER),
    ("did not find expected ',' or", "", _FLOW),
    ("did not find expected '-' indicator", "", _DASH),
    ("did not find expected key", "", _KEY),
    ("did not find expected node content", "", "a value is missing here"),
    ("did not find expected <document start>", "", "this does not belong to what stands before it"),
    ("block sequence entries are not allowed", "", _LIST),
    ("found unknown escape character", "", _ESCAPE),
    ("found undefined tag handle", "", "tags are not allowed"),
    ("exceeded maximum nesting depth", "", "lists and mappings are nested too deep"),
    ("found unknown directive name", "", "a line may not begin with '%'"),
)


def plain_words(problem: str, context: str, character: str) -> str:
    """A `problem` of libyaml, found at a character while it was busy with `context`, in plain words."""
    if character == "\t":
        return "a tab is not allowed here: use spaces"
    return next(
        (words for said, reading, words in _WORDS if problem.startswith(said) and reading in context),
        f"this is not YAML: {problem} {context}".rstrip(),
    )
