"""Who is registered twice: compared from Python, and ruled on in a store that a night left behind."""

import pytest
import staysail as ss

PARTIES = {
    "party_id": ["P1", "P2", "P3"],
    "name": ["王小明", "王 小明", "李芳"],
    "identity_number": ["11010519491231002X", "110105491231002", "110101199001011237"],
    "phone": ["13800001111", "+86 138 0000 1111", "13700003333"],
}


def test_parties_in_other_spellings_are_the_same():
    found = ss.identity.compare_parties(PARTIES).to_pandas()
    assert found[["party", "other", "answer"]].values.tolist() == [["P1", "P2", "same"]]
    assert found["evidence"][0] == "identity_number phone name"
    strict = ss.identity.compare_parties(PARTIES, rules="same = 190\n").to_pandas()
    assert strict["answer"].tolist() == ["review"]


def test_rules_are_refused_with_their_place():
    with pytest.raises(ss.Error, match="rules:1:"):
        ss.identity.compare_parties(PARTIES, rules="sane = 1\n")


def test_a_birth_day_is_a_day_or_a_text_and_never_ignored():
    parties = PARTIES | {"birth_day": ["1949-12-31", "1949-12-31", "1990-01-01"]}
    evidence = ss.identity.compare_parties(parties).to_pandas()["evidence"]
    assert evidence[0] == "identity_number phone name birth_day"
    with pytest.raises(ss.Error, match="1980-05-31 was expected of the party P2"):
        ss.identity.compare_parties(parties | {"birth_day": ["1949-12-31", "31/12/1949", None]})
    with pytest.raises(ss.Error, match="phone"):
        ss.identity.compare_parties(parties | {"phone": [13800001111, 13800001111, 13700003333]})


def test_rulings_are_kept_and_taken_back(tmp_path, source):
    export = tmp_path / "boss"
    export.mkdir()
    (export / "people.csv").write_text("ID,NAME,PHONE\nP1,王小明,13800001111\nP2,王小亮,13800001111\n", "utf-8")
    (export / "lines.csv").write_text("SUBS,CUST\nS1,C1\nS2,C2\n", "utf-8")
    (export / "customers.csv").write_text("CUST,PARTY\nC1,P1\nC2,P2\n", "utf-8")
    feeds = {
        "people": ("parties", {"party_id": "ID", "name": "NAME", "phone": "PHONE"}),
        "lines": ("subscriptions", {"subscription_id": "SUBS", "customer_id": "CUST"}),
        "customers": ("customers", {"customer_id": "CUST", "party_id": "PARTY"}),
    }
    mapping = "version = 1\n"
    for name, (table, fields) in feeds.items():
        mapping += f'[[feed]]\nfiles = "{name}.csv"\n[[feed.entity]]\ntable = "{table}"\n[feed.entity.fields]\n'
        mapping += "".join(f'{attribute} = "{column}"\n' for attribute, column in fields.items())
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    store = f"sqlite:{tmp_path}/s.db"
    ss.run(
        boss=export,
        mapping=tmp_path / "mapping.toml",
        playbook=source / "examples/playbook",
        store=store,
        as_of="2026-01-01",
    )
    figures = ss.quality(store, tables=["parties"]).to_pandas()
    assert set(figures["measure"]) == {"completeness", "uniqueness", "validity"}
    phones = figures[(figures["attribute"] == "phone") & (figures["measure"] == "uniqueness")]
    assert phones[["good", "all"]].values.tolist() == [[1, 2]]
    desk = ss.identity.Identity(store)
    assert desk.summary()["merged"] == 0
    said = {"who": "E0001", "why": "saw both cards", "at": "2026-01-02T10:00"}
    desk.merge("P2", "P1", **said)
    assert desk.report().to_pandas().values.tolist() == [["P1", "P1"], ["P2", "P1"]]
    with pytest.raises(ss.Error, match="one already"):
        desk.merge("P2", "P1", **said)
    desk.unmerge("P1", "P2", **said)
    assert desk.summary()["merged"] == 0
    assert desk.rulings().to_pandas()["ruling"].tolist() == ["merge", "unmerge"]
