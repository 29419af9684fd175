"""The copy sheet: each box of a department's form out of what the case holds."""

import json
from importlib.resources import files
from typing import Any

import pytest
import typer
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from clerk_tui import cli_catalog
from clerk_tui.catalog.adapter import Adapter, read_adapter, written
from clerk_tui.catalog.adapters import adapter_texts, builtin_adapters
from clerk_tui.catalog.build import load_catalog
from clerk_tui.catalog.builtin import builtin_catalog_bytes
from clerk_tui.catalog.schema import ADAPTER_SCHEMA_FILE, adapter_schema
from clerk_tui.catalog.source import SourceFile
from clerk_tui.intake.copy_sheet import CopySheet, adapter_of, copy_sheet, split_address, split_name
from clerk_tui.intake.plan import AnswerFact, Facts, SharedFact

CATALOG = load_catalog(builtin_catalog_bytes())
APP = typer.Typer(pretty_exceptions_enable=False)
cli_catalog.mount(APP)
KNOWN = {
    "ga.household_follow": "father",
    "baby.person.name": "欧阳小宝",
    "baby.person.sex": "female",
    "baby.person.ethnicity": "汉族",
    "baby.birth.time": "2026-11-02 08:30",
    "baby.birth.place": "浙江省嘉兴市南湖区",
    "baby.birth.native_place": "浙江嘉兴",
    "baby.ga.relation_to_head": "child",
    "baby.yb.insured_area": "南湖区",
    "father.ga.household_no": "330402000001",
    "father.ga.household_head": "演示父一",
    "father.person.household_address": "浙江省嘉兴市南湖区演示路1号1幢101室",
    "mother.ga.household_head": "演示外公",
    "mother.person.name": "演示母一",
    "mother.person.id_no": "11010519491231002x",
    "mother.person.living_address": "浙江省嘉兴市南湖区演示路1号1幢101室",
    "father.person.phone": "19900010001",
}
SHARED = {"baby.birth.certificate_no": "a330000001", "mother.person.phone": "19900010002"}


def sheet(item: str, known: dict[str, str] | None = None) -> CopySheet:
    adapter = adapter_of(builtin_adapters(), item)
    assert adapter is not None
    facts = Facts(
        answers={k: AnswerFact(v) for k, v in (KNOWN if known is None else known).items()},
        shared={k: SharedFact(v, "register") for k, v in SHARED.items()},
    )
    return copy_sheet(adapter, CATALOG, facts, item, "baby")


def boxes(made: CopySheet) -> dict[str, str]:
    return {line.label: line.value for line in made.lines}


@pytest.mark.parametrize("name", sorted(adapter_texts()))
def test_the_files_that_come_along_are_sound_and_obey_their_schema(name: str) -> None:
    content = adapter_texts()[name]
    adapter, findings = read_adapter(name, content, CATALOG)
    assert findings == ()
    assert adapter is not None
    assert adapter.name_en
    plain = json.loads(json.dumps(SourceFile(name, content).value, default=str))
    assert list(Draft202012Validator(adapter_schema()).iter_errors(plain)) == []
    assert content.startswith(f"# yaml-language-server: $schema=../{ADAPTER_SCHEMA_FILE}\n")


def test_the_schema_in_the_package_is_that_of_the_models() -> None:
    kept = json.loads(files("clerk_tui.catalog").joinpath(ADAPTER_SCHEMA_FILE).read_text(encoding="utf-8"))
    assert kept == adapter_schema(), "run: clerk-tui catalog adapters --schema > clerk_tui/catalog/adapter.schema.json"
    Draft202012Validator.check_schema(kept)
    wrong: dict[str, Any] = {
        "name": "甲",
        "department": "ga",
        "items": ["ga.x"],
        "parts": [{"title": "乙", "lines": []}],
    }
    assert not Draft202012Validator(kept).is_valid(wrong)


def test_the_birth_registration_in_that_systems_order_words_and_codes() -> None:
    made = sheet("ga.birth_registration")
    assert [line.label for line in made.lines][:3] == ["姓", "名", "性别"]
    values = boxes(made)
    assert (values["姓"], values["名"]) == ("欧阳", "小宝")
    assert (values["性别"], values["出生日期"], values["出生时间"]) == ("2", "2026-11-02", "08:30")
    assert values["落户方式"] == "11 随父"
    assert values["户主姓名"] == "演示父一", "the other parent's household is left out"
    assert values["母亲公民身份号码"] == "11010519491231002X"
    assert values["出生医学证明编号"] == "A330000001"
    assert values["与户主关系"] == "子女", "without codes the words that the citizen saw"
    assert "父亲姓名" not in values, "optional and not known"
    assert made.troubled == 0


def test_the_insurance_form_splits_the_address_and_takes_the_first_telephone() -> None:
    values = boxes(sheet("yb.resident_insurance"))
    assert values["证件类型"] == "07 出生医学证明"
    assert values["出生日期"] == "20261102"
    assert [values[f"联系地址-{part}"] for part in ("省", "市", "区县", "详细")] == [
        "浙江省",
        "嘉兴市",
        "南湖区",
        "演示路1号1幢101室",
    ]
    assert values["联系电话"] == "19900010002"


def test_what_can_not_be_copied_says_why() -> None:
    troubles = {
        line.label: line.trouble
        for line in sheet(
            "yb.resident_insurance",
            {
                "baby.person.name": "很" * 31,
                "baby.person.sex": "other",
                "baby.birth.time": "2026-13-02",
                "mother.person.living_address": "演示路1号",
            },
        ).lines
    }
    assert troubles["姓名"] == "too_long"
    assert troubles["性别"] == "no_code"
    assert troubles["出生日期"] == "no_date"
    assert troubles["联系地址-省"] == "not_split"
    assert troubles["联系地址-详细"] is None
    assert troubles["监护人姓名"] == "missing"
    assert troubles["证件类型"] is None
    assert sheet("ga.birth_registration", {"baby.person.name": "买买提·艾力"}).lines[0].trouble == "not_split"


