/** What has to be closed again, the last opened first. */
export class Closers {
  private readonly stack: (() => Promise<unknown> | unknown)[] = [];
  private closing: Promise<void> | undefined;

  add(close: () => Promise<unknown> | unknown): void {
    this.stack.push(close);
  }

  /** Closes everything, also where something fails to; then throws the first failure. A second call waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.stack.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
