"""What a format raises, on any bytes whatever, when it cannot make a notice of them."""


class FormatError(ValueError):
    """The document cannot be read; the message says why in one sentence, without the document's own words."""
