"""Rules of the whole house that no single package can keep alone."""

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_tui.texts import catalogue_of_texts

ROOT = Path(__file__).parents[1]
ROOMS = ("queue", "catalog", "intake", "filing", "protocol")

# Written in two halves, so that this file does not hold what it looks for.
FORBIDDEN = re.compile(
    "|".join(
        first + second
        for first, second in (
            (r"/ho", r"me/[a-z]"),
            (r"/ro", r"ot/"),
            (r"/Us", r"ers/[A-Za-z]"),
            (r"C:\\Us", r"ers"),
            (r"py", r"pi\.org"),
            (r"python", r"hosted\.org"),
            (r"/sim", r"ple/"),
            (r"index", r"-url"),
            (r"registry\.", r"npm"),
            (r"docker", r"\.io"),
        )
    )
)


def tracked() -> list[Path]:
    """Every file of the project as git knows it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git work tree, so what belongs to the project is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def modules(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts)


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def loaded_by(statement: str) -> set[str]:
    """Top-level names of the modules that a fresh interpreter holds after `statement`."""
    script = f"{statement}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_file_holds_a_machine_path_or_a_registry_address() -> None:
    found = []
    for path in tracked():
        if b"\0" in (content := path.read_bytes())[:8192]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            if hit := FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {hit.group()}")
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in ("clerk_tui", "tests", "bench")
        for path in modules(folder)
        if (source := path.read_text("utf-8")).strip() and not ast.get_docstring(ast.parse(source))
    ]
    assert silent == []


def test_every_text_stands_in_both_languages_with_the_same_parameters() -> None:
    wrong = [
        code
        for code, both in catalogue_of_texts().items()
        if len(both) != 2 or not all(part.strip() for part in both) or parameters(both[0]) != parameters(both[1])
    ]
    assert wrong == []


def test_every_refusal_has_a_sentence_that_its_details_fill() -> None:
    """A code without a sentence, or a sentence that wants more than the refusal gives, would fail before the citizen."""
    texts = catalogue_of_texts()
    wrong = []
    for path in modules("clerk_tui"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refusal"):
                continue
            if not (call.args and isinstance(code := getattr(call.args[0], "value", None), str)):
                continue
            where = f"{path.relative_to(ROOT)}:{call.lineno}: {code}"
            if code not in texts:
                wrong.append(f"{where} has no sentence")
            elif all(keyword.arg for keyword in call.keywords):
                lacking = parameters(texts[code][0]) - {str(keyword.arg) for keyword in call.keywords}
                if lacking:
                    wrong.append(f"{where} lacks {sorted(lacking)}")
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_load_no_screen_server_or_database(room: str) -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in modules(f"clerk_tui/{room}")
    ]
    forbidden = {"textual", "fastapi", "starlette", "sqlmodel", "sqlalchemy", "httpx", "uvicorn", "typst", "sqlcipher3"}
    assert names
    assert loaded_by("import " + ", ".join(names)) & forbidden == set()


def test_command_line_starts_light() -> None:
    forbidden = {"textual", "fastapi", "sqlmodel", "sqlalchemy", "pypinyin", "typst", "uvicorn"}
    assert loaded_by("import clerk_tui.cli") & forbidden == set()


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
    assert lines == sorted(lines, key=str.lower)
