/** Names what a file is that is no capture, so that its message can say so. */

/** Octets that {@link describeContent} looks at. */
export const SIGNATURE_LENGTH = 16;

/** Fewer octets without control characters are taken for chance. */
const MIN_TEXT_LENGTH = 4;

interface Signature {
  readonly magic: readonly number[];
  readonly what: string;
  readonly advice: string;
}

const CAPTURE = "Convert it to pcapng first, for example with Wireshark's editcap.";
const COMPRESSED = "Decompress it first.";
const OTHER = "Name a pcap or pcapng file.";

const SIGNATURES: readonly Signature[] = [
  { magic: [0x89, 0x50, 0x4e, 0x47], what: "a PNG image", advice: OTHER },
  { magic: [0xff, 0xd8, 0xff], what: "a JPEG image", advice: OTHER },
  { magic: [0x47, 0x49, 0x46, 0x38], what: "a GIF image", advice: OTHER },
  { magic: [0x25, 0x50, 0x44, 0x46], what: "a PDF document", advice: OTHER },
  { magic: [0x7f, 0x45, 0x4c, 0x46], what: "a program (ELF)", advice: OTHER },
  { magic: [0x1f, 0x8b], what: "compressed with gzip", advice: COMPRESSED },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "compressed with Zstandard", advice: COMPRESSED },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "compressed with xz", advice: COMPRESSED },
  { magic: [0x04, 0x22, 0x4d, 0x18], what: "compressed with LZ4", advice: COMPRESSED },
  { magic: [0x42, 0x5a, 0x68], what: "compressed with bzip2", advice: COMPRESSED },
  { magic: [0x50, 0x4b, 0x03, 0x04], what: "a ZIP archive", advice: COMPRESSED },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7-Zip archive", advice: COMPRESSED },
  { magic: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00], what: "a snoop capture", advice: CAPTURE },
  { magic: [0x54, 0x52, 0x53, 0x4e], what: "a Sniffer capture", advice: CAPTURE },
  { magic: [0x47, 0x4d, 0x42, 0x55], what: "a Network Monitor capture", advice: CAPTURE },
  { magic: [0x62, 0x74, 0x73, 0x6e, 0x6f, 0x6f, 0x70], what: "a btsnoop capture", advice: CAPTURE },
];

/** A phrase for `{what}` and a sentence of advice, from the first octets of a file. */
export function describeContent(
  view: DataView,
  start: number,
  end: number,
): { what: string; advice: string } {
  const signature = SIGNATURES.find(
    ({ magic }) =>
      magic.length <= end - start &&
      magic.every((octet, index) => view.getUint8(start + index) === octet),
  );
  if (signature !== undefined) return signature;
  const what = isText(view, start, end) ? "text" : "in no format that is known here";
  return { what, advice: OTHER };
}

function isText(view: DataView, start: number, end: number): boolean {
  if (end - start < MIN_TEXT_LENGTH) return false;
  for (let offset = start; offset < end; offset++) {
    const octet = view.getUint8(offset);
    if (octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d) return false;
    if (octet === 0x7f) return false;
  }
  return true;
}
