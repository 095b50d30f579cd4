"""The class report in a real browser: sorted by a click, whole without a network, no wider than a phone."""

import re
import shutil
import subprocess

import pytest

from autograder.judge.verdict import CostRow
from autograder.present.class_findings import Alike
from autograder.present.report import Score, State, StudentRow, class_report_html

pytestmark = pytest.mark.long

_CLICKS = """<script>
const table = [...document.querySelectorAll("table.sortable")].find(each => each.innerText.includes("Diagnosis"));
const names = () => [...table.tBodies[0].rows].map(row => row.cells[0].innerText.trim().split("\\n")[0]).join(",");
const told = [names()];
for (const [column, clicks] of [[3, 1], [3, 1], [0, 1], [1, 1]]) {
  for (let click = 0; click < clicks; click++) table.tHead.rows[0].cells[column].querySelector("button").click();
  told.push(names());
}
const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
document.body.innerHTML = `<pre id="told">${told.join(" | ")} | ${wide}</pre>`;
</script></body>"""


@pytest.fixture
def page(tmp_path):
    """A report with everything on it."""
    scores = {"cy": (4, 10, "lost"), "ada": (None, 7, ""), "bo": (2, 9, "lost")}
    rows = [
        StudentRow(
            student,
            "01_row_by_row",
            (
                Score("vjp_once", first, 4, State.GRADED if first is not None else State.WITHHELD, says="ours"),
                Score("jacobian_by_rows", second, 10, diagnosis=slug, says="why", source="def f(x):\n    return x",
                      doubt="a doubt", costs=(CostRow("M = 5", "yours", "1", "1", 100, 10),)),
            ),
            name=f"{student.title()} Ng",
        )
        for student, (first, second, slug) in scores.items()
    ]  # fmt: skip
    path = tmp_path / "class_report.html"
    alike = [Alike("01_row_by_row", "Cy Ng", "Bo Ng", 0.93)]
    path.write_text(class_report_html(rows, "Jacobians", "today", alike, {"zoe": "Zoe"}), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [390, 1200])
def test_a_click_on_a_heading_sorts(page, browser, pictures, width):
    page.write_text(page.read_text().replace("</body>", _CLICKS))
    seen = pictures.browse(browser, page, f"--window-size={width},1200", "--dump-dom")
    told = re.search(r'<pre id="told">(.*?)</pre>', seen, re.DOTALL)[1].split(" | ")
    first, up, down, by_name, by_points, wide = told
    assert first == "Cy Ng,Ada Ng,Bo Ng"
    assert up == "Ada Ng,Bo Ng,Cy Ng", "a withheld sum is no number, and comes first"
    assert down == "Cy Ng,Bo Ng,Ada Ng"
    assert by_name == "Ada Ng,Bo Ng,Cy Ng"
    assert by_points == "Ada Ng,Bo Ng,Cy Ng"
    assert wide == "false", "tables scroll in their places; the page does not"


def test_it_prints(page, browser, pictures, tmp_path):
    pictures.browse(browser, page, f"--print-to-pdf={tmp_path / 'report.pdf'}", "--no-pdf-header-footer")
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed).groups()
    assert float(width) > float(height), "across: a row holds an exercise a column, and the diagnoses"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext (Debian: poppler-utils)")
def test_a_tables_heading_stands_on_each_page_that_it_takes(browser, pictures, tmp_path):
    score = (Score("vjp_once", 4, 4, State.GRADED),)
    path, printed = tmp_path / "class_report.html", tmp_path / "report.pdf"
    rows = [StudentRow(f"s{place:02}", "01_row_by_row", score, name=f"Student {place}") for place in range(60)]
    path.write_text(class_report_html(rows, "Jacobians", "today", [], {}), encoding="utf-8")
    pictures.browse(browser, path, f"--print-to-pdf={printed}", "--no-pdf-header-footer")
    told = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout
    pages = [page for page in told.split("\f") if len(re.findall(r"Student \d", page)) > 1]
    assert len(pages) > 2
    assert all(re.search(r"Student +(vjp|01)", page) or "Diagnosis" in page for page in pages)


def test_it_asks_for_nothing_from_elsewhere(page):
    assert not re.search(r"""(?:src|href)=["']?(?!#)|url\(|@import|fetch\(|XMLHttp""", page.read_text())
