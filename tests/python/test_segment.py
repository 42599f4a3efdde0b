"""k-means beside Lloyd's rounds written out in numpy, and what must hold on any data."""

import numpy as np
import pytest
import staysail as ss
from hypothesis import given, settings
from hypothesis import strategies as st
from staysail import Error, segment


def customers(count=3000, seed=7):
    """Four kinds that overlap a little, as columns."""
    draw = np.random.default_rng(seed)
    kind = draw.integers(0, 4, count)
    middle = draw.normal(0, 4, (4, 3))
    rows = middle[kind] + draw.normal(0, 1, (count, 3))
    return {"arpu": rows[:, 0] * 20 + 100, "data": rows[:, 1], "tenure": rows[:, 2] * 3}


def table(frame):
    return np.column_stack([frame[name] for name in frame])


def lloyd(points, centroids, rounds):
    for _ in range(rounds):
        labels = ((points[:, None, :] - centroids) ** 2).sum(axis=2).argmin(axis=1)
        centroids = np.array([points[labels == c].mean(axis=0) for c in range(len(centroids))])
    distances = ((points[:, None, :] - centroids) ** 2).sum(axis=2)
    return centroids, distances.argmin(axis=1), distances.min(axis=1).sum()


@pytest.mark.parametrize("rounds", [1, 2, 20])
@pytest.mark.parametrize("standardise", [True, False])
def test_given_centroids_go_the_way_of_lloyds_rounds(rounds, standardise):
    frame = customers()
    points = table(frame)
    mean, deviation = (points.mean(axis=0), points.std(axis=0)) if standardise else (0.0, 1.0)
    centroids, labels, inertia = lloyd((points - mean) / deviation, (points[:5] - mean) / deviation, rounds)
    model = segment.KMeans(5, rounds, standardise=standardise).fit(frame, columns=list(frame), init=points[:5])
    assert (model.labels == labels).all()
    assert model.centroids == pytest.approx(centroids * deviation + mean, rel=1e-9)
    assert model.inertia == pytest.approx(inertia, rel=1e-6)
    assert model.sizes.tolist() == np.bincount(labels).tolist()


def test_the_same_bytes_for_any_order_of_rows_and_threads():
    frame = customers(20_000)
    order = np.random.default_rng(1).permutation(20_000)
    model = segment.KMeans(4).fit(frame, columns=list(frame))
    for threads in (1, 2, 5):
        shuffled = {name: values[order] for name, values in frame.items()}
        other = segment.KMeans(4, threads=threads).fit(shuffled, columns=list(frame))
        assert other.centroids.tobytes() == model.centroids.tobytes()
        assert other.inertia == model.inertia
        assert (other.labels == model.labels[order]).all()


