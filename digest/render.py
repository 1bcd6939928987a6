"""From a letter to its HTML (MJML through mrml) and text parts."""

import re
from dataclasses import dataclass
from functools import lru_cache
from textwrap import fill
from typing import Any
from urllib.parse import urlsplit

import mrml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from digest.personal import NOBODY, Personal
from model.letter import Letter, Line, Why

LARGEST_HTML = 90_000
"""Bytes of the encoded HTML part; Gmail cuts letters off a little above 100 kB, with the way to unsubscribe."""

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+")


class RenderError(RuntimeError):
    """A letter whose template is at fault; raised with the engine's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter ready for the post."""

    subject: str
    html: str
    text: str


def render(letter: Letter, own: Personal = NOBODY) -> Rendered:
    """
    Draw a letter with what is its recipient's own.

    Raises RenderError where the template gives no sound MJML, never for what a notice says.
    """
    words = {
        "letter": letter,
        "own": own,
        "headline": letter.subject.partition(": ")[2][:1].upper() + letter.subject.partition(": ")[2][1:],
        "linked": linked,
        "marked": marked,
        "web": web,
        "wrapped": wrapped,
    }
    source = _environment(html=True).get_template("weekly.mjml.j2").render(words)
    try:
        output = mrml.to_html(source)
    except OSError as error:
        raise RenderError(f"the letter's template is no sound MJML: {error}") from None
    if "<mj-" in output.content:
        raise RenderError("a tag of the letter's template is unknown to MJML")
    text = _environment(html=False).get_template("weekly.txt.j2").render(words)
    return Rendered(subject=one_line(letter.subject), html=output.content, text=text.strip() + "\n")


def web(address: str | None) -> str:
    """The address if it is a web address, else nothing: a script or a file is never linked."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return ""
    return (address or "").strip() if parts.scheme.lower() in {"http", "https"} and parts.hostname else ""


def linked(line: Line) -> Markup:
    """A line's title, as a link where it has a web address."""
    address, title = web(line.href), escape(clean(line.title))
    return Markup('<a href="{}">{}</a>').format(address, title) if address else Markup("<b>{}</b>").format(title)


def marked(why: Why) -> Markup:
    """A why-sentence with the notice's own words marked."""
    sentence = escape(clean(why.sentence))
    for quote in why.quotes:
        words = escape(clean(quote.text))
        if words and f"«{words}»" in sentence:
            marker = Markup('«<span class="m">{}</span>»').format(words)
            sentence = Markup(str(sentence).replace(f"«{words}»", str(marker), 1))  # noqa: S704 - both sides are escaped
    return sentence


def wrapped(text: str) -> Markup:
    """Words for the text part, in lines of at most 76 characters."""
    return Markup(fill(str(clean(text)), 76, break_on_hyphens=False))  # noqa: S704 - the text part is no markup


def clean(value: Any) -> Any:
    """Text without what XML forbids or what turns the reading direction; anything else as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _ILLEGAL.sub("", _BREAKS.sub(" ", value))


def one_line(text: str) -> str:
    """Text that fits into a header: no line breaks of any kind, nothing invisible."""
    return " ".join(str(clean(text)).split())


@lru_cache(maxsize=2)
def _environment(*, html: bool) -> Environment:
    return Environment(
        loader=PackageLoader("digest"),
        autoescape=html,  # noqa: S701 - the text part is no markup; the HTML part is always escaped
        undefined=StrictUndefined,
        finalize=clean,
        keep_trailing_newline=True,
    )
