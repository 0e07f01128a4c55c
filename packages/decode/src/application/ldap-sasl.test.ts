import { describe, expect, test } from "vitest";
import {
  ascii,
  octets,
  readSamples,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { item } from "./ber-sample.contract.ts";
import { LDAP_PROTOCOL } from "./ldap.ts";

/** MS-NLMP §2.2.1.1: a negotiation without names. */
const NTLM = Uint8Array.from([...ascii("NTLMSSP\0"), ...octets(`01000000 ${"00".repeat(20)}`)]);
const GSS_SPNEGO = item(4, "GSS-SPNEGO");

function up(operation: Uint8Array): Sample {
  return { transport: "tcp", from: 50_000, to: 389, payload: item(0x30, item(2, 1), operation) };
}

function bind(authentication: Uint8Array): Sample {
  return up(item(0x60, item(2, 3), item(4, ""), authentication));
}

/** A sealed message: RFC 4121 §4.2.6.2, its header rotated by 28 octets, in a buffer of RFC 4752 §3.3. */
const SEALED: Sample = {
  transport: "tcp",
  from: 50_000,
  to: 389,
  payload: octets(`00000047 050406ff 0000001c 000000003a8d97b0 ${"5a".repeat(55)}`),
};

describe("Security tokens in LDAP", () => {
  test.for([
    ["SASL", item(0xa3, GSS_SPNEGO, item(4, ...NTLM)), "ldap:gss-api:ntlmssp", "sasl "],
    ["Sicily", item(0x8a, ...NTLM), "ldap:ntlmssp", ""],
  ] as const)("a bind by %s", ([, authentication, layers, end]) => {
    const { texts, info } = readSamples(bind(authentication));
    expect(texts("frame.protocols")).toEqual([`raw:ip:tcp:${layers}`]);
    expect(info).toBe(`bindRequest(1) "<ROOT>" , NTLMSSP_NEGOTIATE${end}`);
  });

  test.for([
    ["behind the result", [item(4, ""), item(4, ""), item(0x87, ...NTLM)]],
    ["in place of the name", [item(4, ...NTLM), item(4, "")]],
  ] as const)("an answer has its token %s", ([, parts]) => {
    const { texts, info } = readSamples(up(item(0x61, item(10, 0), ...parts)));
    expect(texts("frame.protocols")).toEqual(["raw:ip:tcp:ldap:ntlmssp"]);
    expect(info).toBe("bindResponse(1) success , NTLMSSP_NEGOTIATE");
  });

  test("a sealed message tells how long its content is", () => {
    const { texts, info } = readSamples(SEALED);
    expect(texts("frame.protocols")).toEqual(["raw:ip:tcp:ldap:gss-api:spnego-krb5"]);
    expect(texts("ldap.sasl_buffer_length")).toEqual(["71"]);
    expect(texts("spnego.krb5.sealed")).toEqual(["1"]);
    expect(texts("spnego.krb5.cfx_seq")).toEqual(["982357936"]);
    expect(info).toBe("SASL GSS-API Privacy: payload (11 bytes)");
  });
});

readsAnything(LDAP_PROTOCOL, [bind(item(0xa3, GSS_SPNEGO, item(4, ...NTLM))), SEALED]);
