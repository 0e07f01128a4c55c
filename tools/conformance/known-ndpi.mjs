// @ts-check
/** Where flows differ from what nDPI's reader says, and why: capture, then `flows` or nDPI's protocol. */

/** @type {ReadonlyMap<string, readonly string[]>} */
export const KNOWN_NDPI_DIFFERENCES = new Map([]);
