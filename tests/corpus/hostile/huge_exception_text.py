# attack: raises an error with a text of fifty million characters, mark-up and control codes in it
# earns: nothing
# fault: raised
def jacobian_by_differences(f, x, h=1e-5):
    raise ValueError("<b>\x00\x1b[2J" * 6_000_000)
