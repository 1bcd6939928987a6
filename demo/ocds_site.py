"""
The Skarra Islands' publishers: packages by span and cursor as the United Kingdom's answer, and one trap each.

`/api/1.0/ocdsReleasePackages` is sound; a name before it (`/stuck/api/1.0/…`) is a publisher with a trap of that name.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from demo import ocds
from demo.market import Market
from demo.site import Answer, Faults, Question

PATH: Final = "/api/1.0/ocdsReleasePackages"

Row = Mapping[str, Any]


def answer(market: Market, faults: Faults, question: Question) -> Answer | None:
    """The answer to a request for a publisher's packages; None for any other."""
    del market, faults
    trap, found, rest = question.path.partition(PATH)
    if not found or rest or trap.count("/") > 1:
        return None
    return TRAPS.get(trap.removeprefix("/"), _sound)(question)


def _asked(question: Question) -> tuple[list[Row], int, int]:
    """The releases of the span asked for, where in them the page starts and how many it holds."""
    since, until = _one(question, "updatedFrom"), _one(question, "updatedTo", "9999")
    found = [_own(one, question) for one in ocds.RELEASES if since <= one["date"].rstrip("Z") < until]
    start = int(_one(question, "cursor", "0"))
    return found, start, min(int(_one(question, "limit", "100")), 100)


def _own(release: Row, question: Question) -> Row:
    """The release under an ocid of the publisher's own: an ocid is one procedure, whoever tells of it."""
    trap = question.path.partition(PATH)[0].removeprefix("/")
    return {**release, "ocid": release["ocid"].replace(ocds.PREFIX, f"{ocds.PREFIX}-{trap}" if trap else ocds.PREFIX)}


def _package(question: Question, rows: Sequence[Row], following: int | None, **more: Any) -> dict[str, Any]:
    links = {"next": _address(question, following)} if following is not None else {}
    meta = {"uri": _address(question, None), "version": "1.1", "publishedDate": "2026-11-23T05:00:00Z"}
    return {**meta, "publisher": ocds.PUBLISHER, "license": ocds.LICENCE, "releases": rows, "links": links, **more}


def _sound(question: Question) -> Answer:
    found, start, size = _asked(question)
    more = start + size if start + size < len(found) else None
    return _json(_package(question, found[start : start + size], more))


def _address(question: Question, following: int | None) -> str:
    query = {name: values[0] for name, values in question.query.items() if name != "cursor"}
    if following is not None:
        query["cursor"] = str(following)
    return f"http://{question.headers['Host']}{question.path}?{urlencode(query)}"


def _no_next(question: Question) -> Answer:
    found, _, size = _asked(question)
    return _json(_package(question, found[:size], None))


def _loop(question: Question) -> Answer:
    """One page, and then an empty one that leads to itself."""
    found, start, size = _asked(question)
    return _json(_package(question, [] if start else found[:size], size))


def _stuck(question: Question) -> Answer:
    found, start, size = _asked(question)
    return _json(_package(question, found[:size], start + 1))


def _busy(question: Question) -> Answer:
    """403 at first, as Contracts Finder says "too many requests"."""
    return _sound(question) if question.again else Answer(status=403, kind="text/html")


def _down(_question: Question) -> Answer:
    return Answer(status=503, headers={"Retry-After": "600"})


def _html(_question: Question) -> Answer:
    return Answer(body=b"<html><body>We'll be back</body></html>", kind="text/html")


def _cut(question: Question) -> Answer:
    whole = _sound(question)
    return Answer(body=whole.body[: len(whole.body) // 2])


def _ignored(question: Question) -> Answer:
    return _json(_package(question, [_own(one, question) for one in ocds.RELEASES], None))


def _numbers(question: Question) -> Answer:
    body = _sound(question).body.replace(b"1900000", b"1 900 000").replace(b"640000", b"1e9999")
    return Answer(body=body.replace(b"310000", b" 000"))


def _latin(question: Question) -> Answer:
    text = _sound(question).body.decode().replace("Skarra", "Skårra")
    return Answer(body=text.encode("iso-8859-1"))


def _lines(question: Question) -> Answer:
    found, _, _ = _asked(question)
    return Answer(body="\n".join([*map(json.dumps, found), '{"ocid": "cut']).encode(), kind="application/x-ndjson")


def _several(question: Question) -> Answer:
    found, _, _ = _asked(question)
    packages = (_package(question, [one], None) for one in found)
    return Answer(body=b"\n".join(map(_written, packages)) or _written(_package(question, [], None)))


def _zip(question: Question) -> Answer:
    found, _, _ = _asked(question)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for one in found:
            opened.writestr(f"{one['id']}.json", json.dumps(one))
        opened.writestr("broken.json", '{"ocid": ')
    return Answer(body=packed.getvalue(), kind="application/zip")


def _records(question: Question) -> Answer:
    found, _, _ = _asked(question)
    by_process: dict[str, list[Row]] = {}
    for one in found:
        by_process.setdefault(one["ocid"], []).append(one)
    records = [{"ocid": ocid, "releases": releases} for ocid, releases in by_process.items()]
    return _json(
        {key: value for key, value in _package(question, [], None, records=records).items() if key != "releases"}
    )


def _links(question: Question) -> Answer:
    found, start, size = _asked(question)
    links = [{"rel": "canonical", "href": _address(question, None)}]
    if start + size < len(found):
        links.append({"rel": "next", "href": _address(question, start + size)})
    return _json(_package(question, found[start : start + size], None, links=links))


def _token(question: Question) -> Answer:
    found, start, size = _asked(question)
    following = {"nextCursor": start + size} if start + size < len(found) else {}
    return _json(_package(question, found[start : start + size], None, total=len(found), **following))


def _short(question: Question) -> Answer:
    found, start, size = _asked(question)
    return _json(_package(question, found[start : start + size], None, total=len(found) + (3 if found else 0)))


def _empty(question: Question) -> Answer:
    """Where a span has nothing, a package without a list of releases, as Scotland's."""
    found, _, _ = _asked(question)
    package = _package(question, found, None)
    return _json(package if found else {"uri": package["uri"], "version": "1.1"})


def _nothing(question: Question) -> Answer:
    return _json(_package(question, [], None))


def _anonymous(question: Question) -> Answer:
    """Releases without ids, and one that is none."""
    found, _, _ = _asked(question)
    rows = [{key: value for key, value in one.items() if key != "id"} for one in found]
    return _json(_package(question, [*rows, *([{"id": "no ocid"}] if rows else [])], None))


def _inside(question: Question) -> Answer:
    found, _, _ = _asked(question)
    return _json(_package(question, found, None, links={"next": "http://169.254.169.254/latest"}))


TRAPS: Final[Mapping[str, Callable[[Question], Answer]]] = {
    "": _sound, "no-next": _no_next, "full": _no_next,
    "loop": _loop, "stuck": _stuck, "busy": _busy, "down": _down, "html": _html,
    "cut": _cut, "ignored": _ignored, "numbers": _numbers, "latin": _latin, "lines": _lines, "several": _several,
    "zip": _zip, "records": _records, "links": _links, "token": _token, "short": _short, "empty": _empty,
    "nothing": _nothing, "anonymous": _anonymous, "inside": _inside,
}  # fmt: skip
"""What each publisher does."""


def _one(question: Question, name: str, otherwise: str = "") -> str:
    return question.query.get(name, [otherwise])[0]


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _json(value: Any) -> Answer:
    return Answer(body=_written(value))
