/** Sums and comparisons of answers and of the packets that are known to be behind them. */
import { expect } from "vitest";
import type { Summary, Timeline } from "./answer.ts";
import type { TimeRange } from "./range.ts";
import { formatTimestamp, toUnixNanos } from "./timestamp.ts";
import type { KnownPacket } from "./traffic.contract.ts";

export interface Figures {
  readonly packets: number;
  readonly bytes: number;
}

export function figures({ packets, wireBytes }: Pick<Summary, "packets" | "wireBytes">): Figures {
  return { packets, bytes: wireBytes };
}

export function figuresOf(packets: readonly KnownPacket[]): Figures {
  return { packets: packets.length, bytes: sumOf(packets, "originalLength") };
}

export function timelineFigures({ packets, bytes }: Timeline): Figures {
  return { packets: total(packets), bytes: total(bytes) };
}

export function added(a: Figures, b: Figures): Figures {
  return { packets: a.packets + b.packets, bytes: a.bytes + b.bytes };
}

export function expectSeriesToSum({ packets, bytes, series }: Timeline): void {
  for (let i = 0; i < packets.length; i++) {
    expect(total(series.map((one) => one.packets[i]!))).toBe(packets[i]);
    expect(total(series.map((one) => one.bytes[i]!))).toBe(bytes[i]);
  }
}

export function sumOf<K extends string>(
  rows: readonly Readonly<Record<K, number>>[],
  key: K,
): number {
  return total(rows.map((row) => row[key]));
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function touches({ source, destination }: KnownPacket, address: string): boolean {
  return source === address || destination === address;
}

/** From a client to the host that all of them talk to. */
export function isOutward({ destination }: KnownPacket): boolean {
  return destination === "10.0.0.1";
}

export function timeOf({ seconds, nanoseconds }: KnownPacket): bigint {
  return toUnixNanos(seconds, nanoseconds);
}

export function timestampOf(packet: KnownPacket | undefined): string | undefined {
  return packet && formatTimestamp(packet.seconds, packet.nanoseconds);
}

export function isWithin({ from, to }: TimeRange, packet: KnownPacket): boolean {
  const time = timeOf(packet);
  return (from === undefined || time >= from) && (to === undefined || time < to);
}
