"""The API's outer layer: problems for whole requests, limits, headers, languages, and a log that names nobody."""

import io
import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest
import structlog

from clerk_tui.central.app import create_app
from clerk_tui.central.logs import BulkLogger, log_to
from clerk_tui.texts import text
from tests.central.serving import HALL, PASSWORD, Serving, command


def commands_path(hall: str = HALL) -> str:
    return f"/v1/halls/{hall}/commands"


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "request.not_json"),
        (b'{"commands": "\xff"}', "application/json", 400, "request.not_json"),
        (b"[]", "application/json", 400, "request.no_commands"),
        (b'{"commands": []}', "application/json", 400, "request.no_commands"),
        (b'{"commands": {}}', "application/json", 400, "request.no_commands"),
        (b'{"commands": [{}], "more": 1}', "application/json", 400, "request.no_commands"),
        (b'{"commands": [' + b",".join([b"{}"] * 501) + b"]}", "application/json", 413, "request.too_many"),
        (b'{"commands": [{}]}', "text/plain", 415, "request.wrong_type"),
        (b" " * (2 * 1024 * 1024 + 1), "application/json", 413, "request.too_large"),
    ],
)
def test_a_wrong_request_is_refused_whole(
    shared_here: Serving, content: bytes, content_type: str, status: int, code: str
) -> None:
    clerk = shared_here.sign_in("w3", "3")
    before = len(shared_here.audit())
    answer = clerk.http.post(commands_path(), content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(shared_here.audit()) == before


def test_a_body_without_a_declared_length_is_limited_too(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    answer = clerk.http.post(commands_path(), content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_five_hundred_commands_at_once_are_taken(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")
    verdicts = clerk.send(*(command("take_ticket", {"channel": "window"}) for _ in range(500)))
    assert {v["status"] for v in verdicts} == {"applied"}
    assert len({v["result"]["number"] for v in verdicts}) == 500


def test_who_is_not_signed_in_gets_401(shared_here: Serving) -> None:
    http = shared_here.client()
    body = {"commands": [command("take_ticket", {"channel": "window"})]}
    for headers, code in (({}, "auth.missing"), ({"Authorization": "Bearer x"}, "auth.expired")):
        answer = http.post(commands_path(), json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["www-authenticate"] == "Bearer"


def test_an_unknown_hall_is_another_hall(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")
    answer = clerk.http.post(commands_path("nowhere"), json={"commands": [{}]})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.other_hall")


def test_unknown_addresses_and_methods_are_problems(shared_here: Serving) -> None:
    http = shared_here.client()
    for method, path, status, code in (
        ("GET", "/nothing", 404, "request.not_found"),
        ("PATCH", "/v1/sessions", 405, "request.wrong_method"),
        ("POST", "/v1/sessions", 400, "request.invalid"),
    ):
        answer = http.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["detail"]


def test_sentences_come_in_the_callers_language(shared_here: Serving) -> None:
    http = shared_here.client()
    for accept, lang in (("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("fr, en;q=0.5, zh;q=0.4", "en"), ("", "zh")):
        answer = http.get("/v1/catalogs/current", headers={"Accept-Language": accept})
        assert answer.json()["detail"] == text("auth.missing", "en" if lang == "en" else "zh")
    clerk = shared_here.sign_in("w3", "3")
    clerk.http.headers["Accept-Language"] = "en"
    refused = clerk.send(command("recall", target="x"))[0]
    assert refused["error"]["sentence"] == text("queue.unknown_ticket", "en")


def test_every_answer_is_guarded_by_headers(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")
    answers = [
        clerk.http.get("/healthz"),
        clerk.http.get("/nothing"),
        clerk.http.get(f"/v1/halls/{HALL}/snapshot"),
        clerk.post(command("recall", target="x")),
        clerk.http.get("/openapi.json"),
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


def test_a_catalogue_is_named_by_its_hash_and_kept(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")
    current = clerk.http.get("/v1/catalogs/current")
    assert current.headers["etag"] == f'"{shared_here.catalog}"'
    again = clerk.http.get("/v1/catalogs/current", headers={"If-None-Match": current.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    named = clerk.http.get(f"/v1/catalogs/{shared_here.catalog}")
    assert named.content == current.content
    assert "immutable" in named.headers["cache-control"]
    assert clerk.http.get(f"/v1/catalogs/{'0' * 64}").status_code == 404


def test_health_readiness_figures_and_description(shared_here: Serving) -> None:
    http = shared_here.client()
    assert http.get("/healthz").json() == {"status": "ok"}
    assert http.get("/readyz").json() == {"status": "ready"}
    figures = http.get("/metrics").text
    assert "clerk_commands_total" in figures
    assert "w3" not in figures
    described = http.get("/openapi.json").json()
    post = described["paths"]["/v1/halls/{hall}/commands"]["post"]
    assert "requestBody" in post
    assert post["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("VerdictList")


def test_made_up_kinds_do_not_become_figures(shared_here: Serving) -> None:
    clerk = shared_here.sign_in("w3", "3")
    clerk.send(command("made_up_by_somebody"))
    assert "made_up_by_somebody" not in shared_here.client().get("/metrics").text


def test_the_auditor_reads_everything_but_values(shared_here: Serving) -> None:
    clerk = shared_here.clerk("3")
    case = clerk.do("open_case", {"matters": ["birth"], "catalog": shared_here.catalog})["case"]
    change = {"changes": [{"field": "visit.parent", "value": "father"}]}
    clerk.do("patch_answers", change, target=case)
    auditor = shared_here.sign_in("auditor")
    told = auditor.http.get("/v1/audit", params={"limit": 1000}).json()
    assert [e["seq"] for e in told["events"]] == list(range(1, told["next"] + 1))
    patched = [e for e in told["events"] if e["kind"] == "answers_patched"][-1]
    assert patched["sealed"] is True
    assert "values" not in patched["body"]
    assert auditor.http.get("/v1/audit", params={"after": told["next"]}).json()["events"] == []


async def test_the_log_names_routes_and_never_paths_or_values(shared_here: Serving) -> None:
    """The same application over the same hub, its log caught."""
    written = io.BytesIO()
    logger = BulkLogger(written)
    clerk = shared_here.sign_in("w3", "3")
    before = structlog.get_config()
    log_to(logger)
    try:
        app = create_app(shared_here.hub)

        @app._app._api.get("/broken/{secret}")  # type: ignore[attr-defined]
        async def broken(secret: str) -> None:
            raise RuntimeError(f"cannot work on {secret}")

        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as http:
            answer = await http.get("/broken/11010519491231002X")
            await http.get(f"/v1/halls/{HALL}/cases/11010519491231002X?q=secret-query")
            await http.get("/p/SECRETCODE")
            await http.post("/v1/sessions", json={"staff_no": "w3", "password": PASSWORD + "x"})
    finally:
        structlog.configure(**before)
    assert answer.status_code == 500
    assert answer.json()["code"] == "centre.failed"
    assert "RuntimeError" not in answer.text
    logger.flush()
    logged = written.getvalue().decode()
    assert clerk.token not in logged
    for secret in ("11010519491231002X", "secret-query", "SECRETCODE", PASSWORD, "cannot work"):
        assert secret not in logged
    lines = [json.loads(line) for line in logged.splitlines()]
    failed = next(line for line in lines if line["event"] == "request failed")
    assert failed["incident"] == answer.json()["details"]["incident"]
    assert failed["kind"] == "RuntimeError"
    assert any("test_edge.py" in frame for frame in failed["frames"])
    assert "/broken/{secret}" in {line.get("route") for line in lines}


def test_bulk_logger_writes_at_once_where_no_loop_runs() -> None:
    written = io.BytesIO()
    BulkLogger(written).info(b"line")
    assert written.getvalue() == b"line\n"


async def test_bulk_logger_gathers_on_a_loop_and_an_error_brings_all_out() -> None:
    written = io.BytesIO()
    logger = BulkLogger(written)
    logger.info(b"one")
    assert written.getvalue() == b""
    logger.error(b"two")
    assert written.getvalue() == b"one\ntwo\n"


def test_the_date_of_an_answer_is_the_hubs_own_clock(shared_here: Serving) -> None:
    answer = httpx.get(f"{shared_here.url}/healthz", trust_env=False)
    assert parsedate_to_datetime(answer.headers["date"]) == shared_here.clock().replace(microsecond=0)
    assert len(answer.headers.get_list("date")) == 1
