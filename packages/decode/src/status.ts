/** How far a layer could be read. A bad packet is an ordinary outcome: it is data, never an exception. */
export const DecodeStatus = {
  Ok: 0,
  /** The capture ends inside the header (snap length or cut file). */
  Truncated: 1,
  /** A length field contradicts its own header. */
  BadLength: 2,
  /** A version or type field has a value that the specification rules out. */
  BadVersion: 3,
  /** More layers than {@link MAX_LAYERS} or extension headers than a sane sender makes. */
  TooDeep: 4,
} as const;

export type DecodeStatus = (typeof DecodeStatus)[keyof typeof DecodeStatus];
