import { describe, expect, test } from "vitest";
import { identify } from "./application/identify.ts";
import { decoded, eth, expectOffsetsToHold, FRAMES, ip, tcp, udp } from "./frames.contract.ts";
import { MAX_LAYERS, type Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { protocolInfo } from "./protocol-info.ts";
import { DecodeStatus } from "./status.ts";

function stack(packet: Packet): string {
  return [...packet.layerProtocol.subarray(0, packet.layerCount)]
    .map((protocol) => protocolInfo(protocol).name)
    .join(" ");
}

describe("the walk", () => {
  test.for(FRAMES)("%s", ([, linkType, octets, expected]) => {
    const packet = decoded(linkType, octets);
    expect(stack(packet)).toBe(expected);
    expect(packet.status).toBe(DecodeStatus.Ok);
    expectOffsetsToHold(packet);
  });

  test("frames of 802.11 that manage and those with swapped control octets count as 802.11", () => {
    const beacon = [0x80, 0, 0, 0, ...Array(18).fill(2), 0, 0, 1, 2];
    const swapped = [1, 0x48, ...beacon.slice(2)];
    const capwap = ip(17, udp(5247, [0, 0x10, 3, 0, 0, 0, 0, 0, ...swapped]));
    for (const packet of [decoded(105, beacon), decoded(1, eth(0x0800, capwap))]) {
      expect(packet.layerProtocol[packet.layerCount - 1]).not.toBe(Protocol.Wlan);
      expect(packet.protocol).toBe(Protocol.Wlan);
      expect(identify(packet)).toBe(Protocol.Wlan);
    }
  });

  test("Ethernet padding is left out of the payload", () => {
    const packet = decoded(1, eth(0x0800, [...ip(6, tcp()), 0, 0, 0, 0, 0, 0]));
    expect(packet.payloadEnd - packet.payloadStart).toBe(0);
    expect(packet.payloadLength).toBe(0);
  });

  test("a total length of 0 means to the end of the capture", () => {
    const datagram = ip(6, tcp([1, 2, 3]));
    datagram[2] = 0;
    datagram[3] = 0;
    const packet = decoded(1, eth(0x0800, datagram));
    expect(packet.payloadEnd - packet.payloadStart).toBe(3);
  });

  test("a cut payload keeps its length on the wire", () => {
    const octets = eth(0x0800, ip(6, tcp(Array(100).fill(7))));
    const packet = decoded(1, octets.slice(0, 64), octets.length);
    expect(packet.payloadEnd - packet.payloadStart).toBe(10);
    expect(packet.payloadLength).toBe(100);
    expect(packet.status).toBe(DecodeStatus.Ok);
  });

  test("the summary is the inner packet's, the tag and addresses the outer frame's", () => {
    const inner = eth(0x8100, [0, 99, 8, 0, ...ip(6, tcp())]);
    const vxlan = ip(17, udp(4789, [8, 0, 0, 0, 0, 0, 5, 0, ...inner]));
    const packet = decoded(1, eth(0x8100, [0, 7, 8, 0, ...vxlan]));
    expect(packet.tunnelDepth).toBe(1);
    expect(packet.vlanId).toBe(7);
    expect(packet.sourceMac).toBe(packet.start + 6);
    expect(packet.destinationPort).toBe(443);
    expect(packet.ipProtocol).toBe(6);
  });

  test("a packet quoted by an ICMP error is in the stack and not in the summary", () => {
    const quote = ip(17, udp(53, []));
    const packet = decoded(1, eth(0x0800, ip(1, [3, 3, 0, 0, 0, 0, 0, 0, ...quote])));
    expect(packet.quotedFrom).toBe(3);
    expect(packet.protocol).toBe(Protocol.Icmp);
    expect(packet.sourcePort).toBe(-1);
    expect(packet.payloadLength).toBe(quote.length);
  });

  test("ports of a header cut after them are kept", () => {
    const packet = decoded(1, eth(0x0800, ip(6, tcp())).slice(0, 42), 54);
    expect(packet.status).toBe(DecodeStatus.Truncated);
    expect(packet.statusProtocol).toBe(Protocol.Tcp);
    expect(packet.transportStart).toBe(-1);
    expect([packet.sourcePort, packet.destinationPort]).toEqual([51544, 443]);
  });

  test.for([
    ["IPv4 of version 5", [0x55, ...ip(6, tcp()).slice(1)], DecodeStatus.BadVersion],
    ["an IPv4 header of 16 octets", [0x44, ...ip(6, tcp()).slice(1)], DecodeStatus.BadLength],
    [
      "a TCP header of 16 octets",
      ip(6, [...tcp().slice(0, 12), 0x40, ...tcp().slice(13)]),
      DecodeStatus.BadLength,
    ],
    ["a UDP length of 7", ip(17, [0, 1, 0, 2, 0, 7, 0, 0]), DecodeStatus.BadLength],
    [
      "a TCP header longer than its datagram",
      ip(6, [...tcp().slice(0, 12), 0xf0, ...tcp().slice(13)]),
      DecodeStatus.BadLength,
    ],
    ["a datagram too short for its header", ip(17, [0, 1, 0, 2]), DecodeStatus.BadLength],
  ] as const)("%s is a bad packet", ([, datagram, status]) => {
    expect(decoded(1, eth(0x0800, datagram)).status).toBe(status);
  });

  test("endless tags end as too deep", () => {
    const tags = Array(60).fill([0, 1, 0x81, 0]).flat();
    const packet = decoded(1, eth(0x8100, tags));
    expect(packet.status).toBe(DecodeStatus.TooDeep);
    expect(packet.layerCount).toBe(MAX_LAYERS);
  });
});
