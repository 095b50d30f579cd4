"""Feedback pages, packed as a platform takes them back.

packed   (name in the archive, page) → a zip archive's bytes, the same for the same pages
inside   Moodle's or Canvas's name of a delivery → the page's name in the archive

Sources of the formats:
Moodle   mod/assign/feedback/file/importziplib.php: a file below the folder that the student's submission came in is
         given to that student («Upload multiple feedback files in a zip»)
Canvas   app/models/assignment.rb, generate_comments_from_files: a file whose name has the user's and the file's numbers
         as they came is attached to that submission, as a comment («Upload Submissions»)
"""

import io
import zipfile
from collections.abc import Iterable

from autograder.classroom.platforms.names import Platform

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can hold


def inside(platform: Platform, back: str, page: str) -> str:
    """Return a page's name in the archive: in Moodle's folder, or behind Canvas's numbers."""
    return f"{back}/{page}" if platform is Platform.MOODLE else f"{back}{page}"


def packed(pages: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of pages."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in pages:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, page)
    return out.getvalue()
