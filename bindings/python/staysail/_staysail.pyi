import datetime
from os import PathLike
from typing import Any, Iterable, Mapping, Optional, Protocol, Sequence, TypedDict, Union, final

import numpy as np
import numpy.typing as npt
import pandas as pd  # type: ignore[import-untyped, unused-ignore]

from .work import Desk as Desk, assign_jobs as assign_jobs, claim_tasks as claim_tasks, lives as lives

__version__: str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

# What a Frame is made of: pandas, pyarrow, polars, DuckDB, or a dict of arrays.
_Table = Union[_ArrowStream, Mapping[str, Any]]
_Path = Union[str, PathLike[str]]
_Day = Union[datetime.date, str]
_Numbers = npt.NDArray[np.float64]
_Marks = npt.NDArray[np.uint8]
_Counts = npt.NDArray[np.int64]

@final
class Frame:
    def __init__(self, obj: _Table) -> None: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    @staticmethod
    def from_csv(path: _Path, *, encoding: str = "utf-8", separator: str = ",", nulls: Sequence[str] = ()) -> Frame: ...
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
class Finding:
    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def certainty(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def subject(self) -> str: ...
    @property
    def other(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def chinese(self) -> str: ...
    @property
    def example(self) -> dict[str, Any]: ...

class _FileDifference(TypedDict):
    file: str
    effect: str

@final
class PlaybookDiff:
    @property
    def files(self) -> list[_FileDifference]: ...
    @property
    def rules(self) -> list[str]: ...
    @property
    def subscriptions(self) -> int: ...
    @property
    def strategies(self) -> Frame: ...
    @property
    def actions(self) -> Frame: ...

@final
class Playbook:
    @staticmethod
    def load(folder: _Path, *, mapping: Optional[_Path] = None, extensions: Sequence[str] = ()) -> Playbook: ...
    def lint(self, *, as_of: Optional[_Day] = None) -> list[Finding]: ...
    def diff(
        self, after: Playbook, *, store: str, mapping: Optional[_Path] = None, period: Optional[str] = None
    ) -> PlaybookDiff: ...
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
    @property
    def indicators(self) -> Frame: ...

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
    all_conditions: list[_Condition]
    guards: list[str]
    detail: str
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
    @property
    def moved(self) -> dict[str, str]: ...
    def funnel(self) -> Frame: ...
    def why_not(self, id: str, action: str) -> _Explanation: ...
    def explain(self, id: str) -> list[_Explanation]: ...

def propose_mapping(paths: Union[_Path, Sequence[_Path]], *, name: str = "proposed") -> str: ...
def run(
    *,
    boss: _Path,
    mapping: Optional[_Path] = None,
    playbook: Union[Playbook, _Path],
    store: str,
    as_of: _Day,
    out: Optional[_Path] = None,
    threads: int = 1,
    batch_rows: int = 65536,
    language: str = "zh",
    changed_since: Optional[str] = None,
    orders: Optional[str] = None,
    statements: Optional[_Path] = None,
) -> Run: ...

class _BadRow(TypedDict):
    file: str
    line: int
    byte_offset: int
    column: str
    reason: str
    text: str

class _FileCheck(TypedDict):
    file: str
    feed: str
    rows: int
    good: int
    bad: int
    bad_by_reason: dict[str, int]
    rows_by_table: dict[str, int]
    unknown_columns: list[str]
    missing_columns: dict[str, str]
    withheld: Optional[str]
    message: str
    notices: list[str]

class _Check(TypedDict):
    clean: bool
    rows: int
    bad: int
    files: list[_FileCheck]
    unmatched_files: list[str]
    missing_feeds: list[str]
    bad_rows: list[_BadRow]

def validate(*, boss: _Path, mapping: _Path, limit: int = 1000) -> _Check: ...

class _Difference(TypedDict):
    table: str
    row: str
    column: str
    stored: str
    replayed: str

class _Replay(TypedDict):
    same: bool
    same_playbook: bool
    decisions: int
    changed_inputs: list[str]
    differences: list[_Difference]

def transfer(*, from_store: str, to_store: str, city: str, mapping: Optional[_Path] = None) -> dict[str, int]: ...
def province(store: str, *, period: Optional[str] = None) -> Frame: ...
def portfolios(store: str, *, as_of: _Day) -> Frame: ...
def hand_over(
    store: str,
    *,
    from_staff: str,
    to_staff: str,
    since: _Day,
    decided: str,
    actor: str,
    reason: str,
    customers: Sequence[str] = (),
) -> dict[str, Any]: ...

class _StoreState(TypedDict):
    sound: bool
    records: dict[str, int]
    rows: dict[str, int]
    change: int
    first_fault: str
    lines: list[str]

class _Erased(TypedDict):
    ids: int
    records: int
    rows: int
    repeated: bool

def verify(store: str) -> _StoreState: ...
def backup(store: str, out: _Path) -> None: ...
def restore(
    backup: _Path, store: str, *, replace: bool = False, actor: str = "ss.restore", audit_key: str = ...
) -> int: ...
def erase(store: str, id: str, *, actor: str = "ss.erase", audit_key: str = ...) -> _Erased: ...
def replay_plan(
    *,
    store: str,
    playbook: Union[Playbook, _Path],
    period: Optional[str] = None,
    mapping: Optional[_Path] = None,
    threads: int = 1,
) -> _Replay: ...

class _SimulatedCount(TypedDict):
    strategy: str
    verdict: str
    in_sample: int
    expected: float
    low: float
    high: float

class _Simulation(TypedDict):
    customers: int
    sampled_customers: int
    lines: int
    sampled_lines: int
    funnel: Frame
    counts: list[_SimulatedCount]

def simulate_plan(
    *,
    store: str,
    playbook: Union[Playbook, _Path],
    period: Optional[str] = None,
    mapping: Optional[_Path] = None,
    sample: float = 100.0,
    salt: str = "simulation",
    confidence: float = 0.95,
    threads: int = 1,
) -> _Simulation: ...

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
class Identity:
    def __init__(self, store: str) -> None: ...
    def summary(self) -> dict[str, int]: ...
    def report(self) -> Frame: ...
    def review(self) -> Frame: ...
    def rulings(self) -> Frame: ...
    def merge(self, party: str, other: str, *, who: str, why: str, at: str) -> None: ...
    def unmerge(self, party: str, other: str, *, who: str, why: str, at: str) -> None: ...

class _Fact(TypedDict):
    month: str
    owner: str
    values: dict[str, str]

class _Evidence(TypedDict):
    indicator: str
    definition: str
    rule: str
    unit: str
    value: Optional[str]
    kept: Optional[str]
    as_kept: bool
    inputs: dict[str, Optional[str]]
    facts: list[_Fact]

def explain_indicator(
    indicator: str,
    subscription: str,
    *,
    store: str,
    playbook: Union[Playbook, _Path],
    period: Optional[str] = None,
    mapping: Optional[_Path] = None,
    threads: int = 1,
) -> _Evidence: ...
def diff_indicators(
    *,
    store: str,
    playbook: Union[Playbook, _Path],
    against: Union[Playbook, _Path],
    period: Optional[str] = None,
    mapping: Optional[_Path] = None,
    threads: int = 1,
) -> Frame: ...

class _Rival(TypedDict):
    text: str
    source: str
    file: str
    told: Optional[datetime.date]

class _Known(TypedDict):
    attribute: str
    text: str
    source: str
    file: str
    told: Optional[datetime.date]
    age_days: Optional[int]
    audit_due: Optional[datetime.date]
    stale: bool
    confidence: int
    conflicts: list[_Rival]

class _Thing(TypedDict):
    table: str
    id: str
    values: list[_Known]

class _Customer(TypedDict):
    customer: str
    customers: list[str]
    things: list[_Thing]
    story: Frame

def customer(
    store: str,
    id: str,
    *,
    purpose: str = "",
    as_of: Optional[_Day] = None,
    months: int = 6,
    language: str = "en",
    actor: str = "ss.customer",
    audit_key: str = ...,
) -> _Customer: ...
def table(
    store: str,
    name: str,
    *,
    columns: Sequence[str] = (),
    first: Optional[str] = None,
    last: Optional[str] = None,
    as_of: Optional[_Day] = None,
    purpose: str = "",
    mapping: Optional[_Path] = None,
    actor: str = "ss.table",
    audit_key: str = ...,
) -> Frame: ...
def export(
    store: str,
    out: _Path,
    *,
    tables: Sequence[str] = (),
    first: Optional[str] = None,
    last: Optional[str] = None,
    as_of: Optional[_Day] = None,
    purpose: str = "",
    mapping: Optional[_Path] = None,
    actor: str = "ss.export",
    audit_key: str = ...,
) -> Frame: ...
def quality(
    store: str, *, tables: Sequence[str] = (), as_of: Optional[_Day] = None, only_faults: bool = False
) -> Frame: ...
def groups(
    store: str, id: str = "", *, figures: Sequence[str] = (), roll_up: str = "sum", lines: bool = True
) -> Frame: ...
def group_faults(store: str) -> Frame: ...
def households(store: str, id: str = "") -> Frame: ...
def compare_parties(parties: object, *, rules: str = "") -> Frame: ...
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
    a: _Numbers, b: _Numbers, confidence: float
) -> tuple[float, float, float, float, float, tuple[float, float]]: ...
def sample_ratio(counts: Sequence[int], shares: Sequence[float]) -> tuple[float, float, float]: ...
def silent_run(active: int, days: int, silent_days: int) -> tuple[float, float, Optional[float]]: ...
def optimise(
    first: Any, item: Any, value: Any, limits: tuple[Any, ...], choices: int, gap: float, threads: int
) -> tuple[Any, float, float, list[float]]: ...
def quiet_period_probability(events: float, observed: float, shape: float, rate: float, ahead: float) -> float: ...
@final
class FittedChurnModel:
    def predict(self, frame: Any, language: str, base_rate: Optional[float], threads: int) -> Frame: ...
    def contributions(self, frame: Any, language: str, base_rate: Optional[float], threads: int) -> Frame: ...
    def card(self) -> dict[str, Any]: ...
    def judge(self, frame: Any, base_rate: Optional[float], threads: int) -> dict[str, Any]: ...
    def drift(self, frame: Any, threads: int) -> Frame: ...
    def encode(self) -> bytes: ...
    def save(self, path: _Path) -> None: ...

def fit_churn_model(
    frame: Any, target: str, positive: str, id: str, period: str, seed: int, threads: int
) -> FittedChurnModel: ...
def load_churn_model(path: _Path) -> FittedChurnModel: ...

class FittedHazardModel:
    def predict(self, frame: Any, from_start: bool, language: str, threads: int) -> Frame: ...
    def survival(self, frame: Any, months: list[int], from_start: bool, threads: int) -> Frame: ...
    def judge(self, frame: Any, months: list[int], threads: int) -> dict[str, Any]: ...
    def card(self) -> dict[str, Any]: ...
    def encode(self) -> bytes: ...
    def save(self, path: _Path) -> None: ...

def fit_hazard_model(
    frame: Any, duration: str, event: str, positive: str, kind: str, entry: str, contract_end: str, id: str,
    seed: int, threads: int,
) -> FittedHazardModel: ...
def load_hazard_model(path: _Path) -> FittedHazardModel: ...
def cusum(
    x: _Numbers, k: float, h: float, target: float, deviation: float
) -> tuple[_Numbers, _Numbers, Optional[int]]: ...
def ewma(
    x: _Numbers, lam: float, L: float, target: float, deviation: float
) -> tuple[_Numbers, _Numbers, _Numbers, Optional[int]]: ...
def page_hinkley(x: _Numbers, delta: float, threshold: Optional[float]) -> tuple[_Numbers, Optional[int]]: ...
def mann_kendall(x: _Numbers) -> tuple[int, float, float, float, float]: ...
def theil_sen(x: _Numbers, positions: Optional[_Numbers]) -> tuple[float, float]: ...
def cusum_run_length(k: float, h: float, shift: float) -> float: ...
def ewma_run_length(lam: float, L: float, shift: float) -> float: ...
def cusum_limit(k: float, false_alarms: float, observations: float) -> float: ...
def ewma_limit(lam: float, false_alarms: float, observations: float) -> float: ...
def pairwise_weights(judgements: _Numbers) -> tuple[_Numbers, float, float]: ...
def two_proportions(
    x1: int, n1: int, x2: int, n2: int, confidence: float
) -> tuple[float, float, float, float, float, tuple[float, float]]: ...
def cuped(
    y: _Numbers, treated: _Marks, covariate: _Numbers, confidence: float
) -> tuple[float, float, float, float, float, float, float, tuple[float, float]]: ...
def plan_proportions(p1: float, p2: float, size: Optional[float], power: Optional[float], alpha: float) -> float: ...
def plan_means(
    difference: float, deviation: float, size: Optional[float], power: Optional[float], alpha: float
) -> float: ...
def mantel_haenszel(cells: _Counts, confidence: float) -> tuple[float, tuple[float, float], float, float]: ...
def mcnemar(cells: _Counts) -> tuple[float, float, float]: ...
def benjamini_hochberg(p_values: _Numbers) -> _Numbers: ...
def holm(p_values: _Numbers) -> _Numbers: ...

_Look = tuple[float, float, tuple[float, float], bool]

def sequential_looks(
    differences: _Numbers, standard_errors: _Numbers, tau2: float, confidence: float, null: float
) -> list[_Look]: ...
def sequential_proportions(cells: _Counts, tau2: float, confidence: float) -> list[_Look]: ...
def survival_difference(
    duration: _Numbers, event: _Marks, treated: _Marks, horizon: Optional[float], confidence: float
) -> tuple[float, float, float, float, float, float, tuple[float, float], Optional[tuple[float, float, float]]]: ...
def qini(y: _Numbers, treated: _Marks, score: _Numbers, definition: str, normalised: bool) -> float: ...
def auuc(y: _Numbers, treated: _Marks, score: _Numbers, definition: str, normalised: bool) -> float: ...
def uplift_at(y: _Numbers, treated: _Marks, score: _Numbers, share: float, strategy: str) -> float: ...
def weighted_average_uplift(y: _Numbers, treated: _Marks, score: _Numbers, bins: int) -> float: ...

class FittedUpliftModel:
    def predict(self, frame: Any) -> _Numbers: ...
    def segments(self, frame: Any, least_gain: float, sure: Optional[float]) -> Frame: ...

def fit_uplift_model(frame: Any, learner: str, outcome: str, treated: str, id: str, seed: int) -> FittedUpliftModel: ...
def choose_uplift_model(
    frame: Any, outcome: str, treated: str, id: str, seed: int, learners: list[str], folds: int, confidence: float
) -> tuple[list[tuple[str, float, tuple[float, float], tuple[float, float]]], bool, FittedUpliftModel]: ...
def fit_beta_binomial(successes: _Counts, trials: _Counts, method: str) -> tuple[float, float, float]: ...
def shrunk(
    a: float, b: float, successes: _Counts, trials: _Counts, confidence: float
) -> tuple[_Numbers, _Numbers, _Numbers]: ...
def learn_policy(
    successes: _Counts, trials: _Counts, arms: int, level: float, incumbent: Optional[int], budget: float
) -> tuple[int, list[int], _Numbers, _Numbers, _Numbers]: ...
def probability_greater(a: float, b: float, other_a: float, other_b: float) -> float: ...
def off_policy(
    reward: _Numbers,
    propensity: _Numbers,
    target: _Numbers,
    model_taken: Optional[_Numbers],
    model_target: Optional[_Numbers],
) -> tuple[float, float, float, Optional[float], Optional[float], Optional[float], float, float]: ...
@final
class LinUcb:
    def __init__(self, k: int, d: int, alpha: float = 1.0) -> None: ...
    def choose(self, x: npt.ArrayLike) -> int: ...
    def scores(self, x: npt.ArrayLike) -> list[tuple[float, float]]: ...
    def update(self, arm: int, x: npt.ArrayLike, reward: float) -> None: ...
    def theta(self, arm: int) -> _Numbers: ...

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

_Test = tuple[float, float, float]

@final
class KaplanMeierCurve:
    def columns(self) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers, _Numbers, _Numbers]: ...
    def survival(self, t: _Numbers) -> _Numbers: ...
    def interval(self, t: _Numbers, scale: str, confidence: float) -> tuple[_Numbers, _Numbers]: ...
    def quantile(self, share: float) -> Optional[float]: ...
    def quantile_interval(
        self, share: float, scale: str, confidence: float
    ) -> tuple[Optional[float], Optional[float]]: ...
    def restricted_mean(self, horizon: float) -> tuple[float, float]: ...

