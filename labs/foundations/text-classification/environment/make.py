"""Writes what customers of Kettle Lane, a shop that does not exist, write to its support: conversations of one to four messages.

Each message has the queue that it belongs to. About half of them can be told by their words; in the others only the order of the words
decides. Messages of one conversation have a name, a town, a product and much of their wording in common.
"""
import hashlib
import json
import random
import sys
import unicodedata

QUEUES = {'payment': 26, 'delivery': 26, 'defect': 24, 'account': 12, 'settled': 24, 'safety': 4}
COUNT = 1000

PRODUCTS = ['kettle', 'toaster', 'blender', 'coffee machine', 'rice cooker', 'hand mixer', 'café grinder', 'waffle iron', 'crème brûlée torch', 'food processor']
WHEN = ['last week', 'on Monday', 'this morning', 'two days ago', 'on the 14th', 'yesterday evening', 'a while ago', 'over the weekend', 'on 3/11', 'at about 9:30', 'to my surprise', 'as I see now']
GREETINGS = ['Hello,', 'Good morning,', 'Hi there,', 'Dear team,', 'Dear Kettle Lane,', 'To whom it may concern:', '']
FILLERS = [
    'I have been a customer since {year}.', 'The invoice says {price} EUR.', 'My order is {ref}.', 'It is about {ref}.', 'I like the colour, by the way.',
    'I ordered {n} of them for a birthday.', 'You can call me after {n} o\'clock.', 'I don\'t read my mail every day.', 'My neighbour has the same one.',
    'I paid {price} EUR for it.', 'The parcel was a gift.', 'The box is still here.', 'I have the tracking number and the receipt.', 'I can send a photo.',
    'My account says the same.', 'It cost {price} EUR in your shop.', 'The courier was friendly, I\'ll say that.', 'We use it twice a day.', 'I\'m writing for the {n}th time.',
]
ENDINGS = ['Please help.', 'What now?', 'Thanks in advance.', 'Kind regards', 'Please look into it.', 'I\'m waiting for your answer.', 'Best wishes', '']
REPLIES = ['Once more:', 'You asked what happened.', 'As I wrote before:', 'Thank you for the quick answer.', 'I\'ve read your answer, but it isn\'t what I asked.', 'To say it again:', 'Your colleague asked me to repeat it.']

