"""Who belongs together: groups and households of a store that a night left behind, from Python."""

import shutil

import pytest
import staysail as ss

TABLES = {
    "customers": (
        "CUST,TYPE,PARTY",
        ["FIRM,group,", "WEST,group,", "C1,individual,P1", "C2,individual,P2", "C9,group,"],
    ),
    "people": ("PARTY,ADDRESS", ["P1,长虹路12号3层4室", "P2,长虹路12号三楼4房"]),
    "accounts": ("ACCT,CUST", ["A1,C1"]),
    "lines": ("SUBS,CUST,ACCT", ["S1,C1,A1", "S2,C2,A1", "S3,FIRM,", "S9,C9,"]),
    "members": ("GROUP,MEMBER,ROLE", ["FIRM,WEST,branch", "FIRM,C1,director", "WEST,C1,contact", "C9,C9,"]),
    "bills": ("SUBS,MONTH,FEE", ["S1,202512,100.00", "S2,202512,30.00", "S3,202512,400.00", "S9,202512,1.00"]),
}
FIELDS = {
    "customers": ("customers", 'customer_id = "CUST", customer_type = "TYPE", party_id = "PARTY"'),
    "people": ("parties", 'party_id = "PARTY", address = "ADDRESS"'),
    "accounts": ("accounts", 'account_id = "ACCT", customer_id = "CUST"'),
    "lines": (
        "subscriptions",
        'subscription_id = "SUBS", customer_id = "CUST", account_id = "ACCT", status = { constant = "active" }',
    ),
    "members": ("group_members", 'customer_id = "GROUP", member_customer_id = "MEMBER", role = "ROLE"'),
    "bills": (
        "bills",
        'subscription_id = "SUBS", month = { column = "MONTH", pattern = "yyyyMM" }, '
        'amount = { column = "FEE", unit = "yuan" }',
    ),
}
ROLLED = """
[group_revenue]
roll_up_of = "revenue_12m"
grain = "group"
[household_revenue]
roll_up_of = "revenue_12m"
grain = "household"
[household]
attribute = "household_id"
"""


def write_boss(folder, order):
    folder.mkdir()
    mapping = 'version = 1\ncurrency = "CNY"\n'
    for name, (header, rows) in TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join([header, *rows[::order]]) + "\n", "utf-8")
        table, fields = FIELDS[name]
        mapping += f'[[feed]]\nfiles = "{name}.csv"\n[[feed.entity]]\ntable = "{table}"\nfields = {{ {fields} }}\n'
    (folder / "mapping.toml").write_text(mapping, "utf-8")
    return folder


@pytest.fixture(scope="module")
def playbook(tmp_path_factory, source):
    folder = tmp_path_factory.mktemp("rules") / "playbook"
    shutil.copytree(source / "examples" / "playbook", folder)
    with open(folder / "indicators.toml", "a", encoding="utf-8") as file:
        file.write(ROLLED)
    with open(folder / "view.toml", "a", encoding="utf-8") as file:
        file.write("\n[households]\n")
    return folder


def night(folder, playbook, order=1, **options):
    boss = write_boss(folder / "boss", order)
    return ss.run(
        boss=boss,
        mapping=boss / "mapping.toml",
        playbook=playbook,
        store=f"sqlite:{folder}/s.db",
        as_of="2026-01-01",
        **options,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory, playbook):
    folder = tmp_path_factory.mktemp("night")
    night(folder, playbook)
    return f"sqlite:{folder}/s.db"


def test_the_night_knows_the_figures_of_groups_and_households_in_any_order(tmp_path, playbook):
    runs = []
    for name, options in {"one": {}, "other": {"order": -1, "threads": 3, "batch_rows": 1}}.items():
        (tmp_path / name).mkdir()
        runs.append(night(tmp_path / name, playbook, **options))
    figures = runs[0].indicators.to_pandas().set_index("subscription_id")
    assert figures["group_revenue"].dropna().astype(float).to_dict() == {"S1": 500.0, "S3": 500.0}
    assert figures["household_revenue"].dropna().astype(float).to_dict() == {"S1": 130.0, "S2": 130.0}
    assert figures["household"].dropna().to_dict() == {"S1": "C1", "S2": "C1"}
    assert runs[0].summary["digest"] == runs[1].summary["digest"]


def test_groups_as_a_list_and_as_a_tree(store):
    groups = ss.groups(store, figures=["revenue_12m"]).to_pandas()
    assert groups[["group_id", "depth", "members", "customers_below", "lines"]].values.tolist() == [
        ["FIRM", 0, 2, 2, 2],
        ["WEST", 1, 1, 1, 1],
    ]
    assert groups["parent_id"].tolist()[1] == "FIRM"
    assert groups["revenue_12m"].astype(float).tolist() == [500.0, 100.0]
    tree = ss.groups(store, "S1", figures=["revenue_12m"], roll_up="max").to_pandas()
    shown = tree[["level", "kind", "id"]].values.tolist()
    assert shown == [
        [0, "group", "FIRM"],
        [1, "line", "S3"],
        [1, "member", "C1"],
        [2, "line", "S1"],
        [1, "group", "WEST"],
        [2, "member", "C1"],
        [3, "line", "S1"],
    ]
    assert tree["revenue_12m"].astype(float).tolist() == [400.0, 400.0, 100.0, 100.0, 100.0, 100.0, 100.0]
    assert tree["role"].tolist()[2] == "director"
    assert len(ss.groups(store, "FIRM", lines=False).to_pandas()) == 4


def test_contradicting_memberships_are_named(store):
    faults = ss.group_faults(store).to_pandas()
    assert faults[["fault", "groups"]].values.tolist() == [["cycle", "C9 -> C9"]]
    assert "end one" in faults["advice"][0]


def test_what_holds_a_household_together_is_masked(store):
    assert ss.households(store).to_pandas().values.tolist() == [["C1", 2, 2, "C1 C2", "address, payment"]]
    ties = ss.households(store, "C2").to_pandas()
    assert ties[["customer", "other", "address", "payment", "device", "weight"]].values.tolist() == [
        ["C1", "C2", True, True, False, 120]
    ]
    assert "4室" not in ties["shared_address"][0]


def test_unknown_names_are_told(store):
    with pytest.raises(ss.Error, match="FIRM"):
        ss.groups(store, "FIRN")
    with pytest.raises(ss.Error, match="revenue_12m"):
        ss.groups(store, figures=["revenue_12"])
    with pytest.raises(ss.Error, match="sum, mean, max, min"):
        ss.groups(store, roll_up="worst")
    with pytest.raises(ss.Error, match="no household"):
        ss.households(store, "FIRM")
