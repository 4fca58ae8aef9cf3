#!/usr/bin/env node
import { main } from './cli/main';

// The exit code is set rather than exited with, so that output still on its way is not cut off.
main(process.argv.slice(2), process.env).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 2;
  },
);
