import type { Log } from '../../../common/log';
import type { Engine } from '../../engine';
import type { ConnectionOptions } from './connection';
import type { ContextChoice } from './contexts';
import type { Deadlines } from '../api/deadline';
import type { Alone } from '../images/images';

export interface DockerEngineOptions extends ConnectionOptions {
  log?: Log;
  /** Address or context, asked whenever it is connected anew; before those above. */
  place?: () => Pick<ConnectionOptions, 'host' | 'context'>;
  /** How an image is built by one process at a time. */
  alone?: Alone;
  /** Other deadlines than the usual ones. */
  deadlines?: Partial<Deadlines>;
}

/** The Docker adapter, and what only Docker has. */
export interface DockerConnection extends Engine {
  /** Lets go of the engine: the next call looks where it is told to by then. */
  reconnect(): void;
  /** The Docker contexts there are, each asked whether it answers. */
  contexts(signal?: AbortSignal): Promise<ContextChoice[]>;
}
