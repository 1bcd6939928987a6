"""Norwegian stems: the Snowball algorithm, each distinct word once."""

from functools import cache
from typing import Final

import snowballstemmer

from matcher import language

_WHOLE: Final = language.words("no_stem")
"""Words whose last letters only look like an ending: `lager` is no `lag`."""

_SHORTEST: Final = 4

_snowball = snowballstemmer.stemmer("norwegian")


@cache
def stem(form: str) -> str:
    """The Snowball stem of a case-folded word; words under four letters and words with digits stay whole."""
    if len(form) < _SHORTEST or not form.isalpha() or form in _WHOLE:
        return form
    found: str = _snowball.stemWord(form)
    return found if len(found) > 2 else form
