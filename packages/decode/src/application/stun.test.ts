import { describe, expect, test } from "vitest";
import { octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { CLASSIC_STUN_PROTOCOL } from "./classic-stun.ts";
import { STUN_PROTOCOL } from "./stun.ts";

/** RFC 5769 §2.1 to §2.3: the sample request, and its responses over IPv4 and IPv6. */
const REQUEST = octets(`000100582112a442b7e7a701bc34d686fa87dfae
  802200105354554e207465737420636c69656e74 002400046e0001ff 80290008932ff9b151263b36
  00060009 6576746a3a68367659202020 000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
  80280004e57a3bcf`);
const RESPONSE = octets(`0101003c2112a442b7e7a701bc34d686fa87dfae
  8022000b7465737420766563746f7220 002000080001a147e112a643
  000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004c07d4c96`);
const RESPONSE_6 = octets(`010100482112a442b7e7a701bc34d686fa87dfae
  8022000b7465737420766563746f7220 002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014a382954e4be67bf11784c97c8292c275bfe3ed41 80280004c8fb0b4c`);

const SAMPLES = {
  request: { transport: "udp", from: 50_000, to: 3478, payload: REQUEST },
  response: { transport: "udp", from: 3478, to: 50_000, payload: RESPONSE },
  response6: { transport: "udp", from: 3478, to: 50_000, payload: RESPONSE_6 },
  error: {
    transport: "udp",
    from: 3478,
    to: 50_000,
    payload: octets(`011300242112a442b7e7a701bc34d686fa87dfae
      00090010000004014e6f7420616c6c6f77656421 00140003746c6400 000d000400000258`),
  },
  indication: {
    transport: "udp",
    from: 3478,
    to: 50_000,
    payload: octets(
      "001700142112a442b7e7a701bc34d686fa87dfae 001200080001a147e112a643 0013000401020304",
    ),
  },
  channelData: {
    transport: "udp",
    from: 3478,
    to: 50_000,
    payload: octets("4003 0004 01020304"),
  },
  framed: {
    transport: "tcp",
    from: 50_000,
    to: 40_000,
    payload: Uint8Array.of(0, REQUEST.length, ...REQUEST),
  },
} as const;

describe("Messages", () => {
  test("A request of ICE", () => {
    const { texts, column, info } = readSamples(SAMPLES.request);
    expect([column, info]).toEqual(["STUN", "Binding Request user: evtj:h6vY"]);
    expect(texts("stun.type")).toEqual(["0x0001"]);
    expect(texts("stun.att.software")).toEqual(["STUN test client"]);
    expect(texts("stun.att.priority")).toEqual(["1845494271"]);
    expect(texts("stun.att.tie-breaker")).toEqual(["932ff9b151263b36"]);
    expect(texts("stun.att.crc32")).toEqual(["0xe57a3bcf"]);
  });

  test("A response finds its request and gives the address in clear", () => {
    const { texts, info } = readSamples(SAMPLES.request, SAMPLES.response);
    expect(info).toBe("Binding Success Response XOR-MAPPED-ADDRESS: 192.0.2.1:32853");
    expect(texts("stun.att.ipv4")).toEqual(["192.0.2.1"]);
    expect(texts("stun.att.port")).toEqual(["32853"]);
    expect(texts("stun.response-to")).toEqual(["1"]);
    expect(texts("stun.time")).toEqual(["1.000000000"]);
  });

  test("An IPv6 address is combined with the transaction too", () => {
    expect(readSamples(SAMPLES.response6).texts("stun.att.ipv6")).toEqual([
      "2001:db8:1234:5678:11:2233:4455:6677",
    ]);
  });

  test("A repeated request is told", () => {
    const { texts } = readSamples(SAMPLES.request, SAMPLES.request);
    expect(texts("stun.reqduplicate")).toEqual(["1"]);
  });

  test.for([
    [
      "error",
      "Allocate Error Response error-code: 401 (Unauthenticated) Not allowed! realm: tld lifetime: 600",
    ],
    ["indication", "Data Indication XOR-PEER-ADDRESS: 192.0.2.1:32853"],
    ["channelData", "ChannelData TURN Message"],
    ["framed", "Binding Request user: evtj:h6vY"],
  ] as const)("%s", ([name, info]) => {
    expect(readSamples(SAMPLES[name]).info).toBe(info);
  });

  test("What TURN relays is data", () => {
    expect(readSamples(SAMPLES.indication).protocols).toBe("raw:ip:udp:stun:data");
    expect(readSamples(SAMPLES.channelData).protocols).toBe("raw:ip:udp:stun:data");
    expect(readSamples(SAMPLES.channelData).texts("data.data")).toEqual(["01020304"]);
  });
});

readsAnything(STUN_PROTOCOL, Object.values(SAMPLES));

/** Built by hand after RFC 3489 §11. */
const CLASSIC = {
  request: {
    transport: "udp",
    from: 23_903,
    to: 3479,
    payload: octets("0001 0008 c15dae63585d14392e582c260403bf30 0003 0004 00000006"),
  },
  response: {
    transport: "udp",
    from: 3479,
    to: 23_903,
    payload: octets("0101 000c c15dae63585d14392e582c260403bf30 0001 0008 0001 d903 c0000201"),
  },
} as const;

describe("Messages without a cookie", () => {
  test("A request", () => {
    const { texts, column, info } = readSamples(CLASSIC.request);
    expect([column, info]).toEqual(["CLASSIC-STUN", "Message: Binding Request"]);
    expect(texts("classicstun.att.change.ip")).toEqual(["1"]);
  });

  test("A response", () => {
    const { texts } = readSamples(CLASSIC.response);
    expect(texts("classicstun.att.ipv4")).toEqual(["192.0.2.1"]);
    expect(texts("classicstun.att.port")).toEqual(["55555"]);
  });
});

readsAnything(CLASSIC_STUN_PROTOCOL, Object.values(CLASSIC));
