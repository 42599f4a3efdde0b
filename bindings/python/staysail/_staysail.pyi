import datetime
from os import PathLike
from typing import Any, Iterable, Mapping, Optional, Protocol, Sequence, TypedDict, Union, final

import numpy as np
import numpy.typing as npt
import pandas as pd  # type: ignore[import-untyped, unused-ignore]

__version__: str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

# What a Frame is made of: pandas, pyarrow, polars, DuckDB, or a dict of arrays.
_Table = Union[_ArrowStream, Mapping[str, Any]]
_Path = Union[str, PathLike[str]]
_Day = Union[datetime.date, str]

@final
class Frame:
    def __init__(self, obj: _Table) -> None: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def to_pandas(self) -> pd.DataFrame: ...
    def _parts(self, index: int) -> tuple[str, int, np.ndarray, Optional[np.ndarray], int, list[str]]: ...

def feel(expression: str, names: Optional[Mapping[str, Any]] = None) -> Any: ...
@final
class DmnModel:
    @property
    def name(self) -> str: ...
    @property
    def decisions(self) -> list[str]: ...
    @property
    def services(self) -> list[str]: ...
    @property
    def inputs(self) -> list[str]: ...
    @property
    def faults(self) -> list[str]: ...
    def evaluate(self, name: str, inputs: Optional[Mapping[str, Any]] = None) -> Any: ...
    def explain(self, name: str, inputs: Optional[Mapping[str, Any]] = None) -> tuple[Any, list[str]]: ...

def load_dmn(path: _Path) -> DmnModel: ...

class _StrategyRule(TypedDict, total=False):
    id: str
    when: str
    priority: int

@final
class Matcher:
    @property
    def ids(self) -> list[str]: ...
    def counts(self, frame: _Table, *, threads: int = 1, batch_rows: int = 65536) -> dict[str, int]: ...
    def top(self, frame: _Table, k: int, *, threads: int = 1, batch_rows: int = 65536) -> Frame: ...
    def match(self, frame: _Table, *, threads: int = 1, batch_rows: int = 65536) -> Frame: ...
    def match_one(self, customer: Mapping[str, Any]) -> list[str]: ...

def compile_strategies(
    strategies: Union[_Path, Iterable[_StrategyRule]], *, schema: _Table, constants: Mapping[str, Any] = {}
) -> Matcher: ...
@final
class Playbook:
    @staticmethod
    def load(folder: _Path, *, mapping: Optional[_Path] = None) -> Playbook: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def strategies(self) -> list[_StrategyRule]: ...

class _Condition(TypedDict):
    text: str
    actual: str
    bound: str
    holds: Optional[bool]

class _Explanation(TypedDict):
    strategy: str
    verdict: str
    sentence: str
    conditions: list[_Condition]
    winner: str
    winner_subscription: str

@final
class Run:
    @property
    def summary(self) -> dict[str, Any]: ...
    @property
    def indicators(self) -> Frame: ...
    @property
    def decision(self) -> Frame: ...
    @property
    def matches(self) -> Frame: ...
    @property
    def tasks(self) -> Frame: ...
    @property
    def rooms(self) -> Frame: ...
    def funnel(self) -> Frame: ...
    def why_not(self, id: str, action: str) -> _Explanation: ...
    def explain(self, id: str) -> list[_Explanation]: ...

def run(
    *,
    boss: _Path,
    mapping: _Path,
    playbook: Union[Playbook, _Path],
    store: str,
    as_of: _Day,
    out: Optional[_Path] = None,
    threads: int = 1,
    batch_rows: int = 65536,
    language: str = "zh",
) -> Run: ...

class _Item(TypedDict, total=False):
    id: str
    title: str
    body: str
    kind: str
    segment: str
    stage: str
    signals: Sequence[str]
    strategy: str
    action: str
    author: str
    valid_from: Optional[_Day]
    valid_to: Optional[_Day]

class _Hit(TypedDict):
    id: str
    title: str
    score: float
    highlight: str

class _Advice(TypedDict):
    strategy: str
    strength: str
    scope: str
    tried: int
    accepted: int
    kept: int
    held_out: int
    held_out_kept: int
    kept_interval: Optional[tuple[float, float]]
    effect: Optional[float]
    effect_interval: Optional[tuple[float, float]]
    items: list[str]
    tactic: str
    english: str
    chinese: str

@final
class Base:
    def __init__(self, url: str = "memory:") -> None: ...
    def add(self, item: Union[_Item, Iterable[_Item]]) -> None: ...
    def search(
        self,
        text: str,
        limit: int = 10,
        *,
        segment: Optional[str] = None,
        stage: Optional[str] = None,
        kind: Optional[str] = None,
        as_of: Optional[_Day] = None,
    ) -> list[_Hit]: ...
    def advise(
        self,
        *,
        segment: str = "",
        stage: str = "",
        strategies: Sequence[str] = (),
        as_of: Optional[_Day] = None,
        confidence: float = 0.95,
        minimum_tried: int = 30,
        minimum_held_out: int = 30,
        cited_items: int = 3,
    ) -> list[_Advice]: ...
    def record(
        self,
        *,
        strategy: str,
        period: str,
        segment: str = "",
        stage: str = "",
        tried: int,
        accepted: int = 0,
        kept: int,
        held_out: int = 0,
        held_out_kept: int = 0,
    ) -> None: ...
    def __len__(self) -> int: ...

