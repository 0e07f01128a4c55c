/** Values that occur in the traffic, offered where the filter box awaits one: most packets first. */
import type { Ranked, Session, TimeRange, TopDimension } from "@wirescope/query";
import { formatCounted } from "../format/number.ts";
import type { Completion } from "./filter-language.ts";

/** Values that are ranked, of which those that fit what is typed are offered. */
const RANKED = 100;

const DIMENSIONS: ReadonlyMap<string, TopDimension> = new Map([
  ["ip.addr", "host"],
  ["ip.src", "source"],
  ["ip.dst", "destination"],
  ["ipv6.addr", "host"],
  ["ipv6.src", "source"],
  ["ipv6.dst", "destination"],
  ["tcp.port", "service"],
  ["tcp.dstport", "service"],
  ["udp.port", "service"],
  ["udp.dstport", "service"],
  ["app", "application"],
  ["country", "country"],
  ["asn", "asn"],
  ["host.name", "name"],
  ["flow.name", "name"],
  ["dns.qry.name", "name"],
  ["http.host", "name"],
  ["tls.handshake.extensions_server_name", "name"],
]);

/** A field, a comparison, and what is typed of the value. */
const PLACE = /([a-z_][\w.]*)\s*(?:[!=]=|\beq\b|\bne\b)\s*("[^"]*|[^\s"(){},&|]*)$/i;
/** The first value of a ranked row's filter. */
const VALUE = /== ("(?:[^"\\]|\\.)*"|\S+)/;

export interface ValuePlace {
  readonly field: string;
  readonly by: TopDimension;
  readonly typed: string;
  readonly replace: { readonly start: number; readonly end: number };
}

/** Where a value of a field that is ranked is being written; undefined elsewhere. */
export function valuePlace(text: string, caret: number): ValuePlace | undefined {
  const match = PLACE.exec(text.slice(0, caret));
  const [, field = "", typed = ""] = match ?? [];
  const by = DIMENSIONS.get(field);
  if (by === undefined) return undefined;
  const tail = typed.startsWith('"') ? /^[^"]*"?/ : /^[\w.:-]*/;
  const end = caret + tail.exec(text.slice(caret))![0].length;
  return { field, by, typed, replace: { start: caret - typed.length, end } };
}

/** @param rows of the place's dimension. */
export function valuesAt(place: ValuePlace, rows: readonly Ranked[]): readonly Completion[] {
  const { field, by, replace } = place;
  const typed = place.typed.replace(/^"/, "").toLowerCase();
  const layer = field.slice(0, field.indexOf("."));
  return rows.flatMap(({ filter, name, packets }): Completion[] => {
    const text = VALUE.exec(filter)?.[1];
    if (text === undefined) return [];
    const isOfLayer = by === "name" || !field.includes(".") || filter.startsWith(`${layer}.`);
    const fits = [text.replace(/^"/, ""), name ?? ""].some((word) =>
      word.toLowerCase().startsWith(typed),
    );
    if (!isOfLayer || !fits) return [];
    const count = formatCounted(packets, "packet");
    const description = name === undefined || name === "" ? count : `${name} · ${count}`;
    return [{ kind: "value", text, description, replace }];
  });
}

/** Asks for the values of a field once while its value is being written. */
export class ValueCompletions {
  readonly #session: () => Session;
  readonly #range: () => TimeRange;
  #asked: { readonly by: TopDimension; readonly rows: Promise<readonly Ranked[]> } | undefined;

  /** @param range what the values are to occur in. */
  constructor(session: () => Session, range: () => TimeRange) {
    this.#session = session;
    this.#range = range;
  }

  /** None where no value is awaited, or none could be learnt. */
  async complete(text: string, caret: number): Promise<readonly Completion[]> {
    const place = valuePlace(text, caret);
    if (place === undefined) {
      this.#asked = undefined;
      return [];
    }
    const { by } = place;
    if (this.#asked?.by !== by) {
      const scope = { range: this.#range(), filter: "" };
      const rows = this.#session()
        .top({ ...scope, by, metric: "packets", limit: RANKED })
        .then(
          (top) => top.rows,
          () => [],
        );
      this.#asked = { by, rows };
    }
    return valuesAt(place, await this.#asked.rows);
  }
}
