/** TLS 1.3 as the wire shows it (RFC 8446): hellos in the clear, everything else encrypted. */
import { asciiBytes, ByteWriter, concatBytes } from "../packet/byte-writer.ts";
import type { Random } from "../random.ts";

const ContentType = { ChangeCipherSpec: 20, Handshake: 22, ApplicationData: 23 } as const;
const LEGACY_VERSION = 0x0303;
const TLS_1_3 = 0x0304;
const AES_128_GCM_SHA256 = 0x1301;
const X25519 = 0x001d;
const KEY_LENGTH = 32;
/** Octets of plaintext in a full record, and what encryption adds. */
const MAX_RECORD_LENGTH = 16_384;
const RECORD_OVERHEAD = 17;

export interface ClientHelloFields {
  /** Server name indication, RFC 6066 §3. */
  readonly serverName: string;
  /** Application protocols in the order of preference, RFC 7301. */
  readonly protocols?: readonly string[];
  readonly random: Random;
}

/** The record of a ClientHello, as a browser sends it. */
export function buildClientHello(fields: ClientHelloFields): Uint8Array<ArrayBuffer> {
  const { random } = fields;
  const name = asciiBytes(fields.serverName);
  const extensions = new ByteWriter();
  extension(
    extensions,
    0,
    new ByteWriter()
      .uint16(name.length + 3)
      .uint8(0)
      .uint16(name.length)
      .bytes(name),
  );
  extension(extensions, 10, new ByteWriter().uint16(4).uint16(X25519).uint16(0x0017));
  extension(
    extensions,
    13,
    new ByteWriter().uint16(8).uint16(0x0403).uint16(0x0804).uint16(0x0401).uint16(0x0503),
  );
  const protocols = (fields.protocols ?? ["h2", "http/1.1"]).map((text) =>
    concatBytes([Uint8Array.of(text.length), asciiBytes(text)]),
  );
  const list = concatBytes(protocols);
  extension(extensions, 16, new ByteWriter().uint16(list.length).bytes(list));
  extension(extensions, 43, new ByteWriter().uint8(4).uint16(TLS_1_3).uint16(LEGACY_VERSION));
  extension(extensions, 45, new ByteWriter().uint8(1).uint8(1));
  extension(
    extensions,
    51,
    new ByteWriter()
      .uint16(4 + KEY_LENGTH)
      .uint16(X25519)
      .uint16(KEY_LENGTH)
      .bytes(random.bytes(KEY_LENGTH)),
  );
  const suites = [AES_128_GCM_SHA256, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030];
  const body = new ByteWriter()
    .uint16(LEGACY_VERSION)
    .bytes(random.bytes(32))
    .uint8(32)
    .bytes(random.bytes(32))
    .uint16(2 * suites.length);
  for (const suite of suites) body.uint16(suite);
  body.uint8(1).uint8(0).uint16(extensions.length).bytes(extensions.finish());
  return handshake(1, body.finish());
}

/** ServerHello, the compatibility ChangeCipherSpec, and the encrypted rest of the server's flight. */
export function buildServerFlight(random: Random): Uint8Array<ArrayBuffer> {
  const extensions = new ByteWriter();
  extension(extensions, 43, new ByteWriter().uint16(TLS_1_3));
  extension(
    extensions,
    51,
    new ByteWriter().uint16(X25519).uint16(KEY_LENGTH).bytes(random.bytes(KEY_LENGTH)),
  );
  const body = new ByteWriter()
    .uint16(LEGACY_VERSION)
    .bytes(random.bytes(32))
    .uint8(32)
    .bytes(random.bytes(32))
    .uint16(AES_128_GCM_SHA256)
    .uint8(0)
    .uint16(extensions.length)
    .bytes(extensions.finish());
  return concatBytes([
    handshake(2, body.finish()),
    changeCipherSpec(),
    buildApplicationData(random.integer(2200, 4200), random),
  ]);
}

/** The client's ChangeCipherSpec and encrypted Finished. */
export function buildClientFinished(random: Random): Uint8Array<ArrayBuffer> {
  return concatBytes([changeCipherSpec(), buildApplicationData(36, random)]);
}

/** Records that carry `length` octets of application data. */
export function buildApplicationData(length: number, random: Random): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (let left = length; left > 0; left -= MAX_RECORD_LENGTH) {
    const part = Math.min(left, MAX_RECORD_LENGTH) + RECORD_OVERHEAD;
    record(writer, ContentType.ApplicationData, random.bytes(part));
  }
  return writer.finish();
}

function changeCipherSpec(): Uint8Array<ArrayBuffer> {
  return record(new ByteWriter(), ContentType.ChangeCipherSpec, Uint8Array.of(1)).finish();
}

function handshake(type: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new ByteWriter().uint8(type).uint24(body.length).bytes(body).finish();
  return record(new ByteWriter(), ContentType.Handshake, message).finish();
}

function record(writer: ByteWriter, type: number, content: Uint8Array): ByteWriter {
  return writer.uint8(type).uint16(LEGACY_VERSION).uint16(content.length).bytes(content);
}

function extension(writer: ByteWriter, type: number, content: ByteWriter): void {
  writer.uint16(type).uint16(content.length).bytes(content.finish());
}
