"""From what was handed in to a clean submission.

roster_file, roster      a class's table of students; whom a platform's name means
delivered                platforms' archives → what each student delivered
collect, put             that, put into submitted/; how a student's folder is written
noted, timestamp         what was noted of a delivery; when a submission came
read, restore            a file → a Submission; its locked cells put back
"""
