/** Watches that go on, but anew, when the engine becomes another one. */
export class Watches {
  private readonly again = new Set<() => void>();

  add(begin: () => { dispose(): void }): { dispose(): void } {
    let current = begin();
    const again = (): void => {
      current.dispose();
      current = begin();
    };
    this.again.add(again);
    return {
      dispose: () => {
        this.again.delete(again);
        current.dispose();
      },
    };
  }

  restart(): void {
    this.again.forEach((again) => again());
  }
}
