/**
 * How long name servers take to answer (RFC 1035 §4.1.1): the queries of a flow that wait, and what came of
 * those that don't.
 *
 * A resolver asks for several records at once from one port, so the last few queries of a flow are kept.
 */
import type { Packet } from "@wirescope/decode";
import { FLOW_WORDS, HEALTH } from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import { wrappingMicroseconds } from "./wrapping-clock.ts";

/** Queries that wait at once; a further one replaces the oldest. */
const WAITING = 4;

/* Words of the last line of a flow's record: for each waiting query its identifier plus one, then when it was sent. */
const SENT_AT = WAITING;
/** Number of queries; its lower bits say which place the next one takes. */
const QUERIES = 8;
const ANSWERS = 9;
/** Microseconds to the first answer plus one, and its response code. */
const FIRST_TIME = 10;
const CODE = 11;

const HEADER_LENGTH = 12;
const FLAGS = 2;
const IS_ANSWER = 0x8000;
const CODE_MASK = 0x0f;

export interface QueryFigures {
  readonly queries: number;
  readonly answers: number;
  /** Seconds from the first query that was answered to its answer. */
  readonly responseTime: number | undefined;
  /** RCODE of the last answer. */
  readonly responseCode: number | undefined;
}

/** Response code of the message in `[off, end)`, -1 for a query or where the header isn't whole. */
export function responseCode(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LENGTH) return -1;
  const flags = view.getUint16(off + FLAGS);
  return (flags & IS_ANSWER) === 0 ? -1 : flags & CODE_MASK;
}

export class QueryHealth {
  readonly #flows: FlowTable;

  constructor(flows: FlowTable) {
    this.#flows = flows;
  }

  /** Takes the message of a datagram of the flow in `row`. */
  take(row: number, packet: Packet): void {
    const { view, payloadStart: off, payloadEnd: end } = packet;
    if (end - off < HEADER_LENGTH) return;
    const { words } = this.#flows;
    const base = row * FLOW_WORDS + HEALTH;
    const identifier = view.getUint16(off) + 1;
    const now = wrappingMicroseconds(packet);
    const code = responseCode(view, off, end);
    if (code < 0) {
      const place = base + (words[base + QUERIES]! & (WAITING - 1));
      words[place] = identifier;
      words[place + SENT_AT] = now;
      words[base + QUERIES]!++;
      return;
    }
    words[base + ANSWERS]!++;
    words[base + CODE] = code;
    for (let place = base; place < base + WAITING; place++) {
      if (words[place] !== identifier) continue;
      const elapsed = (now - words[place + SENT_AT]!) | 0;
      words[place] = 0;
      if (words[base + FIRST_TIME] === 0 && elapsed >= 0) words[base + FIRST_TIME] = elapsed + 1;
      return;
    }
  }

  figures(row: number): QueryFigures {
    const { words } = this.#flows;
    const base = row * FLOW_WORDS + HEALTH;
    const answers = words[base + ANSWERS]!;
    const time = words[base + FIRST_TIME]!;
    return {
      queries: words[base + QUERIES]!,
      answers,
      responseTime: time === 0 ? undefined : (time - 1) / 1e6,
      responseCode: answers === 0 ? undefined : words[base + CODE]!,
    };
  }
}
