"""
Phrases of many members met by many notices, beside other tools: `python benchmarks/match.py [--members 1000]`.

Texts are glued from the judged notices of ../shared to 2 kB each, phrases are CPV labels with typing errors in one of
ten. Every tool gets the same texts and phrases in the same process; what each returns is stated, for they answer
different questions: this ranks cost, not value. Rapidfuzz is measured on a share of the pairs and multiplied.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher import codes
from matcher.percolator import Percolator
from matcher.rarity import Rarity

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SIZE = 2_000
PHRASES = 15
SLIPS = 0.1


@dataclass(frozen=True, slots=True)
class Work:
    """The texts and the phrases, fifteen a member."""

    texts: list[str]
    phrases: list[str]

    @property
    def pairs(self) -> int:
        """Phrase pairs."""
        return len(self.texts) * len(self.phrases)


def the_work(texts: int, members: int) -> Work:
    """Made the same each time."""
    chance = random.Random(4)  # noqa: S311 - a benchmark, not a secret
    lines = (SHARED / "gold" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    pieces = [f"{row['title']}. {row['description']}" for row in rows if row.get("description")]
    glued = []
    for _ in range(texts):
        text = ""
        while len(text) < SIZE:
            text += chance.choice(pieces) + " "
        glued.append(text[:SIZE])
    labels = [label.norwegian for label in codes.labels()]
    return Work(glued, [_slip(chance.choice(labels), chance) for _ in range(members * PHRASES)])


def _slip(phrase: str, chance: random.Random) -> str:
    if chance.random() >= SLIPS or len(phrase) < 5:
        return phrase
    at = chance.randrange(1, len(phrase) - 1)
    return phrase[:at] + phrase[at + 1 :]


def timed(name: str, returns: str, pairs: int, run: Callable[[], int], times: float = 1.0) -> float:
    """Print a line of the table; returns the seconds."""
    before = _peak()
    wall, start = time.perf_counter(), time.process_time()
    found = run()
    seconds = (time.process_time() - start) * times
    waited = (time.perf_counter() - wall) * times
    rate = pairs / seconds / 1e6
    print(f"| {name} | {seconds:.2f} | {waited:.2f} | {rate:.1f} | {_peak() - before:.0f} | {found:,} {returns} |")
    return seconds


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(work: Work) -> None:
    """Candidates, then places; the index over the phrases is built within the time."""
    rarity = Rarity(0, {})
    timed(
        "percolator, candidates",
        "pairs with 3/4 of the phrase's weight in the text",
        work.pairs,
        lambda: Percolator(work.phrases, rarity).count(work.texts),
    )
    timed(
        "percolator, with evidence",
        "of them within a window, with their span",
        work.pairs,
        lambda: sum(often for often, _ in Percolator(work.phrases, rarity).places(work.texts)),
    )


def theirs(work: Work) -> None:
    """The other tools."""
    timed("rapidfuzz cdist partial_ratio >= 85", "pairs (x 200: extrapolated)", work.pairs, lambda: _cdist(work), 200.0)
    timed("scikit-learn TF-IDF words", "pairs with cosine >= 0.3", work.pairs, lambda: _tfidf(work))
    timed("bm25s", "phrases x top 50", work.pairs, lambda: _bm25s(work))
    timed("tantivy, all words", "hits of top 50 a phrase", work.pairs, lambda: _tantivy(work))


def _cdist(work: Work) -> int:
    from rapidfuzz import fuzz, process

    some, texts = work.phrases[: len(work.phrases) // 20], work.texts[: len(work.texts) // 10]
    found = process.cdist(some, [text.lower() for text in texts], scorer=fuzz.partial_ratio, score_cutoff=85)
    return int((found >= 85).sum())


def _tfidf(work: Work) -> int:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer()
    texts = vectors.fit_transform(work.texts)
    found = vectors.transform(work.phrases) @ texts.T
    return int((found.data >= 0.3).sum())


def _bm25s(work: Work) -> int:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(work.texts, show_progress=False), show_progress=False)
    asked = bm25s.tokenize(work.phrases, show_progress=False, return_ids=False)
    found, _ = index.retrieve(asked, k=50, show_progress=False)
    return int(found.size)


def _tantivy(work: Work) -> int:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body")
    index = tantivy.Index(builder.build())
    writer = index.writer(50_000_000, 1)
    for text in work.texts:
        document = tantivy.Document()
        document.add_text("body", text)
        writer.add_document(document)
    writer.commit()
    index.reload()
    searcher, total = index.searcher(), 0
    for phrase in dict.fromkeys(work.phrases):
        words = "".join(letter if letter.isalnum() else " " for letter in phrase).lower().split()
        if words:
            query = index.parse_query(" AND ".join(f'"{word}"' for word in words), ["body"])
            total += len(searcher.search(query, 50).hits)
    return total


def curve(texts: Sequence[str], members: Sequence[int]) -> None:
    """How the cost grows with members."""
    print("\n| members | phrase pairs | candidates, CPU s | with evidence, CPU s |")
    print("|---|---|---|---|")
    for number in members:
        work = Work(list(texts), the_work(1, number).phrases)
        start = time.process_time()
        Percolator(work.phrases, Rarity(0, {})).count(work.texts)
        middle = time.process_time()
        for _ in Percolator(work.phrases, Rarity(0, {})).places(work.texts):
            pass
        print(f"| {number:,} | {work.pairs:,} | {middle - start:.2f} | {time.process_time() - middle:.2f} |")


def main() -> None:
    """The table, then the curve."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--notices", type=int, default=3_000)
    arguments.add_argument("--members", type=int, default=1_000)
    arguments.add_argument("--alone", action="store_true", help="without the other tools")
    arguments.add_argument("--curve", action="store_true", help="to 20,000 members")
    asked = arguments.parse_args()
    work = the_work(asked.notices, asked.members)
    Percolator(["x"], Rarity(0, {})).count(["start-up: lexicon and tables"])
    print(f"{len(work.texts):,} texts x {asked.members:,} members x {PHRASES} phrases: {work.pairs:,} pairs\n")
    print("| tool | CPU s | wall s | Mpairs/CPU s | +MB | returns |")
    print("|---|---|---|---|---|---|")
    ours(work)
    if not asked.alone:
        theirs(work)
    if asked.curve:
        curve(work.texts, (1_000, 2_000, 5_000, 10_000, 20_000))


if __name__ == "__main__":
    main()
