"""Metrics of days that nobody has seen: quiet ones, and outages of three kinds. One sample a minute."""

PROMISE = 10


def day(draw, kind=None, minutes=600):
    """Samples, and the minute at which the trouble begins (None without any) and ends."""
    begin = draw.randrange(200, 330) if kind else None
    end = begin + draw.randrange(60, 120) if kind else None
    deploys = set(draw.sample(range(20, minutes - 20), 3))
    burst = draw.randrange(60, 150)
    samples, done, length, age, restarts, dip = [], draw.randrange(5000), 0, 0, draw.randrange(20), 0
    for minute in range(minutes):
        troubled = kind and begin <= minute < end
        if minute in deploys:
            restarts, dip = restarts + draw.randint(1, 4), 2
        came = draw.randint(12, 18)
        if burst <= minute < burst + 3:
            came += draw.randint(95, 115)
        length += came
        if troubled:
            finished = 0
            restarts += 4 if kind == 'crash' else 0
        else:
            finished = min(length, 57)
        length -= finished
        done += finished
        age = age + 60 if troubled else max(0, int(length / 57 * 60) - draw.randrange(5))
        up = 0 if (troubled and kind == 'gone') or dip > 1 else 1
        dip = max(0, dip - 1)
        samples.append({'time': f'minute {minute}', 'up': up, 'done_total': done, 'queue_length': length, 'oldest_age_s': age, 'restarts_total': restarts})
    return samples, begin, end


def drained(samples, end):
    """The minute from which on no job waits for long any more."""
    return next((minute for minute in range(end, len(samples)) if samples[minute]['oldest_age_s'] < 60), len(samples))
