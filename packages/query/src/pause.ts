/**
 * Gives other work of the thread its turn. There is no such function in the language itself, so the
 * platform's is looked up: `setImmediate` in Node, a message to oneself in browsers, where timers
 * are slowed down for pages in the background.
 */
interface Port {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
}

interface Platform {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

/** Resolves after the events that are due now. */
export type Pause = () => Promise<void>;

export function createPause(platform: Platform = globalThis as Platform): Pause {
  const { setImmediate, MessageChannel } = platform;
  if (setImmediate !== undefined) return () => new Promise((resolve) => setImmediate(resolve));
  if (MessageChannel === undefined) {
    throw new TypeError(
      "Neither setImmediate nor MessageChannel is there; pass a pause of your own.",
    );
  }
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
