/**
 * The fixed assignment of protocols to the nine colours of the charts.
 *
 * A colour means a protocol family and nothing else, so a name always has the same slot whatever its
 * rank is; a name that is not listed goes to its transport's slot where that is known, else to Other.
 */
export declare const SLOTS: readonly [
  "HTTPS",
  "QUIC",
  "Local",
  "DNS",
  "ICMP",
  "UDP",
  "TCP",
  "HTTP",
  "Other",
];
/** In stack order, bottom first. */
export type Slot = (typeof SLOTS)[number];
/** CSS variable of each slot, in the order of {@link SLOTS}. */
export declare const SLOT_VARIABLES: Readonly<Record<Slot, string>>;
/** The slot of a protocol as the decoder names it; letter case does not matter. */
export declare function slotOf(protocol: string): Slot;
//# sourceMappingURL=palette.d.ts.map
