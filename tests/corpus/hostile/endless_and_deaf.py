# attack: loops for ever, swallows every exception, ignores every signal that can be ignored
# earns: nothing
# fault: timed-out
import signal


def vjp_once(f, x, v):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.alarm(0)
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
