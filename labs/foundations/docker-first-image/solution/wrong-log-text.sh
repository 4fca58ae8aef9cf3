#!/bin/sh
# What customers wrote is in the log.
set -e
sed -i "s/        if model is None:\n            self.reply(503, {'error'/&/; s/            text = str(json.loads(body)\['text'\])/&\n            log.write(f'review: {text}\\\\n')/" app.py
