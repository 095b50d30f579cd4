"""What learning platforms hand out and take back. These modules know formats alone: no gradebook, no roster, no lesson.

names       a path in an archive → who handed it in, when, late or not
archive     an untrusted archive → its files, within limits
sheets      a platform's own grade sheet, read and filled in
worksheet   Moodle's grading worksheet
languages   Moodle's words in the languages that such a worksheet comes in
packs       feedback pages, packed as a platform takes them back
"""
