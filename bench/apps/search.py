"""The workbench over a catalogue of as many synthetic matters as the first argument says."""

import sys

from clerk_tui.app import ClerkApp
from clerk_tui.catalog.search import SearchIndex, search
from clerk_tui.screens.view import ResultView
from clerk_tui.screens.workbench import Workbench


def names(count: int) -> list[str]:
    """`count` names like a hall's, none of them real."""
    whats = (
        "社会保障卡",
        "不动产登记",
        "食品经营许可",
        "道路运输证",
        "居住证",
        "公积金提取",
        "老年优待证",
        "户口迁移",
        "新生儿出生",
        "医保参保",
    )
    acts = ("申领", "变更", "注销", "补办", "延续", "核验", "转移", "查询", "备案", "年审")
    whos = ("个人", "单位", "个体", "外籍", "随迁", "退役", "残疾", "学生", "企业", "农户")
    made = (f"{what}{act}（{who}{n:02d}）" for n in range(1000) for who in whos for act in acts for what in whats)
    return [name for name, _ in zip(made, range(count), strict=False)]


def index_of(count: int) -> SearchIndex:
    """The published index of those names."""
    from clerk_tui.catalog.search import Entry, build_index

    return build_index([Entry(f"zz.{n}", "item", name, "FG") for n, name in enumerate(names(count))])


def main() -> None:
    """Runs until killed."""
    import json
    from pathlib import Path

    index = SearchIndex.from_json(json.loads(Path(sys.argv[1]).read_text("utf-8")))

    def first() -> Workbench:
        screen = Workbench()
        screen.search.search = lambda typed: [
            ResultView(hit.key, hit.name, hit.kind, hit.department) for hit in search(index, typed, 20)
        ]
        return screen

    ClerkApp(first).run()


if __name__ == "__main__":
    main()
