"""The class report in a real browser: sorted by a click, whole without a network, no wider than a phone."""

import re

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


def test_it_asks_for_nothing_from_elsewhere(page):
    assert not re.search(r"""(?:src|href)=["']?(?!#)|url\(|@import|fetch\(|XMLHttp""", page.read_text())