def test_the_applicant_is_who_the_item_says() -> None:
    adapter = Adapter.model_validate(
        {
            "key": "x",
            "name": "甲",
            "department": "wj",
            "items": ["wj.childcare_subsidy"],
            "parts": [{"title": "乙", "lines": [{"label": "申领人", "ask": "applicant.person.name"}]}],
        }
    )
    facts = Facts(answers={"mother.person.name": AnswerFact("演示母一"), "father.person.name": AnswerFact("演示父一")})
    for applicant, name in (("mother", "演示母一"), ("father", "演示父一")):
        made = copy_sheet(adapter, CATALOG, facts, "wj.childcare_subsidy", applicant)
        assert [line.value for line in made.lines] == [name]
    assert adapter_of([*builtin_adapters(), adapter], "wj.childcare_subsidy") is adapter
    assert adapter_of(builtin_adapters(), "wj.childcare_subsidy") is None


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("王五", "王", "五"),
        ("欧阳修远", "欧阳", "修远"),
        ("司马迁", "司马", "迁"),
        ("欧阳", "欧", "阳"),
        ("𬀩明", "𬀩", "明"),
        ("买买提·艾力", "", ""),
        ("Anna", "", ""),
        ("王", "", ""),
    ],
)
def test_names_are_split_where_that_is_certain(name: str, family: str, given: str) -> None:
    made = split_name(name)
    assert (made.get("family_name", ""), made.get("given_name", "")) == (family, given)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("浙江省嘉兴市南湖区某某街道演示路1号", ("浙江省", "嘉兴市", "南湖区", "某某街道", "某某街道演示路1号")),
        ("北京市朝阳区演示路1号", ("北京市", "北京市", "朝阳区", "", "演示路1号")),
        ("杭州市上城区演示路1号", ("", "杭州市", "上城区", "", "演示路1号")),
        (
            "云南省大理白族自治州漾濞彝族自治县苍山西镇1号",
            ("云南省", "大理白族自治州", "漾濞彝族自治县", "苍山西镇", "苍山西镇1号"),
        ),
        ("新疆维吾尔自治区伊犁哈萨克自治州伊宁市1号", ("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市", "", "1号")),
        ("演示路1号", ("", "", "", "", "演示路1号")),
    ],
)
def test_addresses_are_split_as_far_as_they_say(address: str, parts: tuple[str, ...]) -> None:
    made = split_address(address)
    assert tuple(made.get(p, "") for p in ("province", "city", "district", "street", "detail")) == parts  # type: ignore[call-overload]


def test_dates_are_written_as_the_form_wants_them() -> None:
    assert written("2026-11-02", "yyyy年mm月dd日") == "2026年11月02日"
    assert written("2026-11-02T08:30", "yyyymmddhhmi") == "202611020830"
    assert written("2026-11-02", "hh:mi") is None
    assert written("2026-02-30", "yyyy") is None


ADAPTER = {
    "name": "甲",
    "department": "ga",
    "items": ["ga.birth_registration"],
    "parts": [{"title": "乙", "lines": [{"label": "丙", "ask": "baby.person.name"}]}],
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"department": "zz"}, "catalog.no_such"),
        ({"items": ["ga.nothing"]}, "catalog.no_such"),
        ({"parts": [{"title": "乙", "lines": [{"label": "丙", "ask": "baby.person.nothing"}]}]}, "catalog.no_such"),
        ({"parts": [{"title": "乙", "lines": [{"label": "丙", "ask": "nobody.person.name"}]}]}, "catalog.no_such"),
        (
            {"parts": [{"title": "乙", "lines": [{"label": "丙", "ask": "baby.person.sex", "codes": {"male": "1"}}]}]},
            "adapter.no_code",
        ),
        ({"parts": [{"title": "乙", "lines": [{"label": "丙"}]}]}, "catalog.bad_value"),
        ({"parts": [{"title": "乙", "lines": [{"label": "丙", "value": "1", "ask": "a.b"}]}]}, "catalog.bad_value"),
        ({"number": {"pattern": "("}}, "catalog.bad_value"),
        ({"unknown": 1}, "catalog.bad_value"),
    ],
)
def test_what_is_wrong_in_a_file_is_found_with_its_line(change: dict[str, Any], code: str) -> None:
    content = yaml.safe_dump({**ADAPTER, **change}, allow_unicode=True)
    _, findings = read_adapter("x.yaml", content, CATALOG)
    assert [f.code for f in findings] == [code]
    assert findings[0].place.line >= 1


def test_the_command_lists_them_and_names_file_line_and_reason(tmp_path: Any) -> None:
    listed = CliRunner().invoke(APP, ["catalog", "adapters", "--json"])
    assert listed.exit_code == 0
    assert {a["key"] for a in json.loads(listed.stdout)["adapters"]} == {
        "ga_birth_registration",
        "yb_resident_enrolment",
    }
    file = tmp_path / "x.yaml"
    file.write_text(yaml.safe_dump({**ADAPTER, "department": "zz"}), encoding="utf-8")
    wrong = CliRunner().invoke(APP, ["catalog", "adapters", str(file)])
    assert wrong.exit_code == 1
    assert f"{file}:" in wrong.stderr
    assert "zz" in wrong.stderr
