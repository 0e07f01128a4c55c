import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DecodeStatus } from "../status.ts";
import { octets } from "./application-protocol.contract.ts";
import * as dns from "./dns.ts";
import { labelCount, readName, skipName } from "./dns-name.ts";
import { RecordCursor } from "./dns-record.ts";

function view(text: string): DataView {
  return new DataView(octets(text).buffer);
}

/** Query for A example.com, id 0x1a2b, recursion desired; built by hand after RFC 1035 §4. */
const QUERY = view("1a2b 0100 0001 0000 0000 0000 076578616d706c65 03636f6d 00 0001 0001");

/** Its response: a CNAME to www.example.com and the address of that, names compressed. */
const RESPONSE = view(`
  1a2b 8180 0001 0002 0000 0000 076578616d706c65 03636f6d 00 0001 0001
  c00c 0005 0001 00000e10 0006 03777777 c00c
  c029 0001 0001 0000003c 0004 5db8d822`);

describe("Header", () => {
  test("Fields are where RFC 1035 puts them", () => {
    expect(dns.check(QUERY, 0, QUERY.byteLength)).toBe(DecodeStatus.Ok);
    expect(dns.id(QUERY, 0)).toBe(0x1a2b);
    expect(dns.flags(QUERY, 0)).toBe(0x0100);
    expect(dns.isResponse(QUERY, 0)).toBe(false);
    expect(dns.isResponse(RESPONSE, 0)).toBe(true);
    expect(dns.questionCount(RESPONSE, 0)).toBe(1);
    expect(dns.answerCount(RESPONSE, 0)).toBe(2);
  });

  test.for([0, 1, 11])("%i octets are too few", (length) => {
    expect(dns.check(QUERY, 0, length)).toBe(DecodeStatus.Truncated);
    expect(dns.isPlausible(QUERY, 0, length, 29)).toBe(false);
  });

  test("More records than the message has room for are not plausible", () => {
    const octets = new Uint8Array(QUERY.buffer.slice(0));
    octets[7] = 9;
    const changed = new DataView(octets.buffer);
    expect(dns.isPlausible(changed, 0, changed.byteLength, changed.byteLength)).toBe(false);
  });

  test("An ordinary query is unmistakable, a NetBIOS one is none", () => {
    expect(dns.isUnmistakable(QUERY, 0, QUERY.byteLength, QUERY.byteLength)).toBe(true);
    const octets = new Uint8Array(QUERY.buffer.slice(0));
    octets[octets.length - 3] = 32;
    const netBios = new DataView(octets.buffer);
    expect(dns.isUnmistakable(netBios, 0, netBios.byteLength, netBios.byteLength)).toBe(false);
  });
});

describe("Names", () => {
  test.for([
    ["07 6578616d706c65 03 636f6d 00", "example.com", 13],
    ["00", "", 1],
    ["03 610a62 00", "a\\nb", 5],
    ["03 e282ac 00", "€", 5],
    ["02 ff41 00", "\ufffdA", 4],
    ["05 616263", "", -1],
    ["40 00", "", -1],
    ["c0", "", -1],
    ["c000", "", 2],
  ] as const)("%s", ([octets, name, after]) => {
    const message = view(octets);
    expect(readName(message, 0, 0, message.byteLength)).toBe(name);
    expect(skipName(message, 0, message.byteLength)).toBe(after);
  });

  test("A pointer leads to what stands before it", () => {
    expect(readName(RESPONSE, 0, 41, RESPONSE.byteLength)).toBe("www.example.com");
    expect(labelCount(RESPONSE, 0, 41, RESPONSE.byteLength)).toBe(3);
  });

  test("Pointers to themselves and to one another end", () => {
    expect(readName(view("c000"), 0, 0, 2)).toBe("");
    expect(readName(view("c002 c000"), 0, 0, 4)).toBe("");
    expect(labelCount(view("c002 c000"), 0, 2, 4)).toBe(0);
  });

  test("Any octets give a name of at most 255 octets on the wire", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(400), (octets, at) => {
        const message = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
        const off = Math.min(at, octets.length);
        const name = readName(message, 0, off, octets.length);
        expect(name.replaceAll(/\\x[0-9a-f]{2}|\\[nrt]|\\u[0-9a-f]{4}/g, "?").length).toBeLessThan(
          256,
        );
        const after = skipName(message, off, octets.length);
        expect(after === -1 || (after > off && after <= octets.length)).toBe(true);
        labelCount(message, 0, off, octets.length);
      }),
      { seed: 20_261_122, numRuns: 2000 },
    );
  });
});

describe("Records", () => {
  test("The cursor stops at each record", () => {
    const record = new RecordCursor();
    record.open(RESPONSE, 0, RESPONSE.byteLength);
    expect(record.next()).toBe(true);
    expect([record.section, record.type, record.timeToLive]).toEqual(["answer", 5, 3600]);
    expect(record.next()).toBe(true);
    expect([record.type, record.dataLength, record.isWhole]).toEqual([1, 4, true]);
    expect(RESPONSE.getUint32(record.dataStart)).toBe(0x5db8d822);
    expect(record.next()).toBe(false);
  });

  test("A cut message gives the records in front of the cut", () => {
    for (let end = dns.HEADER_LEN; end < RESPONSE.byteLength; end += 1) {
      const record = new RecordCursor();
      record.open(RESPONSE, 0, end);
      let whole = 0;
      while (record.next()) if (record.isWhole) whole += 1;
      expect(whole).toBe(end >= 47 ? 1 : 0);
    }
  });
});
