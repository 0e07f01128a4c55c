/** Builders against bytes of the specifications and of captured packets. */
import { describe, expect, test } from "vitest";
import { ipAddress, macAddress, multicastMac, solicitedNodeGroup } from "./address.ts";
import { buildArp } from "./arp.ts";
import { asciiBytes, ByteWriter, concatBytes } from "./byte-writer.ts";
import { internetChecksum, pseudoHeaderSum } from "./checksum.ts";
import { buildEthernet, EtherType } from "./ethernet.ts";
import { buildIcmpEcho, buildIcmpUnreachable, buildIcmpv6, neighborSolicitation } from "./icmp.ts";
import { buildIp, buildIpv4, buildIpv6 } from "./ip.ts";
import { buildTcp, synOptions, TcpFlag, timestampOption } from "./tcp.ts";
import { buildUdp } from "./udp.ts";

const A = ipAddress("192.0.2.1");
const B = ipAddress("198.51.100.2");
const A6 = ipAddress("2001:db8::1");
const B6 = ipAddress("2001:db8::2");

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

describe("addresses", () => {
  test.for([
    ["192.168.0.1", "c0a80001"],
    ["::", "00000000000000000000000000000000"],
    ["2001:db8::1", "20010db8000000000000000000000001"],
    ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008"],
    ["fe80::", "fe800000000000000000000000000000"],
  ] as const)("%s", ([text, expected]) => {
    expect(hex(ipAddress(text))).toBe(expected);
  });

  test.for([
    "1.2.3",
    "1.2.3.256",
    "1.2.3.x",
    "1:2:3",
    "1:2:3:4:5:6:7::8",
    "1::2::3",
    "12345::",
    "g::",
  ])("%s is refused", (text) => {
    expect(() => ipAddress(text)).toThrow(RangeError);
  });

  test("MAC addresses", () => {
    expect(hex(macAddress("00:00:5e:00:53:Ff"))).toBe("00005e0053ff");
    expect(() => macAddress("00:00:5e:00:53")).toThrow(RangeError);
    expect(() => macAddress("00:00:5e:00:53:1")).toThrow(RangeError);
  });

  test("groups", () => {
    expect(hex(multicastMac(ipAddress("239.255.255.250")))).toBe("01005e7ffffa");
    expect(hex(multicastMac(ipAddress("ff02::fb")))).toBe("3333000000fb");
    expect(hex(solicitedNodeGroup(ipAddress("2001:db8::ab:cdef")))).toBe(
      "ff0200000000000000000001ffabcdef",
    );
  });
});

describe("checksum", () => {
  test("the example of RFC 1071 §3", () => {
    expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(
      0x220d,
    );
  });

  test("an odd octet is padded with zero", () => {
    expect(internetChecksum(Uint8Array.of(0x12))).toBe(0xedff);
  });

  test("covers the pseudo-header", () => {
    const udp = buildUdp({
      source: A,
      destination: B,
      sourcePort: 1,
      destinationPort: 2,
      payload: asciiBytes("abc"),
    });
    const sum = pseudoHeaderSum({ source: A, destination: B }, 17, udp.length);
    expect(internetChecksum(udp, sum)).toBe(0);
    expect(internetChecksum(udp, sum + 1)).not.toBe(0);
  });
});

