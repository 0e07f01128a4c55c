import { describe, expect, test } from "vitest";
import { ascii, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { SYSLOG_PROTOCOL } from "./syslog.ts";

/** Messages of RFC 3164 §5.4 and RFC 5424 §6.5. */
const OLD = "<34>Oct 11 22:14:15 mymachine su[7]: 'su root' failed\n";
const NEW = "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 77 ID47 - hello";

const SAMPLES = {
  old: { transport: "udp", from: 50_000, to: 514, payload: ascii(OLD) },
  structured: { transport: "udp", from: 50_000, to: 514, payload: ascii(NEW) },
  bare: { transport: "udp", from: 50_000, to: 514, payload: ascii("hello") },
  counted: {
    transport: "tcp",
    from: 50_000,
    to: 601,
    payload: ascii(`${NEW.length} ${NEW}`),
  },
} as const;

describe("Messages", () => {
  test("As BSD had them", () => {
    const { texts, column, info } = readSamples(SAMPLES.old);
    expect(column).toBe("Syslog");
    expect(info).toBe("AUTH.CRIT: Oct 11 22:14:15 mymachine su[7]: 'su root' failed\\n");
    expect(texts("syslog.facility")).toEqual(["4"]);
    expect(texts("syslog.level")).toEqual(["2"]);
    expect(texts("syslog.timestamp_rfc3164")).toEqual(["Oct 11 22:14:15"]);
    expect(texts("syslog.hostname")).toEqual(["mymachine"]);
    expect(texts("syslog.procid")).toEqual(["7"]);
  });

  test("As they are now", () => {
    const { texts, info } = readSamples(SAMPLES.structured);
    expect(info.startsWith("LOCAL4.NOTICE: 1 2003-10-11T22:14:15.003Z ")).toBe(true);
    expect(texts("syslog.hostname")).toEqual(["mymachine.example.com"]);
    expect(texts("syslog.appname")).toEqual(["evntslog"]);
    expect(texts("syslog.msgid")).toEqual(["ID47"]);
  });

  test("Without a priority, all is text", () => {
    const { texts, info } = readSamples(SAMPLES.bare);
    expect(info).toBe("hello");
    expect(texts("syslog.facility")).toEqual([]);
  });
});

readsAnything(SYSLOG_PROTOCOL, Object.values(SAMPLES));
