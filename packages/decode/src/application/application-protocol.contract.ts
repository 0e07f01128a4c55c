/**
 * What every application protocol's reader upholds, and the packets to hold it to.
 *
 * A protocol's test calls {@link readsAnything} with samples of its messages.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import type { Field, Layer } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { Conversation } from "../stream/conversation.ts";
import { Dissector } from "../stream/dissector.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { SignatureTable } from "./signature-table.ts";

const SEED = 20_261_122;

const CLIENT_PORT = 50_000;

/** One payload and the ports that it goes between. */
export interface Sample {
  readonly transport: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  readonly payload: Uint8Array;
  /** When it was captured, in seconds since 1970; 0 if absent. */
  readonly seconds?: number;
}

/** The octets of base 16; white space is left out. */
export function octets(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replaceAll(/\s/g, "");
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Base 16 of ASCII text. */
export function asciiHex(text: string): string {
  return Array.from(ascii(text), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

export function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What a client says to `port`, and what is said from there; a text is ASCII. */
export function talk(
  transport: Sample["transport"],
  port: number,
): Record<"up" | "down", (said: Uint8Array | string) => Sample> {
  const payloadOf = (said: Uint8Array | string): Uint8Array =>
    typeof said === "string" ? ascii(said) : said;
  return {
    up: (said) => ({ transport, from: CLIENT_PORT, to: port, payload: payloadOf(said) }),
    down: (said) => ({ transport, from: port, to: CLIENT_PORT, payload: payloadOf(said) }),
  };
}

/** Packets of raw IPv4 with the samples in them, the lower port at 10.0.0.2; TCP sequence numbers go on. */
export function packetsOf(samples: readonly Sample[]): Packet[] {
  const sequence = { up: 1, down: 1 };
  return samples.map(({ transport, from, to, payload, seconds = 0 }, index) => {
    const way = from >= to ? "up" : "down";
    const header = transport === "tcp" ? 20 : 8;
    const length = 20 + header + payload.length;
    const frame = new Uint8Array(length);
    const view = new DataView(frame.buffer);
    frame.set([0x45, 0, length >> 8, length & 0xff, 0, 1, 0, 0, 64, transport === "tcp" ? 6 : 17]);
    frame.set(way === "up" ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1], 12);
    view.setUint16(20, from);
    view.setUint16(22, to);
    if (transport === "tcp") {
      view.setUint32(24, sequence[way]);
      view.setUint32(28, sequence[way === "up" ? "down" : "up"]);
      view.setUint16(32, 0x5018);
      view.setUint16(34, 0xffff);
      sequence[way] += payload.length;
    } else {
      view.setUint16(24, 8 + payload.length);
    }
    frame.set(payload, 20 + header);
    const packet = new Packet();
    packet.number = index + 1;
    packet.seconds = seconds;
    packet.linkType = 101;
    packet.originalLength = length;
    decode(packet, view, 0, length);
    return packet;
  });
}

/** The layers of every sample, dissected in order as one capture. */
export function dissectAll(samples: readonly Sample[]): Layer[][] {
  const dissector = new Dissector();
  return packetsOf(samples).map((packet) => dissector.dissect(packet));
}

/** What the last of some samples shows. */
export interface Reading {
  /** Every value of a field, as text. */
  readonly texts: (name: string) => string[];
  readonly protocols: string;
  readonly column: string;
  readonly info: string;
}

/** What the last of `samples` shows after those before it; a second lies between any two. */
export function readSamples(...samples: readonly Sample[]): Reading {
  const layers = dissectAll(samples.map((sample, seconds) => ({ ...sample, seconds }))).at(-1)!;
  const { protocol, info } = columnsOf(layers);
  const texts = (name: string): string[] => fieldTexts(layers, name);
  return { texts, protocols: texts("frame.protocols")[0]!, column: protocol, info };
}

function liesInside(fields: readonly Field[], limit: number): boolean {
  return fields.every(
    ({ start, end, children }) => start <= end && end <= limit && liesInside(children, limit),
  );
}

function exercise(protocol: ApplicationProtocol, samples: readonly Sample[]): void {
  const dissector = new Dissector();
  for (const packet of packetsOf(samples)) {
    const { view, payloadStart, payloadEnd } = packet;
    if (protocol.messageLength !== undefined && payloadEnd > payloadStart) {
      const conversation = new Conversation(0, packet);
      const length = protocol.messageLength(view, payloadStart, payloadEnd, conversation, packet);
      if (!(length >= 0)) expect.fail(`a message has ${length} octets`);
    }
    for (const layer of dissector.dissect(packet)) {
      const limit = packet.end - packet.start;
      const isOfFrame = !("source" in layer) || layer.source === undefined;
      const holds =
        layer.start <= layer.end && layer.end <= limit && liesInside(layer.fields, limit);
      if (isOfFrame && !holds) expect.fail(`${layer.protocol} has fields outside the packet`);
    }
  }
}

/** Defines the tests that any octets whatsoever leave the reader of `protocol` unharmed. */
export function readsAnything(protocol: ApplicationProtocol, samples: readonly Sample[]): void {
  test("Every sample can be cut anywhere", () => {
    for (const [index, sample] of samples.entries()) {
      for (let length = 0; length <= sample.payload.length; length += 1) {
        const cut = { ...sample, payload: sample.payload.slice(0, length) };
        exercise(protocol, [...samples.slice(0, index), cut]);
      }
    }
  });

  test("No mutation of the samples makes anything throw", () => {
    const change = fc.tuple(fc.nat(samples.length - 1), fc.nat(2000), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = samples.map((sample) => ({ ...sample, payload: sample.payload.slice() }));
        for (const [which, at, value] of changes) {
          const { payload } = changed[which]!;
          if (payload.length > 0) payload[at % payload.length] = value;
        }
        exercise(protocol, changed);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("Random octets harm nothing and match no signature", () => {
    const ports = { from: 50_001, to: 50_002 };
    const signatures = {
      tcp: new SignatureTable([protocol], "stream"),
      udp: new SignatureTable([protocol], "datagram"),
    };
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (payload) => {
        for (const transport of ["tcp", "udp"] as const) {
          const [packet] = packetsOf([{ transport, ...ports, payload }]);
          const { view, payloadStart, payloadEnd } = packet!;
          const found = signatures[transport].find(view, payloadStart, payloadEnd, packet!);
          expect(found).toBe(Protocol.Unknown);
        }
        exercise(
          protocol,
          samples.map((sample) => ({ ...sample, payload })),
        );
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
}
