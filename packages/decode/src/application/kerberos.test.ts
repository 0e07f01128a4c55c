import { describe, expect, test } from "vitest";
import { readSamples, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { item } from "./ber-sample.contract.ts";
import { KERBEROS_PROTOCOL } from "./kerberos.ts";

const integer = (...octets: number[]): Uint8Array => item(2, ...octets);
const principal = (type: number, ...parts: string[]): Uint8Array =>
  item(
    0x30,
    item(0xa0, integer(type)),
    item(0xa1, item(0x30, ...parts.map((part) => item(0x1b, part)))),
  );

/** Built by hand after RFC 4120 §5.4 and §5.9. */
const REQUEST = item(
  0x6a,
  item(
    0x30,
    item(0xa1, integer(5)),
    item(0xa2, integer(10)),
    item(
      0xa3,
      item(
        0x30,
        item(
          0x30,
          item(0xa1, integer(0, 128)),
          item(0xa2, item(4, item(0x30, item(0xa0, item(1, 0xff))))),
        ),
      ),
    ),
    item(
      0xa4,
      item(
        0x30,
        item(0xa0, item(3, 0, 0x40, 0x81, 0x00, 0x10)),
        item(0xa1, principal(1, "john")),
        item(0xa2, item(0x1b, "EXAMPLE.ORG")),
        item(0xa3, principal(2, "krbtgt", "EXAMPLE.ORG")),
        item(0xa5, item(0x18, "20370913024805Z")),
        item(0xa7, integer(0x12, 0x34)),
        item(0xa8, item(0x30, integer(18), integer(23))),
      ),
    ),
  ),
);

const ERROR = item(
  0x7e,
  item(
    0x30,
    item(0xa0, integer(5)),
    item(0xa1, integer(30)),
    item(0xa4, item(0x18, "20190205033848Z")),
    item(0xa5, integer(1)),
    item(0xa6, integer(25)),
    item(0xa9, item(0x1b, "EXAMPLE.ORG")),
    item(0xaa, principal(2, "krbtgt")),
  ),
);

const TICKET = item(
  0x61,
  item(
    0x30,
    item(0xa0, integer(5)),
    item(0xa1, item(0x1b, "EXAMPLE.ORG")),
    item(0xa2, principal(2, "cifs", "server")),
    item(0xa3, item(0x30, item(0xa0, integer(18)), item(0xa2, item(4, 1, 2, 3)))),
  ),
);

const REPLY = item(
  0x6b,
  item(
    0x30,
    item(0xa0, integer(5)),
    item(0xa1, integer(11)),
    item(0xa3, item(0x1b, "EXAMPLE.ORG")),
    item(0xa4, principal(1, "john")),
    item(0xa5, TICKET),
  ),
);

function stream(message: Uint8Array, from: number, to: number): Sample {
  const payload = Uint8Array.of(0, 0, 0, message.length, ...message);
  return { transport: "tcp", from, to, payload };
}

const SAMPLES = {
  request: { transport: "udp", from: 50_000, to: 88, payload: REQUEST },
  error: { transport: "udp", from: 88, to: 50_000, payload: ERROR },
  reply: { transport: "udp", from: 88, to: 50_000, payload: REPLY },
  stream: stream(ERROR, 88, 50_000),
} as const satisfies Record<string, Sample>;

describe("Messages", () => {
  test("A request for a ticket", () => {
    const { texts, column, info } = readSamples(SAMPLES.request);
    expect([column, info]).toEqual(["KRB5", "AS-REQ"]);
    expect(texts("kerberos.msg_type")).toEqual(["10"]);
    expect(texts("kerberos.CNameString")).toEqual(["john"]);
    expect(texts("kerberos.SNameString")).toEqual(["krbtgt", "EXAMPLE.ORG"]);
    expect(texts("kerberos.realm")).toEqual(["EXAMPLE.ORG"]);
    expect(texts("kerberos.till")).toEqual(["Sep 13, 2037 02:48:05.000000000 UTC"]);
    expect(texts("kerberos.ENCTYPE")).toEqual(["18", "23"]);
    expect(texts("kerberos.KDCOptions.forwardable")).toEqual(["1"]);
    expect(texts("kerberos.KDCOptions.validate")).toEqual(["0"]);
    expect(texts("kerberos.include_pac")).toEqual(["1"]);
  });

  test("A ticket inside a reply", () => {
    const { texts, info } = readSamples(SAMPLES.reply);
    expect(info).toBe("AS-REP");
    expect(texts("kerberos.SNameString")).toEqual(["cifs", "server"]);
    expect(texts("kerberos.cipher")).toEqual(["010203"]);
  });

  test("An error, over TCP as well", () => {
    expect(readSamples(SAMPLES.error).info).toBe("KRB Error: KRB5KDC_ERR_PREAUTH_REQUIRED");
    const { texts, info } = readSamples(SAMPLES.stream);
    expect(info).toBe("KRB Error: KRB5KDC_ERR_PREAUTH_REQUIRED");
    expect(texts("kerberos.rm.length")).toEqual([String(ERROR.length)]);
  });
});

readsAnything(KERBEROS_PROTOCOL, Object.values(SAMPLES));