# What goes wrong, and how it is put right.
BAD = {
    'payment': ['{you} charged my card', '{you} took the {price} EUR from my account', '{you} debited the amount'],
    'delivery': ['the courier lost the parcel', 'the parcel went missing at the depot', 'the driver took the parcel back'],
    'defect': ['the {product} stopped working', 'the {product} went dead', 'the {product} broke down'],
}
GOOD = {
    'payment': ['{you} refunded it', '{you} paid back the money', 'the refund came'],
    'delivery': ['the courier brought it to my door', 'the parcel arrived', 'the driver handed it over'],
    'defect': ['it worked without a fault', 'it ran as new', 'the repair helped'],
}
ORDERS = [
    'First {when} {a}, then {when2} {b}.', '{A} {when}, and after that {when2} {b}.', 'After {a} {when}, {b}.', '{B} {when}, after {a}.', '{A}; {when} {b}.',
    '{A} {when} and only then {b}.', 'Before {b}, {a}.', '{B}, and before that {when} {a}.',
]
# What a message can be about, so that one can be told from the other by nothing but its place.
ABOUT = {
    'payment': ['the refund', 'the second charge', 'the wrong amount', 'the invoice'],
    'delivery': ['the parcel', 'the late delivery', 'the courier', 'the tracking'],
    'defect': ['the broken switch', 'the noise', 'the {product} that won\'t heat', 'the leak'],
    'account': ['the password', 'the login', 'my locked account', 'the reset mail'],
    'safety': ['the smoke', 'the sparks', 'the smell of burning', 'the hot plug'],
}
CONTRASTS = [
    'It isn\'t {x} that worries me, it\'s {y}.', 'I am not writing about {x} but about {y}.', '{Y} is why I write, not {x}.', 'Please forget {x}; what I need an answer to is {y}.',
    'You answered about {x}. My question was about {y}.', 'My question is about {y}. You answered about {x}.', '{X} is all right by now, {y} {when} is not.', 'I complain about {y}, {when}, and not about {x}.',
]
PLAIN = {
    'payment': ['My bank shows the amount for {ref} two times.', 'I was charged {price} EUR instead of {price2}.', 'The discount is missing on the invoice for {ref}.', 'Where does the extra charge of {price} EUR come from?',
                'When do I get my money back for {ref}?'],
    'delivery': ['The tracking of {ref} hasn\'t changed for {n} days.', 'The parcel went to a wrong address.', 'Nobody rang, and the card says I wasn\'t at home.', 'When will {ref} be delivered?', 'My order is {n} days late.'],
    'defect': ['The {product} heats on one side only.', 'The lid of the {product} doesn\'t close.', 'The {product} leaks at the bottom.', 'The switch of the {product} is loose.', 'The {product} makes a noise like a drill and does nothing.'],
    'account': ['I can\'t log in since {when}.', 'The reset mail never reaches me.', 'Please change the address in my account.', 'The site says that my password is wrong.', 'How do I delete my account?'],
    'settled': ['All is well now, you can close {ref}.', 'Thank you, that solved it.', 'Everything is fine, please close the ticket.', 'No more questions, thanks to your colleague.', 'That was quick, I\'m happy.'],
    'safety': ['Smoke came out of the {product} {when}.', 'Sparks came from the plug of the {product}.', 'There was a smell of burning and the plug was hot.', 'The cable of the {product} melted {when}.', 'I got a shock when I touched the {product}.'],
}
# Defects that sound like danger, and are none.
HARMLESS = ['There is no smoke and no smell of burning, the {product} just stays cold.', 'The plug isn\'t hot, the {product} is: it never switches off.', 'No sparks, no shock, the {product} is simply dead.',
            'The {product} is hot at the handle, {when} even at the lid.', 'The {product} has a smell of plastic and the cable is short.']


def draw(*parts):
    return random.Random(hashlib.sha256(':'.join(str(part) for part in parts).encode()).hexdigest())


def syllables(rng, count):
    return ''.join(rng.choice('bdfgklmnprstv') + rng.choice(['a', 'e', 'i', 'o', 'u', 'é', 'ö']) for _ in range(count))


def capital(text):
    return text[:1].upper() + text[1:]


def fill(rng, template, facts):
    """The template with all its places filled, those of clauses first."""
    known = {**facts, 'when': rng.choice(WHEN), 'when2': rng.choice(WHEN), 'n': rng.randint(2, 19), 'year': rng.randint(2009, 2024), 'you': rng.choice(['you', 'your shop', 'Kettle Lane']),
             'price2': f'{rng.randint(10, 99)}.{rng.randint(0, 99):02}'}
    return template.format(**known)


def ordered(rng, queue, facts, topic):
    """Two events, of which the later one decides: the same words the other way round belong elsewhere."""
    bad, good = (fill(rng, rng.choice(side[topic]), facts) for side in (BAD, GOOD))
    earlier, later = (bad, good) if queue == 'settled' else (good, bad)
    return fill(rng, rng.choice(ORDERS), {**facts, 'a': earlier, 'b': later, 'A': capital(earlier), 'B': capital(later)})


def contrast(rng, queue, facts):
    """Two subjects, of which one is not meant."""
    other = rng.choice(['defect', 'defect', 'delivery'] if queue == 'safety' else [name for name in ABOUT if name not in (queue, 'safety') or (name == 'safety' and queue == 'defect')])
    x, y = (fill(rng, rng.choice(ABOUT[name]), facts) for name in (other, queue))
    return fill(rng, rng.choice(CONTRASTS), {**facts, 'x': x, 'y': y, 'X': capital(x), 'Y': capital(y)})


