import * as vscode from 'vscode';
import { isCancelled } from '../common/errors';
import type { Lab } from '../curriculum/lab';
import { plainOutput } from '../common/plainOutput';
import type { LazyCore } from './lazyCore';

/** Lines of before that are shown when a log is opened. */
const linesBefore = 1000;
/** A channel that grew to this many characters begins again with its last part. */
const longest = 2_000_000;
const keptOfLongest = 200_000;
/** A line that is not ended is shown after this long, in milliseconds. */
const patience = 200;

/** Output channels that follow what services print, one a service; closed with the window. */
export class ServiceLogs implements vscode.Disposable {
  private readonly open = new Map<string, Follower>();

  constructor(
    private readonly lazy: LazyCore,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {}

  async show(lab: Lab, service: string): Promise<void> {
    const key = `${lab.identity}#${service}`;
    const { sessions } = await this.lazy.get();
    let follower = this.open.get(key);
    if (!follower) {
      follower = new Follower(vscode.window.createOutputChannel(vscode.l10n.t('Lab: {0} ({1})', lab.definition.title, service)));
      this.open.set(key, follower);
    }
    follower.channel.show(true);
    const { signal } = follower;
    if (signal) {
      sessions
        .logs(lab.identity, { service, tail: linesBefore, follow: true, signal, onChunk: follower.push, onStarted: follower.started })
        .catch((error: unknown) => (isCancelled(error) ? undefined : this.onTrouble(`Log of ${key}`, error)))
        .finally(() => follower.ended());
    }
  }

  dispose(): void {
    for (const follower of this.open.values()) {
      follower.dispose();
    }
  }
}

class Follower implements vscode.Disposable {
  private readonly decoder = new TextDecoder();
  private abort?: AbortController;
  private line = '';
  private shown = '';
  private timer?: NodeJS.Timeout;

  constructor(readonly channel: vscode.OutputChannel) {}

  /** For a new following; undefined where one goes on. */
  get signal(): AbortSignal | undefined {
    if (this.abort) {
      return undefined;
    }
    this.abort = new AbortController();
    this.channel.clear();
    this.shown = '';
    return this.abort.signal;
  }

  readonly push = (chunk: Buffer): void => {
    this.line += this.decoder.decode(chunk, { stream: true });
    const end = this.line.lastIndexOf('\n') + 1;
    this.append(this.line.slice(0, end));
    this.line = this.line.slice(end);
    clearTimeout(this.timer);
    if (this.line !== '') {
      this.timer = setTimeout(() => this.flush(), patience);
    }
  };

  readonly started = (): void => {
    this.flush();
    this.append(`${this.shown === '' || this.shown.endsWith('\n') ? '' : '\n'}--- ${vscode.l10n.t('started again')} ---\n`);
  };

  ended(): void {
    this.flush();
    this.abort = undefined;
  }

  /** Control sequences may be cut anywhere but where a program pauses. */
  private flush(): void {
    this.append(this.line);
    this.line = '';
  }

  private append(text: string): void {
    if (text === '') {
      return;
    }
    const plain = plainOutput(text);
    this.shown += plain;
    if (this.shown.length > longest) {
      this.shown = this.shown.slice(-keptOfLongest);
      this.channel.replace(this.shown);
    } else {
      this.channel.append(plain);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.channel.dispose();
  }
}
