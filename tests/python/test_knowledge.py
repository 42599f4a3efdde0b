"""The knowledge base: search in two languages, advice with evidence, and a store that keeps it."""

import datetime as dt
import json
import sqlite3

import pytest
import staysail as ss

ITEMS = [
    {
        "id": "k1",
        "title": "携号转网挽留话术",
        "body": "客户申请携转授权码时，先核实是否有在网协议。",
        "stage": "decline",
    },
    {
        "id": "k2",
        "title": "Bill explained",
        "body": "Explain the first bill line by line before the due date.",
        "kind": "faq",
    },
    {
        "id": "k3",
        "title": "续约",
        "body": "合约到期前三个月联系客户。",
        "strategy": "renewal",
        "action": "Offer 12 months",
        "segment": "high",
    },
]


@pytest.fixture
def base():
    base = ss.knowledge.Base()
    base.add(ITEMS)
    return base


def test_words_of_two_languages_are_found(base):
    assert [hit["id"] for hit in base.search("携号转网", limit=5)] == ["k1"]
    assert [hit["id"] for hit in base.search("bills")] == ["k2"]
    assert base.search("合约")[0]["highlight"].startswith("[合约]")
    assert base.search("合约")[0]["score"] > 0
    assert base.search("nowhere") == []
    assert len(base) == 3


def test_a_search_can_be_narrowed(base):
    assert base.search("客户", stage="growth") == base.search("客户", stage="growth", limit=1)
    assert {hit["id"] for hit in base.search("客户")} == {"k1", "k3"}
    assert {hit["id"] for hit in base.search("客户", stage="growth")} == {"k3"}
    assert base.search("客户", kind="faq") == []
    assert len(base.search("客户", limit=1)) == 1


def test_an_item_is_served_while_it_is_valid(base):
    base.add(
        {
            "id": "k4",
            "title": "Spring offer",
            "body": "Double data.",
            "valid_from": dt.date(2026, 3, 1),
            "valid_to": "2026-06-01",
        }
    )
    assert base.search("spring", as_of=dt.date(2026, 5, 31))
    assert not base.search("spring", as_of="2026-06-01")
    assert not base.search("spring", as_of="2026-02-28")


def test_the_same_id_replaces(base):
    base.add({"id": "k2", "title": "Roaming", "body": "Abroad."})
    assert base.search("bill") == []
    assert base.search("roaming")[0]["id"] == "k2"
    assert len(base) == 3


def test_advice_names_its_evidence(base):
    base.record(
        strategy="renewal",
        period="2026-01",
        segment="high",
        stage="decline",
        tried=200,
        accepted=90,
        kept=180,
        held_out=200,
        held_out_kept=140,
    )
    base.record(
        strategy="points",
        period="2026-01",
        segment="high",
        stage="decline",
        tried=200,
        kept=140,
        held_out=200,
        held_out_kept=141,
    )
    best, second = base.advise(segment="high", stage="decline")
    assert (best["strategy"], best["strength"]) == ("renewal", "proven")
    assert best["effect"] == pytest.approx(0.2)
    assert best["effect_interval"] == pytest.approx(ss.evaluation.newcombe(180, 200, 140, 200))
    assert best["kept_interval"] == pytest.approx(ss.evaluation.wilson(180, 200))
    assert best["items"] == ["k3"] and best["tactic"] == "Offer 12 months"
    assert "200" in best["english"] and "200" in best["chinese"]
    assert (second["strategy"], second["strength"]) == ("points", "unclear")
    untried = base.advise(strategies=["unheard-of"])[0]
    assert untried["strength"] == "none" and untried["effect"] is None and untried["kept_interval"] is None


def test_a_store_keeps_it(tmp_path):
    url = f"sqlite:{tmp_path}/knowledge.db"
    base = ss.knowledge.Base(url)
    base.add(ITEMS)
    base.record(strategy="renewal", period="2026-01", tried=40, kept=30)
    advice = base.advise()
    del base
    again = ss.knowledge.Base(url)
    assert len(again) == 3
    assert again.search("携号转网")[0]["id"] == "k1"
    assert again.advise() == advice


@pytest.mark.parametrize(
    ("item", "code", "part"),
    [
        ({"id": "a"}, "invalid_argument", "title"),
        ({"id": "a", "title": "t", "body": "b", "titel": "x"}, "unknown_attribute", "title"),
        ({"id": 1, "title": "t", "body": "b"}, "type_mismatch", "int"),
        ({"id": "a", "title": "t", "body": "b", "kind": "song"}, "invalid_argument", "song"),
        ({"id": "a", "title": "t", "body": "b", "valid_from": "31.1.2026"}, "malformed_text", "31.1.2026"),
        ({"id": "a", "title": "t", "body": "b", "valid_from": 20260131}, "type_mismatch", "int"),
    ],
)
def test_faulty_items_are_refused(item, code, part):
    base = ss.knowledge.Base()
    with pytest.raises(ss.Error) as caught:
        base.add(item)
    assert caught.value.code == code
    assert part in caught.value.message
    assert len(base) == 0


def test_stores_that_cannot_be_opened(tmp_path):
    with pytest.raises(ss.Error) as caught:
        ss.knowledge.Base("oracle://host/db")
    assert caught.value.code == "unsupported"
    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)").connection.close()
    with pytest.raises(ss.Error) as caught:
        ss.knowledge.Base(f"sqlite:{tmp_path}/other.db")
    assert caught.value.code == "not_a_store"


def test_evidence_adds_up():
    base = ss.knowledge.Base()
    with pytest.raises(ss.Error):
        base.record(strategy="s", period="2026-01", tried=10, kept=11)
    with pytest.raises(ss.Error):
        base.record(strategy="s", period="January", tried=10, kept=1)


def test_judged_queries(shared):
    judged = json.loads((shared / "data/knowledge/kb_zh.json").read_text(encoding="utf-8"))
    base = ss.knowledge.Base("memory:")
    for article in judged["articles"]:
        base.add({"id": str(article["id"]), "title": article["title"], "body": article["body"]})
    recalls = []
    for query in judged["queries"]:
        found = {hit["id"] for hit in base.search(query["q"], limit=5)}
        wanted = {str(id) for id in query["relevant"]}
        assert found, query["q"]
        recalls.append(len(found & wanted) / min(5, len(wanted)))
    assert sum(recalls) / len(recalls) >= 0.98


def test_other_words_are_found():
    base = ss.knowledge.Base()
    base.add({"id": "mnp", "title": "携号转网挽留话术", "body": "三十天内回访。"})
    base.add({"id": "old", "title": "老客户专享", "body": ""})
    for query in ("攜號轉網", "MNP", "携转", "30天内", "转码"):
        assert [hit["id"] for hit in base.search(query)] == ["mnp"], query
    assert base.search("loyal") == []
    base.add({"id": "words", "kind": "synonyms", "title": "loyal = 老客户", "valid_to": "2026-06-01"})
    assert [hit["id"] for hit in base.search("loyal", as_of="2026-05-31")] == ["old"]
    assert base.search("loyal", as_of="2026-06-01") == []
    assert base.search('"MNP"') == []
