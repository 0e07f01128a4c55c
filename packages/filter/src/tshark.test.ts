/**
 * Filters against tshark over captures of the corpus.
 *
 * The Ethernet packets of all captures are written into one temporary file, each a second after the
 * one before; tshark's `io,stat` with a step of one second then tells, in a single run, which packets
 * each of many filters selects. It leaves out the last second, which a packet of no interest fills.
 */

import { execFileSync, type StdioOptions } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, Packet } from "@wirescope/decode";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileFilter } from "./filter.ts";

const CORPUS = new URL("../../../../shared/corpus/captures/", import.meta.url).pathname;

const CAPTURES = [
  "DNS-OARC__dnscap/vlan11.pcap",
  "FoxIO-LLC__ja4/dhcp.pcapng",
  "OISF__suricata-verify/ipv6-evasion__ipv6-covert-dstopts__covert_send6.pcap",
  "andrewkroh__packetbeat/http_get_2k_file.pcap",
  "andrewkroh__packetbeat/http_post.pcap",
  "andrewkroh__packetbeat/ipv6_thrift.pcap",
  "cisco__joy/tls12.pcap",
  "corelight__community-id-spec/ipv6.pcap",
  "kbandla__dpkt/examples__data__nb6-http.pcap",
  "nfstream__nfstream/dhcp_little_endian.pcapng",
  "ntop__nDPI/dns_ambiguous_names.pcap",
  "ntop__nDPI/http.pcapng",
  "ntop__nDPI/quic-29.pcap",
  "seladb__PcapPlusPlus/ExamplesTest__pcap_examples__tls.pcap",
  "seladb__PcapPlusPlus/Pcap++Test__PcapExamples__VlanPackets.pcap",
  "the-tcpdump-group__tcpdump/dhcp-rfc4388.pcap",
  "zeek__zeek/icmp_dot1q.pcap",
  "zeek__zeek/tunnels__gre-sample.pcap",
  "zeek__zeek/vlan-qinqinq.pcap",
];

/**
 * Filters without a comma, which `io,stat` would take for the end of the filter.
 *
 * What ICMP errors quote is read up to its transport, so the fields of DNS are asked of other packets.
 */
const FILTERS = [
  "eth",
  "vlan",
  "arp",
  "ip",
  "ipv6",
  "tcp",
  "udp",
  "icmp",
  "icmpv6",
  "gre",
  "dns && !icmp",
  "dhcp",
  "ip && !tcp",
  "udp || icmp",
  "not (ip or ipv6)",
  "tcp.port == 80",
  "tcp.port != 80",
  "!(tcp.port == 80)",
  "any tcp.port != 80",
  "all tcp.port > 1024",
  "tcp.dstport < 1024 && tcp.flags.syn == 1",
  "udp.port == 53",
  "udp.srcport >= 1024",
  "ip.addr == 10.0.0.0/8",
  "ip.addr != 10.0.0.0/8",
  "ip.src == 192.168.0.0/16 && ip.dst != 192.168.0.0/16",
  "ip.src < 100.0.0.0",
  "ipv6.addr == fe80::/10",
  "ipv6.src > 2001::",
  "ipv6.dst == ff02::/16",
  "eth.addr[0:3] == 00:00:00",
  "eth.src[0] & 2",
  "eth.dst == ff:ff:ff:ff:ff:ff",
  "eth.addr contains 00:00",
  "eth.src > 80:00:00:00:00:00",
  "eth.dst[4-5] == ff:ff",
  "frame.len > 200",
  "frame.len >= 60 && frame.len <= 100",
  "frame.number == 42",
  "frame.number < 10 || frame.number > 300",
  "ip.proto == 17",
  "ip.ttl < 64",
  "ip.ttl in {64..128}",
  "ip.len > 0x100",
  "ip.flags.df == 1",
  "ip.flags.df == 0",
  "ipv6.nxt == 58",
  "ipv6.hlim == 255",
  "icmp.type == 8",
  "icmpv6.type >= 133",
  "arp.opcode == request",
  "vlan.id == 100",
  "vlan.id > 100",
  "tcp.flags & 2",
  "tcp.flags == 0x012",
  "tcp.flags.syn && tcp.flags.syn == 1",
  "tcp.flags.ack == 1 && tcp.flags.push == 0",
  "tcp.flags.reset == 1 || tcp.flags.fin == 1",
  "tcp.seq_raw > 2147483648",
  "tcp.len > 0",
  "tcp.srcport == tcp.dstport",
  "ip.src == ip.dst",
  "dns.qry.name && !icmp",
  'dns.qry.name contains "com" && !icmp',
  'dns.qry.name matches r"^[a-z]+\\." && !icmp',
  "dns.qry.type == 28 && !icmp",
  "dns.flags.response == 1 && !icmp",
  "dns.flags.rcode != 0 && !icmp",
  "dns.a && !icmp",
  "(dns.a == 1.0.0.0/8 || dns.count.answers > 1) && !icmp",
  "dns.id == 0x0001 && !icmp",
  "len(dns.qry.name) > 15 && !icmp",
  'upper(dns.qry.name) contains "WWW" && !icmp',
  'lower(dns.qry.name) contains "com" && !icmp',
  "count(ip.addr) > 2",
  "dhcp.option.dhcp == 3",
  "dhcp.option.hostname",
  "dhcp.ip.your == 0.0.0.0",
  'tcp contains "HTTP"',
  'frame contains "Host:"',
  "udp contains 63:6f:6d",
  'tcp matches "content-length"',
  'tcp matches "(?-i)content-length"',
  "frame[0:2] == 00:00",
  "ip.src#2",
  "ip.addr#2 == 10.0.0.0/8",
  "ip.ttl % 2 == 1",
  "{ip.ttl + 1} > 64",
  "quic.version",
] as const;

