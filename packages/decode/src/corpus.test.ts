/**
 * Every field of the headers against what tshark printed for real captures, frame by frame.
 *
 * `corpus-exceptions.json` lists each difference that is known, how often it occurs and why; one
 * that is not listed fails, and so does a listed one that no longer occurs. The corpus lies beside
 * the repository and is not part of it; without it the comparison is skipped.
 */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { describe, expect, test } from "vitest";
import exceptions from "./corpus-exceptions.json" with { type: "json" };
import { decode } from "./decoder.ts";
import { dissect } from "./dissect.ts";
import { fieldTexts } from "./field-texts.ts";
import type { Layer } from "./layer.ts";
import { Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";

interface Entry {
  readonly file: string;
  readonly linktypes: readonly number[];
  readonly oracle: { readonly packets: string };
}

const CORPUS = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const LINK_TYPES = new Set([
  0, 1, 6, 7, 9, 10, 12, 14, 50, 51, 100, 101, 104, 105, 106, 107, 108, 113, 119, 127, 129, 163,
  178, 192, 226, 228, 229, 239, 242, 258, 276,
]);
const COLUMNS = (
  "frame.len frame.cap_len frame.encap_type frame.protocols eth.src eth.dst vlan.id ip.src ip.dst " +
  "ipv6.src ipv6.dst ip.proto ipv6.nxt tcp.srcport tcp.dstport udp.srcport udp.dstport tcp.flags " +
  "arp.opcode icmp.type icmpv6.type ip.ttl ipv6.hlim ip.frag_offset ip.flags.mf " +
  "ipv6.fraghdr.offset tcp.seq_raw tcp.ack_raw tcp.len udp.length sctp.srcport sctp.dstport " +
  "mpls.label gre.proto vxlan.vni wlan.sa wlan.da sll.src.eth"
).split(" ");
/** Names of `frame.protocols` up to the first one that another package of protocols decides. */
const OWN_PROTOCOLS = new Set(
  (
    "eth ethertype vlan ieee8021ad ieee8021ah etag vntag llc sll null raw ppp chdlc pppoed pppoes " +
    "wlan wlan_radio radiotap ppi mpls arp ip ipv6 ipv6.hopopts ipv6.routing ipv6.dstopts " +
    "ipv6.fraghdr ah esp icmp icmpv6 tcp udp sctp gre vxlan geneve gtp l2tp teredo ayiya"
  ).split(" "),
);
const SEPARATOR = "\x1f";
/** Rows for pcapng custom blocks, which are not packets. */
const NOT_A_PACKET = "PCAPNG";

/** Frames compared of one capture; 16 of the captures are longer. */
const MAX_FRAMES = 3000;
/** Enough for a comparison over 90,000 frames on a busy machine. */
const TIMEOUT_MS = 120_000;

function ownProtocols(text: string): string {
  const names = text.split(":");
  const foreign = names.findIndex((name) => !OWN_PROTOCOLS.has(name));
  return names.slice(0, foreign < 0 ? names.length : foreign).join(":");
}

function hasFragment(packet: Packet): boolean {
  for (let i = 0; i < packet.layerCount; i += 1) {
    const start = packet.layerStart[i]!;
    const protocol = packet.layerProtocol[i];
    if (protocol === Protocol.Ipv6Fragment) return true;
    const ipv4 = protocol === Protocol.Ipv4 && start + 8 <= packet.end;
    if (ipv4 && (packet.view.getUint16(start + 6) & 0x3fff) !== 0) return true;
  }
  return false;
}

function text(layers: readonly Layer[], column: string): string {
  const joined = fieldTexts(layers, column).join(SEPARATOR);
  return column === "frame.protocols" ? ownProtocols(joined) : joined;
}

function oracleRows(entry: Entry): string[][] {
  const lines = gunzipSync(readFileSync(CORPUS + entry.oracle.packets)).toString("latin1");
  const rows = lines.split("\n").map((line) => line.split("\t"));
  const column = rows[0]!.indexOf("_ws.col.Protocol");
  return rows.filter((row) => row.length > 1 && row[column] !== NOT_A_PACKET);
}

function captureBytes(entry: Entry): Uint8Array {
  const bytes = readFileSync(CORPUS + entry.file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { finishFlush: 2 }) : bytes;
}

/** Differences of one capture, counted by `column` and whether the frame is a fragment. */
function compare(entry: Entry, differences: Map<string, number>): number {
  const [head, ...rows] = oracleRows(entry);
  if (head === undefined) return 0;
  const wanted = COLUMNS.map((name) => head.indexOf(name));
  const reader = new CaptureReader();
  const batch = new PacketBatch();
  const packet = new Packet();
  reader.push(captureBytes(entry));
  reader.end();
  let number = 0;
  while (number < MAX_FRAMES && reader.next(batch)) {
    for (let i = 0; i < batch.count && number < Math.min(rows.length, MAX_FRAMES); i += 1) {
      const row = rows[number]!;
      number += 1;
      packet.number = number;
      packet.linkType = batch.linkType[i]!;
      packet.originalLength = batch.originalLength[i]!;
      const start = batch.start[i]!;
      decode(packet, batch.view, start, start + batch.capturedLength[i]!);
      const layers = dissect(packet);
      const kind = hasFragment(packet) ? "fragment" : "whole";
      for (const [index, column] of COLUMNS.entries()) {
        const cell = row[wanted[index]!]!;
        const expected = column === "frame.protocols" ? ownProtocols(cell) : cell;
        if (text(layers, column) === expected) continue;
        const key = `${entry.file} ${kind} ${column}`;
        differences.set(key, (differences.get(key) ?? 0) + 1);
      }
    }
  }
  return number;
}

function listed(): Map<string, number> {
  const expected = new Map<string, number>();
  for (const { file, kind, columns } of exceptions) {
    for (const [column, count] of Object.entries(columns)) {
      expected.set(`${file} ${kind} ${column}`, count);
    }
  }
  return expected;
}

describe.skipIf(!existsSync(`${CORPUS}manifest.json`))("the corpus (skipped where absent)", () => {
  test("agrees with tshark in every header field, but for the listed exceptions", {
    timeout: TIMEOUT_MS,
  }, () => {
    const manifest = JSON.parse(readFileSync(`${CORPUS}manifest.json`, "utf8")) as {
      entries: Entry[];
    };
    const differences = new Map<string, number>();
    let frames = 0;
    for (const entry of manifest.entries) {
      const known = entry.linktypes.length > 0 && entry.linktypes.every((l) => LINK_TYPES.has(l));
      if (known) frames += compare(entry, differences);
    }
    expect(frames).toBeGreaterThan(80_000);
    expect(Object.fromEntries([...differences].sort())).toEqual(
      Object.fromEntries([...listed()].sort()),
    );
  });

  test("every exception says why", () => {
    expect(exceptions.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});
