# style: raw times, each divided by the runs that it stands for
import statistics
def speedup(baseline, candidate):
    def per_run(m):
        return statistics.median(t / m.number_per_run for t in m.raw_times)
    return per_run(baseline) / per_run(candidate)
