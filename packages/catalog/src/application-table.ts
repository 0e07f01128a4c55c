/**
 * Application behind a host name: YouTube for `rr1---sn-4g5ednd7.googlevideo.com`.
 *
 * The file has a line per application: name, category, then domains, tab in between. A domain stands for
 * itself and everything below it; the longest one that fits decides.
 */

import type { Category } from "./category.ts";

export interface Application {
  /** Index in {@link ApplicationTable.all}. */
  readonly id: number;
  readonly name: string;
  readonly category: Category;
}

/** Names have at most 127 labels (RFC 1035 §3.1); those of hosts have few. */
const MAX_LABELS = 16;

export class ApplicationTable {
  readonly all: readonly Application[];
  readonly #byDomain = new Map<string, Application>();

  /** @param text the file, uncompressed */
  constructor(text: string) {
    const all: Application[] = [];
    for (const line of text.split("\n")) {
      const [name = "", category = "", ...domains] = line.split("\t");
      if (domains.length === 0) continue;
      const application = { id: all.length, name, category: category as Category };
      all.push(application);
      for (const domain of domains) this.#byDomain.set(domain, application);
    }
    this.all = all;
  }

  /** The application that a host name belongs to; undefined where none is known. */
  find(host: string): Application | undefined {
    let name = host.toLowerCase();
    for (let label = 0; label < MAX_LABELS; label += 1) {
      const found = this.#byDomain.get(name);
      if (found !== undefined) return found;
      const dot = name.indexOf(".");
      if (dot < 0) return undefined;
      name = name.slice(dot + 1);
    }
    return undefined;
  }
}
