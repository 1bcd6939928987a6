"""Words out of markup: sanitised by nh3 (ammonia), then the text with its line breaks."""

import re
from typing import Final

import nh3
from lxml import html

LONGEST: Final = 100_000
"""Characters of markup that are read; a notice's description is far shorter."""

_BLOCKS: Final = frozenset({
    "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = re.compile(r"\s+")


def plain(markup: str) -> str:
    """The words of HTML, or of text that only may be HTML, a line for each block; scripts and styles are none."""
    text = _BLANKS.sub(" ", _ILLEGAL.sub("", markup[:LONGEST]))
    if "<" not in text and "&" not in text:
        return text.strip()
    root = html.fragment_fromstring(nh3.clean(text, tags=set(_BLOCKS), attributes={}), create_parent="div")
    for block in root.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in str(root.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def one_line(markup: str) -> str:
    """The same in one line, as titles are."""
    return " ".join(plain(markup).split())
