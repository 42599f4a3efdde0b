"""Segments: groups of customers that lie near each other.

A fitted model never changes. `frame` is what `staysail.Frame` takes; `columns` are names of numbers, booleans or days.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence, TypeVar, Union

import numpy as np
import numpy.typing as npt

from . import _staysail
from .columns import numbers
from .error import Error

__all__ = [
    "ClusterCount", "ClusterReport", "ClusterRule", "KMeans", "SegmentSize", "choose_k", "explain", "grid",
    "keep_numbers", "migration", "overlap", "rfm", "size",
]  # fmt: skip

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Array = TypeVar("Array", bound="npt.NDArray[Any]")


class KMeans:
    """k clusters by Lloyd's rounds in whole numbers: the same bytes for any order of rows and number of threads.

    Columns are standardised: less their mean, by the standard deviation of all rows; with `standardise=False` distances
    are between the values as they are. `seed` draws the beginning.
    """

    def __init__(
        self, k: int, iterations: int = 20, *, seed: int = 0, standardise: bool = True, threads: int = 1
    ) -> None:
        self.k = k
        self.iterations = iterations
        self.seed = seed
        self.standardise = standardise
        self.threads = threads
        self._model: Any = None

    def fit(
        self, frame: Any, *, columns: Sequence[str], init: Optional[Union[KMeans, npt.ArrayLike]] = None
    ) -> KMeans:
        """A fitted model. `init`: k rows of centroids in units of the columns, or last month's model, whose numbers of
        the clusters then go on; without it clusters are numbered by their centroids, first column first."""
        names = _names(columns)
        if any(not isinstance(n, int) or isinstance(n, bool) or n < 0 for n in (self.k, self.iterations, self.seed)):
            raise Error("invalid_argument", "k, iterations and seed are whole numbers from 0")
        fitted = KMeans(
            self.k, self.iterations, seed=self.seed, standardise=self.standardise, threads=self.threads
        )
        start = _start(self.k, names, init)
        fitted._model = _staysail.KMeansModel.fit(
            frame, names, self.k, self.iterations, self.seed, self.standardise, start, self.threads
        )
        return fitted

    def _of_model(self) -> Any:
        if self._model is None:
            raise Error("invalid_argument", "nothing was fitted yet; use KMeans(k).fit(frame, columns=[...])")
        return self._model

    @property
    def columns(self) -> list[str]:
        return list(self._of_model().columns)

    @property
    def centroids(self) -> Floats:
        """A row a cluster, in units of the columns."""
        centroids: Floats = self._of_model().centroids
        return _fixed(centroids)

    @property
    def labels(self) -> Labels:
        """Of each row the nearest cluster, from 0."""
        labels: Labels = self._of_model().labels
        return _fixed(labels)

    @property
    def sizes(self) -> Labels:
        sizes: Labels = self._of_model().sizes
        return _fixed(sizes)

    @property
    def inertia(self) -> float:
        """Sum of squared distances to the nearest centroid: in standard deviations where standardised."""
        return float(self._of_model().inertia)

    @property
    def rounds(self) -> int:
        """How many times the centroids moved."""
        return int(self._of_model().iterations)

    @property
    def converged(self) -> bool:
        """Whether no row changed its cluster in the last round."""
        return bool(self._of_model().converged)

    def predict(self, frame: Any) -> Labels:
        """The nearest cluster of each row of another frame, on the scale of the rows that were fitted."""
        nearest: Labels = self._of_model().nearest(frame)
        return _fixed(nearest)


def _fixed(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _start(k: int, names: list[str], init: Optional[Union[KMeans, npt.ArrayLike]]) -> list[float]:
    if init is None:
        return []
    if isinstance(init, KMeans):
        if init.columns != names:
            raise Error("schema_mismatch", f"the model to begin with was fitted on {', '.join(init.columns)}")
        init = init.centroids
    rows = np.asarray(init)
    if rows.shape != (k, len(names)):
        raise Error("invalid_argument", f"init has {k} rows of {len(names)} numbers; this one has shape {rows.shape}")
    return [float(number) for number in numbers("init", rows.ravel())]


class ClusterCount(NamedTuple):
    """What speaks for a number of clusters."""

    k: int
    inertia: float
    stability: float
    stability_error: float
    silhouette: float
    fidelity: float


class ClusterRule(NamedTuple):
    """A cluster as a FEEL condition, with how far the two agree."""

    cluster: int
    when: str
    rows: int
    fidelity: float
    precision: float
    recall: float


class ClusterReport(NamedTuple):
    """By number of clusters what speaks for it; `k`: the one to take, `model` its clusters."""

    k: int
    model: KMeans
    counts: list[ClusterCount]
    models: dict[int, KMeans]


class SegmentSize(NamedTuple):
    """How many customers a segment will have; `low` and `high` are `customers` where all rows were asked."""

    customers: float
    low: float
    high: float
    asked: int
    held: int


def choose_k(
    frame: Any,
    *,
    columns: Sequence[str],
    k: Iterable[int] = range(2, 13),
    iterations: int = 20,
    seed: int = 0,
    standardise: bool = True,
    replicates: int = 10,
    depth: int = 4,
    threads: int = 1,
) -> ClusterReport:
    """Fits every number of clusters asked about and says how stable each is under bootstrap (adjusted Rand index), its
    silhouette and how well a tree of `depth` cuts tells its clusters apart. Takes the most clusters whose stability
    lies within one standard error of the best."""
    names, asked = _names(columns), list(k)
    chosen, rows = _staysail.choose_k(
        frame, names, asked, iterations, seed, standardise, replicates, depth, threads
    )
    models, counts = {}, []
    for count, (model, *figures) in zip(asked, rows):
        models[count] = KMeans(count, iterations, seed=seed, standardise=standardise, threads=threads)
        models[count]._model = model
        counts.append(ClusterCount(count, model.inertia, *figures))
    return ClusterReport(asked[chosen], models[asked[chosen]], counts, models)


def explain(model: KMeans, frame: Any, *, depth: int = 4, seed: int = 0) -> list[ClusterRule]:
    """Each cluster of the frame that `model` was fitted on as a condition of at most `depth` cuts one after another."""
    return [ClusterRule(*row) for row in _staysail.explain_clusters(model._of_model(), frame, depth, seed)]


def rfm(
    frame: Any,
    *,
    recency: str,
    frequency: str,
    money: str,
    bands: int = 5,
    method: str = "quantile",
    cuts: Optional[Mapping[str, Sequence[Union[int, float, str]]]] = None,
) -> _staysail.Frame:
    """recency_band, frequency_band, money_band (the best is the highest) and rfm, the three as a text. `method`:
    quantile, or natural for natural breaks; `cuts`: by column inclusive upper ends of all bands but the last, instead
    of those."""
    told = dict(cuts or {})
    unknown = set(told) - {recency, frequency, money}
    if unknown:
        raise Error("invalid_argument", f"cut points are of one of the three measures, not of {min(unknown)}")

    def measure(name: str) -> tuple[str, str, int, list[str]]:
        return name, "cuts" if name in told else method, bands, [str(cut) for cut in told.get(name, [])]

    return _staysail.rfm(frame, measure(recency), measure(frequency), measure(money))


def migration(before: Any, after: Any, *, id: str = "subscription_id", segment: str = "segment") -> _staysail.Frame:
    """before, after, customers, share (of those in `before`): who moved between two months; None where one came or
    left."""
    return _staysail.segment_moves(before, after, id, segment)


def keep_numbers(before: npt.ArrayLike, after: npt.ArrayLike, k: int) -> Labels:
    """The clusters of `after` under the numbers of `before` that leave most customers where they were. Labels of the
    same customers in the same order."""
    labels = _labels("after", after)
    return _fixed(_staysail.kept_numbers(_labels("before", before), labels, k)[labels])


def size(
    frame: Any, when: str, *, sample: float = 1.0, id: str = "subscription_id", confidence: float = 0.95
) -> SegmentSize:
    """How many customers a FEEL condition holds for, before it is saved: exactly, or by a share of them that is drawn
    by the hash of their id, with Wilson's interval."""
    asked, held, customers, low, high = _staysail.segment_size(frame, when, round(sample * 10_000), id, confidence)
    return SegmentSize(customers, low, high, asked, held)


def grid(frame: Any, *, columns: Sequence[str], measure: Optional[str] = None) -> _staysail.Frame:
    """By each combination of the columns' values (whole numbers, texts, booleans) `rows` and the sum of `measure`:
    value x loyalty x behaviour. Every row is in one cell; a missing value is a value of its own."""
    return _staysail.segment_grid(frame, _names(columns), measure or "")


def overlap(segments: Mapping[str, npt.ArrayLike]) -> dict[str, dict[str, int]]:
    """How many customers two saved segments share; each with itself: its size. One mark a customer and segment."""
    names = list(segments)
    shared = _staysail.segment_overlap([np.asarray(segments[name], dtype=bool) for name in names])
    return {a: {b: shared[i * len(names) + j] for j, b in enumerate(names)} for i, a in enumerate(names)}


def _names(columns: Sequence[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _labels(name: str, labels: npt.ArrayLike) -> npt.NDArray[np.uint16]:
    array = np.asarray(labels)
    if array.dtype.kind not in "iu" or array.ndim != 1 or (array.size and not 0 <= array.min() <= array.max() < 65535):
        raise Error("invalid_argument", f"{name} is one column of cluster numbers, whole and from 0")
    return array.astype(np.uint16)
