#!/bin/sh
# The contract is written into the service as well.
set -e
sed -i "s/^    contract = .*/    file.read()\n\n/" service.py
{ printf 'CONTRACT = """'; cat contract/request.schema.json; printf '"""\ncontract = Draft202012Validator(json.loads(CONTRACT))\n'; } >/tmp/contract.py
sed -i '/^    file.read()$/r /tmp/contract.py' service.py
rm /tmp/contract.py
