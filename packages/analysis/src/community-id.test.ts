import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decode, Packet } from "@wirescope/decode";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { type FrameSpec, packetOf, TCP } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import { communityId } from "./community-id.ts";

const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);
const EXPECTED = new URL("expected/corelight__community-id-spec/", CORPUS);

function idOf(spec: FrameSpec, seed = 0): string {
  const analysis = new Analysis();
  analysis.add(packetOf(spec));
  return communityId(analysis.flowRecord(0), seed);
}

/* The TCP example of the specification's captures. */
const SYN: FrameSpec = {
  from: "128.232.110.120",
  to: "66.35.250.204",
  transport: "tcp",
  fromPort: 34_855,
  toPort: 80,
  flags: TCP.syn,
};

test("a TCP flow has the identifier of the specification's example, from either side", () => {
  const back = { ...SYN, from: SYN.to, to: SYN.from, fromPort: 80, toPort: 34_855, flags: 0x12 };
  expect(idOf(SYN)).toBe("1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
  expect(idOf(back)).toBe("1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
});

test("another seed gives another identifier", () => {
  expect(idOf(SYN, 1)).toBe("1:3V71V58M3Ksw/yuFALMcW0LAHvc=");
});

interface Baseline {
  readonly proto: number;
  readonly saddr: string;
  readonly daddr: string;
  readonly communityid: string;
}

const CAPTURES = ["icmp", "icmp6", "ipv6", "sctp", "tcp", "udp", "rsvp"];

test.skipIf(!existsSync(EXPECTED)).for([
  ["baseline_deflt.json", 0, "1:zavyT/cezQr1fmImYCwYnMXbgck="],
  ["baseline_seed1.json", 1, "1:2hSqmsDZ2kdcY9kbiUzOEBic0iM="],
] as const)(
  "flows of the specification's captures have the identifiers of %s (skipped where the corpus is absent)",
  ([baseline, seed, solicitation]) => {
    const lines = JSON.parse(readFileSync(new URL(baseline, EXPECTED), "utf8")) as Baseline[];
    const expected = new Set(lines.map(({ communityid }) => communityid));
    const found = new Set<string>();
    for (const name of CAPTURES) for (const id of idsOf(name, seed)) found.add(id);
    expect([...found].filter((id) => !expected.has(id))).toEqual([]);
    // Two neighbours that solicit each other have one flow here, called after the first solicitation.
    expect([...expected].filter((id) => !found.has(id))).toEqual([solicitation]);
  },
);

function idsOf(name: string, seed: number): string[] {
  const raw = readFileSync(new URL(`captures/corelight__community-id-spec/${name}.pcap`, CORPUS));
  const reader = new CaptureReader();
  reader.push(raw[0] === 0x1f ? gunzipSync(raw) : raw);
  reader.end();
  const batch = new PacketBatch();
  const packet = new Packet();
  const analysis = new Analysis({ flowIdleSeconds: 0 });
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i++) {
      packet.linkType = batch.linkType[i]!;
      packet.originalLength = batch.originalLength[i]!;
      const start = batch.start[i]!;
      decode(packet, batch.view, start, start + batch.capturedLength[i]!);
      analysis.add(packet);
    }
  }
  return Array.from({ length: analysis.flows.size }, (_, row) =>
    communityId(analysis.flowRecord(row), seed),
  );
}