describe("link and network", () => {
  test("short frames are padded, tags are inserted", () => {
    const frame = { source: macAddress("00:00:5e:00:53:01"), destination: multicastMac(B) };
    const payload = Uint8Array.of(1);
    const short = buildEthernet({ ...frame, etherType: EtherType.Ipv4, payload });
    expect(short.length).toBe(60);
    expect(hex(short.subarray(0, 16))).toBe("01005e33640200005e005301080001" + "00");
    const tagged = buildEthernet({ ...frame, etherType: EtherType.Ipv4, payload, vlanId: 7 });
    expect(hex(tagged.subarray(12, 19))).toBe("8100" + "0007" + "0800" + "01");
    const long = buildEthernet({ ...frame, etherType: 0x88b5, payload: new Uint8Array(100) });
    expect(long.length).toBe(114);
  });

  test("ARP request", () => {
    const arp = buildArp({
      operation: "request",
      senderMac: macAddress("00:00:5e:00:53:01"),
      senderIp: A,
      targetMac: macAddress("00:00:00:00:00:00"),
      targetIp: B,
    });
    expect(hex(arp)).toBe("0001080006040001" + "00005e005301c0000201" + "000000000000c6336402");
  });

  test("IPv4 header", () => {
    const packet = buildIpv4({
      source: A,
      destination: B,
      protocol: 17,
      payload: asciiBytes("x"),
      identification: 0x1234,
      hopLimit: 3,
    });
    expect(hex(packet)).toBe("45000015123440000311" + "796d" + "c0000201c6336402" + "78");
    expect(internetChecksum(packet.subarray(0, 20))).toBe(0);
  });

  test("IPv4 fragments and options", () => {
    const packet = buildIpv4({
      source: A,
      destination: B,
      protocol: 17,
      payload: new Uint8Array(8),
      moreFragments: true,
      fragmentOffset: 1480,
      options: Uint8Array.of(0x94, 4, 0, 0),
    });
    expect(hex(packet.subarray(0, 8))).toBe("46000020000020b9");
    expect(internetChecksum(packet.subarray(0, 24))).toBe(0);
  });

  test("IPv6 header", () => {
    const fields = { source: A6, destination: B6, protocol: 58, payload: asciiBytes("hello") };
    expect(hex(buildIpv6(fields).subarray(0, 8))).toBe("6000000000053a40");
    expect(buildIp(fields)).toEqual(buildIpv6(fields));
  });
});

describe("transport", () => {
  const ports = { sourcePort: 1000, destinationPort: 80 };

  test("TCP with options and payload", () => {
    for (const [source, destination] of [
      [A, B],
      [A6, B6],
    ] as const) {
      const segment = buildTcp({
        source,
        destination,
        ...ports,
        sequence: 0xffff_fffe,
        acknowledgment: 7,
        flags: TcpFlag.Psh | TcpFlag.Ack,
        options: timestampOption(1, 2),
        payload: asciiBytes("odd"),
      });
      expect(hex(segment.subarray(0, 16))).toBe("03e80050" + "fffffffe" + "00000007" + "8018faf0");
      const sum = pseudoHeaderSum({ source, destination }, 6, segment.length);
      expect(internetChecksum(segment, sum)).toBe(0);
      expect(segment.length).toBe(20 + 12 + 3);
    }
  });

  test("SYN options fill whole words", () => {
    expect(hex(synOptions(1460, 1, 0))).toBe(
      "020405b4" + "0402080a" + "00000001" + "00000000" + "01030307",
    );
  });

  test("a UDP checksum of zero is sent as ones", () => {
    const fields = { source: A, destination: B, ...ports };
    const first = buildUdp({ ...fields, payload: Uint8Array.of(0, 0) });
    const checksum = first.subarray(6, 8);
    const zero = buildUdp({ ...fields, payload: checksum });
    expect(hex(zero.subarray(6, 8))).toBe("ffff");
  });

  test("ICMP and ICMPv6", () => {
    const echo = buildIcmpEcho({
      type: "request",
      identifier: 1,
      sequence: 2,
      payload: asciiBytes("abc"),
    });
    expect(hex(echo)).toBe(`0800${hex(echo.subarray(2, 4))}00010002616263`);
    expect(internetChecksum(echo)).toBe(0);
    const quoted = buildIpv4({ source: A, destination: B, protocol: 17, payload: echo });
    expect(buildIcmpUnreachable(3, quoted).length).toBe(8 + 20 + 8);
    const mac = macAddress("00:00:5e:00:53:01");
    const path = { source: A6, destination: B6 };
    const ask = buildIcmpv6({ ...path, type: 135, body: neighborSolicitation(B6, mac) });
    expect(internetChecksum(ask, pseudoHeaderSum(path, 58, ask.length))).toBe(0);
    expect(ask.length).toBe(32);
  });
});

describe("byte writer", () => {
  test("grows at every kind of write", () => {
    const writer = new ByteWriter(1);
    writer.uint8(1).uint16(0x0203).uint24(0x04_0506).uint32(0x0708_090a).ascii("A").zeros(2);
    expect(hex(writer.finish())).toBe("0102030405060708090a410000");
    expect(writer.length).toBe(13);
  });

  test("refuses what is not ASCII", () => {
    expect(() => asciiBytes("é")).toThrow(RangeError);
  });

  test("joins parts", () => {
    expect(concatBytes([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2)])).toEqual(
      Uint8Array.of(1, 2),
    );
  });
});
