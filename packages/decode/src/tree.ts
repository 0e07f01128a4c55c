/**
 * Builds the layers of one packet.
 *
 * Protocol files call `layer` once and `add` per field, with offsets into the packet's view. What
 * lies beyond the captured octets is left out, so a cut header shows the fields that are there; no
 * method throws on any content.
 */

import { formatIpv4, formatIpv6, formatMac, readIpv6 } from "./address.ts";
import { type FieldSpec, type FieldType, hexDigits, valueName } from "./field.ts";
import { doubleText, singleText } from "./float-text.ts";
import type { Field, FieldValue, Layer, LayerSource } from "./layer.ts";
import type { Packet } from "./packet.ts";
import { copyOver } from "./packet-copy.ts";
import type { Protocol } from "./protocol.ts";
import type { TcpFacts } from "./stream/tcp-facts.ts";
import { hex, readEscaped, readHex } from "./text.ts";

/** Reads the payload of the tree's packet as `protocol`, for layers within layers. */
export type PayloadReader = (tree: Tree, protocol: Protocol) => void;

/** Payloads within payloads that are read; what is nested deeper stays unread. */
const MAX_DEPTH = 8;

/** What a conversation tells of the transport layer that is being read. */
export interface TransportFacts {
  /** `tcp.stream` or `udp.stream`; undefined where they are not counted from the capture's beginning. */
  readonly stream: number | undefined;
  /** Of the innermost TCP layer. */
  readonly tcp: TcpFacts | undefined;
}

/** Integers in two's complement of as many octets as the field has. */
const SIGNED: ReadonlySet<FieldType> = new Set(["int8", "int16", "int32"]);

export class Tree {
  readonly layers: Layer[] = [];
  /** Names for `frame.protocols`, outermost first; holds more than the layers (`ethertype`). */
  readonly protocols: string[] = [];
  /** What the packet list shows: set by the innermost layer that has something to say. */
  shown: { readonly protocol: string; readonly info: string } | undefined;
  /** Set while a transport layer is read whose conversation is known. */
  transport: TransportFacts | undefined;
  #packet: Packet;
  #source: LayerSource | undefined;
  #parent: Field[] = [];
  #layer: Layer | undefined;
  #depth = 0;
  readonly #reader: PayloadReader | undefined;

  /** @param reader reads what {@link descend} is given; without one nothing is read there */
  constructor(packet: Packet, reader?: PayloadReader) {
    this.#packet = packet;
    this.#reader = reader;
  }

  /** The packet whose octets the layers are made of: the frame's, or one that was put together. */
  get packet(): Packet {
    return this.#packet;
  }

  get view(): DataView {
    return this.#packet.view;
  }

  /**
   * Has `[start, end)` read as a payload of `protocol`, by the file that reads it.
   *
   * @returns whether that added a layer
   */
  descend(protocol: Protocol, start: number, end: number): boolean {
    const packet = this.#packet;
    if (this.#reader === undefined || this.#depth >= MAX_DEPTH || start >= end) return false;
    const { payloadStart, payloadEnd, payloadLength, protocol: outer } = packet;
    const before = this.layers.length;
    packet.payloadStart = start;
    packet.payloadEnd = end;
    packet.payloadLength = end - start;
    this.#within(() => this.#reader?.(this, protocol));
    packet.payloadStart = payloadStart;
    packet.payloadEnd = payloadEnd;
    packet.payloadLength = payloadLength;
    packet.protocol = outer;
    return this.layers.length > before;
  }

  /**
   * Adds the layers of octets that the frame does not hold as they are: put together, decrypted, unpacked.
   *
   * `fill` is given a packet whose payload they are; it may call `descend`, or a protocol's own function
   * with this tree. The layers carry the octets, which must not change afterwards.
   */
  reassembled(title: string, bytes: Uint8Array, fill: (packet: Packet) => void): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = copyOver(this.#packet, view, bytes.byteLength);
    this.over(whole, title, () => fill(whole));
  }

  /** Runs `fill` with the tree turned to another packet; layers made meanwhile carry its octets. */
  over(packet: Packet, title: string, fill: () => void): void {
    const { view } = packet;
    const source = this.#source;
    const length = packet.end - packet.start;
    const bytes = new Uint8Array(view.buffer, view.byteOffset + packet.start, length);
    this.#source = { title, bytes };
    this.turnTo(packet, fill);
    this.#source = source;
  }

  /** Runs `fill` with the tree turned to another packet in the same octets, with the same start. */
  turnTo(packet: Packet, fill: () => void): void {
    const outer = this.#packet;
    this.#packet = packet;
    this.#within(fill);
    this.#packet = outer;
  }

  #within(fill: () => void): void {
    const parent = this.#parent;
    const layer = this.#layer;
    this.#depth += 1;
    fill();
    this.#depth -= 1;
    this.#parent = parent;
    this.#layer = layer;
  }