def test_clusters_are_numbered_by_centroid_and_last_months_numbers_go_on():
    frame = customers()
    model = segment.KMeans(4).fit(frame, columns=["arpu", "data"])
    assert (np.diff(model.centroids[:, 0]) > 0).all() and model.converged and model.rounds > 0
    assert (model.predict(frame) == model.labels).all()
    upside_down = segment.KMeans(4).fit(frame, columns=["arpu", "data"], init=model.centroids[::-1])
    assert upside_down.centroids == pytest.approx(model.centroids[::-1])
    assert (upside_down.labels == 3 - model.labels).all()
    moved = {name: values + 0.01 * (np.arange(3000) % 2) for name, values in frame.items()}
    again = segment.KMeans(4).fit(moved, columns=["arpu", "data"], init=model)
    assert (again.labels == model.labels).mean() > 0.99


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 9)), min_size=4, max_size=60), st.integers(1, 4))
def test_every_row_is_nearest_to_its_own_centroid(rows, k):
    points = np.array(rows, dtype=float)
    frame = {"a": points[:, 0], "b": points[:, 1]}
    try:
        model = segment.KMeans(k, 50, standardise=False).fit(frame, columns=["a", "b"])
    except Error as error:
        assert len(set(rows)) < k or (np.ptp(points, axis=0) == 0).any(), error
        return
    distances = ((points[:, None, :] - model.centroids) ** 2).sum(axis=2)
    assert distances[np.arange(len(points)), model.labels] == pytest.approx(distances.min(axis=1), abs=1e-3)
    assert model.sizes.sum() == len(points) and (model.sizes > 0).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"arpu": [1.0, np.nan, 3.0]}, "row 2 of column arpu has no value: fill it in"),
        ({"arpu": [1.0, 1.0, 1.0]}, "column arpu holds the same value, 1, in every row: leave it out"),
        ({"arpu": ["a", "b", "c"]}, "column arpu holds text"),
        ({"data": [1.0, 2.0, 1.0], "arpu": [5.0, 6.0, 5.0]}, "there are 2: ask for fewer clusters"),
        ({"arpus": [1.0, 2.0, 3.0], "arpu": None}, "did you mean 'arpus'"),
    ],
)
def test_what_cannot_be_clustered_is_told(change, says):
    frame = {"arpu": [1.0, 2.0, 3.0], "data": [3.0, 1.0, 2.0], **change}
    with pytest.raises(Error) as told:
        segment.KMeans(3).fit({n: np.array(v) for n, v in frame.items() if v is not None}, columns=["arpu", "data"])
    assert says in str(told.value)


def test_wrong_calls_are_told():
    frame = {"arpu": np.arange(4.0)}
    with pytest.raises(Error, match="nothing was fitted yet"):
        _ = segment.KMeans(2).labels
    with pytest.raises(Error, match="2 rows of 1 numbers"):
        segment.KMeans(2).fit(frame, columns=["arpu"], init=[[1.0, 2.0]])
    with pytest.raises(Error, match="finite"):
        segment.KMeans(2).fit(frame, columns=["arpu"], init=[[1.0], [np.nan]])
    with pytest.raises(Error, match="whole numbers"):
        segment.KMeans(2.5).fit(frame, columns=["arpu"])
    with pytest.raises(Error, match="1 to 65534 clusters"):
        segment.KMeans(0).fit(frame, columns=["arpu"])
    with pytest.raises(ValueError, match="read-only"):
        ss.segment.KMeans(2).fit(frame, columns=["arpu"]).centroids[0] = 1


def test_the_number_of_clusters_is_the_one_that_is_found_again():
    frame = customers(6000)
    report = segment.choose_k(frame, columns=list(frame), k=range(2, 8))
    assert [count.k for count in report.counts] == list(range(2, 8)) and report.k == report.model.k
    by_k = {count.k: count for count in report.counts}
    assert report.k == max(by_k, key=lambda k: by_k[k].stability) or by_k[report.k].stability > 0.95
    for k, model in report.models.items():
        assert model.sizes.size == k
        alone = segment.KMeans(k).fit(frame, columns=list(frame))
        assert alone.centroids.tobytes() == model.centroids.tobytes() and by_k[k].inertia == alone.inertia
    assert all(0 < count.fidelity <= 1 and -1 <= count.silhouette <= 1 for count in report.counts)
    threads = segment.choose_k(frame, columns=list(frame), k=range(2, 8), threads=2)
    assert threads.counts == report.counts
    with pytest.raises(Error, match="each 2 or more"):
        segment.choose_k(frame, columns=list(frame), k=[1])


def test_a_cluster_is_a_condition_that_rules_can_use():
    frame = customers(2000)
    model = segment.KMeans(4).fit(frame, columns=list(frame))
    rules = segment.explain(model, frame)
    assert [rule.cluster for rule in rules] == [0, 1, 2, 3]
    for rule in rules:
        inside = (model.labels == rule.cluster).sum()
        assert rule.rows == inside and rule.fidelity > 0.9
        held = segment.size(frame, rule.when).held
        assert held == pytest.approx(inside * rule.recall / rule.precision)
        assert round((1 - rule.fidelity) * 2000) == round(inside * (1 - rule.recall) + held * (1 - rule.precision))


