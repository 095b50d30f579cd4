"""Key to lesson 01, `row_by_row`: one reverse pass is one row."""
