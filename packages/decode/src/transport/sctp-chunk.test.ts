import { describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { fieldTexts } from "../field-texts.ts";
import { Packet } from "../packet.ts";
import { Dissector } from "../stream/dissector.ts";

const HEADER = "0b59 0b59 00000001 00000000";
const SACK = "03000010 00000000 00010000 00000000";
/** The chunk of a user message of five octets, padded to eight. */
const DATA = "00030015 00000001 0000 0000 00000000 68656c6c6f 000000";
const FIRST_PIECE = DATA.replace("00030015", "00020015");

/** `frame.protocols` of an SCTP packet over IPv4. */
function protocols(chunks: string): string {
  const sctp = (HEADER + chunks).replaceAll(" ", "");
  const length = (20 + sctp.length / 2).toString(16).padStart(4, "0");
  const hex = `4500${length}000000004084${"0000"}c0000201c6336402${sctp}`;
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const packet = new Packet();
  packet.linkType = 101;
  packet.originalLength = octets.length;
  decode(packet, new DataView(octets.buffer), 0, octets.length);
  return fieldTexts(new Dissector().dissect(packet), "frame.protocols")[0] ?? "";
}

describe("chunks of SCTP", () => {
  test.for([
    ["chunks that control the association carry nothing", SACK, "raw:ip:sctp"],
    ["each user message is read by itself", SACK + DATA + DATA, "raw:ip:sctp:data:data"],
    ["a piece of a user message is not read", FIRST_PIECE, "raw:ip:sctp"],
    ["a chunk that is cut is read as far as it goes", DATA.slice(0, -12), "raw:ip:sctp:data"],
    ["a chunk header without its message is left out", DATA.slice(0, 28), "raw:ip:sctp"],
  ])("%s", ([, chunks, expected]) => {
    expect(protocols(chunks!)).toBe(expected);
  });
});
