/** Handshake messages built by hand, for the tests of what carries them: TLS, DTLS, QUIC. */

import { ascii, octets } from "./application-protocol.contract.ts";

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function uint24(value: number): number[] {
  return [value >> 16, ...uint16(value & 0xffff)];
}

export function extension(type: number, data: readonly number[]): number[] {
  return [...uint16(type), ...uint16(data.length), ...data];
}

/** RFC 6066 §3. */
export function serverName(name: string): number[] {
  const text = ascii(name);
  return extension(0, [...uint16(text.length + 3), 0, ...uint16(text.length), ...text]);
}

/** RFC 7301 §3.1. */
export function alpn(protocols: readonly (string | Uint8Array)[]): number[] {
  const list = protocols.flatMap((one) => {
    const text = typeof one === "string" ? ascii(one) : one;
    return [text.length, ...text];
  });
  return extension(16, [...uint16(list.length), ...list]);
}

/** Values of two octets behind a length of two. */
function list16(type: number, values: readonly number[]): number[] {
  return extension(type, [...uint16(values.length * 2), ...values.flatMap(uint16)]);
}

/** RFC 8446 §4.2.1, as a client sends it. */
export function supportedVersions(versions: readonly number[]): number[] {
  return extension(43, [versions.length * 2, ...versions.flatMap(uint16)]);
}

const RANDOM = new Array<number>(32).fill(7);

/** The body of a ClientHello, RFC 8446 §4.1.2. */
export function clientHello(
  cipherSuites: readonly number[],
  extensions: readonly number[],
  { version = 0x0303, cookie }: { version?: number; cookie?: readonly number[] } = {},
): number[] {
  return [
    ...uint16(version),
    ...RANDOM,
    0,
    ...(cookie === undefined ? [] : [cookie.length, ...cookie]),
    ...uint16(cipherSuites.length * 2),
    ...cipherSuites.flatMap(uint16),
    1,
    0,
    ...uint16(extensions.length),
    ...extensions,
  ];
}

/** The body of a ServerHello, RFC 8446 §4.1.3. */
export function serverHello(
  cipherSuite: number,
  extensions: readonly number[],
  version = 0x0303,
): number[] {
  return [
    ...uint16(version),
    ...RANDOM,
    0,
    ...uint16(cipherSuite),
    0,
    ...uint16(extensions.length),
    ...extensions,
  ];
}

/** The body of a Certificate message of TLS 1.2 (RFC 5246 §7.4.2) with one certificate. */
export function certificates(certificate: Uint8Array): number[] {
  return [...uint24(certificate.length + 3), ...uint24(certificate.length), ...certificate];
}

/** A handshake message: type, length, body. */
export function handshake(type: number, body: readonly number[]): number[] {
  return [type, ...uint24(body.length), ...body];
}

/** A fragment of a handshake message of DTLS, RFC 6347 §4.2.2. */
export function fragment(
  type: number,
  body: readonly number[],
  { sequence = 0, from = 0, to = body.length } = {},
): number[] {
  return [
    type,
    ...uint24(body.length),
    ...uint16(sequence),
    ...uint24(from),
    ...uint24(to - from),
    ...body.slice(from, to),
  ];
}

/** A record of TLS. */
export function record(type: number, body: readonly number[], version = 0x0303): Uint8Array {
  return Uint8Array.from([type, ...uint16(version), ...uint16(body.length), ...body]);
}

/** A record of DTLS. */
export function datagramRecord(
  type: number,
  body: readonly number[],
  { version = 0xfefd, epoch = 0, sequence = 0 } = {},
): Uint8Array {
  return Uint8Array.from([
    type,
    ...uint16(version),
    ...uint16(epoch),
    ...[0, 0, 0, 0],
    ...uint16(sequence),
    ...uint16(body.length),
    ...body,
  ]);
}

/** The hello that FoxIO's description of JA4 takes as its example, without GREASE. */
export const EXAMPLE_CIPHERS = [
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
  0x009d, 0x002f, 0x0035,
];
const EXAMPLE_SIGNATURES = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];
export const EXAMPLE_EXTENSIONS = [
  ...extension(0x001b, [2, 0, 2]),
  ...serverName("www.example.org"),
  ...extension(0x0033, [0, 0]),
  ...alpn(["h2", "http/1.1"]),
  ...extension(0x4469, []),
  ...extension(0x0017, []),
  ...extension(0x002d, [1, 1]),
  ...list16(0x000d, EXAMPLE_SIGNATURES),
  ...extension(0x0005, [1, 0, 0, 0, 0]),
  ...extension(0x0023, []),
  ...extension(0x0012, []),
  ...supportedVersions([0x0304, 0x0303]),
  ...extension(0xff01, [0]),
  ...extension(0x000b, [1, 0]),
  ...list16(0x000a, [29, 23, 24]),
  ...extension(0x0015, [0, 0, 0]),
];
export const EXAMPLE_HELLO: number[] = clientHello(EXAMPLE_CIPHERS, EXAMPLE_EXTENSIONS);
export const EXAMPLE_JA4 = "t13d1516h2_8daaf6152771_e5627efa2ab1";

/** A self-signed certificate for www.example.org, made with OpenSSL for this test. */
export const CERTIFICATE: Uint8Array = octets(`
  3082025d30820202a0030201020214643f8b446b66a68721e9731edfead77be620c849300a06082a8648ce3d04030230
  3d310b300906035504061302434831143012060355040a0c0b4578616d706c65204c74643118301606035504030c0f77
  77772e6578616d706c652e6f7267301e170d3236313132323131343235305a170d3336313131393131343235305a303d
  310b300906035504061302434831143012060355040a0c0b4578616d706c65204c74643118301606035504030c0f7777
  772e6578616d706c652e6f72673059301306072a8648ce3d020106082a8648ce3d03010703420004b58b0ed9d529f41f
  00509a320961619c14139f1400692e826a7e15d14b7485e76e2d4049e703a371551790ce6b334a1e609fe0b615d27198
  7aaff23b1219f4c3a381df3081dc301d0603551d0e04160414b8844d778658e757f964b29e371b658c76e54c9a301f06
  03551d23041830168014b8844d778658e757f964b29e371b658c76e54c9a300f0603551d130101ff040530030101ff30
  200603551d1104193017820f7777772e6578616d706c652e6f72678704c0000201300b0603551d0f0404030207803013
  0603551d25040c300a06082b06010505070301303306082b0601050507010104273025302306082b0601050507300186
  17687474703a2f2f6f6373702e6578616d706c652e6f726730100603551d2004093007300506032a0304300a06082a86
  48ce3d0403020349003046022100a72f9379a67a7a9bf2dc67b6e40ad883baf9bef5d3fe72ee90d445756b64d8da0221
  009e9857650ff174d51018860eef780e9097b6b4e420e3b3946b58628356468cb0
`);
