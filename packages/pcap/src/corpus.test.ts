/** Every capture of the corpus against tshark's reading of it: count, times and lengths of all rows. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CaptureReader, PacketBatch, readBatches } from "./index.ts";

const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);
const present = existsSync(CORPUS);

interface Entry {
  readonly file: string;
  readonly tshark_rows: number;
  readonly oracle: { readonly packets: string };
}

/** Files that tshark reads differently, each with the reason. A line that is no longer true fails. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([]);

const entries: readonly Entry[] = present
  ? (JSON.parse(readFileSync(new URL("manifest.json", CORPUS), "utf8")) as { entries: Entry[] })
      .entries
  : [];

describe.skipIf(!present)("corpus (skipped where ../shared/corpus is absent)", () => {
  test("every file reads as tshark reads it", async () => {
    const differing: string[] = [];
    for (const entry of entries) {
      const expected = await expectedRows(entry);
      const actual = await actualRows(entry.file);
      const row = Math.max(
        0,
        expected.findIndex((text, index) => text !== actual[index]),
      );
      const equal = expected.length === actual.length && expected[row] === actual[row];
      if (!equal !== DIFFERENCES.has(entry.file)) {
        differing.push(
          `${entry.file} row ${row + 1}: ${expected[row]} | ${actual[row]} (${expected.length} | ${actual.length} rows)`,
        );
      }
    }
    expect(differing).toEqual([]);
  }, 60_000);
});

async function actualRows(file: string): Promise<string[]> {
  const rows: string[] = [];
  const reader = new CaptureReader();
  const batch = new PacketBatch();
  for await (const { count } of readBatches(reader, once(new URL(file, CORPUS)), batch)) {
    for (let row = 0; row < count; row++) {
      const time = timeText(batch.seconds[row]!, batch.nanoseconds[row]!);
      rows.push(`${time} ${batch.originalLength[row]} ${batch.capturedLength[row]}`);
    }
  }
  return rows;
}

/** Rows of tshark's that are Custom Blocks are no packets; Simple Packet Blocks have no time. */
async function expectedRows(entry: Entry): Promise<string[]> {
  const table = gunzipSync(readFileSync(new URL(entry.oracle.packets, CORPUS))).toString("latin1");
  return table
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split("\t"))
    .filter((columns) => columns[26] !== "PCAPNG")
    .map(
      ([, time, length, captured]) => `${time === "" ? "0.000000000" : time} ${length} ${captured}`,
    );
}

function timeText(seconds: number, nanoseconds: number): string {
  return `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
}

async function* once(file: URL): AsyncGenerator<Uint8Array> {
  yield readFileSync(file);
}
