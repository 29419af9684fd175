"""A list of matters, row by row, into our own format. Bounded: what is kept of a row is its key and its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clerk_tui.catalog.check_content import MEANING, plain_name
from clerk_tui.catalog.exchange.cells import Note, clean, fold, one_line, says_nothing
from clerk_tui.catalog.exchange.codes import Profile
from clerk_tui.catalog.exchange.columns import Layout
from clerk_tui.catalog.exchange.departments import DepartmentNames, How, plain_department, without_brackets
from clerk_tui.catalog.exchange.items import RowReader, Said
from clerk_tui.catalog.exchange.keys import Keys, english_stopgap
from clerk_tui.catalog.exchange.laying import what_is_new
from clerk_tui.catalog.exchange.mapping import ListMapping
from clerk_tui.catalog.exchange.papers import Paper, merged, read_papers
from clerk_tui.catalog.exchange.write import element, group
from clerk_tui.catalog.listed import LISTED
from clerk_tui.catalog.model import APPLICANT, Catalog, Named

ASKS = ("person.name", "person.id_no", "person.phone")
"""What the form of an imported item asks of the applicant where the catalogue has these fields: a list says nothing of forms."""
_KINDS = (
    ("申请表", "form"),
    ("申请书", "form"),
    ("登记表", "form"),
    ("照片", "photo"),
    ("合同", "contract"),
    ("承诺书", "statement"),
    ("声明", "statement"),
    ("说明", "statement"),
    ("发票", "bill"),
)
_TOTAL = re.compile(r"(合计|总计|共计|小计)[::]?.{0,20}|(填表人|填报人|制表|注|备注|说明)[::].*")
_SECTION = re.compile(
    r"(?:第?[一二三四五六七八九十百]+[、.部]|\(?[一二三四五六七八九十]+\)|\d+[、.])?(?P<name>.{2,30}?)(?:[(（].*[)）])?(?:\d+项)?"
)
FORMULA = ("=", "+", "-", "@")
"""A spreadsheet takes what begins like this for a formula; an apostrophe before it says that it is text."""
_KEY = re.compile(r"[a-z]+\.[a-z][a-z0-9_]{0,60}")
_DEPARTMENT_ENDS = "局委会队院司办部馆中心所站社处厅行"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that begins an item, where it stands, for the sentence about its double."""

    file: str
    number: int


@dataclass
class Totals:
    """What came of all rows."""

    rows: int = 0
    items: int = 0
    wrong: int = 0
    existing: int = 0
    laid: int = 0
    """Of those that the catalogue has already: how many get codes, periods or other elements from the list."""
    left_out: int = 0
    carried: int = 0
    normalised: int = 0
    per_department: dict[str, int] = field(default_factory=dict)


@dataclass
class _Open:
    department: str
    key: str
    parts: dict[str, Any]
    elements: dict[str, Any]
    papers: dict[str, Paper]


