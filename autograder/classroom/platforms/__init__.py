"""What learning platforms hand out and take back: names of files, archives, grade sheets, feedback archives.

names     a path in an archive → who handed it in, when, late or not
archive   an untrusted archive → its files, within limits
sheets    a platform's own grade sheet, read and filled in; `worksheet`, Moodle's, in the `languages` that it comes in
packs     feedback pages, packed as a platform takes them back

All of these know formats alone: no gradebook, no roster, no lesson.
"""