def kaplan_meier(duration: _Numbers, event: _Numbers, weights: Optional[_Numbers]) -> KaplanMeierCurve: ...
def log_rank(
    duration: _Numbers, event: _Numbers, group: _Numbers, groups: int, rho: float
) -> tuple[float, float, float, list[float], list[float]]: ...
def aalen_johansen(
    duration: _Numbers, cause: _Numbers
) -> tuple[_Numbers, _Numbers, list[_Numbers], list[_Numbers]]: ...
@final
class CoxModel:
    @staticmethod
    def fit(
        names: Sequence[str],
        covariates: Sequence[_Numbers],
        duration: _Numbers,
        event: _Numbers,
        start: Optional[_Numbers],
        strata: Optional[_Numbers],
        ties: str,
    ) -> CoxModel: ...
    def estimates(self) -> _Estimates: ...
    @property
    def null_log_likelihood(self) -> float: ...
    def tests(self) -> tuple[_Test, _Test, _Test]: ...
    def concordance(self) -> Optional[float]: ...
    def baseline(self, t: _Numbers, stratum: int) -> _Numbers: ...
    def robust_errors(self, clusters: Optional[_Numbers]) -> list[float]: ...
    def proportionality(self) -> tuple[list[_Test], _Test]: ...

@final
class WeibullModel:
    @staticmethod
    def fit(
        names: Sequence[str], covariates: Sequence[_Numbers], duration: _Numbers, event: _Numbers
    ) -> WeibullModel: ...
    def estimates(self) -> _Estimates: ...
    @property
    def null_log_likelihood(self) -> float: ...
    def survival(self, t: _Numbers, covariates: _Numbers) -> _Numbers: ...
    def quantile(self, share: float, covariates: _Numbers) -> float: ...

