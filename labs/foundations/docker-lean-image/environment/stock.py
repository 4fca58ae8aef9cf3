"""Makes what the lab's folder needs and no repository should hold: `python3 stock.py SEED` writes tickets, wheels and a token into `.`"""
import hashlib
import os
import random
import sys
import zipfile

TEAMS = {
    'billing': 'invoice refund charge payment card receipt price discount vat bank',
    'network': 'router vpn wifi cable latency packet firewall address gateway offline',
    'accounts': 'password login locked email profile username reset code phone access',
    'hardware': 'screen battery keyboard fan disk charger noise laptop broken hinge',
}
COMMON = 'please help since yesterday again my the a with when trying to and it is not after new before monday colleague also says'.split()
PACKAGES = {
    'wordsplit-1.2': ('wordsplit', '"""Splits texts into words."""\nimport re\n\n\ndef words(text):\n    return re.findall(r"[a-z]+", text.lower())\n'),
    'teamscore-0.4': ('teamscore', '"""Finds the team whose words a text uses."""\nimport wordsplit\n\n\ndef best(model, text):\n'
                      '    words = wordsplit.words(text)\n'
                      '    return max(sorted(model["teams"]), key=lambda team: sum(model["teams"][team].get(word, 0) for word in words))\n'),
}


def tickets(draw, count, teams=TEAMS):
    """Lines of a CSV file: the team and what somebody wrote."""
    own = {team: words.split() for team, words in teams.items()}
    for _ in range(count):
        team = draw.choice(sorted(own))
        words = [draw.choice(own[team] if draw.random() < 0.3 else COMMON) for _ in range(draw.randint(30, 60))]
        yield f'{team},{" ".join(words)}\n'


def index(folder, token):
    """The packages, and what says who may have them."""
    os.makedirs(f'{folder}/wheels', exist_ok=True)
    for name, (package, source) in PACKAGES.items():
        with zipfile.ZipFile(f'{folder}/wheels/{name}-py3-none-any.whl', 'w') as wheel:
            wheel.writestr(f'{package}/__init__.py', source)
            wheel.writestr(f'{name}.dist-info/METADATA', f'Metadata-Version: 2.1\nName: {package}\nVersion: {name.split("-")[1]}\n')
    with open(f'{folder}/wheels/allowed', 'w', encoding='ascii') as file:
        file.write(hashlib.sha256(token.encode()).hexdigest() + '\n')
    with open(f'{folder}/index-token', 'w', encoding='ascii') as file:
        file.write(token + '\n')


if __name__ == '__main__':
    seeded = random.Random(sys.argv[1])
    index('.', f'idx_{seeded.getrandbits(128):032x}')
    os.makedirs('data', exist_ok=True)
    with open('data/tickets.csv', 'w', encoding='ascii') as file:
        file.write('team,text\n')
        file.writelines(tickets(seeded, 24000))
