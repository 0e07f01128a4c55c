/** What the page's one polite region says: the newest sentence, at most one every ten seconds. */
import type { Timer } from "./hold.ts";
import { Store } from "./store.ts";
export declare const QUIET_MS = 10000;
export declare class Announcer {
  #private;
  readonly text: Store<string>;
  constructor(timer: Timer);
  say(sentence: string): void;
}
//# sourceMappingURL=announcer.d.ts.map
