/**
 * Fields of application protocols against tshark's, over the corpus.
 *
 * Each packet is read by itself here, while tshark puts fragments together, decrypts QUIC and reads
 * on inside what ICMP errors quote: such rows are left out. It also puts TCP segments together and
 * shows the fields where a message ends, which no column tells; so the rows in which both show a
 * field must agree, and of tshark's rows a share must be among them that is lower for TCP.
 */

import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { beforeAll, describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { dissect } from "../dissect.ts";
import { fieldTexts } from "../field-texts.ts";
import { Packet } from "../packet.ts";

const CORPUS = new URL("../../../../../shared/corpus/", import.meta.url).pathname;
const hasCorpus = existsSync(CORPUS);

/** Largest capture that is read, in octets; keeps the test within seconds. */
const MAX_CAPTURE_LENGTH = 60_000;

/** Files whose messages are broken on purpose: what they still hold is a matter of leniency. */
const BROKEN = /fuzz|malformed/;

/** Link types that the decoder reads through to IP. */
const LINK_TYPES: ReadonlySet<number> = new Set([
  0, 1, 9, 12, 50, 101, 105, 108, 113, 127, 228, 229, 276,
]);

interface Expectation {
  /** Least share of tshark's rows that have the same text here. */
  readonly found: number;
  /** Least share of equal texts where both have one. */
  readonly equal: number;
}

const COLUMNS: Readonly<Record<string, Expectation>> = {
  "dns.qry.name": { found: 0.98, equal: 0.98 },
  "dns.id": { found: 0.99, equal: 0.99 },
  "dns.flags.response": { found: 0.99, equal: 0.99 },
  "dns.flags.rcode": { found: 0.99, equal: 0.99 },
  "dns.qry.type": { found: 0.99, equal: 0.99 },
  "dns.a": { found: 0.99, equal: 1 },
  "dns.aaaa": { found: 0.99, equal: 1 },
  "dns.cname": { found: 0.99, equal: 1 },
  "tls.handshake.extensions_server_name": { found: 0.9, equal: 1 },
  "tls.handshake.extensions_alpn_str": { found: 0.9, equal: 1 },
  "http.host": { found: 0.9, equal: 1 },
  "http.request.uri": { found: 0.85, equal: 0.98 },
  "http.request.method": { found: 0.85, equal: 1 },
  "http.response.code": { found: 0.65, equal: 1 },
  "dhcp.option.dhcp": { found: 1, equal: 1 },
  "ssh.protocol": { found: 0.95, equal: 1 },
};

const PROTOCOLS = ["dns", "mdns", "llmnr", "tls", "http", "dhcp", "ssh"];

interface Entry {
  readonly file: string;
  readonly bytes: number;
  readonly protocols: Readonly<Record<string, number>>;
  readonly non_packet_rows?: number;
}

/** Rows that need more than the packet's own octets, by the columns that show it. */
function needsMore(header: readonly string[], row: readonly string[]): boolean {
  const column = (name: string): string => row[header.indexOf(name)] ?? "";
  const isFragment =
    column("ip.flags.mf").includes("1") ||
    column("ip.frag_offset")
      .split("\x1f")
      .some((offset) => Number(offset) > 0) ||
    column("ipv6.fraghdr.offset") !== "";
  const isInside = /:(quic|icmp|icmpv6|esp|ipcomp|openvpn|tls:http|proxy)(:|$)/;
  return isFragment || isInside.test(column("frame.protocols"));
}

interface Tally {
  expected: number;
  both: number;
  equal: number;
}

function eligible(): Entry[] {
  const manifest = JSON.parse(readFileSync(`${CORPUS}manifest.json`, "utf8")) as {
    entries: Entry[];
  };
  return manifest.entries.filter(
    ({ file, bytes, protocols, non_packet_rows }) =>
      bytes <= MAX_CAPTURE_LENGTH &&
      !BROKEN.test(file) &&
      !non_packet_rows &&
      PROTOCOLS.some((name) => protocols?.[name] !== undefined),
  );
}

function oracleRows(entry: Entry): { header: string[]; rows: string[][] } | undefined {
  const path = `${CORPUS}oracle/${entry.file.replace(/^captures\//, "")}.tsv.gz`;
  if (!existsSync(path)) return undefined;
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n");
  const [header = [], ...rows] = lines.map((line) => line.split("\t"));
  return { header, rows };
}

function compare(entry: Entry, tallies: ReadonlyMap<string, Tally>): void {
  const oracle = oracleRows(entry);
  const path = `${CORPUS}captures/${entry.file.replace(/^captures\//, "")}`;
  if (oracle === undefined || path.endsWith(".gz") || !existsSync(path)) return;
  const columns = [...tallies].map(([name, tally]) => ({
    name,
    tally,
    index: oracle.header.indexOf(name),
  }));
  const reader = new CaptureReader();
  reader.push(new Uint8Array(readFileSync(path)));
  reader.end();
  const batch = new PacketBatch();
  const packet = new Packet();
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i += 1) {
      packet.number += 1;
      packet.linkType = batch.linkType[i]!;
      if (!LINK_TYPES.has(packet.linkType)) continue;
      packet.originalLength = batch.originalLength[i]!;
      const start = batch.start[i]!;
      decode(packet, batch.view, start, start + batch.capturedLength[i]!);
      const row = oracle.rows[packet.number - 1];
      if (row === undefined || columns.every(({ index }) => row[index] === "")) continue;
      if (needsMore(oracle.header, row)) continue;
      const layers = dissect(packet);
      for (const { name, tally, index } of columns) {
        const text = fieldTexts(layers, name).join("\x1f");
        const expected = row[index] ?? "";
        if (expected === "") continue;
        tally.expected += 1;
        if (text !== "") tally.both += 1;
        if (text === expected) tally.equal += 1;
      }
    }
  }
}

const reason = hasCorpus ? "" : " (skipped: no corpus at ../shared/corpus)";

describe.skipIf(!hasCorpus)(`Fields agree with tshark${reason}`, () => {
  const tallies = new Map<string, Tally>(
    Object.keys(COLUMNS).map((name) => [name, { expected: 0, both: 0, equal: 0 }]),
  );

  beforeAll(() => {
    for (const entry of eligible()) compare(entry, tallies);
  }, 60_000);

  test.for(Object.entries(COLUMNS))("%s", ([name, { found, equal }]) => {
    const tally = tallies.get(name)!;
    expect(tally.expected).toBeGreaterThan(10);
    expect(tally.equal / tally.both).toBeGreaterThanOrEqual(equal);
    expect(tally.equal / tally.expected).toBeGreaterThanOrEqual(found);
  });
});
