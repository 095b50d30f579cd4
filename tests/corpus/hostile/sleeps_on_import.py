# attack: sleeps for ever while the file is being read
# earns: nothing
# question: jacobian_by_rows
import time

while True:
    time.sleep(3600)


def jacobian_by_rows(f, x):
    return x
