/** Wireshark's own numbers of link types, as `frame.encap_type` shows them (wiretap/wtap.h). */

const ENCAPSULATIONS: Readonly<Record<number, number>> = {
  0: 15,
  1: 1,
  6: 2,
  8: 3,
  9: 4,
  10: 6,
  12: 7,
  14: 7,
  50: 4,
  100: 10,
  101: 7,
  104: 28,
  105: 20,
  106: 11,
  107: 26,
  108: 15,
  113: 25,
  119: 21,
  123: 13,
  127: 23,
  129: 9,
  137: 67,
  140: 42,
  163: 24,
  178: 83,
  192: 97,
  195: 104,
  226: 124,
  227: 125,
  228: 129,
  229: 130,
  230: 127,
  239: 141,
  242: 180,
  253: 158,
  258: 171,
  271: 185,
  276: 210,
};

/** 0, which Wireshark calls unknown, for link types that have no number here. */
export function encapsulationType(linkType: number): number {
  return ENCAPSULATIONS[linkType] ?? 0;
}
