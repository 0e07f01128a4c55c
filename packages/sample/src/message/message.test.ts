/** Application messages against the layouts of their specifications. */
import { expect, test } from "vitest";
import { ipAddress, macAddress } from "../packet/address.ts";
import { Random } from "../random.ts";
import { buildDhcp, DhcpType } from "./dhcp.ts";
import { buildDns, DnsType } from "./dns.ts";
import { buildNtp } from "./ntp.ts";
import { buildQuicInitial, buildQuicShort, quicConnectionId } from "./quic.ts";
import { buildKeyExchangeInit, buildNewKeys, buildSshBanner } from "./ssh.ts";
import { buildApplicationData, buildClientHello, buildServerFlight } from "./tls.ts";

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("a DNS query", () => {
  const query = buildDns({ id: 0x1234, questions: [{ name: "a.example", type: DnsType.A }] });
  expect(hex(query)).toBe("123401000001000000000000" + "0161076578616d706c6500" + "00010001");
});

test("a DNS answer with an alias points back to the question", () => {
  const answer = buildDns({
    id: 1,
    questions: [{ name: "a.example", type: DnsType.A }],
    answers: [
      { name: "a.example", data: { type: DnsType.Cname, name: "b.example" } },
      { name: "b.example", ttl: 60, data: { address: ipAddress("192.0.2.1") } },
    ],
  });
  expect(hex(answer)).toBe(
    "000181800001000200000000" +
      "0161076578616d706c650000010001" +
      "c00c000500010000012c000b" +
      "0162076578616d706c6500" +
      "0162076578616d706c6500000100010000003c0004c0000201",
  );
});

test("an empty DNS response keeps its flag", () => {
  expect(hex(buildDns({ id: 0, response: true, questions: [] }))).toBe("000081800000000000000000");
});

test("DHCP carries its options in order", () => {
  const message = buildDhcp({
    type: DhcpType.Request,
    transaction: 7,
    clientMac: macAddress("00:00:5e:00:53:01"),
    hostName: "pad",
    address: ipAddress("192.168.1.9"),
  });
  expect(message.length).toBeGreaterThan(240);
  expect(hex(message.subarray(236))).toBe(
    "63825363" + "350103" + "3204c0a80109" + "0c03706164" + "3706010306" + "0f1c2a" + "ff",
  );
});

test("TLS records hold their lengths, and the ClientHello its name", () => {
  const random = new Random(1);
  const hello = buildClientHello({ serverName: "shop.example", random });
  expect(hex(hello.subarray(0, 6))).toBe(`160303${hex(hello.subarray(3, 5))}01`);
  expect((hello[3]! << 8) | hello[4]!).toBe(hello.length - 5);
  expect((hello[7]! << 8) | hello[8]!).toBe(hello.length - 9);
  expect(Buffer.from(hello).includes("\0\0\x0cshop.example")).toBe(true);
  expect(Buffer.from(hello).includes("\x02h2\x08http/1.1")).toBe(true);
  const flight = buildServerFlight(random);
  const data = buildApplicationData(40_000, random);
  expect(recordTypes(flight)).toEqual([22, 20, 23]);
  expect(recordTypes(data)).toEqual([23, 23, 23]);
});

test("NTP counts from 1900", () => {
  const request = buildNtp(0.5);
  expect(request.length).toBe(48);
  expect(hex(request.subarray(40))).toBe("83aa7e8080000000");
  const reply = buildNtp(0.5, 1);
  expect(hex(reply.subarray(24, 40))).toBe("83aa7e8080000000" + "83aa7e8100000000");
});

test("a QUIC Initial fills 1200 octets and names both connections", () => {
  const random = new Random(2);
  const [destinationId, sourceId] = [quicConnectionId(random), quicConnectionId(random)];
  const initial = buildQuicInitial({ destinationId, sourceId, random });
  expect(initial.length).toBe(1200);
  expect(hex(initial.subarray(0, 6))).toBe("c00000000108");
  expect(((initial[24]! & 0x3f) << 8) | initial[25]!).toBe(1200 - 26);
  const short = buildQuicShort(destinationId, 100, random);
  expect(short.length).toBe(100);
  expect(short[0]! & 0xc0).toBe(0x40);
});

test("SSH packets are whole blocks", () => {
  const random = new Random(3);
  for (const packet of [buildKeyExchangeInit(random), buildNewKeys(random)]) {
    expect(packet.length % 8).toBe(0);
    expect(new DataView(packet.buffer).getUint32(0)).toBe(packet.length - 4);
    expect(packet[4]).toBeGreaterThanOrEqual(4);
  }
  expect(Buffer.from(buildSshBanner("X_1")).toString()).toBe("SSH-2.0-X_1\r\n");
});

function recordTypes(records: Uint8Array): number[] {
  const types: number[] = [];
  let offset = 0;
  while (offset < records.length) {
    types.push(records[offset]!);
    offset += 5 + ((records[offset + 3]! << 8) | records[offset + 4]!);
  }
  expect(offset).toBe(records.length);
  return types;
}
