/** What part of the packets a command is about: `-Y`, `--from` and `--to`. */
import { STANDARD_INPUT } from "@wirescope/engine/packet-file";
import { parseTime, type TimeRange, toUnixNanos } from "@wirescope/query";
import type { Arguments, OptionTable } from "./arguments.ts";
import { readFiles } from "./capture-files.ts";
import { usageError } from "./errors.ts";

export const SELECTION_OPTIONS: OptionTable = {
  filter: { type: "string", short: "Y" },
  from: { type: "string" },
  to: { type: "string" },
};

/** As it was given, undefined or empty for no limit. */
export interface Selection {
  readonly filter: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function readSelection(given: Arguments): Selection {
  return { filter: given.value("filter") ?? "", from: given.value("from"), to: given.value("to") };
}

/** True where a time counts from the newest packet. */
function isRelative({ from = "", to = "" }: Selection): boolean {
  return [from, to].some((text) => /^(?:[+-]|now$)/.test(text));
}

/**
 * The range, relative times counted from `present`.
 *
 * @throws QueryError `QUERY_BAD_RANGE`
 */
export function rangeOf({ from, to }: Selection, present: bigint): TimeRange {
  const time = (text: string | undefined): bigint | undefined =>
    text === undefined || text === "" ? undefined : parseTime(text, present);
  return { from: time(from), to: time(to) };
}

/**
 * The range over files. Times relative to the newest packet have the files read beforehand.
 *
 * @throws CommandError for such a time over standard input, which can be read only once.
 */
export async function fileRange(
  command: string,
  paths: readonly string[],
  selection: Selection,
): Promise<TimeRange> {
  if (!isRelative(selection)) return rangeOf(selection, 0n);
  if (paths.includes(STANDARD_INPUT)) {
    throw usageError(
      "Times relative to the newest packet need the capture twice, and standard input can be read only once; give a time such as 2026-03-01T12:00:00Z, or save it to a file first.",
    );
  }
  return rangeOf(selection, await newestTime(command, paths));
}

async function newestTime(command: string, paths: readonly string[]): Promise<bigint> {
  let newest = 0n;
  let packetCount = 0;
  await readFiles(command, paths, {
    get packetCount() {
      return packetCount;
    },
    take({ count, seconds, nanoseconds }) {
      packetCount += count;
      let latest = 0;
      for (let row = 1; row < count; row++) {
        const isLater =
          seconds[row]! > seconds[latest]! ||
          (seconds[row] === seconds[latest] && nanoseconds[row]! > nanoseconds[latest]!);
        if (isLater) latest = row;
      }
      const time = toUnixNanos(seconds[latest]!, nanoseconds[latest]!);
      if (time > newest) newest = time;
      return true;
    },
  });
  return newest;
}