@final
class DiscreteHazardModel:
    @staticmethod
    def fit(
        names: Sequence[str], covariates: Sequence[_Numbers], duration: _Numbers, event: _Numbers, link: str
    ) -> DiscreteHazardModel: ...
    def estimates(self) -> _Estimates: ...
    @property
    def null_log_likelihood(self) -> float: ...
    def levels(self) -> dict[int, float]: ...
    def survival(self, t: _Numbers, covariates: _Numbers) -> _Numbers: ...

def choose_k(
    frame: Any,
    columns: Sequence[str],
    counts: Sequence[int],
    iterations: int,
    seed: int,
    standardise: bool,
    replicates: int,
    depth: int,
    threads: int,
) -> tuple[int, list[tuple[KMeansModel, float, float, float, float]]]: ...
def explain_clusters(
    model: KMeansModel, frame: Any, depth: int, seed: int
) -> list[tuple[int, str, int, float, float, float]]: ...
def rfm(
    frame: Any,
    recency: tuple[str, str, int, Sequence[str]],
    frequency: tuple[str, str, int, Sequence[str]],
    money: tuple[str, str, int, Sequence[str]],
) -> Frame: ...
def segment_moves(before: Any, after: Any, id: str, segment: str) -> Frame: ...
def kept_numbers(before: npt.ArrayLike, after: npt.ArrayLike, clusters: int) -> npt.NDArray[np.int64]: ...
def segment_grid(frame: Any, columns: Sequence[str], measure: str) -> Frame: ...
def segment_size(
    frame: Any, when: str, sample: int, id: str, confidence: float
) -> tuple[int, int, float, float, float]: ...
def segment_overlap(members: Sequence[npt.ArrayLike]) -> list[int]: ...
@final
class KMeansModel:
    @staticmethod
    def fit(
        frame: Any,
        columns: Sequence[str],
        clusters: int,
        iterations: int,
        seed: int,
        standardise: bool,
        start: Sequence[float],
        threads: int,
    ) -> KMeansModel: ...
    def nearest(self, frame: Any) -> npt.NDArray[np.int64]: ...
    @property
    def centroids(self) -> _Numbers: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def labels(self) -> npt.NDArray[np.int64]: ...
    @property
    def sizes(self) -> npt.NDArray[np.int64]: ...
    @property
    def inertia(self) -> float: ...
    @property
    def iterations(self) -> int: ...
    @property
    def converged(self) -> bool: ...
