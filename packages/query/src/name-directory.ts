/** The names of the hosts in a stretch of the past. */
import { addressKey, textAddressKey } from "./address-key.ts";
import type { AddressWords } from "./filter-context.ts";
import { ROW_LIMIT } from "./limits.ts";
import type { PastSession } from "./past-session.ts";
import type { TimeRange } from "./range.ts";

/** Hosts that are looked at; those with most traffic of a stretch that has more. */
const HOST_LIMIT = 32_768;

export class NameDirectory {
  readonly #names = new Map<string, readonly string[]>();

  /** @throws QueryError where history can't answer */
  static async read(past: Pick<PastSession, "hosts">, range: TimeRange): Promise<NameDirectory> {
    const directory = new NameDirectory();
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await past.hosts({ range, filter: "", cursor, limit: ROW_LIMIT });
      for (const { address, names } of page.hosts) {
        const key = textAddressKey(address);
        if (key === undefined || names.length === 0) continue;
        directory.#names.set(
          key,
          names.map(({ name }) => name),
        );
      }
      count += page.hosts.length;
      ({ cursor } = page);
    } while (cursor !== undefined && count < HOST_LIMIT);
    return directory;
  }

  of({ words }: AddressWords): readonly string[] {
    return this.#names.get(addressKey(...words)) ?? [];
  }
}
