import * as path from 'node:path';

export interface TerminalProgram {
  /** Absolute path of our own command line. */
  script: string;
  home: string;
  dockerHost?: string;
  dockerContext?: string;
  /** Catalogs beside the built-in one. */
  catalogs: string[];
}

/** What our own command line has to be told when this editor runs it, so that it is about the same labs and engine. */
export function terminalEnvironment({ home, catalogs, dockerHost, dockerContext }: TerminalProgram): Record<string, string> {
  const said = {
    ELECTRON_RUN_AS_NODE: '1',
    AI_LABS_HOME: home,
    AI_LABS_CATALOGS: catalogs.join(path.delimiter),
    AI_LABS_DOCKER_HOST: dockerHost,
    AI_LABS_DOCKER_CONTEXT: dockerContext,
  };
  return Object.fromEntries(Object.entries(said).filter((each): each is [string, string] => each[1] !== undefined && each[1] !== ''));
}
