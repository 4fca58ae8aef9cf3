#!/usr/bin/env python3
import lab

for thing in ('tea', 'coffee', 'cocoa'):
    told = lab.http(f'http://prices:8080/price?of={thing}')
    price = lab.get(told.json() if told.status == 200 else None, 'price')
    if price is None:
        lab.broken(f'the service prices does not say what {thing} costs: {told.text[:200]}')
    ran = lab.as_learner(['python3', 'ask.py', thing], timeout='10s')
    lab.expect_eq(f'the price of {thing}', str(price), ran.out.strip(), hint=ran.err.strip()[-300:] or 'Print the price and nothing else.', file='ask.py')
