import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, reset, walk } from "./decoder.ts";
import { dissect, summarize } from "./dissect.ts";
import { fieldTexts } from "./field-texts.ts";
import { decoded, expectOffsetsToHold, FRAMES } from "./frames.contract.ts";
import { MAX_LAYERS, Packet } from "./packet.ts";

const SEED = 20_260_711;

test.for(FRAMES)("%s: every truncation is read without a throw", ([, linkType, octets]) => {
  for (let length = 0; length <= octets.length; length += 1) {
    const packet = decoded(linkType, octets.slice(0, length), octets.length);
    expectOffsetsToHold(packet);
    const layers = dissect(packet);
    summarize(packet);
    expect(fieldTexts(layers, "frame.cap_len")).toEqual([String(length)]);
  }
});

test("200,000 mutated frames are read without a throw", { timeout: 60_000 }, () => {
  const packet = new Packet();
  let state = SEED;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  const blocks = FRAMES.map(([, , octets]) => Uint8Array.from(octets));
  for (let round = 0; round < 200_000; round += 1) {
    const index = round % FRAMES.length;
    const block = blocks[index]!.slice();
    for (let n = 1 + random(4); n > 0; n -= 1) block[random(block.length)] = random(256);
    const end = random(4) === 0 ? random(block.length + 1) : block.length;
    packet.linkType = FRAMES[index]![1];
    packet.originalLength = block.length;
    decode(packet, new DataView(block.buffer), 0, end);
    if (packet.payloadStart > packet.payloadEnd || packet.payloadEnd > end)
      expectOffsetsToHold(packet);
    if (round % 10 === 0) {
      dissect(packet);
      summarize(packet);
    }
  }
  expect(packet.layerCount).toBeLessThanOrEqual(MAX_LAYERS);
});

test.for(FRAMES)("%s: a used record reads as a new one", ([, linkType, octets]) => {
  const view = new DataView(Uint8Array.from(octets).buffer);
  const read = (packet: Packet): Packet => {
    packet.linkType = linkType;
    packet.originalLength = octets.length;
    decode(packet, view, 0, octets.length);
    packet.layerProtocol.fill(0, packet.layerCount);
    packet.layerStart.fill(0, packet.layerCount);
    packet.layerEnd.fill(0, packet.layerCount);
    packet.layerLength.fill(0, packet.layerCount);
    return packet;
  };
  const fresh = read(new Packet());
  for (const [, otherLinkType, other] of FRAMES) {
    const used = decoded(otherLinkType, other);
    expect(read(used)).toEqual(fresh);
  }
});

test("the common path and the layers' steps give the same record", () => {
  const plain = FRAMES.filter(([, linkType]) => linkType === 1);
  const mutation = fc.tuple(fc.nat(80), fc.integer({ min: 0, max: 255 }));
  const property = fc.property(
    fc.constantFrom(...plain),
    fc.array(mutation, { maxLength: 3 }),
    fc.nat(40),
    ([, , octets], mutations, cut) => {
      const block = Uint8Array.from([...octets, ...Array(12).fill(0)]);
      for (const [at, value] of mutations) if (at < block.length) block[at] = value;
      const view = new DataView(block.buffer);
      const end = block.length - Math.min(cut, block.length);
      const [fast, slow] = [new Packet(), new Packet()];
      for (const packet of [fast, slow]) {
        packet.linkType = 1;
        packet.originalLength = block.length;
      }
      decode(fast, view, 0, end);
      reset(slow, view, 0, end);
      walk(slow, view);
      for (const packet of [fast, slow]) packet.layerProtocol.fill(0, packet.layerCount);
      expect(fast).toEqual(slow);
    },
  );
  fc.assert(property, { seed: SEED, numRuns: 5000 });
});
