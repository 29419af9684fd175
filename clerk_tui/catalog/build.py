"""The published catalogue: one immutable JSON named by its SHA-256, with the search index inside."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, TypeVar

import orjson
import rfc8785

from clerk_tui.catalog.model import Catalog, Certificate, Department, Field, Item, Material, Named, Package, Party
from clerk_tui.catalog.search import Entry, SearchIndex, build_index

FORMAT = 1
GROUPS: Mapping[str, type[Named]] = {
    "departments": Department,
    "parties": Party,
    "fields": Field,
    "certificates": Certificate,
    "materials": Material,
    "items": Item,
    "packages": Package,
}
"""The groups of a catalogue in the order they are read, with the model of their elements."""
T = TypeVar("T")


class Lazy(Mapping[str, T]):
    """A read-only mapping whose values are built when first looked at: a catalogue of thousands opens at once."""

    def __init__(self, raw: Mapping[str, Any], build: Callable[[str, Any], T]) -> None:
        self._raw = raw
        self._build = build
        self._built: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        try:
            return self._built[key]
        except KeyError:
            made = self._built[key] = self._build(key, self._raw[key])
            return made

    def get(self, key: str, default: Any = None) -> Any:
        """The element, or `default`."""
        return self[key] if key in self._raw else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, key: object) -> bool:
        return key in self._raw


def entries_of(catalog: Catalog) -> list[Entry]:
    """What search finds in the catalogue."""
    found: list[Entry] = []
    for package in catalog.packages.values():
        words = (package.name_en, *package.aliases)
        found.append(Entry(package.key, "package", package.name, package.lead, words))
    for item in catalog.items.values():
        codes = ((item.code,) if item.code else ()) + item.elements.codes
        words = (item.name_en, *item.aliases)
        found.append(Entry(item.key, "item", item.name, item.department, words, codes))
    for department in catalog.departments.values():
        words = (department.name_en, *department.aliases)
        found.append(Entry(department.key, "department", department.name, department.key, words, (department.code,)))
    return found


def publish(catalog: Catalog) -> bytes:
    """The canonical bytes (RFC 8785) of a checked catalogue; the same catalogue gives the same bytes."""
    groups = {
        group: {
            key: element.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"key"})
            for key, element in getattr(catalog, group).items()
        }
        for group in GROUPS
    }
    # RFC 8785 sorts keys; the order of the authors, which plan and search keep, stands beside.
    order = {group: list(getattr(catalog, group)) for group in GROUPS}
    index = build_index(entries_of(catalog)).to_json()
    return rfc8785.dumps({"format": FORMAT, "order": order, "index": index, **groups})


def catalog_hash(published: bytes) -> str:
    """The name of published bytes: their SHA-256 in hex."""
    return sha256(published).hexdigest()


def load_catalog(published: bytes) -> Catalog:
    """The catalogue from `publish`'s bytes. Raises ValueError for other bytes or a format of a newer version."""
    raw = orjson.loads(published)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError("these bytes are no published catalogue of this version")
    groups: dict[str, Any] = {}
    for group, model in GROUPS.items():
        # A group that came later is missing in what was published before.
        in_order = {key: raw[group][key] for key in raw["order"].get(group, ())}
        groups[group] = Lazy(in_order, _builder(model))
    return Catalog(**groups, hash=catalog_hash(published), index=SearchIndex.from_json(raw["index"]))


def _builder(model: type[Named]) -> Callable[[str, Any], Named]:
    def build(key: str, element: Any) -> Named:
        return model.model_validate({**element, "key": key})

    return build
