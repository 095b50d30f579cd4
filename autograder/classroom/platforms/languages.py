"""Moodle's words in the languages in which its grading worksheet is read: English, German, French, Spanish, Portuguese.

COLUMNS   a column's English name → its names, English first
LATE      finds the mark of a late submission in a status
DRAFT     finds the mark of one that was not submitted
time_in   a time as Moodle or a spreadsheet writes it → datetime

Moodle writes the worksheet in the language of whoever downloads it, and takes it back in that language alone. Sources:
lang/LANGUAGE/assign.php (recordid, gradecanbechanged, lastmodifiedsubmission, submittedlateshort,
submissionstatus_draft) and langconfig.php (strftimedaydatetime) of Moodle's language packs.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

SPOKEN = "English, German, French, Spanish or Portuguese"
IDENTIFIER, NAME, EMAIL, STATUS, GRADE = "Identifier", "Full name", "Email address", "Status", "Grade"
MOST, SCALE, SUBMITTED = "Maximum Grade", "Scale", "Last modified (submission)"
ID_NUMBER, USERNAME = "ID number", "Username"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    IDENTIFIER: (IDENTIFIER, "ID", "Identifiant", "Identificador"),
    NAME: (NAME, "Vollständiger Name", "Nom complet", "Nombre completo", "Nome completo"),
    EMAIL: (
        EMAIL, "E-Mail-Adresse", "Adresse de courriel", "Dirección de correo", "Dirección de correo electrónico",
        "Endereço de email", "Endereço de e-mail",
    ),
    STATUS: (STATUS, "Statut", "Estado"),
    GRADE: (GRADE, "Bewertung", "Note", "Calificación", "Nota"),
    MOST: (MOST, "Bestwertung", "Note maximale", "Calificación máxima", "Nota máxima"),
    SCALE: (SCALE, "Skala", "Barème", "Escala"),
    SUBMITTED: (
        SUBMITTED, "Zuletzt geändert (Abgabe)", "Dernière modification (travail remis)",
        "Última modificación (entrega)", "Última modificação (envio)", "Última modificação (submissão)",
    ),
    ID_NUMBER: (ID_NUMBER, "ID-Nummer", "Numéro d’identification", "Numéro d'identification", "Número de ID",
                "Número de identificação"),
    USERNAME: (USERNAME, "Anmeldename", "Nom d’utilisateur", "Nom d'utilisateur", "Nombre de usuario",
               "Identificação de usuário", "Nome de utilizador"),
}  # fmt: skip
LATE = re.compile(
    r"\b(late|overdue|zu spät|verspätet|überfällig|en retard|después|de retraso|fuera de plazo|retrasad[ao]|vencid[ao]"
    r"|atrasad[ao]|em atraso)\b",
    re.IGNORECASE,
)
DRAFT = re.compile(r"\b(draft|entwurf|brouillon|borrador|rascunho)\b", re.IGNORECASE)
_MONTHS = (
    "january januar jänner janvier enero janeiro",
    "february februar février febrero fevereiro",
    "march märz mars marzo março",
    "april avril abril",
    "may mai mayo maio",
    "june juni juin junio junho",
    "july juli juillet julio julho",
    "august août agosto",
    "september septembre septiembre setembro",
    "october oktober octobre octubre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre diciembre dezembro",
)
_SHORTEST = 3  # letters that an abbreviated month has at least
_WRITTEN_OUT = re.compile(
    r"\D*(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d_]+)\.? (?:de )?(?P<year>\d{4})\D+"
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?: ?(?P<half>[ap])\.? ?m\.?)?",
    re.IGNORECASE,
)
_IN_NUMBERS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M")


def time_in(text: str) -> datetime | None:
    """Read a time; None for «-» and what can't be read, such as 10/11/2026, which may mean two days."""
    plain = " ".join(text.split())
    if match := _WRITTEN_OUT.fullmatch(plain):
        hour, half = int(match["hour"]), (match["half"] or "").lower()
        if half:
            hour = hour % 12 + 12 * (half == "p") if hour <= 12 else 24
        try:
            return datetime(int(match["year"]), _month(match["month"]), int(match["day"]), hour, int(match["minute"]))
        except ValueError:
            return None
    for form in _IN_NUMBERS:
        try:
            return datetime.strptime(plain, form)
        except ValueError:
            continue
    return None


def _month(word: str) -> int:
    """Return a month's number by its name, or by the beginning of it; 0, which is no month, if that is unclear."""
    asked = _letters(word)
    found = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if len(asked) >= _SHORTEST and any(name.startswith(asked) for name in _letters(names).split())
    ]
    return found[0] if len(found) == 1 else 0


def _letters(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
