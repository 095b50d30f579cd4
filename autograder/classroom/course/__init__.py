"""A course folder, the class in it, and a learner's folder.

Where files lie:

    places        the files of a course: lessons, solutions, settings
    folders       the files of a class, and what has been handed in

Settings in Python:

    python_settings   reads nbgrader_config.py

Lessons:

    release       makes the notebooks that are handed out from their sources
    released      reads a lesson that was handed out: its cells, its checks, its points
    handed_out    tells a student's code from the code that the lesson came with
    online        adds the cells that open a lesson on Colab or Binder
    new           begins a new lesson or exercise, for its author

Folders and classes:

    start         makes a learner's folder, or a teacher's
    class_file    the class.toml of a new class
    lab           opens JupyterLab on such a folder
    secret        the class's secret, and the seeds that are drawn from it
    late          due dates and the late rule, for nbgrader
    packages      the packages that a class allows besides the course's own
    demo          the demonstration class
"""
