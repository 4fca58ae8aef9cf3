#!/usr/bin/env node
import { main } from './cli/main';

// The exit code is set rather than exited with, so that output still on its way is not cut off.
main(process.argv.slice(2), process.env).then(
  (code) => {
    process.exitCode = code;
    // A connection that an engine does not close must not keep a terminal open whose shell is gone.
    setTimeout(() => process.exit(), 1000).unref();
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 2;
  },
);