def wilson(x: int, n: int, confidence: float) -> tuple[float, float]: ...
def newcombe(x1: int, n1: int, x2: int, n2: int, confidence: float) -> tuple[float, float]: ...
def welch(
    a: tuple[int, float, float], b: tuple[int, float, float], confidence: float
) -> tuple[float, float, float, float, float, tuple[float, float]]: ...
def sample_ratio(counts: Sequence[int], shares: Sequence[float]) -> tuple[float, float, float]: ...
def silent_run(active: int, days: int, silent_days: int) -> tuple[float, float, Optional[float]]: ...
def quiet_period_probability(events: float, observed: float, shape: float, rate: float, ahead: float) -> float: ...

_Numbers = npt.NDArray[np.float64]
_Estimates = tuple[list[float], list[float], float]

@final
class BgNbdLaw:
    @staticmethod
    def fit(
        frequency: _Numbers, recency: _Numbers, T: _Numbers, weights: Optional[_Numbers], modified: bool
    ) -> BgNbdLaw: ...
    @staticmethod
    def of(parameters: Sequence[float], modified: bool) -> BgNbdLaw: ...
    def estimates(self) -> _Estimates: ...
    def expected(self, t: _Numbers) -> _Numbers: ...
    def active(self, frequency: _Numbers, recency: _Numbers, T: _Numbers) -> _Numbers: ...
    def expected_given(self, t: _Numbers, frequency: _Numbers, recency: _Numbers, T: _Numbers) -> _Numbers: ...
    def discounted(
        self, frequency: _Numbers, recency: _Numbers, T: _Numbers, periods: int, discount: float, period: float
    ) -> _Numbers: ...

@final
class ParetoNbdLaw:
    @staticmethod
    def fit(frequency: _Numbers, recency: _Numbers, T: _Numbers, weights: Optional[_Numbers]) -> ParetoNbdLaw: ...
    @staticmethod
    def of(parameters: Sequence[float]) -> ParetoNbdLaw: ...
    def estimates(self) -> _Estimates: ...
    def expected(self, t: _Numbers) -> _Numbers: ...
    def active(self, frequency: _Numbers, recency: _Numbers, T: _Numbers) -> _Numbers: ...
    def expected_given(self, t: _Numbers, frequency: _Numbers, recency: _Numbers, T: _Numbers) -> _Numbers: ...
    def discounted(
        self, frequency: _Numbers, recency: _Numbers, T: _Numbers, periods: int, discount: float, period: float
    ) -> _Numbers: ...

@final
class BgBbLaw:
    @staticmethod
    def fit(frequency: _Numbers, recency: _Numbers, periods: _Numbers, weights: Optional[_Numbers]) -> BgBbLaw: ...
    @staticmethod
    def of(parameters: Sequence[float]) -> BgBbLaw: ...
    def estimates(self) -> _Estimates: ...
    def expected(self, t: _Numbers) -> _Numbers: ...
    def active(self, frequency: _Numbers, recency: _Numbers, periods: _Numbers) -> _Numbers: ...
    def expected_given(self, t: _Numbers, frequency: _Numbers, recency: _Numbers, periods: _Numbers) -> _Numbers: ...

@final
class GammaGammaLaw:
    @staticmethod
    def fit(frequency: _Numbers, monetary_value: _Numbers, weights: Optional[_Numbers]) -> GammaGammaLaw: ...
    @staticmethod
    def of(parameters: Sequence[float]) -> GammaGammaLaw: ...
    def estimates(self) -> _Estimates: ...
    def population_mean(self) -> float: ...
    def expected_mean(self, frequency: _Numbers, monetary_value: _Numbers) -> _Numbers: ...

@final
class LifetimeLaw:
    @staticmethod
    def fit_survivors(law: str, cohorts: Sequence[_Numbers]) -> LifetimeLaw: ...
    @staticmethod
    def fit_durations(law: str, duration: _Numbers, event: _Numbers, weights: Optional[_Numbers]) -> LifetimeLaw: ...
    @staticmethod
    def of(law: str, parameters: Sequence[float]) -> LifetimeLaw: ...
    @property
    def boundary(self) -> bool: ...
    def estimates(self) -> _Estimates: ...
    def survival(self, t: _Numbers) -> _Numbers: ...
    def residual(self, t: _Numbers, discount: float) -> _Numbers: ...

def chain_value(
    transition: Sequence[Sequence[float]], reward: Sequence[float], discount: float, horizon: Optional[int]
) -> _Numbers: ...
