"""The citizen's pages over HTTP: the door, the ticket, the party's own part, and who is kept out."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from clerk_tui.central.demo import DEMO_FATHER_ID
from clerk_tui.texts import text
from tests.central.conftest import fresh
from tests.central.visiting import Running, Staff, new_id, running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("hub")
    with running(folder, fresh(request, request.param, folder)) as hub:
        yield hub


@pytest.fixture
def visit(here: Running) -> Iterator[tuple[Staff, str, dict[str, Any]]]:
    """A clerk with an open birth case, and the ticket that it belongs to."""
    clerk, kiosk = here.sign_in(window="3"), here.sign_in("kiosk")
    case, ticket = clerk.begin(kiosk)
    yield clerk, case, ticket
    clerk.do("finish", {"outcome": "other"}, target=ticket["ticket"])


Visit = tuple[Staff, str, dict[str, Any]]


ADDRESSES = (f"127.0.{n // 200}.{n % 200 + 2}" for n in range(20_000))


def phone(here: Running) -> httpx.Client:
    """Another phone: at an address of its own, for wrong tries are counted by it."""
    transport = httpx.HTTPTransport(local_address=next(ADDRESSES))
    return here.client(headers={"Accept-Language": "zh"}, transport=transport)


def path_of(url: str, here: Running) -> str:
    assert url == url.upper()
    assert url.startswith(here.url.upper())
    return url[len(here.url) :]


def join(here: Running, code: str) -> httpx.Client:
    client = phone(here)
    answer = client.post("/p", data={"code": code})
    assert answer.status_code == 303, answer.text
    return client


def send(client: httpx.Client, *commands: dict[str, Any], **headers: str) -> httpx.Response:
    listed = [{"id": new_id(), "body": {}, **c} for c in commands]
    return client.post("/f/commands", json={"commands": listed}, headers=headers)


def patch(case: str, field: str, value: str) -> dict[str, Any]:
    return {"kind": "patch_answers", "target": case, "body": {"changes": [{"field": field, "value": value, "base": 0}]}}


# The door


def test_looking_at_a_code_changes_nothing(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    assert datetime.fromisoformat(told["expires_at"]) == clerk.case(case).filings[told["filing"]].expires_at
    version = clerk.case(case).version
    for _ in range(3):
        page = phone(here).get(path_of(told["url"], here))
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert text("phone.enter.filing.button", "zh") in page.text
    assert clerk.case(case).version == version
    assert clerk.case(case).filings[told["filing"]].state == "invited"


def test_the_page_before_the_code_is_spent_names_nobody(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    clerk.look_up(case, "father")
    told = clerk.invite(case, "father")
    page = phone(here).get(path_of(told["url"], here))
    assert "演示父一" not in page.text
    assert DEMO_FATHER_ID not in page.text


def test_a_code_is_spent_once_and_the_cookie_keeps_to_itself(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    first = phone(here)
    answer = first.post("/p", data={"code": told["code"].lower()})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/f"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/f" in cookie
    assert told["code"] not in answer.headers["location"]
    assert first.get("/f").status_code == 200
    second = phone(here)
    refused = second.post("/p", data={"code": told["code"]})
    assert refused.status_code == 410
    assert text("phone.code_spent", "zh") in refused.text
    assert "set-cookie" not in refused.headers
    assert second.get("/f").status_code == 401
    assert first.get("/f").status_code == 200


def test_a_second_party_is_invited_by_a_code_of_her_own(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    for party in ("father", "mother", "baby"):
        clerk.look_up(case, party)
    father, mother = clerk.invite(case, "father"), clerk.invite(case, "mother")
    assert father["code"] != mother["code"]
    his, hers = join(here, father["code"]).get("/f").text, join(here, mother["digits"]).get("/f").text
    assert "演示父一" in his
    assert DEMO_FATHER_ID in his
    assert "330402199409080029" not in his
    assert "演示母一" in hers
    assert DEMO_FATHER_ID not in hers
    assert "330402199409080029" in hers
    assert 'data-key="baby.birth.time"' in his
    assert 'data-key="baby.birth.time"' not in hers


def test_digits_open_the_door_and_five_wrong_ones_close_it(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    wrong = f"{(int(told['digits']) + 1) % 10**6:06d}"
    client = phone(here)
    assert client.get("/p").status_code == 200
    for _ in range(5):
        answer = client.post("/p", data={"code": wrong})
        assert answer.status_code == 404
        assert text("phone.code_unknown", "zh") in answer.text
    stopped = client.post("/p", data={"code": told["digits"]})
    assert stopped.status_code == 429
    assert clerk.case(case).filings[told["filing"]].state == "invited"
    here.clock.ahead += timedelta(minutes=11)
    renewed = clerk.on_case(case, "renew_code", target=told["filing"])
    assert client.post("/p", data={"code": f"{renewed['digits'][:3]} {renewed['digits'][3:]}"}).status_code == 303


def test_digits_in_an_address_open_nothing(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    assert phone(here).get(f"/p/{told['digits']}").status_code == 404


def test_an_expired_code_says_so(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    here.clock.ahead += timedelta(minutes=10, seconds=1)
    for answer in (phone(here).get(f"/p/{told['code']}"), phone(here).post("/p", data={"code": told["code"]})):
        assert answer.status_code == 410
        assert text("phone.code_dead", "zh") in answer.text
    assert phone(here).post("/p", data={"code": told["digits"]}).status_code in (404, 410)


def test_a_revoked_code_says_so_and_a_renewed_one_sends_the_old_phone_out(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    clerk.on_case(case, "revoke_code", target=told["filing"])
    assert text("phone.code_dead", "zh") in phone(here).post("/p", data={"code": told["code"]}).text
    mother = clerk.invite(case, "mother")
    old = join(here, mother["code"])
    assert old.get("/f").status_code == 200
    renewed = clerk.on_case(case, "renew_code", target=mother["filing"])
    assert renewed["code"] != mother["code"]
    out = old.get("/f")
    assert out.status_code == 403
    assert text("phone.replaced", "zh") in out.text
    assert send(old, patch(case, "mother.person.phone", "19900000009")).status_code == 403
    assert phone(here).get(f"/p/{mother['code']}").status_code == 404
    assert join(here, renewed["code"]).get("/f").status_code == 200


def test_a_form_from_another_site_is_refused(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert phone(here).post("/p", data={"code": told["code"]}, headers=headers).status_code == 403
    client = phone(here)
    own = {"Origin": here.url}
    assert client.post("/p", data={"code": told["code"]}, headers=own).status_code == 303
    change = patch(case, "father.person.phone", "19900000009")
    assert send(client, change, Origin="https://elsewhere.example").status_code == 403
    assert send(client, change, **own).status_code == 200


def test_every_answer_carries_the_strict_policy_and_is_not_stored(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    told = clerk.invite(case, "father")
    client = phone(here)
    answers = [client.get("/p"), client.get(f"/p/{told['code']}"), client.get("/f"), client.get("/p/ABCDEFGHJK")]
    answers.append(client.post("/p", data={"code": told["code"]}))
    answers += [client.get("/f"), client.get("/f/view"), client.get("/t")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]*(src=\"/phone/|type=\"application/json\"))|style=|\son\w+=", answer.text)
    page = client.get("/f").text
    for file in re.findall(r"/phone/[\w.]+", page):
        static = client.get(file)
        assert static.status_code == 200
        assert "immutable" in static.headers["cache-control"]
    assert client.get("/phone/../phone.css").status_code == 404


@pytest.mark.parametrize("code", ["", "a" * 5000, "12345", "1234567", "ABCDEFGHJ", "<script>", "%00", "…"])
def test_what_is_no_code_gets_a_sentence(here: Running, code: str) -> None:
    answer = phone(here).post("/p", data={"code": code})
    assert answer.status_code in (404, 413)
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text.replace('<script type="application/json"', "")


def test_the_page_speaks_english_when_asked(here: Running) -> None:
    client = phone(here)
    page = client.get("/p?lang=en")
    assert text("phone.box.title", "en") in page.text
    assert text("phone.box.title", "en") in client.get("/p").text
    assert text("phone.box.title", "zh") in client.get("/p?lang=zh").text


# The ticket


def test_a_ticket_is_followed_and_turns_into_the_filing(here: Running) -> None:
    clerk, kiosk = here.sign_in(window="4"), here.sign_in("kiosk")
    other = kiosk.do("take_ticket", {"channel": "kiosk"})
    mine = kiosk.do("take_ticket", {"channel": "kiosk"})
    client = join(here, mine["code"])
    page = client.get("/t")
    assert mine["number"] in page.text
    assert text("ticket_page.ahead", "zh", count=1) in page.text
    assert client.post("/t/begin").status_code == 410
    clerk.send("open_window", {"window": "4"})
    clerk.do("call_ticket", {"window": "4"}, target=mine["ticket"])
    assert text("ticket_page.called", "zh", window="4") in client.get("/t").text
    clerk.do("welcome", target=mine["ticket"])
    catalog = clerk.http.get("/v1/catalogs/current").headers["etag"].strip('W/"')
    body = {"matters": ["birth"], "catalog": catalog, "ticket": mine["ticket"]}
    case = clerk.do("open_case", body)["case"]
    clerk.do(
        "patch_answers",
        {"changes": [{"field": "visit.parent", "value": "father", "base": 0}]},
        target=case,
    )
    assert text("ticket_page.begin", "zh") not in client.get("/t").text
    clerk.invite(case, "father")
    clerk.invite(case, "mother")
    assert text("ticket_page.begin", "zh") in client.get("/t").text
    begun = client.post("/t/begin")
    assert begun.status_code == 303
    form = client.get("/f")
    assert form.status_code == 200
    assert 'data-key="father.person.name"' in form.text
    assert 'data-key="mother.person.name"' not in form.text
    assert text("ticket_page.begin", "zh") not in client.get("/t").text
    clerk.do("finish", {"outcome": "other"}, target=mine["ticket"])
    assert text("ticket_page.done", "zh") in client.get("/t").text
    clerk.do("call_ticket", {"window": "4"}, target=other["ticket"])
    clerk.do("abandon", target=other["ticket"])


# The form


def test_what_is_typed_reaches_the_case_as_the_citizens(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    verdict = send(client, patch(case, "father.person.phone", "１９９ 0000 0009")).json()["verdicts"][0]
    assert verdict["status"] == "applied"
    assert "events" not in verdict
    answer = clerk.case(case).case.answers["father.person.phone"]
    assert answer.role == "citizen"
    view = client.get("/f/view").json()
    assert 'data-value="19900000009"' in view["parts"]["field:father.person.phone"]
    assert 'data-by="me"' in view["parts"]["field:father.person.phone"]


def test_another_partys_field_and_another_case_are_out_of_reach(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    refused = send(client, patch(case, "mother.person.phone", "19900000009")).json()["verdicts"][0]
    assert (refused["status"], refused["error"]["code"]) == ("rejected", "case.not_yours")
    others = send(
        client,
        patch(new_id(), "father.person.phone", "1"),
        {"kind": "submit_case", "target": case, "base_version": 1},
        {"kind": "reveal", "target": case, "body": {"field": "mother.person.name", "reason": "x"}},
        {"kind": "open_filing", "target": case, "body": {"mode": "self", "purpose": "fill", "party": "mother"}},
    ).json()["verdicts"]
    assert {v["status"] for v in others} == {"rejected"}
    assert all(v["error"]["sentence"] for v in others)
    assert "mother.person.phone" not in clerk.case(case).case.answers


def test_a_phone_asked_to_confirm_cannot_type(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father", purpose="confirm")["code"])
    assert "readonly" in client.get("/f").text
    refused = send(client, patch(case, "father.person.phone", "19900000009")).json()["verdicts"][0]
    assert refused["error"]["code"] == "phone.not_here"


def test_the_same_command_twice_is_answered_twice_and_done_once(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    command = {"id": new_id(), **patch(case, "father.person.phone", "19900000009")}
    first, again = (send(client, command).json()["verdicts"][0] for _ in range(2))
    assert (first["status"], again["status"], again["first"]) == ("applied", "duplicate", "applied")


def test_a_wrong_value_gets_its_sentence_at_the_field(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    send(client, patch(case, "father.person.id_no", DEMO_FATHER_ID[:-1] + "5"))
    part = client.get("/f/view").json()["parts"]["field:father.person.id_no"]
    assert "is-wrong" in part
    assert text("value.id_checksum", "zh") in part


def test_markup_in_a_value_stays_text(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    send(client, patch(case, "father.person.name", '"><script>alert(1)</script>'))
    for shown in (client.get("/f").text, client.get("/f/view").json()["parts"]["field:father.person.name"]):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"commands":[]}', b'{"commands":[1]}', b"x" * 300_000])
def test_what_is_no_list_of_commands_is_refused(here: Running, visit: Visit, body: bytes) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    answer = client.post("/f/commands", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413)
    assert answer.json()["detail"]
    assert client.post("/f/commands", data={"commands": "x"}).status_code == 415


def test_confirm_and_sign_then_the_number_is_told(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    clerk.patch(case, father__person__id_no=DEMO_FATHER_ID)
    for party in ("father", "mother", "baby"):
        clerk.look_up(case, party)
    client = join(here, clerk.invite(case, "father")["code"])
    made = clerk.plan(case)
    wanted = [a for a in made.asks if a.state == "open" and made.answerer(a.key) == "father"]
    samples = {"bank_account": "6222020000000000001", "name": "演示宝", "bool": "yes", "address": "演示市演示路1号"}
    fills = [
        patch(case, a.key, a.field.options[0].value if a.field.options else samples.get(a.field.type, "演示内容"))
        for a in wanted
    ]
    assert {v["status"] for v in send(client, *fills).json()["verdicts"]} == {"applied"}
    early = {"kind": "sign", "target": case, "body": {"party": "father", "means": "phone"}}
    version = client.get("/f/view").json()["version"]
    refused = send(client, {**early, "base_version": version}).json()["verdicts"][0]
    assert refused["error"]["code"] == "case.not_confirmed"
    for section in (s for s in clerk.plan(case).sections if s.owner == "father"):
        body = {"section": section.key, "party": "father", "means": "phone"}
        version = client.get("/f/view").json()["version"]
        confirm = {"kind": "confirm_section", "target": case, "base_version": version, "body": body}
        assert send(client, confirm).json()["verdicts"][0]["status"] == "applied"
    stale = send(client, {**early, "base_version": 1}).json()["verdicts"][0]
    assert stale["status"] == "conflict"
    version = client.get("/f/view").json()["version"]
    assert send(client, {**early, "base_version": version}).json()["verdicts"][0]["status"] == "applied"
    assert text("phone.end.signed", "zh") in client.get("/f").text
    number = clerk.on_case(case, "submit_case", {"only_receive": True})["number"]
    page = client.get("/f").text
    assert number in page
    assert text("phone.end.next.received", "zh") in page


def test_hand_over_gives_the_work_to_the_window_and_back(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    filing = clerk.invite(case, "father")
    client = join(here, filing["code"])
    for to, readonly in (("window", True), ("party", False)):
        version = client.get("/f/view").json()["version"]
        over = {"kind": "hand_over", "target": filing["filing"], "base_version": version, "body": {"to": to}}
        assert send(client, over).json()["verdicts"][0]["status"] == "applied"
        assert ("readonly" in client.get("/f").text) is readonly


def test_an_ended_filing_shows_no_values(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    filing = clerk.invite(case, "father")
    client = join(here, filing["code"])
    send(client, patch(case, "father.person.name", "演示甲"))
    clerk.on_case(case, "close_filing", {"outcome": "to_window"}, target=filing["filing"])
    page = client.get("/f")
    assert text("phone.end.ended", "zh") in page.text
    assert "演示甲" not in page.text


def events(client: httpx.Client, path: str) -> Iterator[tuple[str, Any]]:
    """Server-sent events of a page, one by one."""
    with client.stream("GET", path) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                yield name, json.loads(line[6:])


def test_the_form_is_live_in_both_directions(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    feed = (e for e in events(client, "/f/feed") if e[0] != "heartbeat")
    kind, whole = next(feed)
    assert kind == "view"
    assert set(whole["parts"]) == set(whole["order"])
    clerk.patch(case, father__person__name="演示甲")
    kind, changed = next(feed)
    assert "field:father.person.name" in changed["parts"]
    assert "演示甲" in changed["parts"]["field:father.person.name"]
    assert 'data-by="window"' in changed["parts"]["field:father.person.name"]
    assert "field:father.person.ethnicity" not in changed["parts"]
    clerk.http.post("/v1/halls/demo/typing", json={"case": case, "field": "mother.person.name"})
    clerk.http.post("/v1/halls/demo/typing", json={"case": case, "field": "father.person.ethnicity"})
    assert next(feed) == ("typing", {"field": "father.person.ethnicity"})
    mother = clerk.invite(case, "mother")
    join(here, mother["code"])
    clerk.patch(case, mother__person__name="演示乙")
    filing = next(iter(f for f in clerk.case(case).filings.values() if f.party == "father"))
    clerk.on_case(case, "renew_code", target=filing.id)
    for kind, data in feed:
        assert "演示乙" not in str(data)
        if kind == "over":
            break
    else:
        raise AssertionError("the old phone was not told that it is out")


def test_the_window_sees_who_types_on_the_phone(here: Running, visit: Visit) -> None:
    clerk, case, _ = visit
    client = join(here, clerk.invite(case, "father")["code"])
    feed = events(clerk.http, f"/v1/halls/demo/feed?case={case}")
    next(e for e in feed if e[0] == "heartbeat")
    own = {"Content-Type": "application/json"}
    client.post("/f/typing", content=b'{"field":"mother.person.name"}', headers=own)
    client.post("/f/typing", content=b'{"field":"father.person.name"}', headers=own)
    told = next(data for kind, data in feed if kind == "typing")
    assert (told["case"], told["field"], told["by"]) == (case, "father.person.name", "citizen")


def test_the_ticket_page_is_live(here: Running) -> None:
    clerk, kiosk = here.sign_in(window="5"), here.sign_in("kiosk")
    mine = kiosk.do("take_ticket", {"channel": "kiosk"})
    client = join(here, mine["code"])
    feed = (e for e in events(client, "/t/feed") if e[0] != "heartbeat")
    assert mine["number"] in next(feed)[1]["now"]
    clerk.send("open_window", {"window": "5"})
    clerk.do("call_ticket", {"window": "5"}, target=mine["ticket"])
    assert text("ticket_page.called", "zh", window="5") in next(feed)[1]["now"]
    clerk.do("finish", {"outcome": "other"}, target=mine["ticket"])


def test_no_code_is_written_to_the_database_in_plain(here: Running, visit: Visit) -> None:
    clerk, case, ticket = visit
    told = clerk.invite(case, "father")
    join(here, told["code"])
    if here.hub.database.file is None:
        pytest.skip("PostgreSQL's files are not looked into")
    for path in here.hub.database.file.parent.iterdir():
        content = path.read_bytes()
        assert told["code"].encode() not in content
        assert ticket["code"].encode() not in content
