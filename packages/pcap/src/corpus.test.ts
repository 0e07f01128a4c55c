/** Every capture of the corpus against tshark's reading of it: count, times and lengths of all rows. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CaptureReader, PacketBatch, readBatches } from "./index.ts";

const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);
const present = existsSync(CORPUS);

const PROTOCOL_COLUMN = 26;

interface Entry {
  readonly file: string;
  readonly tshark_rc: number;
  readonly oracle: { readonly packets: string };
}

const UNKNOWN_LINK_TYPE = "tshark refuses files of a link type that it cannot dissect";
const SUN_ATM = "tshark takes the pseudo-header of SunATM out of the lengths";

/** Files that tshark reads differently, each with the reason. A line that is no longer true fails. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ["captures/DNS-OARC__dnscap/dns.pcap.lz4", "tshark decompresses LZ4"],
  ["captures/DNS-OARC__dnscap/dns.pcap.zst", "tshark decompresses Zstandard"],
  [
    "captures/OISF__suricata-verify/bug-6875-01__fuzz.pcap",
    "tshark takes the damaged second record for one of Nokia's longer ones",
  ],
  [
    "captures/ntop__nDPI/fuzz-2021-10-13.pcap",
    "tshark leaves more than a second of nanoseconds in the fraction",
  ],
  [
    "captures/seladb__PcapPlusPlus/ExamplesTest__pcap_examples__solaris.snoop",
    "tshark reads snoop",
  ],
  ["captures/the-tcpdump-group__libpcap/filter__brcm-tag-stp.pcap", UNKNOWN_LINK_TYPE],
  [
    "captures/the-tcpdump-group__libpcap/linktype-reserved-field-not-zero.pcap",
    "readers are not to interpret the reserved bits, draft-ietf-opsawg-pcap §4",
  ],
  ["captures/the-tcpdump-group__tcpdump/atm-heapoverflow.pcap", SUN_ATM],
  ["captures/the-tcpdump-group__tcpdump/atm-oam-loopback-print-overrun.pcap", SUN_ATM],
  ["captures/the-tcpdump-group__tcpdump/dsa.pcap", UNKNOWN_LINK_TYPE],
  ["captures/the-tcpdump-group__tcpdump/edsa-high-vid.pcap", UNKNOWN_LINK_TYPE],
  ["captures/the-tcpdump-group__tcpdump/frf16_magic_ie-oobr.pcap", UNKNOWN_LINK_TYPE],
  ["captures/the-tcpdump-group__tcpdump/juniper_es_oobr.pcap", UNKNOWN_LINK_TYPE],
  [
    "captures/the-tcpdump-group__tcpdump/juniper_monitor_invalid_cookie_length.pcap",
    UNKNOWN_LINK_TYPE,
  ],
  [
    "captures/the-tcpdump-group__tcpdump/rx_serviceid_oobr.pcap",
    "tshark overflows on a damaged fraction of more than a second",
  ],
  ["captures/the-tcpdump-group__tcpdump/vtp_asan.pcap", UNKNOWN_LINK_TYPE],
]);

const entries: readonly Entry[] = present
  ? (JSON.parse(readFileSync(new URL("manifest.json", CORPUS), "utf8")) as { entries: Entry[] })
      .entries
  : [];

describe.skipIf(!present)("corpus (skipped where ../shared/corpus is absent)", () => {
  test("every file reads as tshark reads it", async () => {
    const differing: string[] = [];
    for (const entry of entries) {
      const expected = expectedRows(entry);
      const actual = await actualRows(entry.file);
      const length = Math.max(expected.length, actual.length);
      const rows = Array.from({ length }, (_, index) => index);
      const row = rows.find((index) => expected[index] !== actual[index]);
      if ((row !== undefined) !== DIFFERENCES.has(entry.file)) {
        differing.push(`${entry.file}, row ${row}: ${expected[row ?? 0]} but ${actual[row ?? 0]}`);
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
  rows.push(reader.problem === undefined ? "ends well" : "ends with a problem");
  return rows;
}

/** Rows of tshark's that are Custom Blocks are no packets; Simple Packet Blocks have no time. */
function expectedRows(entry: Entry): string[] {
  const table = gunzipSync(readFileSync(new URL(entry.oracle.packets, CORPUS))).toString("latin1");
  const rows: string[] = [];
  for (const line of table.split("\n").slice(1, -1)) {
    const columns = line.split("\t");
    if (columns[PROTOCOL_COLUMN] === "PCAPNG") continue;
    const [, time, length, captured] = columns;
    rows.push(`${time === "" ? "0.000000000" : time} ${length} ${captured}`);
  }
  rows.push(entry.tshark_rc === 0 ? "ends well" : "ends with a problem");
  return rows;
}

function timeText(seconds: number, nanoseconds: number): string {
  return `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
}

async function* once(file: URL): AsyncGenerator<Uint8Array> {
  yield readFileSync(file);
}
