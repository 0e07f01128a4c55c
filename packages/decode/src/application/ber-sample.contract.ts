/** Items of BER for the samples of tests. */

/** An item of up to 127 octets: numbers are octets, texts ASCII, arrays items. */
export function item(tag: number, ...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  const value = parts.flatMap((part) => {
    if (typeof part === "number") return [part];
    return typeof part === "string" ? Array.from(part, (c) => c.charCodeAt(0)) : [...part];
  });
  if (value.length > 127) return Uint8Array.of(tag, 0x81, value.length, ...value);
  return Uint8Array.of(tag, value.length, ...value);
}
