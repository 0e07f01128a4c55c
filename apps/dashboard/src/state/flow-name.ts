/**
 * A flow as an address names it: by the filter that selects its packets and by its first packet. Numbers
 * of flows are no names, since memory, history and filtered views each count their own.
 */
import type { Flow } from "@wirescope/query";
import { parseIso } from "../format/time.ts";
import { shortIso } from "./time-address.ts";

export interface FlowName {
  readonly filter: string;
  /** Microseconds since 1970. */
  readonly start: number;
}

export function nameOf({ filter, firstTimestamp }: Flow): FlowName {
  return { filter, start: parseIso(firstTimestamp) };
}

/** `2026-11-22T14:03:00Z ip.addr == 10.0.0.1 && …` */
export function formatFlowName({ filter, start }: FlowName): string {
  return `${shortIso(start)} ${filter}`;
}

/** Undefined for what names no flow. */
export function parseFlowName(text: string): FlowName | undefined {
  const [first = ""] = text.split(" ", 1);
  const start = parseIso(first);
  const filter = text.slice(first.length + 1);
  return Number.isNaN(start) || filter.trim() === "" ? undefined : { filter, start };
}

export function isSameName(a: FlowName | undefined, b: FlowName | undefined): boolean {
  return a?.start === b?.start && a?.filter === b?.filter;
}
