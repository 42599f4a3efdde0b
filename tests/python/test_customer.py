"""One customer, and the tables of a store, from Python."""

import csv
import datetime

import pytest
import staysail as ss


@pytest.fixture(scope="module")
def store(tmp_path_factory, source):
    url = f"sqlite:{tmp_path_factory.mktemp('store')}/r.db"
    example = source / "examples" / "embed"
    ss.run(
        boss=example / "export",
        mapping=example / "mapping.toml",
        playbook=source / "examples" / "playbook",
        store=url,
        as_of="2026-01-01",
    )
    return url


def value_of(seen, table, attribute):
    return next(
        value["text"]
        for thing in seen["things"]
        if thing["table"] == table
        for value in thing["values"]
        if value["attribute"] == attribute
    )


def test_a_customer_is_seen_with_its_sources_and_story(store):
    line = ss.table(store, "subscriptions").to_pandas().iloc[0]
    seen = ss.customer(store, line["subscription_id"])
    assert seen["customer"] == line["customer_id"] and seen["customer"] in seen["customers"]
    value = seen["things"][0]["values"][0]
    assert value["source"] and 0 <= value["confidence"] <= 100 and value["conflicts"] == []
    assert value["told"] is None or isinstance(value["told"], datetime.date)
    assert list(seen["story"].to_pandas().columns) == ["when", "subject", "kind", "text"]


def test_a_person_is_masked_unless_the_purpose_opens_it(store):
    people = ss.table(store, "parties").to_pandas()
    open_people = ss.table(store, "parties", purpose="contact").to_pandas()
    masked, shown = people["phone"].dropna(), open_people["phone"].dropna()
    assert len(masked) == len(shown) > 0
    assert masked.str.contains("*", regex=False).all() and not shown.str.contains("*", regex=False).any()
    known = people.dropna(subset=["phone"])["party_id"]
    customers = ss.table(store, "customers").to_pandas()
    customer = customers[customers["party_id"].isin(known)].iloc[0]["customer_id"]
    assert "*" in value_of(ss.customer(store, customer), "parties", "phone")
    assert "*" not in value_of(ss.customer(store, customer, purpose="contact"), "parties", "phone")
    with pytest.raises(ss.Error, match="purpose_required|why you read"):
        ss.customer(store, customer, purpose="curiosity")


def test_facts_are_read_by_month_and_column(store):
    bills = ss.table(store, "bills").to_pandas()
    last = bills["month"].max()
    some = ss.table(store, "bills", first=last, columns=["month", "amount"]).to_pandas()
    assert list(some.columns) == ["month", "amount"] and set(some["month"]) == {last}
    assert len(some) == (bills["month"] == last).sum()
    with pytest.raises(ss.Error, match="bills"):
        ss.table(store, "bils")


def test_the_view_has_a_row_for_each_subscription(store):
    view = ss.table(store, "view", columns=["subscription_id", "customer_type"]).to_pandas()
    assert list(view["subscription_id"]) == sorted(ss.table(store, "subscriptions").to_pandas()["subscription_id"])


def test_tables_go_out_as_files(store, tmp_path):
    files = ss.export(store, tmp_path / "tables").to_pandas().set_index("table")
    with open(tmp_path / "tables" / files.loc["bills", "file"], newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == files.loc["bills", "rows"] > 0
    assert set(ss.export(store, tmp_path / "one", tables=["bills"]).to_pandas()["table"]) == {"bills"}
