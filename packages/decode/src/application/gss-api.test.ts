import { describe, expect, test } from "vitest";
import { fieldTexts } from "../field-texts.ts";
import { Packet } from "../packet.ts";
import { Tree } from "../tree.ts";
import { ascii, octets } from "./application-protocol.contract.ts";
import { dissectGssApi } from "./gss-api.ts";

/** Dissects `token` as if it were a packet of its own. */
function read(token: Uint8Array, length = token.length): { tree: Tree; said: string } {
  const packet = new Packet();
  packet.view = new DataView(token.buffer, token.byteOffset, token.byteLength);
  packet.end = length;
  const tree = new Tree(packet);
  return { tree, said: dissectGssApi(packet, tree, 0, length) };
}

function utf16(text: string): number[] {
  return [...text].flatMap((character) => [character.charCodeAt(0), 0]);
}

/** MS-NLMP §2.2.1.3 with the domain, user and host behind a header of 64 octets. */
const AUTHENTICATE = Uint8Array.from([
  ...ascii("NTLMSSP\0"),
  ...octets(`03000000 0000 0000 40000000 0000 0000 40000000 0400 0400 40000000 0600 0600 44000000
    0200 0200 4a000000 0000 0000 4c000000 01020000`),
  ...utf16("DM"),
  ...utf16("bob"),
  ...utf16("H"),
]);

/** RFC 4178 §4.2.2: a response that carries the message, with Kerberos as the mechanism and a checksum. */
function response(token: Uint8Array): Uint8Array {
  const mechanism = octets("a10b 0609 2a864886f712010202");
  const inner = Uint8Array.from([0xa2, token.length + 2, 0x04, token.length, ...token]);
  const verifier = octets(`a312 0410 01000000 ${"00".repeat(12)}`);
  const body = [...octets("a003 0a0101"), ...mechanism, ...inner, ...verifier];
  return Uint8Array.from([0xa1, 0x81, body.length + 3, 0x30, 0x81, body.length, ...body]);
}

/** RFC 4178 §4.2.1 behind RFC 2743 §3.1: an offer of NTLM and Kerberos. */
const OFFER = octets(`6028 0606 2b0601050502 a01e 301c a01a 3018
  060a 2b06010401823702020a 060a 2a864886f71201020203`);

describe("A negotiation", () => {
  test("The offer lists the mechanisms", () => {
    const { tree } = read(OFFER);
    expect(tree.protocols).toEqual(["gss-api", "spnego"]);
    expect(fieldTexts(tree.layers, "gss-api.OID")).toEqual(["1.3.6.1.5.5.2"]);
    expect(fieldTexts(tree.layers, "spnego.MechType")).toEqual([
      "1.3.6.1.4.1.311.2.2.10",
      "1.2.840.113554.1.2.2.3",
    ]);
  });

  test("The answer holds the user's name", () => {
    const { tree, said } = read(response(AUTHENTICATE));
    expect(said).toBe("NTLMSSP_AUTH, User: DM\\bob");
    expect(tree.protocols).toEqual(["gss-api", "spnego", "ntlmssp", "ntlmssp"]);
    expect(fieldTexts(tree.layers, "ntlmssp.auth.hostname")).toEqual(["H"]);
    expect(fieldTexts(tree.layers, "spnego.negResult")).toEqual(["1"]);
    expect(fieldTexts(tree.layers, "spnego.supportedMech")).toEqual(["1.2.840.113554.1.2.2"]);
  });

  test("A message of NTLM may stand alone", () => {
    expect(read(AUTHENTICATE).tree.protocols).toEqual(["gss-api", "ntlmssp"]);
  });

  test("Tokens can be cut and changed anywhere", () => {
    for (const token of [OFFER, AUTHENTICATE, response(AUTHENTICATE)]) {
      for (let length = 0; length <= token.length; length += 1) read(token, length);
      for (let at = 0; at < token.length; at += 1) {
        for (const value of [0x00, 0x7f, 0x80, 0x84, 0xff]) {
          const changed = token.slice();
          changed[at] = value;
          expect(read(changed).tree.protocols[0]).toBe("gss-api");
        }
      }
    }
  });
});
