"""The whole job on real input, script off, in French: reported, triaged, escalated, answered."""

import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from journeys import people
from playwright.sync_api import Browser, Page
from running import ROOT, Mailbox, Served, mail_server, serving

from hrd_report.statistics import archive

ITEM = "https://bsky.app/profile/attacker.example/post/3k"
REASON = "Cette publication donne l’adresse d’une personne et appelle à s’y rendre."
ANSWER = "La publication est retirée. Nous restons là."


@pytest.mark.browser
@pytest.mark.slow
def test_the_main_job_from_report_to_release(tmp_path, browser: Browser):
    with (
        mail_server() as box,
        serving(tmp_path, typed=True, HRD_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as served,
    ):
        sent = file_everything(browser, served.url)
        password = served.passwords["heron"]
        with people.member(browser, served.url, "heron", password) as desk:
            numbers = [triage(desk, served.url) for _ in range(3)]
            preview = escalate(desk, served.url, numbers[0])
            assert_only_the_preview_left(box, preview, sent)
            record_the_decision(desk)
            answer_and_close(desk, served.url, numbers)
        the_defender_reads(browser, served, sent)
        the_analyst_downloads(browser, served, tmp_path)


def file_everything(browser: Browser, url: str) -> list[people.Sent]:
    """File twenty attacks and five shutdowns, by form, as JSON and as age files."""
    french, english, cut = people.attacks("fr"), people.attacks("en"), people.shutdowns()
    sent = [people.by_form(browser, url, story, "harassment") for story in french]
    sent += [people.by_json(url, story, "smear_campaign") for story in english[:5]]
    sent += [people.sealed(url, story, "disinformation") for story in english[5:]]
    sent += [people.by_form(browser, url, story, "internet_shutdown") for story in cut[:2]]
    sent += [people.by_json(url, story, "internet_shutdown") for story in cut[2:4]]
    sent += [people.sealed(url, cut[4], "internet_shutdown")]
    assert len({one.receipt for one in sent}) == 25
    return sent


def triage(desk: Page, url: str) -> str:
    """Take the next case, answer the risk questions, classify it, record what was agreed."""
    desk.goto(f"{url}/desk/")
    people.send(desk, "/desk/take-next")
    number = people.case_number(desk)
    case = f"{url}/desk/cases/{number}"
    desk.goto(f"{case}/risk")
    people.send(desk, "/risk")
    desk.goto(f"{case}/classify")
    desk.check("input[name=threats][value=harassment]")
    desk.check("input[name=platforms][value=bluesky]")
    people.send(desk, "/classify")
    for purpose, platform in (("statistics", ""), ("notice_anonymous", "bluesky")):
        agree(desk, case, purpose, platform)
    desk.goto(f"{case}/steps/bluesky")
    desk.check("input[name=finding-8][value=not_met]", force=True)
    desk.locator("details:has([name=ask-8]) > summary").click()
    desk.fill("[name=ask-8]", "Confirmez chaque demande urgente en deux heures.")
    people.press(desk, 'form[action$="/steps/bluesky"] button[accesskey]')
    desk.goto(case)
    return number


def agree(desk: Page, case: str, purpose: str, platform: str) -> None:
    """Record that the defender agreed to a purpose."""
    desk.goto(f"{case}/consents")
    form = desk.locator('form[action$="/consents"]').first
    form.locator(f'[name=purpose][value="{purpose}"]').check()
    if platform:
        form.locator("[name=platform]").select_option(platform)
    form.locator('[name=state][value="given"]').check()
    people.send(desk, "/consents")


def capture(desk: Page, case: str) -> None:
    """Say how the post was preserved: once the platform acts, nobody can show it any more."""
    desk.goto(f"{case}/evidence/capture")
    desk.fill("[name=url]", ITEM)
    desk.fill("[name=day]", "2026-11-20")
    desk.fill("[name=time]", "08:40")
    desk.fill("[name=tool]", "ArchiveWeb.page 0.15")
    desk.fill("[name=sha256]", "5e" * 32)
    desk.check("input[name=method][value=caseworker_capture]")
    people.send(desk, "/capture")


def escalate(desk: Page, url: str, number: str) -> str:
    """Write a notice, read it as it will leave, send it. Return the text that was read."""
    capture(desk, f"{url}/desk/cases/{number}")
    desk.goto(f"{url}/desk/cases/{number}/escalate")
    desk.check("input[name=platform][value=bluesky]")
    desk.select_option("[name=language]", "fr")
    people.press(desk, "main form button")
    sheet = desk.url.removesuffix("/edit")
    desk.goto(f"{sheet}/edit")
    for name in ("explanation", "context", "harm"):
        desk.fill(f"[name={name}]", REASON)
    desk.fill("[name=clause]", "Anti-Harassment")
    desk.fill("[name=subject]", "Une adresse publiée")
    desk.locator("[name=url]").first.fill(ITEM)
    people.send(desk, "/edit")
    for name, said in (
        ("reveals", "no"),
        ("images", "no"),
        ("evidence", "yes"),
        ("good_faith", "yes"),
    ):
        desk.check(f"input[name=answer-{name}][value={said}]")
    people.send(desk, "/answers")
    preview = desk.request.get(f"{sheet}/text").text()
    desk.goto(sheet)
    people.send(desk, "/send")
    return preview


def assert_only_the_preview_left(box: Mailbox, preview: str, sent: list[people.Sent]) -> None:
    """Compare the mail that arrived with the preview, and look for words that must not leave."""
    (mail,) = box.wait(1)
    body = mail.get_content().replace("\r\n", "\n")  # as mail writes its lines
    assert body == preview
    assert REASON in body
    everything = mail.as_string() + body
    for one in sent:
        assert one.story not in everything
        assert one.receipt not in everything
    assert mail["To"] == "moderation@blueskyweb.xyz"


def record_the_decision(desk: Page) -> None:
    """Record that the platform confirmed, then that it took the item down."""
    people.reload_until(desk, 'form[action$="/acknowledged"]')
    people.send(desk, "/acknowledged")
    desk.locator("[name=decision]").first.select_option("removed")
    desk.check("input[name=reasons_given][value=yes]")
    desk.check("input[name=appeal_offered][value=yes]")
    people.send(desk, "/decided")


def answer_and_close(desk: Page, url: str, numbers: list[str]) -> None:
    """Write to the defender of each case and close it."""
    for number in numbers:
        case = f"{url}/desk/cases/{number}"
        desk.goto(f"{case}/write")
        desk.fill("[name=letter]", ANSWER)
        people.send(desk, "/letters")
        desk.goto(f"{case}/state")
        desk.select_option("[name=outcome]", "removed")
        desk.fill("[name=last_word]", ANSWER)
        desk.check("[name=consents_reviewed]")
        people.send(desk, "/end")
        desk.goto(case)


def the_defender_reads(browser: Browser, served: Served, sent: list[people.Sent]) -> None:
    """Come back with each receipt: three people were answered, and one sees the decision."""
    with ThreadPoolExecutor(len(sent)) as people_at_once:
        pages = list(people_at_once.map(lambda one: people.case_page(served.url, one), sent))
    answered = [one for one, said in zip(sent, pages, strict=True) if ANSWER in said]
    assert len(answered) == 3
    decided = 0
    for one in answered:
        with people.page(browser) as phone:
            people.come_back(phone, served.url, one.receipt)
            text = phone.locator("main").inner_text()
            assert ANSWER in text
            decided += "La plateforme a décidé." in text
    assert decided == 1


def the_analyst_downloads(browser: Browser, served: Served, folder) -> None:
    """Draw the year's release by command, then download it from the page."""
    with people.member(browser, served.url, "wren", served.passwords["wren"]) as analyst:
        assert analyst.request.get(f"{served.url}/desk/").status == 403
        password = folder / "password"
        password.write_text(people.OWN_PASSWORD)
        draw = ["release", "--as", "wren", "--password-file", str(password), "--bucket", "2026"]
        subprocess.run(
            [sys.executable, "-m", "hrd_report", *draw, "--freeze-now", "--into", str(folder)],
            cwd=ROOT,
            env=served.environment,
            check=True,
        )
        analyst.goto(f"{served.url}/statistics/")
        analyst.locator("tbody a").first.click()
        address = analyst.locator('a[href$=".zip"]').first.get_attribute("href")
        downloaded = analyst.request.get(f"{served.url}{address}").body()
    drawn = next(folder.glob("*.zip")).read_bytes()
    assert downloaded == drawn
    assert archive.MANIFEST in zipfile.ZipFile(io.BytesIO(drawn)).namelist()
