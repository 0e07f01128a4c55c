/** What every dissector owes for a packet of its protocol, whole, cut and damaged. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "./decoder.ts";
import { columnsOf, fieldTexts } from "./field-texts.ts";
import type { Field, Layer } from "./layer.ts";
import { Packet } from "./packet.ts";
import { Dissector } from "./stream/dissector.ts";

export interface Sample {
  /** LINKTYPE_ value; Ethernet where absent. */
  readonly linkType?: number;
  /** The packet in base 16, spaces ignored. */
  readonly hex: string;
}

export interface Reading {
  readonly protocols: string;
  readonly protocol: string;
  readonly info: string;
  readonly [field: string]: string;
}

const SEED = 20_261_122;

export function octetsOf({ hex }: Sample): Uint8Array {
  const digits = hex.replaceAll(/\s/g, "").match(/../g) ?? [];
  return Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
}

function layersOf(sample: Sample, octets: Uint8Array = octetsOf(sample)): Layer[] {
  return dissected(new Dissector(), sample, octets);
}

/** The layers of several packets in a row, as one dissector reads them. */
export function layersOfAll(samples: readonly Sample[]): Layer[][] {
  const dissector = new Dissector();
  return samples.map((sample) => dissected(dissector, sample, octetsOf(sample)));
}

function dissected(dissector: Dissector, { linkType = 1 }: Sample, octets: Uint8Array): Layer[] {
  const packet = new Packet();
  packet.number = 1;
  packet.linkType = linkType;
  packet.originalLength = octets.length;
  decode(packet, new DataView(octets.slice().buffer), 0, octets.length);
  return dissector.dissect(packet);
}

/** `frame.protocols`, the columns Protocol and Info, and the fields that are asked for, joined by commas. */
export function readSample(sample: Sample, fields: readonly string[] = []): Reading {
  return textsOf(layersOf(sample), fields);
}

export function textsOf(layers: readonly Layer[], fields: readonly string[]): Reading {
  const { protocol, info } = columnsOf(layers);
  return {
    protocols: fieldTexts(layers, "frame.protocols").join(),
    protocol,
    info,
    ...Object.fromEntries(fields.map((name) => [name, fieldTexts(layers, name).join()])),
  };
}

/** Cut anywhere or changed anywhere, the packet is dissected without an exception, within its octets. */
export function survivesDamage(sample: Sample): void {
  const whole = octetsOf(sample);

  test("every prefix reads without an exception, and no field reaches beyond it", () => {
    for (let length = 0; length <= whole.length; length += 1) {
      expect(furthestEnd(layersOf(sample, whole.slice(0, length)))).toBeLessThanOrEqual(length);
    }
  });

  test("changed octets read without an exception, and no field reaches beyond them", () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), octet: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const octets = whole.slice();
        for (const { at, octet } of changes) octets[at] = octet;
        expect(furthestEnd(layersOf(sample, octets))).toBeLessThanOrEqual(octets.length);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
}

function furthestEnd(layers: readonly Layer[]): number {
  const ends = (fields: readonly Field[]): number[] =>
    fields.flatMap(({ end, children }) => [end, ...ends(children)]);
  return Math.max(0, ...layers.flatMap(({ end, fields }) => [end, ...ends(fields)]));
}

const MACS = "020000000002020000000001";

/** An IPv4 datagram of `ipProtocol` on Ethernet; checksums are left at zero. */
export function overIpv4(ipProtocol: number, payload: string): string {
  const body = payload.replaceAll(/\s/g, "");
  const total = 20 + body.length / 2;
  return `${MACS}0800 4500${word(total)}0001000040${octet(ipProtocol)}0000 c0000201 c6336402 ${body}`;
}

/** A UDP datagram over IPv4 on Ethernet. */
export function overUdp(source: number, destination: number, payload: string): string {
  const body = payload.replaceAll(/\s/g, "");
  return overIpv4(17, `${word(source)}${word(destination)}${word(8 + body.length / 2)}0000${body}`);
}

/** A TCP segment over IPv4 on Ethernet. */
export function overTcp(source: number, destination: number, payload: string): string {
  return overIpv4(
    6,
    `${word(source)}${word(destination)}00000001 00000001 5018ffff00000000${payload}`,
  );
}

/** An Ethernet frame with the type, or the length of an 802.3 frame where `type` is at most 1500. */
export function overEthernet(type: number, payload: string): string {
  return `${MACS}${word(type)}${payload}`;
}

/** An 802.3 frame with LLC. */
export function overLlc(payload: string): string {
  return overEthernet(payload.replaceAll(/\s/g, "").length / 2, payload);
}

export function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

export function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}
