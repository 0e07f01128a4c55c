/**
 * Every list over the corpus adds up, and TCP and UDP flows are as many as tshark's streams in all
 * Ethernet captures without tunnels, but for those listed with the reason.
 */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decode, Packet } from "@wirescope/decode";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { Analysis } from "./analysis.ts";
import { IP_PROTOCOL_TCP, IP_PROTOCOL_UDP } from "./ip-protocol.ts";

interface Entry {
  readonly file: string;
  readonly linktypes: readonly number[];
  readonly container: string;
  readonly tshark_rc: number;
  readonly tcp_streams: number;
  readonly udp_streams: number;
  readonly protocols: Readonly<Record<string, number>>;
}

const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);
const MANIFEST = new URL("manifest.json", CORPUS);
const ETHERNET = 1;
/** Each layer of these is a stream of tshark's; here the innermost counts. */
const TUNNELS =
  "gre vxlan geneve gtp teredo l2tp erspan capwap sflow ipip lisp nsh mpls ayiya".split(" ");

const REPLIES = "tshark keeps, joins or splits streams by the replies that a dissector expects";
const EMBEDDED = "tshark goes on into packets that another protocol carries";
const MALFORMED = "headers are cut or contradict themselves";
const TOO_DEEP = "more layers are nested than the decoder follows";
const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ["captures/OISF__suricata-verify/snmp-v2c-get__SNMPv2c_get_requests.pcap", REPLIES],
  ["captures/zeek__zeek/snmp__snmpv1_set.pcap", REPLIES],
  ["captures/zeek__zeek/snmp__snmpv2_get.pcap", REPLIES],
  ["captures/zeek__zeek/snmp__snmpv2_get_bulk.pcap", REPLIES],
  ["captures/zeek__zeek/nfs__nfs_write.pcap", REPLIES],
  ["captures/zeek__zeek/nfs__nfs_write_bad_stable_how.pcap", REPLIES],
  ["captures/zeek__zeek/rpc-portmap-sadmind.pcap", REPLIES],
  ["captures/ntop__nDPI/skinny.pcap", REPLIES],
  ["captures/ntop__nDPI/capwap_data.pcapng", EMBEDDED],
  ["captures/the-tcpdump-group__tcpdump/of13_ericsson.pcapng", EMBEDDED],
  ["captures/OISF__suricata-verify/drop-protocol-change__input.pcap", MALFORMED],
  ["captures/ntop__nDPI/fuzz-2006-06-26-2594.pcap", MALFORMED],
  ["captures/the-tcpdump-group__libpcap/filter__ipv6_ext_headers.pcap", TOO_DEEP],
]);

function analyse(entry: Entry): Analysis {
  const raw = readFileSync(new URL(entry.file, CORPUS));
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
  const reader = new CaptureReader();
  reader.push(bytes);
  reader.end();
  const batch = new PacketBatch();
  const packet = new Packet();
  const analysis = new Analysis({
    flowIdleSeconds: 0,
    timeline: { kind: "fitting", buckets: 600 },
  });
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i++) {
      packet.number++;
      packet.seconds = batch.seconds[i]!;
      packet.nanoseconds = batch.nanoseconds[i]!;
      packet.linkType = batch.linkType[i]!;
      packet.originalLength = batch.originalLength[i]!;
      const start = batch.start[i]!;
      decode(packet, batch.view, start, start + batch.capturedLength[i]!);
      analysis.add(packet);
    }
  }
  return analysis;
}

function streams(analysis: Analysis): string {
  let tcp = 0;
  let udp = 0;
  for (let row = 0; row < analysis.flows.size; row++) {
    const { ipProtocol, originatorPort } = analysis.flowRecord(row);
    if (originatorPort === undefined) continue;
    tcp += ipProtocol === IP_PROTOCOL_TCP ? 1 : 0;
    udp += ipProtocol === IP_PROTOCOL_UDP ? 1 : 0;
  }
  return `${tcp} TCP, ${udp} UDP`;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function isComparable({ linktypes, container, tshark_rc, protocols }: Entry): boolean {
  return (
    linktypes.length === 1 &&
    linktypes[0] === ETHERNET &&
    container.startsWith("pcap") &&
    tshark_rc === 0 &&
    !TUNNELS.some((name) => name in protocols)
  );
}

test.skipIf(!existsSync(MANIFEST))(
  "sums hold, and flows are tshark's streams (skipped where the corpus is absent)",
  { timeout: 60_000 },
  () => {
    const manifest = JSON.parse(readFileSync(MANIFEST, "utf8")) as { entries: Entry[] };
    const differences: string[] = [];
    for (const entry of manifest.entries) {
      if (!isComparable(entry)) continue;
      const analysis = analyse(entry);
      const { packets } = analysis.totals;
      const hosts = analysis.topHosts("sent", "packets", 5);
      expect(sum(analysis.protocols.packets), entry.file).toBe(packets);
      expect(sum(analysis.timeline.all().packets), entry.file).toBe(packets);
      expect(sum(hosts.packets) + hosts.other.packets, entry.file).toBe(packets);
      const expected = `${entry.tcp_streams} TCP, ${entry.udp_streams} UDP`;
      if (streams(analysis) !== expected) differences.push(entry.file);
    }
    expect(differences.sort()).toEqual([...KNOWN_DIFFERENCES.keys()].sort());
  },
);
