#!/bin/sh
# Asks every replica, and takes whatever answer is good: nobody notices a dead one, and all work three times as much.
set -e
cat >/tmp/mend.py <<'END'
text = open('front.py').read()
begin = text.index('    # A prediction changes nothing')
open('front.py', 'w').write(text[:begin] + '''    told = await asyncio.gather(*(forward(port, body) for port in PORTS), return_exceptions=True)
    good = [answer for answer in told if not isinstance(answer, Exception)]
    if good:
        status, text = random.choice(good)
        return Response(text, status, media_type='application/json')
    return Response('{"error": "no replica answers"}', 503, media_type='application/json')
''')
END
python3 /tmp/mend.py
rm /tmp/mend.py
sed -i 's/^import os$/import os\nimport random/' front.py