class Importer:
    """Takes rows and gives each finished item as text to `write(department, text)`.

    `base` is the catalogue beside which the items will stand; with `alone` they stand without it, and what they take
    from it (departments, papers) is written too.
    """

    def __init__(
        self,
        base: Catalog,
        keys: Keys,
        mapping: ListMapping,
        profile: Profile,
        write: Callable[[str, str], None],
        *,
        alone: bool = False,
    ) -> None:
        self.totals = Totals()
        self.departments: dict[str, tuple[str, How]] = {}
        """The list's name of a department -> our key and how it was found."""
        self._base, self._keys, self._mapping, self._profile, self._write, self._alone = (
            base,
            keys,
            mapping,
            profile,
            write,
            alone,
        )
        self._names = DepartmentNames(base.departments.values(), mapping.departments)
        self._new_departments: dict[str, dict[str, Any]] = {}
        self._papers: dict[str, str] = {}
        for one in base.materials.values():
            for name in (one.name, *one.aliases):
                self._papers.setdefault(_meaning(name), one.key)
        self._new_papers: dict[str, dict[str, Any]] = {}
        self._base_names: dict[tuple[str, str], str] = {}
        self._base_codes: dict[str, str] = {}
        for group_name in ("departments", "parties", "fields", "certificates", "materials", "packages"):
            keys.taken.update(getattr(base, group_name))
        if not alone:
            keys.taken.update(base.items)
            for item in base.items.values():
                self._base_names[item.department, plain_name(item.name)] = item.key
                for code in (item.elements.task_code, item.elements.task_handle_item):
                    if code:
                        self._base_codes[code] = item.key
        self._asks = [f"applicant.{ask}" for ask in ASKS] if all(a in base.fields for a in ASKS) else []
        self._seen: dict[str, tuple[Row, str]] = {}
        self._seen_names: dict[tuple[str, str], Row] = {}
        self._used: set[str] = set()
        self._listed: dict[str, tuple[Row, dict[str, Any]]] = {}
        self._open: _Open | None = None
        self._readers: dict[int, tuple[Layout, RowReader]] = {}
        self._department = ""

    def begin(self, sheet: str) -> None:
        """A new sheet or file: nothing is carried down into it. Its name is the department if it is one's."""
        self._finish()
        self._department = self._mapping.department or (sheet if self._names.match(sheet).key else "")

    def row(self, layout: Layout, file: str, number: int, cells: Sequence[str]) -> list[Note]:
        """Reads one row (number from 1, as the list counts it) and says what is to note about it."""
        cells = [clean(c[1:] if c[:1] == "'" and c[1:2] in FORMULA else c) for c in cells]
        filled = [c for c in cells if c]
        if not filled:
            return []
        values = layout.values(cells)
        if values and all(text == clean(layout.header(e)) for e, text in values.items()):
            return []
        if len(values) < 4 and _TOTAL.fullmatch(fold(filled[0])):
            return []
        if len(set(filled)) == 1 and (section := self._section(filled[0], layout, values)):
            return section
        self.totals.rows += 1
        notes = self._read(layout, Row(file, number), values)
        self.totals.wrong += any(n.severity == "error" for n in notes)
        self.totals.normalised += sum(n.code == "exchange.normalised" for n in notes)
        return notes

    def finish(self) -> None:
        """After the last row."""
        self._finish()

    def heads(self) -> dict[str, str]:
        """What stands above the items in the file of each department that the catalogue lacks."""
        return {key: group("departments", {key: parts}) + "\n" for key, parts in self._new_departments.items()}

    def shared(self) -> str:
        """The file of papers that the catalogue lacks, and of what a catalogue by itself needs; empty without any."""
        groups = []
        if self._alone and self.totals.items:
            applicant = (
                {APPLICANT: _as_written(self._base.parties[APPLICANT])} if APPLICANT in self._base.parties else {}
            )
            groups.append(group("parties", applicant))
            if self._asks:
                groups.append(group("fields", {ask: _as_written(self._base.fields[ask]) for ask in ASKS}))
        if self._new_papers:
            groups.append(group("materials", sorted(self._new_papers.items())))
        return "\n".join(groups)

    def listed(self) -> str:
        """The file of what the list says of the catalogue's own items; empty without any."""
        found = sorted((key, parts) for key, (_, parts) in self._listed.items() if parts)
        return f"{LISTED}:\n" + "".join(element(key, parts) for key, parts in found) if found else ""

    @property
    def new_papers(self) -> int:
        """How many papers the catalogue lacked."""
        return len(self._new_papers)

    @property
    def new_departments(self) -> list[str]:
        """Keys of departments that the catalogue lacked."""
        return [key for key in self._new_departments if key not in self._base.departments]

    def _section(self, cell: str, layout: Layout, values: Mapping[str, str]) -> list[Note] | None:
        """A row with one text across: the department of the rows below. None when it is none."""
        found = _SECTION.fullmatch(one_line(cell).replace("（", "(").replace("）", ")"))
        name = found["name"] if found else ""
        if not name or ("dept_name" in values and len(values) > 1):
            return None
        known = self._names.match(name).key is not None
        if not known and ("dept_name" in layout.at.values() or name[-1] not in _DEPARTMENT_ENDS):
            return None
        self._finish()
        self._department = name
        return [Note("exchange.section", "hint", "", {"department": name})]

    def _read(self, layout: Layout, row: Row, values: dict[str, str]) -> list[Note]:
        name, handle = one_line(values.get("task_name", "")), one_line(values.get("handle_item_name", ""))
        if says_nothing(name) or not plain_name(name):
            name, handle = handle, ""
        if said_department := one_line(values.get("dept_name", "")):
            self._department = said_department
        if not plain_name(name):
            coded = any(not says_nothing(values.get(e, "")) for e in ("task_code", "task_handle_item", "catalog_code"))
            if self._open and not coded and "materials" in values:
                # A merged cell: the papers of the item above, a row each.
                self._add_papers(self._open, values["materials"])
                return []
            self._finish()
            return [Note("exchange.no_name", "error", layout.header("task_name"))]
        self._finish()
        if says_nothing(self._department) or not plain_department(self._department):
            return [Note("exchange.no_department", "error", layout.header("dept_name"))]
        self.totals.carried += not said_department
        state = fold(values.get("task_state", ""))
        if state in ("取消", "已取消", "暂停", "已暂停", "停用", "废止", "2", "3"):
            self.totals.left_out += 1
            return [Note("exchange.not_in_use", "hint", layout.header("task_state"), {"state": state})]
        said = self._reader(layout).read(values)
        if said.wrong:
            return said.notes
        self._item(layout, row, values, said, name, "" if says_nothing(handle) else handle)
        return said.notes

    def _reader(self, layout: Layout) -> RowReader:
        known = self._readers.get(id(layout))
        if known is None or known[0] is not layout:
            known = self._readers[id(layout)] = (layout, RowReader(layout, self._profile))
        return known[1]

    def _item(self, layout: Layout, row: Row, values: Mapping[str, str], said: Said, name: str, handle: str) -> None:
        department = self._department_key(self._department)
        plain = plain_name(name)
        if (
            handle
            and plain_name(handle)
            and plain_name(handle) != plain
            and (said.codes.get("task_handle_item") or (department, plain) in self._seen_names)
        ):
            name = handle if plain in plain_name(handle) else f"{name}（{handle}）"
            plain = plain_name(name)
        existing = next((self._base_codes[c] for c in said.codes.values() if c in self._base_codes), None)
        existing = existing or self._base_names.get((department, plain)) or self._laid_before(department, plain, said)
        if existing:
            self._lay(layout, row, said, existing, _identity(department, plain, said.codes))
            return
        as_listed = plain
        identity = _identity(department, plain, said.codes)
        before = self._seen.get(identity)
        if before and before[1] == plain:
            self._double(layout, said, before[0])
            return
        if before:
            identity = f"{identity}/{plain}"
            if identity in self._seen:
                self._double(layout, said, self._seen[identity][0])
                return
            column = layout.header(next(iter(said.codes)))
            said.notes.append(
                Note("exchange.code_twice", "hint", column, {"row": before[0].number, "file": before[0].file})
            )
        if (other := self._seen_names.get((department, plain))) is not None:
            told_apart = _told_apart(name, said.codes)
            if not told_apart or (department, plain_name(told_apart)) in self._seen_names:
                self._double(layout, said, other)
                return
            details = {"row": other.number, "file": other.file, "name": told_apart}
            said.notes.append(Note("exchange.name_twice", "hint", layout.header("task_name"), details))
            name, plain = told_apart, plain_name(told_apart)
        self._seen[identity] = (row, as_listed)
        self._seen_names[department, plain] = row
        key = self._key(identity, department, name, values, said, layout)
        aliases = {"aliases": said.parts.pop("aliases")} if "aliases" in said.parts else {}
        parts = {"name": name, **aliases, **said.parts, "form_assumed": True}
        if self._asks:
            parts["fields"] = self._asks
        self._open = _Open(department, key, parts, said.elements, {})
        self._add_papers(self._open, values.get("materials", ""))
        self.totals.items += 1
        self.totals.per_department[department] = self.totals.per_department.get(department, 0) + 1

    def _laid_before(self, department: str, plain: str, said: Said) -> str | None:
        """The item of the catalogue that had this code in an earlier list, whatever the list calls it now."""
        key = self._keys.items.get(_identity(department, plain, said.codes))
        return key if not self._alone and key in self._base.items else None

    def _lay(self, layout: Layout, row: Row, said: Said, key: str, identity: str) -> None:
        self.totals.existing += 1
        column = layout.header("task_name")
        if (before := self._listed.get(key)) is not None:
            details = {"key": key, "row": before[0].number, "file": before[0].file}
            said.notes.append(Note("exchange.listed_twice", "hint", column, details))
            return
        parts, left = what_is_new(self._base.items[key], said.parts, said.elements)
        self._listed[key] = row, parts
        if said.codes:
            self._keys.items.setdefault(identity, key)
        if left:
            said.notes.append(Note("exchange.period_kept", "hint", layout.header("promise_day"), {"key": key}))
        self.totals.laid += bool(parts)
        said.notes.append(Note("exchange.laid" if parts else "exchange.existing", "hint", column, {"key": key}))

    def _double(self, layout: Layout, said: Said, other: Row) -> None:
        details = {"row": other.number, "file": other.file}
        said.notes.append(Note("exchange.double", "error", layout.header("task_name"), details))

    def _key(
        self, identity: str, department: str, name: str, values: Mapping[str, str], said: Said, layout: Layout
    ) -> str:
        keys = self._keys
        wanted = one_line(values.get("key", ""))
        free = _KEY.fullmatch(wanted) and wanted.partition(".")[0] == department and wanted not in keys.taken
        if free and identity not in keys.items:
            keys.items[identity] = wanted
            keys.taken.add(wanted)
        by_name = f"name:{department}/{plain_name(name)}"
        if identity not in keys.items and by_name in keys.items and keys.items[by_name] not in self._used:
            # The list has learnt the code of an item that it knew by name alone.
            keys.items[identity] = keys.items.pop(by_name)
        basic = said.codes.get("catalog_code") or said.codes.get("task_code", "")[-12:]
        handle = said.codes.get("task_handle_item", "")
        whole = next(iter(said.codes.values()), "")
        first = whole.partition("-")[0] if "-" in whole else handle[-14:] or basic or whole
        key = keys.item(identity, department, (first, name))
        self._used.add(key)
        if wanted and key != wanted:
            said.notes.append(Note("exchange.key_not_kept", "hint", layout.header("key"), {"key": wanted[:60]}))
        return key

    def _department_key(self, name: str) -> str:
        if name in self.departments:
            return self.departments[name][0]
        listed, name = name, self._names.mapped(name)
        plain = plain_department(name)
        kept = self._keys.departments.get(plain)
        match = self._names.match(listed)
        key, how = (kept, "kept") if kept else (match.key, match.how)
        if key is None or (kept and kept not in self._base.departments):
            key = self._keys.department(plain, name)
            if not kept:
                how = "new"
            self._names.add(name, key)
            if key not in self._new_departments:
                shown = without_brackets(name) or name
                self._new_departments[key] = {"code": key.upper(), "name": shown, "name_en": english_stopgap(shown)}
        elif self._alone and key not in self._new_departments and key in self._base.departments:
            self._new_departments[key] = _as_written(self._base.departments[key])
        self.departments[listed] = (key, how)
        return key

    def _add_papers(self, open_: _Open, cell: str) -> None:
        for paper in read_papers(cell, lambda name: _meaning(name) in self._papers):
            plain = _meaning(paper.name)
            if not plain:
                continue
            key = self._paper_key(plain, replace(paper, name=one_line(paper.name)), open_.department)
            other = open_.papers.get(key)
            open_.papers[key] = merged(other, paper) if other else paper

    def _paper_key(self, plain: str, paper: Paper, department: str) -> str:
        key = self._papers.get(plain)
        if key is None:
            key = self._papers[plain] = self._keys.material(plain, department)
        if key not in self._base.materials and key not in self._new_papers:
            kind = next((kind for word, kind in _KINDS if word in paper.name), None)
            self._new_papers[key] = {"name": paper.name, **({"kind": kind} if kind else {})}
        elif self._alone and key in self._base.materials and key not in self._new_papers:
            # Nobody issues e-certificates in a catalogue by itself.
            self._new_papers[key] = _as_written(self._base.materials[key], "e_certificate")
        return key

    def _finish(self) -> None:
        if self._open is None:
            return
        one, self._open = self._open, None
        if one.papers:
            one.parts["materials"] = [_use(key, paper) for key, paper in one.papers.items()]
        if one.elements:
            one.parts["elements"] = one.elements
        self._write(one.department, element(one.key, one.parts))


