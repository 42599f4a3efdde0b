"""Mappings proposed from Python: the text loads, and what cannot be proposed is an error that says so."""

import tomllib

import pytest
import staysail as ss

CUSTOMERS = "客户编号,姓名,联系电话\nK1,王小明,13800001111\nK2,张三丰,13900002222\n"
BILLS = "用户编号,账户编号,账单月份,出账金额\nS1,A1,202601,59.00\nS2,A2,202601,128.50\n"


@pytest.fixture
def export(tmp_path):
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="gb18030")
    (tmp_path / "bills_202601.csv").write_text(BILLS, encoding="utf-8")
    return tmp_path


def test_a_folder_and_its_files_give_the_same(export):
    text = ss.propose_mapping(export, name="two files")
    assert text == ss.propose_mapping([export / "bills_202601.csv", export / "customers.csv"], name="two files")
    assert text == ss.propose_mapping(str(export), name="two files")
    mapping = tomllib.loads(text)
    assert mapping["name"] == "two files"
    feeds = {feed["files"]: feed for feed in mapping["feed"]}
    assert feeds["customers.csv"]["encoding"] == "gb18030"
    assert feeds["bills_*.csv"]["entity"][0]["fields"]["amount"] == "出账金额"
    assert "UNCERTAIN" in text


def test_nothing_to_propose_is_an_error(tmp_path):
    with pytest.raises(ss.Error, match="no files to learn from"):
        ss.propose_mapping(tmp_path)
    (tmp_path / "strange.csv").write_text("foo,bar\nx,y\n")
    with pytest.raises(ss.Error, match="foo, bar"):
        ss.propose_mapping(tmp_path)
