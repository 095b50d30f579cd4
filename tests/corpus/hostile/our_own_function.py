# attack: names a function of the autograder's own as the answer
# earns: not method
# fault: forbidden-tool
# question: jacobian_by_rows
from autograder.questions.row_by_row.rows import rows_with_one_forward as jacobian_by_rows  # noqa: F401
