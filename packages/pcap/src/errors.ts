/** Everything that can be wrong with a capture, as a closed list of codes. */

const PROBLEM_CODES = [
  /** There are no bytes at all. */
  "PCAP_EMPTY",
  /** The bytes are those of something else: an image, text, another capture format. */
  "PCAP_NOT_A_CAPTURE",
  /** The file ends inside a header, record or block. */
  "PCAP_CUT_SHORT",
  /** A field contradicts the format or its neighbours. */
  "PCAP_DAMAGED",
  /** A version or feature that is known to exist and is not read. */
  "PCAP_UNSUPPORTED",
  /** The gzip stream around the capture ends before its trailer. */
  "PCAP_GZIP_CUT_SHORT",
  /** The gzip stream around the capture cannot be decompressed any further. */
  "PCAP_GZIP_DAMAGED",
] as const;

/** What is wrong with the bytes of a capture file. */
export type CaptureProblemCode = (typeof PROBLEM_CODES)[number];

export function isProblemCode(code: string): code is CaptureProblemCode {
  return (PROBLEM_CODES as readonly string[]).includes(code);
}

export type PcapErrorCode =
  | CaptureProblemCode
  /** A writer was handed a value that its format cannot hold. */
  | "PCAP_NOT_WRITABLE";

/** Where and how a capture broke; what came before it was delivered. */
export interface CaptureProblem {
  readonly code: CaptureProblemCode;
  /** Offset in the uncompressed stream of the record or block that cannot be read. */
  readonly position: number;
  /** One or two sentences: what, where, and what to do. */
  readonly message: string;
}

/** Thrown by writers and by {@link gunzipIfNeeded}; readers report a {@link CaptureProblem}. */
export class PcapError extends Error {
  override readonly name = "PcapError";
  readonly code: PcapErrorCode;

  constructor(code: PcapErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
