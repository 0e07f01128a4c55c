import { describe, expect, test } from "vitest";
import { octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { NTP_PROTOCOL } from "./ntp.ts";
import { formatTime } from "./time-text.ts";

/** Built by hand after RFC 5905 §7.3: 2020-02-23 10:46:38.887 and what a server answers. */
const SAMPLES = {
  client: {
    transport: "udp",
    from: 50_000,
    to: 123,
    payload: octets(`23 00 06 ec 00000000 00000000 00000000
      0000000000000000 0000000000000000 0000000000000000 e1fcd68e e3126e97`),
  },
  server: {
    transport: "udp",
    from: 123,
    to: 50_000,
    payload: octets(`24 01 06 ec 00000100 00000200 47505300
      e1fcd6f3 00000000 e1fcd68e e3126e97 e1fcd6f3 80000000 e1fcd6f3 c0000000
      00000001 00112233445566778899aabbccddeeff`),
  },
  extended: {
    transport: "udp",
    from: 50_000,
    to: 123,
    payload: octets(`23 00 06 ec ${"00".repeat(44)} 0104 0020 ${"ab".repeat(28)}`),
  },
  control: {
    transport: "udp",
    from: 50_000,
    to: 123,
    payload: octets("16 82 0001 0615 0000 0000 0004 613d3100"),
  },
  monlist: { transport: "udp", from: 50_000, to: 123, payload: octets("17 00 03 2a 00000000") },
} as const;

describe("Messages", () => {
  test("A client's request", () => {
    const { texts, column, info } = readSamples(SAMPLES.client);
    expect([column, info]).toEqual(["NTP", "NTP Version 4, client"]);
    expect(texts("ntp.flags.mode")).toEqual(["3"]);
    expect(texts("ntp.reftime")).toEqual(["NULL"]);
    expect(texts("ntp.xmt")).toEqual(["Feb 23, 2020 10:46:38.886999999 UTC"]);
  });

  test("A server's answer names the request that it answers", () => {
    const { texts } = readSamples(SAMPLES.client, SAMPLES.server);
    expect(texts("ntp.stratum")).toEqual(["1"]);
    expect(texts("ntp.refid")).toEqual(["47505300"]);
    expect(texts("ntp.request_in")).toEqual(["1"]);
    expect(texts("ntp.delta_time")).toEqual(["1.000000000"]);
    expect(texts("ntp.keyid")).toEqual(["00000001"]);
    expect(texts("ntp.mac")).toEqual(["00112233445566778899aabbccddeeff"]);
  });

  test("An extension is told from a code by its length", () => {
    const { texts } = readSamples(SAMPLES.extended);
    expect(texts("ntp.ext.type")).toEqual(["0x0104"]);
    expect(texts("ntp.ext.length")).toEqual(["32"]);
    expect(texts("ntp.keyid")).toEqual([]);
  });

  test("Control messages and those of ntpdc have their own fields", () => {
    const control = readSamples(SAMPLES.control);
    expect(control.texts("ntp.ctrl.flags2.opcode")).toEqual(["2"]);
    expect(control.texts("ntp.ctrl.count")).toEqual(["4"]);
    expect(readSamples(SAMPLES.monlist).texts("ntp.priv.reqcode")).toEqual(["42"]);
  });

  test.for([
    [0, 0, "Jan  1, 1970 00:00:00.000000000 UTC"],
    [1_470_103_567, 239_241_076, "Aug  2, 2016 02:06:07.239241076 UTC"],
    [Number.MAX_VALUE, 0, String(Number.MAX_VALUE)],
  ] as const)("%d seconds", ([seconds, nanoseconds, text]) => {
    expect(formatTime(seconds, nanoseconds)).toBe(text);
  });
});

readsAnything(NTP_PROTOCOL, Object.values(SAMPLES));