def core(rng, queue, facts):
    chance = rng.random()
    if queue == 'settled':
        return ordered(rng, queue, facts, facts['topic']) if chance < 0.7 else fill(rng, rng.choice(PLAIN[queue]), facts)
    if queue in BAD and chance < 0.35:
        return ordered(rng, queue, facts, queue)
    if chance < 0.6:
        return contrast(rng, queue, facts)
    if queue == 'defect' and chance < 0.75:
        return fill(rng, rng.choice(HARMLESS), facts)
    return fill(rng, rng.choice(PLAIN[queue]), facts)


def untidy(rng, text):
    """As people type: capitals, other apostrophes, letters with their accents apart."""
    if rng.random() < 0.08:
        text = text.upper()
    if rng.random() < 0.4:
        text = text.replace("'", '\u2019')
    if rng.random() < 0.3:
        text = unicodedata.normalize('NFD', text)
    return text


def signature(rng):
    return f'{capital(syllables(rng, 2))} {capital(syllables(rng, 3))}, {capital(syllables(rng, 3))}'


def conversation(rng, number):
    """The messages of one customer about one order."""
    queue = rng.choices(list(QUEUES), list(QUEUES.values()))[0]
    price = rng.choice(['{}.{:02}', '{},{:02}']).format(rng.randint(15, 299), rng.randint(0, 99))
    facts = {'product': rng.choice(PRODUCTS), 'ref': f'KL-{rng.randint(10000, 99999)}', 'price': price, 'topic': rng.choice(list(BAD))}
    signed = signature(rng)
    said = core(rng, queue, facts)
    for turn in range(rng.choice([1, 2, 2, 3, 4])):
        if turn and rng.random() < 0.4:
            said = core(rng, queue, facts)
        parts = [rng.choice(REPLIES) if turn else rng.choice(GREETINGS), *(fill(rng, each, facts) for each in rng.sample(FILLERS, rng.choice([0, 1, 1]))), said]
        if rng.random() < 0.4:
            parts[1:] = reversed(parts[1:])
        text = ' '.join(part for part in [*parts, rng.choice(ENDINGS), signed] if part)
        yield {'thread': f'T{number:05}', 'text': untidy(rng, text), 'queue': queue}


def messages(seed, lot, count=COUNT):
    """All messages of `count` conversations; another lot has other ones."""
    rng = draw(seed, lot)
    numbers = rng.sample(range(100000), count)
    every = [message for number in numbers for message in conversation(rng, number)]
    rng.shuffle(every)
    return every


def swapped(seed, count):
    """Pairs of messages with the same words in another order, which belong to two queues."""
    rng = draw(seed, 'pairs')
    for _ in range(count):
        topic = rng.choice(list(BAD))
        facts = {'product': rng.choice(PRODUCTS), 'ref': f'KL-{rng.randint(10000, 99999)}', 'price': '49.90'}
        bad, good = (fill(rng, rng.choice(side[topic]), facts) for side in (BAD, GOOD))
        opening, filler, signed = rng.choice(GREETINGS), fill(rng, rng.choice(FILLERS), facts), signature(rng)
        template, state = rng.choice(ORDERS), rng.getstate()
        pair = []
        for queue, earlier, later in (('settled', bad, good), (topic, good, bad)):
            rng.setstate(state)
            said = fill(rng, template, {**facts, 'a': earlier, 'b': later, 'A': capital(earlier), 'B': capital(later)})
            pair.append({'text': f'{opening} {filler} {said} {signed}'.strip(), 'queue': queue})
        rng.shuffle(pair)
        yield pair


def lines(every):
    return ''.join(json.dumps(each, ensure_ascii=False) + '\n' for each in every)


if __name__ == '__main__':
    for lot, count in (('tickets', COUNT), ('later', 300)):
        with open(f'/opt/tickets/{lot}.jsonl', 'w', encoding='utf-8') as file:
            file.write(lines(messages(sys.argv[1], lot, count)))
