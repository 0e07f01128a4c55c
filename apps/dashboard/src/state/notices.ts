/** What the page says once: one sentence each, dismissed by the person. */
import { Store } from "./store.ts";

/** Sentences that are shown at once; the oldest give way. */
const MOST = 4;

export class Notices {
  readonly sentences: Store<readonly string[]>;

  constructor(sentences: readonly string[]) {
    this.sentences = new Store(sentences);
  }

  /** Says a sentence, once however often it is said. */
  add(sentence: string): void {
    this.sentences.update((before) =>
      before.includes(sentence) ? before : [...before.slice(1 - MOST), sentence],
    );
  }

  dismiss(sentence: string): void {
    this.sentences.update((before) => before.filter((other) => other !== sentence));
  }
}