  /** Opens a layer; fields that follow belong to it. `end` is the end of its header. */
  layer(protocol: string, title: string, start: number, end: number): Layer {
    const layer: Layer = {
      protocol,
      title,
      summary: "",
      start: start - this.packet.start,
      end: Math.min(end, this.packet.end) - this.packet.start,
      source: this.#source,
      fields: [],
    };
    this.layers.push(layer);
    this.protocols.push(protocol);
    this.#layer = layer;
    this.#parent = layer.fields;
    return layer;
  }

  /** Names a step of the walk that has no layer of its own. */
  mention(protocol: string): void {
    this.protocols.push(protocol);
  }

  /** Sets what the open layer says beside its title. */
  summarize(text: string): void {
    if (this.#layer !== undefined) this.#layer.summary = text;
  }

  /**
   * Says what the packet list shows as Protocol and Info, in place of what outer layers said.
   *
   * A further message of the same protocol in the packet is appended behind a comma.
   */
  show(protocol: string, info: string): void {
    const before = this.shown;
    const repeats = before !== undefined && before.protocol === protocol && before.info !== "";
    this.shown = { protocol, info: repeats ? `${before.info}, ${info}` : info };
  }

  /** Puts `text` before what the packet list shows as Info. */
  prefixInfo(text: string): void {
    const { shown } = this;
    if (shown !== undefined) this.shown = { ...shown, info: text + shown.info };
  }

  /** Puts `text` behind what the packet list shows as Info. */
  appendInfo(text: string): void {
    const { shown } = this;
    if (shown !== undefined) this.shown = { ...shown, info: shown.info + text };
  }

  /** True when `[offset, offset + length)` was captured. */
  has(offset: number, length: number): boolean {
    return offset >= this.packet.start && length >= 0 && offset + length <= this.packet.end;
  }

  /**
   * Adds the field at `offset` with its own length, or `length` octets of a string or bytes.
   *
   * @returns the field, or undefined where the capture ends before it
   */
  add(spec: FieldSpec, offset: number, length: number = spec.octets): Field | undefined {
    if (!this.has(offset, length)) return undefined;
    const end = offset + length;
    switch (spec.type) {
      case "ipv4": {
        const word = this.view.getUint32(offset);
        return this.#push(spec, offset, end, word, formatIpv4(word));
      }
      case "ipv6":
        return this.#push(
          spec,
          offset,
          end,
          this.#octets(offset, end),
          readIpv6(this.view, offset),
        );
      case "ether":
        return this.#push(
          spec,
          offset,
          end,
          this.#octets(offset, end),
          formatMac(this.view, offset),
        );
      case "bytes":
        return this.#push(
          spec,
          offset,
          end,
          this.#octets(offset, end),
          readHex(this.view, offset, end),
        );
      case "string": {
        const text = readEscaped(this.view, offset, end);
        return this.#push(spec, offset, end, text, text);
      }
      case "uint64": {
        const value = this.view.getBigUint64(offset, spec.littleEndian);
        const raw = spec.hex ? `0x${hex(value, 16)}` : value.toString();
        return this.#push(spec, offset, end, value, raw);
      }
      case "protocol":
        return this.#push(spec, offset, end, undefined, "");
      default:
        return this.value(spec, this.#number(spec, offset, length), offset, end);
    }
  }

  /** Adds a field whose value was worked out by the caller from `[start, end)`. */
  value(spec: FieldSpec, value: number | string | boolean, start: number, end: number): Field {
    if (typeof value === "string") return this.#push(spec, start, end, value, value);
    if (spec.type === "boolean" || typeof value === "boolean") {
      const set = Boolean(value);
      const meaning = valueName(spec.values, set ? 1 : 0) ?? (set ? "Set" : "Not set");
      return this.#push(spec, start, end, set, set ? "1" : "0", meaning);
    }
    const raw = numberText(spec, value);
    const meaning = valueName(spec.values, value);
    return this.#push(spec, start, end, value, raw, meaning && `${meaning} (${raw})`);
  }

  /** Adds an address that does not stand in the packet as it is, in words of 32 bits: one, or four for IPv6. */
  address(spec: FieldSpec, words: readonly number[], start: number, end: number): Field {
    const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
    if (words.length === 1) return this.#push(spec, start, end, w0, formatIpv4(w0));
    const octets = new DataView(new ArrayBuffer(16));
    for (const [index, word] of words.entries()) octets.setUint32(4 * index, word);
    const value = new Uint8Array(octets.buffer);
    return this.#push(spec, start, end, value, formatIpv6(w0, w1, w2, w3));
  }

  /** Adds the fields that `fill` adds as children of `field`; nothing when `field` was cut off. */
  inside(field: Field | undefined, fill: (field: Field) => void): void {
    if (field === undefined) return;
    const outer = this.#parent;
    this.#parent = field.children;
    fill(field);
    this.#parent = outer;
  }

  /** A node with a title and no value, for lists of options and records. */
  group(spec: FieldSpec, start: number, end: number, text: string): Field {
    return this.#push(spec, start, Math.min(end, this.packet.end), undefined, "", text);
  }

  /** A node whose presence is all that it tells; filters and `-e` find it. */
  present(spec: FieldSpec, start: number, end: number): Field {
    return this.#push(spec, start, end, undefined, "1", "");
  }

  /** Adds the fields that `fill` adds to a layer that is no longer open. */
  reopen(layer: Layer, fill: () => void): void {
    const parent = this.#parent;
    this.#parent = layer.fields;
    fill();
    this.#parent = parent;
  }

  #push(
    spec: FieldSpec,
    start: number,
    end: number,
    value: FieldValue,
    raw: string,
    text: string = raw,
  ): Field {
    const field: Field = {
      name: spec.name,
      label: spec.description,
      text,
      raw,
      value,
      start: start - this.packet.start,
      end: end - this.packet.start,
      children: [],
    };
    this.#parent.push(field);
    return field;
  }

  #octets(start: number, end: number): Uint8Array {
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, end - start).slice();
  }

  #number(spec: FieldSpec, offset: number, length: number): number {
    const { view } = this;
    const { littleEndian } = spec;
    if (spec.type === "float") return view.getFloat32(offset, littleEndian);
    if (spec.type === "double") return view.getFloat64(offset, littleEndian);
    let value = 0;
    for (let i = 0; i < length; i += 1) {
      value = value * 256 + view.getUint8(littleEndian ? offset + length - 1 - i : offset + i);
    }
    if (SIGNED.has(spec.type) && value >= 2 ** (8 * length - 1)) return value - 2 ** (8 * length);
    if (spec.mask === undefined) return value;
    const shift = 31 - Math.clz32(spec.mask & -spec.mask);
    return (value & spec.mask) >>> shift;
  }
}

function numberText(spec: FieldSpec, value: number): string {
  if (spec.type === "float") return singleText(value);
  if (spec.type === "double") return doubleText(value);
  return spec.hex ? `0x${hex(value, hexDigits(spec))}` : String(value);
}
