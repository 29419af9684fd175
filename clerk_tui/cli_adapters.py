"""`clerk-tui catalog adapters`: the copy sheets of departments' systems, checked against the catalogue."""

from pathlib import Path
from typing import Annotated, Any

import typer

from clerk_tui.cli_catalog import FINDING, Inside, Json, _known, _lang, _print_json, _read
from clerk_tui.texts import text


def catalog_adapters(
    files: Annotated[list[Path] | None, typer.Argument(help="Adapter files; the built-in ones if absent.")] = None,
    paths: Inside = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of an adapter file.")] = False,
    as_json: Json = False,
) -> None:
    """Lists the adapters of departments' systems and finds what is wrong in them: file, line, reason."""
    from clerk_tui.catalog.adapter import read_adapter
    from clerk_tui.catalog.adapters import adapter_texts
    from clerk_tui.catalog.schema import adapter_schema

    if schema:
        _print_json(adapter_schema())
        return
    known = _known(paths)
    texts = {str(path): _read(path) for path in files} if files else adapter_texts()
    read = [read_adapter(name, content, known) for name, content in texts.items()]
    adapters = [adapter for adapter, _ in read if adapter is not None]
    findings: list[dict[str, Any]] = [
        {"file": f.place.file, "line": f.place.line, "code": f.code, "sentence": text(f.code, _lang(), **f.details)}
        for _, found in read
        for f in found
    ]
    if as_json:
        listed = [{"key": a.key, "name": a.name, "items": list(a.items), "boxes": len(list(a.lines))} for a in adapters]
        _print_json({"adapters": listed, "findings": findings})
    else:
        for a in adapters:
            items = "、".join(known.name(item, _lang()) for item in a.items)
            name, count = a.label(_lang()), len(list(a.lines))
            typer.echo(text("adapter.line", _lang(), key=a.key, name=name, items=items, count=count))
        for f in findings:
            typer.echo(f"{f['file']}:{f['line']}: {f['sentence']}", err=True)
        if not findings:
            typer.echo(text("adapter.sound", _lang(), count=len(adapters)))
    if findings:
        raise typer.Exit(FINDING)


def mount(catalog: typer.Typer) -> None:
    """Puts it under `catalog`."""
    catalog.command("adapters")(catalog_adapters)