def _as_written(known: Named, *without: str) -> dict[str, Any]:
    return known.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"key", *without})


def _use(key: str, paper: Paper) -> dict[str, Any]:
    use: dict[str, Any] = {"material": key}
    if not paper.original:
        use["original"] = False
    if paper.copies:
        use["copies"] = paper.copies
    if paper.tolerable:
        use["tolerable"] = True
    return use


def _meaning(name: str) -> str:
    plain = plain_name(name)
    return MEANING.get(plain, plain)


def _identity(department: str, plain: str, codes: Mapping[str, str]) -> str:
    """By what a row is known again in the next list; only whole codes are unique by themselves."""
    if code := codes.get("task_handle_item"):
        return f"handle:{code}"
    if code := codes.get("task_code"):
        return f"task:{code}"
    if code := codes.get("local_catalog_code"):
        return f"local:{department}/{code}"
    if code := codes.get("catalog_code"):
        return f"basic:{department}/{code}"
    return f"name:{department}/{plain}"


def _told_apart(name: str, codes: Mapping[str, str]) -> str:
    """The name with the end of its code, for a second item of one name in a department."""
    for code in ("task_handle_item", "catalog_code", "local_catalog_code", "task_code"):
        if found := codes.get(code):
            return f"{name}（{found[-12:]}）"
    return ""
