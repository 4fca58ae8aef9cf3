import type { NextAction } from '../common/errors';
import type { EngineCapabilities } from '../engines/engine';
import type { LabDefinition } from '../curriculum/lab';
import type { Notice } from './sync/synchronise';

/** What a person should be told of a lab although they did not ask for it. */
export interface LabNotice {
  lab: string;
  /** A sentence. */
  message: string;
  /** Where something went wrong: what to do about it. */
  action?: NextAction;
  /** Of a folder that is copied into its lab and back. */
  notice?: Notice;
}

/** A promise to labs that an engine cannot keep; labs run all the same. */
export type Lack = 'offline' | 'limits';

/** What of what this lab counts on the engine does not have. */
export function lacksOf({ internet, services }: LabDefinition, capabilities: EngineCapabilities): Lack[] {
  // One service without ports gets no network at all, which every engine can do.
  const networked = Object.keys(services).length > 1 || Object.values(services).some(({ ports }) => ports.length > 0);
  return [
    ...(!capabilities.offline && !internet && networked ? ['offline' as const] : []),
    ...(capabilities.limits ? [] : ['limits' as const]),
  ];
}
