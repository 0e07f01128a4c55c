import { describe, expect, test } from "vitest";
import { readSamples, readsAnything, type Sample, talk } from "./application-protocol.contract.ts";
import { item } from "./ber-sample.contract.ts";
import { CLDAP_PROTOCOL, LDAP_PROTOCOL } from "./ldap.ts";

const integer = (...octets: number[]): Uint8Array => item(2, ...octets);
const text = (value: string): Uint8Array => item(4, value);
const RESULT = [item(10, 0), text(""), text("")];

function message(id: number, ...parts: Uint8Array[]): Uint8Array {
  return item(0x30, integer(id), ...parts);
}

const { up, down } = talk("tcp", 389);

const FILTER = item(
  0xa0,
  item(0xa3, text("cn"), text("john")),
  item(0xa2, item(0x87, "mail")),
  item(0xa4, text("sn"), item(0x30, item(0x80, "a"), item(0x82, "z"))),
  item(0xa9, item(0x81, "1.2.3"), item(0x82, "flags"), item(0x83, "2")),
);

const SEARCH = message(
  2,
  item(
    0x63,
    text("dc=example"),
    item(10, 2),
    item(10, 0),
    integer(0),
    integer(0),
    item(1, 0),
    FILTER,
    item(0x30, text("cn"), text("mail")),
  ),
  item(0xa0, item(0x30, text("1.2.840.113556.1.4.319"))),
);

/** Built by hand after RFC 4511 §4. */
const SAMPLES = {
  bind: up(message(1, item(0x60, integer(3), text("cn=admin"), item(0x80, "secret")))),
  sasl: up(message(1, item(0x60, integer(3), text(""), item(0xa3, text("GSS-SPNEGO"), text("x"))))),
  bound: down(message(1, item(0x61, ...RESULT))),
  search: up(SEARCH),
  entry: down(
    message(
      2,
      item(0x64, text("cn=john"), item(0x30, item(0x30, text("cn"), item(0x31, text("john"))))),
    ),
  ),
  done: down(message(2, item(0x65, ...RESULT))),
  abandon: up(message(6, item(0x50, 5))),
  unbind: up(message(3, item(0x42))),
} as const;

describe("LDAP", () => {
  test.for([
    ["bind", 'bindRequest(1) "cn=admin" simple '],
    ["sasl", 'bindRequest(1) "<ROOT>" sasl '],
    ["bound", "bindResponse(1) success "],
    ["search", 'searchRequest(2) "dc=example" wholeSubtree '],
    ["entry", 'searchResEntry(2) "cn=john" '],
    ["abandon", "abandonRequest(5) "],
    ["unbind", "unbindRequest(3) "],
  ] as const)("%s: %s", ([name, info]) => {
    expect(readSamples(SAMPLES[name]).info).toBe(info);
  });

  test("A search with its filter and attributes", () => {
    const { texts } = readSamples(SAMPLES.search);
    expect(texts("ldap.baseObject")).toEqual(["dc=example"]);
    expect(texts("ldap.scope")).toEqual(["2"]);
    expect(texts("ldap.attributeDesc")).toEqual(["cn"]);
    expect(texts("ldap.assertionValue")).toEqual(["john"]);
    expect(texts("ldap.present")).toEqual(["mail"]);
    expect(texts("ldap.AttributeDescription")).toEqual(["cn", "mail"]);
    expect(texts("ldap.controlType")).toEqual(["1.2.840.113556.1.4.319"]);
  });

  test("The end of a search counts its entries and names its request", () => {
    const { texts, info } = readSamples(SAMPLES.search, SAMPLES.entry, SAMPLES.done);
    expect(info).toBe("searchResDone(2) success  [1 result]");
    expect(texts("ldap.response_to")).toEqual(["1"]);
    expect(texts("ldap.time")).toEqual(["2.000000000"]);
  });

  test("Attributes have values", () => {
    const { texts } = readSamples(SAMPLES.entry);
    expect(texts("ldap.type")).toEqual(["cn"]);
    expect(texts("ldap.AttributeValue")).toEqual(["6a6f686e"]);
  });
});

readsAnything(LDAP_PROTOCOL, Object.values(SAMPLES));

describe("CLDAP", () => {
  const sample: Sample = { transport: "udp", from: 50_000, to: 389, payload: SEARCH };

  test("The same messages over UDP", () => {
    const { protocols, column } = readSamples(sample);
    expect([protocols, column]).toEqual(["raw:ip:udp:cldap", "CLDAP"]);
  });

  readsAnything(CLDAP_PROTOCOL, [sample]);
});
