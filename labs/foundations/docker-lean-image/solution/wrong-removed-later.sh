#!/bin/sh
# One stage; what is not needed is removed in a layer of its own.
set -e
cat >Dockerfile <<'END'
FROM python:3.11-slim
WORKDIR /app
ENV PYTHONPATH=/app/deps
COPY . .
RUN python3 tools/install.py --token-file index-token requirements.txt deps \
 && python3 tools/train.py data/tickets.csv model.json
RUN rm -rf data wheels tools index-token
CMD ["python3", "app.py"]
END