/** Filters with commas, each a run of its own. */
const SET_FILTERS = [
  "tcp.port in {80, 443, 8000..9000}",
  "tcp.port not in {80, 443}",
  "eth.addr[0:3,5] == 00:00:00:00",
  "ip.addr in {10.0.0.0/8, 192.168.0.0/16}",
] as const;

const isPossible = existsSync(CORPUS) && hasTshark();
const reason = isPossible ? "" : " (skipped: no corpus at ../shared/corpus, or no tshark)";

function hasTshark(): boolean {
  try {
    execFileSync("tshark", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

interface Record {
  readonly bytes: Uint8Array;
  readonly originalLength: number;
}

function readEthernet(path: string): Record[] {
  const reader = new CaptureReader();
  reader.push(new Uint8Array(readFileSync(path)));
  reader.end();
  const batch = new PacketBatch();
  const records: Record[] = [];
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i += 1) {
      if (batch.linkType[i] !== 1) continue;
      const start = batch.start[i]!;
      const bytes = batch.bytes.slice(start, start + batch.capturedLength[i]!);
      records.push({ bytes, originalLength: batch.originalLength[i]! });
    }
  }
  return records;
}

function writePcap(path: string, records: readonly Record[]): void {
  const header = Buffer.from("d4c3b2a1020004000000000000000000ffff000001000000", "hex");
  const chunks = records.flatMap(({ bytes, originalLength }, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(index, 0);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(originalLength, 12);
    return [record, Buffer.from(bytes)];
  });
  writeFileSync(path, Buffer.concat([header, ...chunks]));
}

function tshark(args: readonly string[]): string {
  const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
  return execFileSync("tshark", ["-n", ...args], { encoding: "utf8", stdio, maxBuffer: 1 << 28 });
}

/** Numbers of the packets that each filter selects, from one table of counts per second. */
function selectedByTshark(path: string, filters: readonly string[]): number[][] {
  const table = tshark(["-q", "-r", path, "-z", `io,stat,1,${filters.join(",")}`]);
  const selected: number[][] = filters.map(() => []);
  for (const row of table.matchAll(/^\|\s*([0-9]+)\s*<>\s*(?:[0-9]+|Dur)\s*\|(.*)\|$/gm)) {
    const counts = row[2]!.split("|").filter((_, column) => column % 2 === 0);
    counts.forEach((count, index) => {
      if (Number(count) > 0) selected[index]!.push(Number(row[1]) + 1);
    });
  }
  return selected;
}

describe.skipIf(!isPossible)(`Filters select the packets that tshark selects${reason}`, () => {
  let directory = "";
  let path = "";
  let records: Record[] = [];
  let expected: number[][] = [];

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "wirescope-filter-"));
    path = join(directory, "merged.pcap");
    records = CAPTURES.flatMap((name) => readEthernet(join(CORPUS, name)));
    writePcap(path, [...records, records[0]!]);
    expected = selectedByTshark(path, FILTERS).map((numbers) =>
      numbers.filter((number) => number <= records.length),
    );
  }, 60_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function selected(text: string): number[] {
    const filter = compileFilter(text);
    const packet = new Packet();
    packet.linkType = 1;
    return records.flatMap(({ bytes, originalLength }, index) => {
      packet.number = index + 1;
      packet.seconds = index;
      packet.originalLength = originalLength;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      decode(packet, view, 0, bytes.length);
      return filter.matches(packet) ? [index + 1] : [];
    });
  }

  test("enough packets are compared", () => {
    expect(records.length).toBeGreaterThan(300);
    expect(expected.filter((numbers) => numbers.length > 0).length).toBeGreaterThan(60);
  });

  test.for(FILTERS.map((text, index) => [text, index] as const))("%s", ([text, index]) => {
    expect(selected(text)).toEqual(expected[index]);
  });

  test.for(SET_FILTERS)("%s", (text) => {
    const numbers = tshark(["-r", path, "-Y", text, "-T", "fields", "-e", "frame.number"]);
    expect(selected(text)).toEqual(
      numbers
        .split("\n")
        .map(Number)
        .filter((number) => number > 0 && number <= records.length),
    );
  });
});
