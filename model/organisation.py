"""Organisations as notices name them: buyers, tenderers, winners."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """
    A buyer, tenderer or winner in a notice. Not a Member: a member is known by its organisation number alone.

    `orgnr` holds nine checked digits or None; `raw_id` keeps what the notice wrote (BT-501), foreign numbers included.
    """

    name: str
    orgnr: str | None = None
    raw_id: str | None = None
    city: str | None = None
    postcode: str | None = None
    nuts: str | None = None  # raw NUTS code of its address (BT-507)
    country: str | None = None  # ISO 3166 alpha-3 as eForms writes it (BT-514)
    size: str | None = None  # BT-165: micro, small, medium, large
