"""From what was handed in to a submission that can be graded.

The class and its platform:

    roster_file       reads a class's table of students
    roster            finds the student whom a platform's name means
    delivered         reads platforms' archives: which student delivered which file
    collect           puts each student's newest files into submitted/
    student_folder    writes a student's folder there, and keeps what it replaces
    collection_notes  what was noted of each delivery: how to give feedback back, and any extension

One submission:

    timestamp         when it was handed in
    read              reads its file, whatever somebody put there
    restore           puts its locked cells back as they were released
"""
