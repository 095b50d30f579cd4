"""Moodle's grading worksheet in five languages: read, filled in, and its words left as they were."""

import csv
import io
from datetime import datetime

import pytest

from autograder.classroom.platforms.languages import time_in
from autograder.classroom.platforms.sheets import read_sheet
from autograder.classroom.platforms.worksheet import handed_in_by, moodle_lines, moodle_most
from autograder.classroom.record.export import BookRows
from autograder.classroom.record.rows import BookLesson, Part, Person, Row, Standing
from autograder.classroom.record.to_platform import for_moodle
from autograder.errors import CourseError

SHEETS = {
    "German": """\
ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",\
"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"
Teilnehmer/in4711,"Ada Lovelace",ada@uni.example,"Zur Bewertung abgegeben -  - ",,"20,00",Ja,\
"Freitag, 20. November 2026, 14:03",-,
Teilnehmer/in4712,"Bo de Vries",bo@uni.example,"Zur Bewertung abgegeben - 1 Tag zu spät -  - ",,"20,00",Ja,-,-,
""",
    "French": """\
Identifiant,"Nom complet","Adresse de courriel",Statut,Note,"Note maximale","La note peut être modifiée",\
"Dernière modification (travail remis)","Dernière modification (note)","Feedback par commentaires"
Participant4711,"Ada Lovelace",ada@uni.example,"Remis pour évaluation",,"20,00",Oui,\
"vendredi 20 novembre 2026, 14:03",-,
Participant4712,"Bo de Vries",bo@uni.example,"Remis pour évaluation - 1 jour en retard",,"20,00",Oui,-,-,
""",
    "Spanish": """\
Identificador,"Nombre completo","Dirección de correo",Estado,Calificación,"Calificación máxima",\
"La calificación puede ser cambiada","Última modificación (entrega)","Última modificación (calificación)"
"Participante 4711","Ada Lovelace",ada@uni.example,"Enviado para calificar",,"20,00",Sí,\
"viernes, 20 de noviembre de 2026, 14:03",-
"Participante 4712","Bo de Vries",bo@uni.example,"Enviado para calificar - 1 día después",,"20,00",Sí,-,-
""",
    "Portuguese": """\
Identificador,"Nome completo","Identificação de usuário",Status,Nota,"Nota máxima","Nota pode ser alterada",\
"Última modificação (envio)","Última modificação (nota)","Comentários de feedback"
Participante4711,"Ada Lovelace",ada,"Enviado para avaliação -  - ",,"20,00",Sim,"sexta-feira, 20 nov. 2026, 14:03",-,
Participante4712,"Bo de Vries",bo,"Enviado para avaliação - 1 dia atrasado",,"20,00",Sim,-,-,
""",
}
ADA, BO = Person("ada", "Ada", "Lovelace", "ada@uni.example"), Person("bo", "Bo", "de Vries", "bo@uni.example")
PARTS = (Part("check-f", "f", False, 7.25, 20.0, Standing.GRADED),)
BOOK = BookRows((Row(ADA, "01_one", PARTS),), (ADA, BO), (BookLesson("01_one", None, 20.0),))


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a worksheet and returns its path."""

    def write(text):
        path = tmp_path / "Grades.csv"
        path.write_text(text.replace("\\\n", ""), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("language", SHEETS)
def test_it_says_who_handed_in_when(write, language):
    found = handed_in_by(write(SHEETS[language]))
    assert (found["4711"].name, found["4711"].when) == ("Ada Lovelace", datetime(2026, 11, 20, 14, 3))
    assert [found[number].late for number in ("4711", "4712")] == [False, True]


@pytest.mark.parametrize(
    ("status", "until"),
    [
        ("Submitted for grading - Extension granted until: Saturday, 21 November 2026, 6:00 PM", True),
        ("Submitted for grading - 3 days late - Graded - Extension granted until: 21 November 2026, 18:00 - ", True),
        ("Zur Bewertung abgegeben - Verlängertes Abgabeende bis: Samstag, 21. November 2026, 18:00", True),
        ("Remis - Prolongation accordée jusqu'au&nbsp;: samedi 21 novembre 2026, 18:00", True),
        ("Enviado - Plazo ampliado hasta: sábado, 21 de noviembre de 2026, 18:00", True),
        ("Enviado - Prorrogação concedida até: sábado, 21 nov. 2026, 18:00", True),
        ("Submitted for grading - 1 day 3 hours late", False),
        ("Submitted: for grading", False),
    ],
)
def test_it_says_until_when_somebody_has_more_time(write, status, until):
    sheet = SHEETS["French"].replace("Remis pour évaluation - 1 jour en retard", status)
    assert handed_in_by(write(sheet))["4712"].until == (datetime(2026, 11, 21, 18) if until else None)


@pytest.mark.parametrize(
    "status",
    [
        "Draft (not submitted) - 1 day late",
        "Entwurf (nicht abgegeben)",
        "Brouillon (non remis)",
        "Borrador (no enviado)",
        "Rascunho (não enviado)",
    ],
)
def test_it_says_what_was_not_submitted(write, status):
    sheet = SHEETS["French"].replace("Remis pour évaluation - 1 jour en retard", status)
    found = handed_in_by(write(sheet))
    assert (found["4711"].draft, found["4712"].draft) == (False, True)


def test_an_extension_that_cant_be_read_makes_nobody_late(write):
    sheet = SHEETS["German"].replace("1 Tag zu spät -  - ", "Verlängertes Abgabeende bis: 21/11/2026")
    with pytest.raises(CourseError, match="line 3: expected in Status a time like .* found «21/11/2026»"):
        handed_in_by(write(sheet))


@pytest.mark.parametrize("language", SHEETS)
def test_its_grades_go_where_moodle_takes_them(write, language):
    sheet = read_sheet(write(SHEETS[language]))
    filled = for_moodle(BOOK, ("01_one",), sheet, {})
    assert filled.told == ()
    before, after = (list(csv.reader(io.StringIO(text))) for text in (sheet.path.read_text(), filled.text))
    changed = [
        (after[0][column], new)
        for old_row, new_row in zip(before, after, strict=True)
        for column, (old, new) in enumerate(zip(old_row, new_row, strict=True))
        if old != new
    ]
    assert changed == [(before[0][4], "7,25")], "one cell, with the comma that the sheet has"


def test_a_scale_wants_no_points(write):
    scale = SHEETS["German"].replace("Bestwertung", "Skala").replace('"20,00"', '"nicht bestanden    bestanden"')
    with pytest.raises(CourseError, match="graded in points, found one with a scale"):
        for_moodle(BOOK, ("01_one",), read_sheet(write(scale)), {})


def test_a_title_full_of_commas_does_not_tell_how_a_sheet_is_divided(write):
    assert read_sheet(write('Student;ID;"a, b, c,\nd, e (1)"\nAda;1;2,5\n')).header == (
        "Student",
        "ID",
        "a, b, c,\nd, e (1)",
    )


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Friday, 20 November 2026, 2:03 PM", 14),
        ("Friday, 20 November 2026, 12:03 AM", 0),
        ("Freitag, 20. Nov. 2026, 02:03", 2),
        ("vendredi 20 novembre 2026 à 14h03", 14),
        ("20.11.2026 14:03", 14),
        ("2026-11-20 14:03:00", 14),
    ],
)
def test_a_time_is_read_by_its_words(text, hour):
    assert time_in(text) == datetime(2026, 11, 20, hour, 3)


@pytest.mark.parametrize(
    "text",
    [
        "-", "", "10/11/2026 14:03", "20 jui 2026, 14:03", "20 no 2026, 14:03", "31 June 2026, 14:03",
        "20 November 2026, 14:03 PM", "20 November 2026", "Friday, 20 November 2026, 24:03",
    ],
)  # fmt: skip
def test_no_time_is_guessed(text):
    assert time_in(text) is None


@pytest.mark.timeout(20)
def test_a_row_of_digits_is_read_in_linear_time_and_no_end_is_no_number(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"Identifier,Grade,Maximum Grade\n{'1' * 100_000}x,,\nParticipant 7,,inf\n", encoding="utf-8")
    sheet = read_sheet(path)
    lines = moodle_lines(sheet)
    assert [line.ids for line in lines] == [("",), ("7",)]
    assert moodle_most(sheet, lines[1]) is None
