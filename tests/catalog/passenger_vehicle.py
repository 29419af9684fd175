"""客运车辆道路运输证配发 as heavy as it was, beside the built-in one: 20 fields, 10 papers, 10 steps, in an author's file."""

from clerk_tui.catalog.builtin import builtin_texts

ITEM = "jt.passenger_vehicle_permit"
FILE = "transport.yaml"
FIELDS = (
    ("plate", "车牌号码", "Number plate"),
    ("vin", "车辆识别代号", "Vehicle identification number"),
    ("engine", "发动机编号", "Engine number"),
    ("seats", "核定载客人数", "Seats"),
    ("kind", "客车类型等级", "Class of the coach"),
    ("colour", "车身颜色", "Colour"),
    ("made_on", "车辆出厂日期", "Made on"),
    ("bought_on", "车辆购置日期", "Bought on"),
    ("fuel", "燃料种类", "Fuel"),
    ("length", "车长毫米", "Length in mm"),
    ("width", "车宽毫米", "Width in mm"),
    ("height", "车高毫米", "Height in mm"),
    ("mass", "总质量千克", "Mass in kg"),
    ("grade", "技术评定等级", "Technical grade"),
    ("tested_on", "性能检测日期", "Tested on"),
    ("driving_licence", "行驶证档案编号", "File number of the vehicle licence"),
    ("policy", "承运人责任险保单号", "Insurance policy"),
    ("scope", "道路客运经营范围", "Scope of business"),
    ("route", "班线起讫站点", "Route"),
    ("terminal", "卫星定位终端编号", "Positioning terminal"),
)
PAPERS = (
    ("vehicle_licence", "机动车行驶证"),
    ("registration", "机动车登记证书"),
    ("grade_report", "客车类型等级评定表"),
    ("test_report", "综合性能检测报告单"),
    ("insurance", "承运人责任险保险单"),
    ("terminal_proof", "卫星定位装置安装凭证"),
    ("operator_licence", "道路运输经营许可证副本"),
    ("vehicle_photo", "车辆彩色照片"),
    ("purchase_invoice", "购车统一发票"),
    ("maintenance_log", "车辆维护记录卡"),
)
STEPS = ("number", "hand_in", "sign", "number", "hand_in", "pay", "number", "sign", "number", "collect")


def texts() -> dict[str, str]:
    """The built-in catalogue and this file."""
    lines = ["fields:"]
    for key, name, name_en in FIELDS:
        lines.append(f"  jt.v_{key}: {{name: {name}, name_en: {name_en}, type: text}}")
    lines += ["", "materials:"]
    lines += [f"  jt.v_{key}: {{name: {name}（减负前）, kind: form}}" for key, name in PAPERS]
    lines += [
        "",
        "items:",
        "  # 35 proposals were made for it.",
        f"  {ITEM}:",
        "    name: 客运车辆道路运输证配发（减负前）",
        "    name_en: Road transport certificate of a passenger vehicle",
        '    type: "01"',
        "    promise_days: 10",
        "    legal_days: 20",
        "    legal_basis: 《中华人民共和国行政许可法》第四十二条",
        "    assumed: true",
        "    basis: 《中华人民共和国道路运输条例》",
        "    results:",
        "      - {name: 道路运输证, name_en: Road transport certificate}",
        f"    steps: [{', '.join(STEPS)}]",
        "    fields:",
    ]
    for at, (key, _, _) in enumerate(FIELDS):
        # Both ways of writing an ask, as authors mix them.
        lines.append(f"      - jt.v_{key}" if at % 2 else f"      - {{field: jt.v_{key}}}  # {key}")
    lines.append("    materials:")
    for at, (key, name) in enumerate(PAPERS):
        if at % 2:
            lines += [f"      - material: jt.v_{key}", "        of: applicant", f"        basis: {name}"]
        else:
            lines.append(f"      - {{material: jt.v_{key}, of: applicant, basis: {name}}}")
    return {**builtin_texts(), FILE: "\n".join([*lines, ""])}


PROPOSED: tuple[tuple[str, str | None], ...] = (
    *(("drop_field", f"jt.v_{key}") for key, _, _ in FIELDS[:17]),
    *(("drop_material", f"applicant.jt.v_{key}") for key, _ in PAPERS[:9]),
    *(("merge_steps", step) for step in ("number", "number", "number", "hand_in", "sign", "sign", "pay")),
    ("e_certificate", "jt.v_operator_licence"),
    ("other", None),
)
"""All 35; the desk declines those of DECLINED."""
DECLINED: frozenset[int] = frozenset((14, 15, 16, 24, 25, 33, 34))
