"""A course folder, a class in it, and a learner's folder.

places, folders             where a course's files lie; where a class's do, and what was handed in
release, released           sources → the notebooks that are handed out; a handed-out lesson, read. `online` adds cells
                            for Colab and Binder
handed_out                  the lessons' cells, to tell a learner's code from what was there
start, class_file, lab      a learner's folder or a teacher's, laid out; opened in JupyterLab
new                         a lesson or an exercise begun, for its author
secret, late, packages      a class's secret and seeds; its due dates; the packages that it allows
demo                        the demonstration class
"""
