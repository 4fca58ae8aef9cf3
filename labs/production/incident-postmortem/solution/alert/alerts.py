"""Which alerts are firing?"""

# Every job is to be scored within ten minutes. A rush makes jobs wait for four, and is nobody's trouble.
TOO_OLD_S = 360


def firing(samples):
    """Names of alerts. `samples` are those of the last hour, one a minute, the newest last; each is a dict of numbers:

    up (1 where the worker's process runs), done_total, queue_length, oldest_age_s (how long the oldest job in the queue has waited), restarts_total.
    """
    alerts = []
    if len(samples) >= 5 and all(sample['up'] == 0 for sample in samples[-5:]):
        alerts.append('worker_down')
    if samples[-1]['oldest_age_s'] > TOO_OLD_S:
        alerts.append('jobs_wait')
    return alerts
