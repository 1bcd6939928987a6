"""CPV understood from text: a model of which words stand with which codes, learnt from notices, labels and trades."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher import codes
from matcher.terms import tokens
from matcher.trades import Trade

LONGEST: Final = 1500
"""Characters of a description that are read: what follows repeats terms and addresses."""

MOST: Final = 4000
"""Notices learnt from, the newest: more add time and hardly any knowledge."""

NEIGHBOURS: Final = 10
BY_NEIGHBOURS: Final = 0.3
LABELS: Final = 0.5
BEST: Final = 8
"""Classes told of a text."""

WARM: Final = 500
"""Notices with text and codes from which the model is no longer cold."""

Vector = Any
"""A scipy sparse matrix; sklearn gives no types."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text to learn from or to understand, with the codes it carries; named by `key`, it never tells of itself."""

    key: str
    title: str
    body: str
    codes: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Its words and their parts, the title's counted twice."""
        return _words(self.title) * 2 + _words(self.body[:LONGEST])


def class_of(code: str) -> str:
    """The class of a code: five digits in construction, four elsewhere, trailing zeros gone."""
    return code[: 5 if code.startswith("45") else 4].rstrip("0").ljust(2, "0")


class Understanding:
    """Reads CPV classes out of texts. Without notices it knows the labels and the trades alone, and is cold."""

    def __init__(self, learnt: Iterable[Document], trades: Iterable[Trade]) -> None:
        known = [document for document in learnt if document.codes][-MOST:]
        self.learnt = len(known)
        self._rows = {document.key: row for row, document in enumerate(known)}
        self.classes = sorted({class_of(label.code) for label in codes.labels()})
        self._position = {name: at for at, name in enumerate(self.classes)}
        taught, teaching = _taught(trades)
        self._vectors = TfidfVectorizer(analyzer=_itself, sublinear_tf=True)
        every = self._vectors.fit_transform([*(document.words for document in known), *taught])
        self._notices, lessons = every[: len(known)], every[len(known) :]
        self._carried = self._labels([document.codes for document in known], root=True)
        summed = self._carried.T @ self._notices + self._labels(teaching, root=False).T @ lessons
        self._lengths = np.sqrt(np.asarray(summed.multiply(summed).sum(axis=1)).ravel())
        self._lengths[self._lengths == 0] = 1.0
        self._centres = (sparse.diags(1 / self._lengths) @ summed).T.tocsr()

    @property
    def cold(self) -> bool:
        """Whether it has seen too few notices to be trusted beyond labels and trades."""
        return self.learnt < WARM

    def read(self, documents: Sequence[Document]) -> list[tuple[tuple[str, float], ...]]:
        """The classes that each text speaks of, best first, with their scores (about 0-1)."""
        if not documents:
            return []
        vectors = self._vectors.transform([document.words for document in documents])
        scores = (vectors @ self._centres).toarray()
        scores += BY_NEIGHBOURS * self._by_neighbours(vectors, documents)
        for row, document in enumerate(documents):
            own = self._rows.get(document.key)
            if own is not None:
                start, end = self._carried.indptr[own : own + 2]
                columns = self._carried.indices[start:end]
                scores[row, columns] -= self._carried.data[start:end] / self._lengths[columns]
        return [self._best(row) for row in scores]

    def _by_neighbours(self, vectors: Vector, documents: Sequence[Document]) -> Any:
        if not self.learnt:
            return np.zeros((len(documents), len(self.classes)))
        near = (vectors @ self._notices.T).toarray()
        for row, document in enumerate(documents):
            own = self._rows.get(document.key)
            if own is not None:
                near[row, own] = 0.0
        if near.shape[1] > NEIGHBOURS:
            nearest = np.partition(near, -NEIGHBOURS, axis=1)[:, [-NEIGHBOURS]]
            near[near < nearest] = 0.0
        return (sparse.csr_matrix(near) @ self._carried).toarray()

    def _best(self, scores: Any) -> tuple[tuple[str, float], ...]:
        order = np.argsort(-scores, kind="stable")[:BEST]
        return tuple((self.classes[at], round(float(scores[at]), 4)) for at in order if scores[at] > 0)

    def _labels(self, carried: Sequence[Mapping[str, float] | Sequence[str]], *, root: bool) -> Vector:
        rows, columns, weights = [], [], []
        for row, found in enumerate(carried):
            shares = found if isinstance(found, Mapping) else dict.fromkeys(map(class_of, found), 1.0)
            for name, share in shares.items():
                if name in self._position:
                    rows.append(row)
                    columns.append(self._position[name])
                    weights.append(share / len(shares) ** 0.5 if root else share)
        return sparse.csr_matrix((weights, (rows, columns)), shape=(len(carried), len(self.classes)))


def _taught(trades: Iterable[Trade]) -> tuple[list[list[str]], list[dict[str, float]]]:
    """What is known without notices: each label of CPV, and each trade's words under its branches."""
    texts = [[*_words(label.norwegian), *_words(label.english)] for label in codes.labels()]
    teaching = [{class_of(label.code): LABELS} for label in codes.labels()]
    for trade in trades:
        texts.append([word for name in (trade.name, *trade.words) for word in _words(name)])
        branches = dict.fromkeys(class_of(branch.code) for branch in trade.cpv)
        teaching.append({name: (1 + place) ** -0.5 for place, name in enumerate(branches)})
    return texts, teaching


def _words(text: str) -> list[str]:
    return [word for token in tokens(text) for word in (token.whole, *token.parts)]


def _itself(document: list[str]) -> list[str]:
    return document