def test_recency_frequency_and_money():
    days, orders = np.array([1, 2, 3, 50, 51, 200]), np.array([9, 9, 5, 5, 1, 2])
    spent = np.array([100, 2000, 2050, 2100, 9000, 9100])
    frame = {"days": days, "orders": orders, "spent": spent}
    measures = {"recency": "days", "frequency": "orders", "money": "spent"}
    natural = segment.rfm(frame, **measures, bands=3, method="natural").to_pandas()
    assert natural["rfm"].tolist() == ["331", "332", "322", "222", "213", "113"]
    told = segment.rfm(frame, **measures, bands=2, cuts={"spent": [2000, 9000]}).to_pandas()
    assert told["money_band"].tolist() == [1, 1, 2, 2, 2, 3] and told["recency_band"].tolist() == [2, 2, 2, 1, 1, 1]
    with pytest.raises(Error, match="not of days_since"):
        segment.rfm(frame, **measures, cuts={"days_since": [1]})
    with pytest.raises(Error, match="quantile or natural"):
        segment.rfm(frame, **measures, method="jenks")


def test_months_beside_each_other():
    before = {"id": np.array(["a", "b", "c", "d"]), "segment": np.array([0, 0, 1, 1])}
    after = {"id": np.array(["d", "c", "b", "e"]), "segment": np.array([1, 1, 1, 0])}
    moves = segment.migration(before, after, id="id").to_pandas()
    rows = [tuple(row) for row in moves[["before", "after", "customers"]].fillna("-").itertuples(index=False)]
    assert rows == [("-", "0", 1), ("0", "-", 1), ("0", "1", 1), ("1", "1", 2)]
    kept = segment.keep_numbers([0, 0, 0, 1, 1, 2], [2, 2, 1, 1, 1, 0], 3)
    assert kept.tolist() == [0, 0, 1, 1, 1, 2]
    with pytest.raises(Error, match="whole and from 0"):
        segment.keep_numbers([0.5], [0], 2)
    shared = segment.overlap({"gold": [True, True, False], "late": [False, True, True]})
    assert shared == {"gold": {"gold": 2, "late": 1}, "late": {"gold": 1, "late": 2}}


def test_a_grid_holds_every_row_once():
    frame = {"band": np.array([2, 1, 2, 2]), "kind": np.array(["a", "b", "a", "b"]), "value": np.array([1.5, 2, 4, 8])}
    frame = {**frame, "value": (frame["value"] * 10).astype(int)}
    cells = segment.grid(frame, columns=["band", "kind"], measure="value").to_pandas()
    assert cells.to_numpy().tolist() == [[1, "b", 1, 20], [2, "a", 2, 55], [2, "b", 1, 80]]
    assert segment.grid(frame, columns="kind").to_pandas()["rows"].tolist() == [2, 2]
    with pytest.raises(Error, match="name the columns"):
        segment.grid(frame, columns=[])


def test_the_size_of_a_segment_before_it_is_saved():
    frame = {"id": np.array([f"C{i}" for i in range(20_000)]), "arpu": np.arange(20_000) % 100}
    assert segment.size(frame, "arpu >= 50") == (10_000, 10_000, 10_000, 20_000, 10_000)
    sampled = segment.size(frame, "arpu >= 50", sample=0.05, id="id")
    n, p, z = sampled.asked, sampled.held / sampled.asked, 1.959963984540054
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + side * half) / (1 + z * z / n) * 20_000 for side in (-1, 1))
    assert (sampled.low, sampled.high) == pytest.approx((low, high))
    assert sampled.low < 10_000 < sampled.high and sampled.asked < 1200
    with pytest.raises(Error, match="1 to 10000"):
        segment.size(frame, "arpu >= 50", sample=0)
