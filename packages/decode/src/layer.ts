/** What `dissect` returns: plain objects that survive structured cloning and know their octets. */

export type FieldValue = number | bigint | string | Uint8Array | boolean | undefined;

export interface Field {
  /** Wireshark's name: `ip.src`. */
  readonly name: string;
  /** What stands before the value: `Source Address`. */
  readonly label: string;
  /** The value for people, with its meaning: `TCP (6)`, `0x018 (PSH, ACK)`. */
  text: string;
  /** The value as `tshark -T fields` prints it. */
  readonly raw: string;
  /** Addresses are numbers (IPv4) or octets (IPv6, MAC); undefined for groups without a value. */
  readonly value: FieldValue;
  /** First octet, counted from the packet's first; equal to {@link end} for calculated values. */
  readonly start: number;
  /** One past the last octet. */
  readonly end: number;
  readonly children: Field[];
}

/** Octets that the frame does not hold as they are: put together from several, or decrypted. */
export interface LayerSource {
  /** `Reassembled TCP`. */
  readonly title: string;
  readonly bytes: Uint8Array;
}

export interface Layer {
  /** Wireshark's filter name: `ip`. */
  readonly protocol: string;
  /** `Internet Protocol Version 4`. */
  title: string;
  /** What tells this layer from others of its kind: `Src: 10.0.0.1, Dst: 10.0.0.2`. */
  summary: string;
  /** First octet of the header, counted from the packet's first. */
  readonly start: number;
  /** One past the last octet of the header (not of its payload). */
  end: number;
  /** What `start`, `end` and those of the fields count in; undefined for the packet itself. */
  readonly source: LayerSource | undefined;
  readonly fields: Field[];
}
